"""What the encoder learns from: (text, English) pairs, dictionary entries and names, read from `../shared/data/`.

The evaluation files and the `.dev` files beside them are never opened here.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from encoder.errors import RecipeError

LANGUAGES = ("de", "ko", "ru")
TERMS = Path(__file__).parent / "terms.tsv"
"""Names and words of political news: English, German, Korean, Russian."""
MAX_ENGLISH_WORDS = 60
# Far from news and long: a part is enough.
KEPT_SHARE = {"python_docs_ko": 0.35, "iot_beginners": 0.6}


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in one of the four languages and the English text whose teacher vector it shall get."""

    text: str
    english: str
    language: str  # ISO 639-1
    source: str  # the set it came from; "word", "gloss" and "term" for dictionary entries


def read_sentences(data: Path, seed: int = 0) -> list[Pair]:
    """Read the sentence pairs, English against each language; German pairs lend their English to de-ko and de-ru."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    pairs: dict[tuple[str, str], Pair] = {}
    english_of: dict[str, str] = {}
    for language in LANGUAGES:
        for english, text, source in _rows(data / f"parallel/en-{language}.tsv.gz"):
            if not english or not text or len(english.split()) > MAX_ENGLISH_WORDS:
                continue
            if chance.random() > KEPT_SHARE.get(source, 1.0):
                continue
            pairs.setdefault((english, text), Pair(text, english, language, source))
            if language == "de":
                english_of[text] = english
    for language in ("ko", "ru"):
        for german, text, source in _rows(data / f"parallel/de-{language}.tsv.gz"):
            if english := english_of.get(german, ""):
                pairs.setdefault((english, text), Pair(text, english, language, source))
    return list(pairs.values())


def read_dictionary(data: Path) -> list[Pair]:
    """Read Wiktionary: each word twice, against the English term and against the term with its gloss."""
    pairs = []
    for language, term, gloss, entry in _rows(data / "dictionary/wiktionary-en.tsv.gz"):
        word = re.sub(r"\s*\\.*$", "", entry)  # the extraction left some wiki markup at the end
        if term and word:
            pairs.append(Pair(word, term, language, "word"))
            if gloss:
                pairs.append(Pair(word, f"{term}: {gloss[:120]}", language, "gloss"))
    return pairs


def read_terms() -> list[Pair]:
    """Read the project's own list of names and political words, one line in four languages."""
    pairs = []
    for line in TERMS.read_text(encoding="utf-8").splitlines():
        english, *others = line.split("\t")
        pairs.append(Pair(english, english, "en", "term"))
        pairs.extend(
            Pair(text, english, language, "term") for language, text in zip(LANGUAGES, others, strict=True)
        )
    return pairs


def english_to_itself(pairs: list[Pair]) -> list[Pair]:
    """Each English text once, as its own translation: so that English stays what it was."""
    return [Pair(english, english, "en", "self") for english in dict.fromkeys(pair.english for pair in pairs)]


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.exists():
        raise RecipeError(f"{path} is not there: point --data at the training data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield [field.strip() for field in line.rstrip("\n").split("\t")]
