"""Is a question that leans on the one before understood, and a new topic not dragged along?

    PYTHONPATH=. python benchmarks/followups.py [--write]

Asks the pairs of `seeds/followups.jsonl` (15 that lean and 15 new topics in each language; written from the article
before anything was measured, and the rules were made on the `tune` half) of the article that ships. Each is read four
ways: by the bot's rule; where that says that it leans, together with the question before alone; always alone; and
together wherever it has at most four words.
`--write` makes `benchmarks/followups.md`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from config.settings import Settings
from index.embedder import open_default
from index.reading import read_folder, read_names
from index.sentence_index import SentenceIndex
from retrieval.answerer import Answerer, AnswerRules
from retrieval.evaluation.golden import GoldenQuestion
from retrieval.models import Question
from retrieval.question.followups import leans, read_together
from retrieval.ranking.calibration import calibrated

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).with_suffix(".md")
FEW_WORDS = 4
LANGUAGES = ("de", "en", "ko", "ru")
Asking = Callable[[str, str], Question]


class Pair(GoldenQuestion):
    """A question, the one before it, and whether it leans on that."""

    earlier: str
    leans: bool


def by_rule(earlier: str, question: str) -> Question:
    """As the bot reads it."""
    return Question(question, earlier=earlier)


def together(earlier: str, question: str) -> Question:
    """By the rule, but one that leans only together with the question before."""
    return Question(read_together(earlier, question) if leans(question) else question)


def alone(_earlier: str, question: str) -> Question:
    """Never together."""
    return Question(question)


def by_length(earlier: str, question: str) -> Question:
    """Together where it is short."""
    return Question(f"{earlier} {question}" if len(question.split()) <= FEW_WORDS else question)


ASKINGS: dict[str, Asking] = {"rule": by_rule, "together": together, "alone": alone, "four words": by_length}


def main() -> None:
    """Measure, print, and with `--write` keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where the encoder is unpacked")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    embedder = open_default(args.var / "encoder")
    articles = read_folder(ROOT / "seeds", max_bytes=1_000_000).articles
    index = SentenceIndex.build(articles, embedder, names=read_names([ROOT / "seeds"])[0])
    settings = Settings().retrieval
    scorer, threshold = calibrated(
        embedder.name, threshold=settings.threshold, wrong_at_most=settings.wrong_at_most
    )
    rules = AnswerRules(threshold, settings.max_passages, settings.max_question_characters)
    answerer = Answerer(index, "temporary", scorer, rules)
    report = "\n".join([*HEAD, *table(answerer, read_pairs()), "", *misread(read_pairs())])
    print(report)
    if args.write:
        OUT.write_text(report + "\n", encoding="utf-8")


def read_pairs() -> list[Pair]:
    """The pairs; one without `expect` cannot be answered."""
    lines = (ROOT / "seeds/followups.jsonl").read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    return [Pair.model_validate({**one, "unanswerable": not one["expect"]}) for one in found]


HEAD = [
    "# Follow-up questions",
    "",
    "Made by `PYTHONPATH=. python benchmarks/followups.py --write`; what is measured stands in the script.",
    "Read right: taken for leaning, or for a new topic, as written. Right @1, @3: the answerable ones' sentence is",
    "found first, or among the first three, whatever the confidence. Some pairs have no answer. Sure: of those that",
    "the bot was sure enough to answer, the ones whose first sentence is right.",
    "",
    "| pairs | reading | read right | leaning: right @1 | right @3 | sure | new topic: right @1 | right @3 | sure |",
    "|---|---|---|---|---|---|---|---|---|",
]


def table(answerer: Answerer, pairs: list[Pair]) -> list[str]:
    """A row for each language and split, and each way of reading."""
    groups = {
        f"{language}, {split}": (language, split) for split in ("tune", "check") for language in LANGUAGES
    }
    rows = []
    for name, group in groups.items():
        own = [pair for pair in pairs if (pair.lang, pair.split) == group]
        for how, asking in ASKINGS.items():
            reading = [takes_along(how, pair) == pair.leans for pair in own]
            cells: list[str] = []
            for leaning in (True, False):
                asked = [pair for pair in own if pair.leans == leaning and not pair.unanswerable]
                found = [rank(answerer, pair, asking) for pair in asked]
                cells += [share([at <= depth for at, _ in found]) for depth in (1, 3)]
                cells.append(share([at == 1 for at, answered in found if answered]))
            rows.append(f"| {name} | {how} | {share(reading)} | {' | '.join(cells)} |")
    return rows


def takes_along(how: str, pair: Pair) -> bool:
    """Whether a pair's question is read as one that leans."""
    if how in ("rule", "together"):
        return leans(pair.question)
    return how != "alone" and len(pair.question.split()) <= FEW_WORDS


def rank(answerer: Answerer, pair: Pair, asking: Asking) -> tuple[int, bool]:
    """Of the first right sentence, from 1; one behind the last where there is none. And whether it was answered."""
    [(answer, [whole, *_])] = answerer.read_many([asking(pair.earlier, pair.question)])
    right = (at for at, one in enumerate(whole.ranking, 1) if pair.is_right(one.hit.text))
    return next(right, len(whole.ranking) + 1), answer.answered


def share(found: list[bool]) -> str:
    """How many of how many."""
    return f"{sum(found)}/{len(found)}"


def misread(pairs: list[Pair]) -> list[str]:
    """The pairs that the rule takes for what they are not."""
    wrong = [pair for pair in pairs if leans(pair.question) != pair.leans]
    lines = [f"- {one.id} {one.lang} ({one.split}): “{one.earlier}” “{one.question}”" for one in wrong]
    return ["## Misread by the rule", "", *(lines or ["None."])]


if __name__ == "__main__":
    main()
