"""The model card's table, in one command: `PYTHONPATH=. python benchmarks/encoder_table.py [--write]`.

MiniLM, the shipped encoder, the lexical arm, two arms and all three together, all in one run of the same code.
Together they are the cosine, the lexical share times `LEXICAL_WEIGHT` and, for all three, what the late arm says times
`LATE_WEIGHT`; the bot's own ranking has fitted weights, neighbours and titles besides.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import numpy as np
from common_data import DATA, absent
from numpy.typing import NDArray
from scipy.stats import spearmanr

from index.embedder import open_default
from index.hub_models import open_minilm
from index.models import Embedder
from index.reading import read_folder
from index.search.late import LateArm
from index.search.lexical import LexicalArm
from index.sentences import split_article
from retrieval.evaluation.golden import read_questions

ROOT = Path(__file__).parent.parent
CARD = ROOT / "encoder/MODEL_CARD.md"
START, END = "<!-- table -->", "<!-- end of table -->"
LANGUAGES = ("de", "en", "ko", "ru")
LEXICAL_WEIGHT = 0.5  # fixed beforehand, not tuned
LATE_WEIGHT = 1.0  # the same
ALL_THREE = "shipped, all three"
Row = tuple[str, dict[str, float]]


def main() -> None:
    """Measure, print, and with `--write` put the table into the model card."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where the encoder is unpacked")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if absent(args.data / "eval", args.data / "parallel"):
        return
    encoders: dict[str, Embedder] = {"MiniLM": open_minilm(), "shipped": open_default(args.var / "encoder")}
    rows = []
    for part in (golden, retrieval, translation, similarity):
        for row in part(encoders, args.data):
            print(render([row]).splitlines()[-1], file=sys.stderr, flush=True)  # it takes a while
            rows.append(row)
    table = render(rows)
    print(table)
    if args.write:
        before, _, rest = CARD.read_text(encoding="utf-8").partition(START)
        CARD.write_text(f"{before}{START}\n\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def golden(encoders: dict[str, Embedder], _data: Path) -> Iterator[Row]:
    """The article's golden questions, `check` only: the right sentence first, and among three."""
    (article,) = read_folder(ROOT / "seeds", max_bytes=1_000_000).articles
    sentences = [article.quote(one) for one in split_article(article)]
    questions = [q for q in read_questions(ROOT / "seeds/questions.jsonl") if q.split == "check" and q.expect]
    for language in LANGUAGES:
        asked = [q for q in questions if q.lang == language]
        gold = [{i for i, text in enumerate(sentences) if q.is_right(text)} for q in asked]
        results = arms(encoders, sentences, [q.question for q in asked])
        for depth in (1, 3):
            yield f"golden {language} ({len(asked)}), R@{depth}", recall(results, gold, depth)


def retrieval(encoders: dict[str, Embedder], data: Path) -> Iterator[Row]:
    """Question to sentence on MLQA, question to passage on TyDi."""
    for file, key, name in (
        ("mlqa_dev_de", "q", "MLQA de-de"),
        ("mlqa_dev_de", "q_en", "MLQA en-de"),
        ("mlqa_dev_en", "q", "MLQA en-en"),
        ("tydi_passage_dev_ko", "q", "TyDi ko"),
        ("tydi_passage_dev_ru", "q", "TyDi ru"),
    ):
        content = json.loads((data / f"eval/{file}.json").read_text(encoding="utf-8"))
        queries = [query for query in content["queries"] if query.get(key)]
        candidates = content.get("sentences") or content["passages"]
        results = arms(encoders, candidates, [query[key] for query in queries])
        yield f"{name} ({len(queries)}), R@1", recall(results, [set(query["gold"]) for query in queries], 1)


def translation(encoders: dict[str, Embedder], data: Path) -> Iterator[Row]:
    """NTREX dev: the translation of a sentence among 1,000, for every direction."""
    texts: dict[str, list[str]] = {}
    for language in ("de", "ko", "ru"):
        with gzip.open(data / f"parallel/en-{language}.dev.tsv.gz", "rt", encoding="utf-8") as lines:
            pairs = [line.rstrip("\n").split("\t") for line in lines]
        texts["en"], texts[language] = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    vectors = {
        name: {k: e.embed_passages(v).vectors for k, v in texts.items()} for name, e in encoders.items()
    }
    for one, other in permutations(LANGUAGES, 2):
        gold = [{i} for i in range(len(texts[one]))]
        results = {name: of[one] @ of[other].T for name, of in vectors.items()}
        yield f"NTREX {one}-{other}, accuracy", recall(results, gold, 1)


def similarity(encoders: dict[str, Embedder], data: Path) -> Iterator[Row]:
    """STS-B dev: Spearman correlation of the cosine with people's scores."""
    for language in LANGUAGES:
        lines = (data / f"eval/stsb_{language}_dev.tsv").read_text(encoding="utf-8").splitlines()
        first, second, score = zip(*(line.split("\t")[:3] for line in lines), strict=True)
        values = {}
        for name, encoder in encoders.items():
            left, right = (encoder.embed_passages(list(side)).vectors for side in (first, second))
            cosines = (left * right).sum(axis=1)
            values[name] = float(spearmanr(cosines, [float(s) for s in score]).statistic)
        yield f"STS-B {language}, Spearman", values


def arms(
    encoders: dict[str, Embedder], candidates: list[str], questions: list[str]
) -> dict[str, NDArray[np.floating]]:
    """Scores, shape (questions, candidates), of the arms, each alone and together."""
    lexical = LexicalArm.build(candidates)
    shares = np.stack([lexical.shares(question) for question in questions])
    scores: dict[str, NDArray[np.floating]] = {"lexical": shares}
    for name, encoder in encoders.items():
        asked, there = encoder.embed_questions(questions), encoder.embed_passages(candidates)
        scores[name] = asked.vectors @ there.vectors.T
        scores[f"{name} + lexical"] = scores[name] + LEXICAL_WEIGHT * shares
        if name == "shipped":
            arm, rows = LateArm.build(there.tokens), np.arange(len(candidates))
            late = np.stack(
                [arm.similarities(asked.tokens.of(i, i + 1), rows) for i in range(len(questions))]
            )
            scores[ALL_THREE] = scores[f"{name} + lexical"] + LATE_WEIGHT * late
    return scores


def recall(results: dict[str, NDArray[np.floating]], gold: list[set[int]], depth: int) -> dict[str, float]:
    """The share of questions with a right candidate among the first `depth`, by arm."""

    def of(scores: NDArray[np.floating]) -> float:
        best = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
        return float(
            np.mean([bool(right & set(row)) for right, row in zip(gold, best.tolist(), strict=True)])
        )

    return {name: of(scores) for name, scores in results.items()}


def render(rows: list[Row]) -> str:
    """A Markdown table, one measure a row."""
    columns = ["MiniLM", "shipped", "lexical", "MiniLM + lexical", "shipped + lexical", ALL_THREE]
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for name, values in rows:
        cells = [f"{values[c]:.3f}" if c in values else "" for c in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
