"""What are translations and names worth to the golden questions?

    PYTHONPATH=. python benchmarks/translations.py [--split tune|check] [--write]

Asks the golden questions of the articles that ship four times in one run, with the encoder and the threshold that the
bot has by default: with translations and names, with either alone, with neither. Then again with these articles among
the 456 paragraphs of MLQA's German development set, where a name tells articles apart; that part is skipped where the
set is missing. `--write` makes `benchmarks/translations.md`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from answers_corpora import mlqa_corpus
from common_data import MLQA
from mixture import Remembering

from config.settings import Settings
from index.cached_embedder import CachedEmbedder
from index.embedder import open_default
from index.models import Embedder
from index.reading import read_folder, read_names
from index.sentence_index import SentenceIndex
from index.sentences import split_article
from index.vector_cache import VectorCache
from retrieval.answerer import Answerer, AnswerRules
from retrieval.evaluation.evaluate import Evaluation, evaluate
from retrieval.evaluation.golden import GoldenQuestion, read_questions
from retrieval.evaluation.metrics import Outcome, figures
from retrieval.ranking.calibration import calibrated

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).with_suffix(".md")
NEITHER = "neither"
SPLITS = ("check", "tune")


def main() -> None:
    """Measure, print, and with `--write` keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where the encoder and vectors lie")
    parser.add_argument("--split", choices=SPLITS, action="append", help="ask these questions alone")
    parser.add_argument("--most", type=int, help="ask so many questions of a split at most")
    parser.add_argument("--mlqa", type=Path, default=MLQA, help="the set of others")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    cache = VectorCache(args.var / "cache/fit.sqlite3")
    embedder = Remembering(CachedEmbedder(open_default(args.var / "encoder"), cache))
    questions = read_questions(ROOT / "seeds/questions.jsonl")
    indexes = {"alone": index_of(embedder)}
    if args.mlqa.exists():
        indexes["among 456 paragraphs of others"] = index_of(embedder, args.mlqa)
    lines = [*HEAD]
    for split in args.split or SPLITS:
        asked = [one for one in questions if one.split == split][: args.most]
        for where, index in indexes.items():
            lines += [
                "",
                f"## {split.capitalize()} questions, the articles {where}",
                "",
                *table(index, asked),
            ]
    print("\n".join(lines))
    if args.write:
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def index_of(embedder: Embedder, mlqa: Path | None = None) -> SentenceIndex:
    """The articles that ship, with all that belongs to them, alone or among others."""
    own = read_folder(ROOT / "seeds", max_bytes=20_000_000).articles
    names, _ = read_names([ROOT / "seeds"])
    if mlqa is None:
        return SentenceIndex.build(own, embedder, names=names)
    others = mlqa_corpus(mlqa, toy=False)
    given = {
        article.id: [one for one in others.sentences if one.article == article.id]
        for article in others.articles
    }
    return SentenceIndex.build(
        (*own, *others.articles),
        embedder,
        names=names,
        split=lambda one: given.get(one.id) or split_article(one),
    )


def settings_of(index: SentenceIndex) -> dict[str, SentenceIndex]:
    """The index with both, either and neither."""
    bare = index.without_translations()
    return {
        "translations and names": index,
        "translations": index.without_names(),
        "names": bare,
        NEITHER: bare.without_names(),
    }


HEAD = [
    "# Translations and names",
    "",
    "Made by `PYTHONPATH=. python benchmarks/translations.py --write`; what is measured stands in the script.",
    "",
    "Right @1, @3: of the answerable questions, the right sentence stands first, or among the first three. Refused:",
    "of the unanswerable. AUROC: of the confidence, answerable against unanswerable. Precision: of all that were",
    "answered, the right sentence first. Gained, lost: questions whose right sentence stands first with this setting",
    "and not with neither, and the other way round.",
]


def table(index: SentenceIndex, questions: Sequence[GoldenQuestion]) -> list[str]:
    """A row for each language and setting."""
    settings = Settings().retrieval
    scorer, threshold = calibrated(
        index.embedder.name, threshold=settings.threshold, wrong_at_most=settings.wrong_at_most
    )
    rules = AnswerRules(threshold, settings.max_passages, settings.max_question_characters)
    found = {
        name: evaluate(Answerer(one, "temporary", scorer, rules), questions)
        for name, one in settings_of(index).items()
    }
    return [
        "| asked in | searched with | right @1 | right @3 | answered | refused | AUROC | precision | gained, lost |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows(found),
    ]


def rows(found: Mapping[str, Evaluation]) -> Iterator[str]:
    """The table's lines, by language, then setting."""
    languages = sorted({one.question.lang for one in found[NEITHER].outcomes})
    for language in (*languages, "all"):
        base = own(found[NEITHER], language)
        for name, evaluation in found.items():
            outcomes = own(evaluation, language)
            counted = figures(outcomes)
            shares = (
                counted.recall_1,
                counted.recall_3,
                counted.answered,
                counted.refused,
                counted.auroc,
                counted.precision,
            )
            shown = " | ".join("-" if share is None else f"{share:.2f}" for share in shares)
            gained = sum(one.right and not before.right for one, before in zip(outcomes, base, strict=True))
            lost = sum(before.right and not one.right for one, before in zip(outcomes, base, strict=True))
            change = "" if name == NEITHER else f"+{gained} −{lost}"
            yield f"| {language} | {name} | {shown} | {change} |"


def own(evaluation: Evaluation, language: str) -> list[Outcome]:
    """The outcomes of the questions in a language, or of all."""
    return [one for one in evaluation.outcomes if language in (one.question.lang, "all")]


if __name__ == "__main__":
    main()
