"""What the bot as it ships must say of the article as it ships, at the threshold as it ships."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def asked(question: str, var: Path, *options: str) -> Any:  # noqa: ANN401 - as JSON is
    """What a self-hoster gets who has set nothing."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GIPFEL_", "DISCORD_"))}
    done = subprocess.run(
        [sys.executable, "bot.py", "ask", question, "--json", *options],
        cwd=ROOT,
        env=own | {"GIPFEL_VAR": str(var)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("question", "first", "also"),
    [
        ("Was sagten Putin und Kim zur Denuklearisierung?", 6, 9),  # each said something of it
        ("Wo trafen sich Kim und Putin?", 3, None),
        ("Wann trafen sich Kim und Putin?", 3, 1),  # which was where, and the one that says the day
        ("Wie lange sprachen sie unter vier Augen?", 4, None),
    ],
)
def test_what_the_article_says_is_answered(question: str, first: int, also: int | None, var: Path) -> None:
    answer = asked(question, var)
    assert answer["answered"]
    cited = [
        set(range(passage["sentences"][0], passage["sentences"][1] + 1)) for passage in answer["passages"]
    ]
    assert first in cited[0]
    assert also is None or any(also in one for one in cited)


@pytest.mark.parametrize(
    "question",
    ["Wer hat die Fußball-WM 2018 gewonnen?", "Was hat Putin Kim geschenkt?", "Wie alt ist Kim Jong-un?"],
)
def test_what_it_does_not_say_is_refused(question: str, var: Path) -> None:
    answer = asked(question, var)
    assert not answer["answered"]
    assert answer["closest"]


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zoo")
    (folder / "one.txt").write_text("Der Zoo öffnet um neun Uhr.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "question",
    [
        "Wann öffnet der Zoo?",
        "When does the zoo open?",
        "동물원은 몇 시에 여나요?",
        "Когда открывается зоопарк?",
    ],
)
def test_one_sentence_alone_answers(question: str, zoo: Path, var: Path) -> None:
    assert asked(question, var, "--articles", str(zoo))["answered"]


@pytest.mark.parametrize(
    "question",
    [
        "Wo trafen sich Kim und Putin?",
        "Who won the World Cup in 2018?",
        "김정은과 푸틴은 어디에서 만났나요?",
        "Кто написал «Войну и мир»?",
    ],
)
def test_one_sentence_alone_does_not_answer_everything(question: str, zoo: Path, var: Path) -> None:
    assert not asked(question, var, "--articles", str(zoo))["answered"]
