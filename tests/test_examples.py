"""What could be asked is offered to whoever has not asked anything, where the articles answer it."""

from dataclasses import replace

import pytest
from fakes_discord import KBS, WHERE
from fakes_retrieval import answerer, article, coefficients
from rich.console import Console

from cogs.render import answer_embed
from console.render import render_answer as in_the_terminal
from index.errors import EngineUnavailable
from index.models import Embedded
from index.sentence_index import SentenceIndex
from locales import load
from retrieval.answerer import Answerer, AnswerRules
from retrieval.models import Question
from retrieval.ranking.scoring import Scorer

LOCALES = load()
EXAMPLES = {"de": WHERE, "en": "How deep is the sea?"}
RULES = AnswerRules(threshold=0.35, max_passages=3, max_characters=2_000, examples=EXAMPLES)
BOT = Answerer(answerer().index, "000001-test", Scorer(coefficients()), RULES)


@pytest.mark.parametrize("message", ["", "Hallo!", "Was kannst du?", "Und auf Deutsch?"])
def test_an_example_that_is_answered_is_offered(message: str) -> None:
    assert BOT.answer(Question(WHERE)).passages[0].citation.article == KBS
    answer = BOT.answer(Question(message, language="de"))
    assert (answer.answered, answer.example) == (False, WHERE)


@pytest.mark.parametrize(
    ("message", "language"),
    [("Hello!", "en"), ("", "en"), ("안녕하세요", "ko"), ("Danke", "de"), ("?!", "de")],
)
def test_none_is_offered_that_is_not_answered_or_not_there_or_not_called_for(
    message: str, language: str
) -> None:
    assert BOT.answer(Question(message, language=language)).example is None


def test_other_articles_do_not_answer_it() -> None:
    other = answerer(article("zoo", "Der Zoo hat geschlossen.")).index
    bot = Answerer(other, "000001-test", Scorer(coefficients()), RULES)
    assert bot.answer(Question("Hallo!")).example is None


def test_a_greeting_is_returned_while_the_search_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: SentenceIndex, questions: list[str], embedded: Embedded, *, limit: int) -> list[object]:
        del self, embedded, limit
        if questions:
            raise EngineUnavailable("away")
        return []

    monkeypatch.setattr(SentenceIndex, "search_embedded", away)
    answer = BOT.answer(Question("Hallo!"))
    assert (answer.refusal, answer.example) == ("greeting", None)
    with pytest.raises(EngineUnavailable):
        BOT.answer(Question(WHERE))


@pytest.mark.parametrize("example", ["Hallo!", "Was kannst du?", " "])
def test_an_example_that_asks_nothing_is_not_offered(example: str) -> None:
    rules = replace(RULES, examples={"de": example})
    bot = Answerer(BOT.index, "000001-test", Scorer(coefficients()), rules)
    assert bot.answer(Question("Hallo!", language="de")).example is None


@pytest.mark.parametrize("language", ["de", "en", "ko", "ru"])
@pytest.mark.parametrize("message", ["", "Hallo!", "Was kannst du?"])
def test_it_is_said_in_the_terminal_and_on_discord(message: str, language: str) -> None:
    answer = replace(BOT.answer(Question(message)), language=language, example="Where is *it*?")
    terminal = Console(width=200, record=True)
    terminal.print(in_the_terminal(answer, LOCALES))
    assert "Where is *it*?" in terminal.export_text()
    assert r"Where is \*it\*?" in str(answer_embed(answer, LOCALES).description)
    without = Console(width=200, record=True)
    without.print(in_the_terminal(replace(answer, example=None), LOCALES))
    assert not without.export_text().rstrip().endswith((":", ",", "none"))
