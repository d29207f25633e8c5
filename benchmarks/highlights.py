"""How often a marked answer is right, in one command: `PYTHONPATH=. python benchmarks/highlights.py`.

Asked of each right sentence of the public question sets whose answers are spans. A mark is right when it shares at
least half of its words with an answer (token F1 of SQuAD, 0.5 or more), holds one whole, or lies within one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from common_data import DATA, absent

from index.folding import fold
from retrieval.answer.highlight import highlight
from retrieval.question.question_type import question_type
from retrieval.ranking.answer_kinds import SPANNED

SETS = (
    ("de", "mlqa_dev_de.json", "q", "de"),
    ("en", "mlqa_dev_de.json", "q_en", "de"),
    ("en", "mlqa_dev_en.json", "q", "en"),
    ("de", "mlqa_dev_en.json", "q_de", "en"),
    ("en", "tydi_goldp_train_en.json", "q", "en"),  # was not looked at when `SURE` was chosen
    ("ko", "tydi_goldp_train_ko.json", "q", "ko"),
)


def main() -> None:
    """Mark and print a table: precision of the marks, and the share of the questions that get one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA / "eval")
    data = parser.parse_args().data
    if absent(*sorted({data / file for _, file, _, _ in SETS})):
        return
    print("| question | sentence | set | type | asked | marked | right | precision | coverage |")
    print("|---|---|---|---|--:|--:|--:|--:|--:|")
    for language, file, key, text_language in SETS:
        counts = _count(json.loads((data / file).read_text(encoding="utf-8")), key, language, text_language)
        for kind, (asked, marked, right) in sorted(counts.items()):
            precision = f"{right / marked:.2f}" if marked else "-"
            cells = (
                language,
                text_language,
                file,
                kind,
                asked,
                marked,
                right,
                precision,
                f"{marked / asked:.2f}",
            )
            print(f"| {' | '.join(map(str, cells))} |")


def is_right(mark: str, answers: Iterable[str]) -> bool:
    """Whether a mark is one of the answers, nearly or in whole."""
    words = fold(mark).split()
    letters = "".join(words)
    for answer in answers:
        other = fold(answer).split()
        shared = sum((Counter(words) & Counter(other)).values())
        if shared and 2 * shared >= 0.5 * (len(words) + len(other)):
            return True
        # Korean endings are written together with the word.
        if letters and other and (letters in "".join(other) or "".join(other) in letters):
            return True
    return False


def _count(
    data: dict[str, Any], key: str, language: str, text_language: str
) -> dict[str, tuple[int, int, int]]:
    """By type of question, and for all: asked, marked, right."""
    found: dict[str, list[bool | None]] = defaultdict(list)
    for query in data["queries"]:
        sentence = data["sentences"][query["gold"][0]]
        if not query.get(key) or not any(answer in sentence for answer in query["answers"]):
            continue
        kind = question_type(query[key], language)
        if kind in SPANNED:
            span = highlight(query[key], language, sentence, text_language)
            found[kind].append(None if span is None else is_right(sentence[slice(*span)], query["answers"]))
    found["all of these"] = [one for outcomes in found.values() for one in outcomes]
    return {
        kind: (len(outcomes), sum(one is not None for one in outcomes), sum(one is True for one in outcomes))
        for kind, outcomes in found.items()
    }


if __name__ == "__main__":
    main()
