"""A stand-in for Korean and Russian questions about German text, which no question set holds.

News in German (NTREX-128, in the order in which it was translated) is cut into articles of 16 sentences and
paragraphs of 4. Asked are the last 6 words of a sentence's Korean or Russian translation: fewer words than the
sentence, as a question has. The sentence that they translate a part of is the right one.

It shows whether the confidence knows when a sentence of the same meaning is there and when it is not. It shows
nothing about questions: a part of a statement has no question word, and it says what it looks for in full.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from retrieval.fitting.data import Source

FILE = "stand_in_de.json"
STAND_INS = (Source(FILE, "ko", "ko", "de"), Source(FILE, "ru", "ru", "de"))
PARALLEL = ("de-ko.dev.tsv.gz", "de-ru.dev.tsv.gz")
PARAGRAPH, ARTICLE = 4, 16  # sentences
WORDS = 6
FEWEST = 3  # words, fewer of which could be anywhere


def write_stand_in(parallel: Path, folder: Path) -> Path:
    """Writes the set in the format of the question sets.

    Args:
        parallel: folder of the files `PARALLEL`.
        folder: where to write; made when it is missing.
    """
    (german, asked), (again, also) = (_read(parallel / name) for name in PARALLEL)
    if german != again:
        raise ValueError(f"{parallel}: the German lines of both files are not the same")
    paragraphs = [row // PARAGRAPH for row in range(len(german))]
    per_article = ARTICLE // PARAGRAPH
    content = {
        "sentences": german,
        "sentence_paragraph": paragraphs,
        "paragraph_article": [paragraph // per_article for paragraph in range(paragraphs[-1] + 1)],
        "articles": [""] * (paragraphs[-1] // per_article + 1),
        "queries": [
            {"id": f"ntrex-{row}", "gold": [row], "ko": ko, "ru": ru}
            for row, (ko, ru) in enumerate(zip(map(_end, asked), map(_end, also), strict=True))
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def _read(file: Path) -> tuple[list[str], list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in lines]
    return [german for german, _ in pairs], [other for _, other in pairs]


def _end(sentence: str) -> str | None:
    words = sentence.split()
    return " ".join(words[-WORDS:]) if len(words) >= FEWEST else None
