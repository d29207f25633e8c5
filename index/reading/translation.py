"""Translations beside an article: `<id>.<language>.translation.toml`, sentence by sentence, checked on reading."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from index.errors import TranslationStale
from index.models import Article, Sentence, TranslatedPart
from index.reading.language import detect_language, is_detectable
from index.reading.metadata import day_month_or_year, iso_639_1, line
from index.reading.refusals import faults, refusal
from index.reading.toml import parse_toml, toml_string

TRANSLATION_SUFFIX = ".translation.toml"
ORIGINS = ("publisher", "project", "person", "machine")
_ENOUGH = 100  # code points from which a detected language is believed against the file's name
_HASH_DIGITS = 16  # of SHA-256: enough to notice a change, short enough to read
_CODE = re.compile(r"[a-z]{2}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sentences: tuple[int, ...] = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{16,64}$")
    text: Annotated[str | None, BeforeValidator(line)] = None  # empty: not translated yet

    @field_validator("sentences")
    @classmethod
    def _follow_each_other(cls, numbers: tuple[int, ...]) -> tuple[int, ...]:
        if list(numbers) != list(range(numbers[0], numbers[0] + len(numbers))):
            raise ValueError(
                "must be one number, or each of several that follow one another: [4] or [4, 5, 6]"
            )
        return numbers


class _Sidecar(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str | None, BeforeValidator(iso_639_1)] = None
    origin: Annotated[str, BeforeValidator(line), Field(pattern=rf"^({'|'.join(ORIGINS)})(: \S.{{0,200}})?$")]
    date: Annotated[str | None, BeforeValidator(day_month_or_year)] = None
    part: tuple[_Part, ...] = ()


def parse_translation(
    file: str, data: bytes, article: Article, language: str
) -> tuple[tuple[TranslatedPart, ...], tuple[int, ...]]:
    """What a sidecar translates of an article.

    Args:
        file: the sidecar's name, for the refusal.
        data: its bytes.
        article: what it translates.
        language: the language in its name.

    Returns:
        Its parts in order, and the numbers of sentences that have changed since, which are not among them.

    Raises:
        ArticleRefused: `translation_invalid`, naming each fault.
    """
    from index.sentences import split_article  # it reads head lines, which this package finds

    sidecar = _parse(file, data)
    sentences = split_article(article)
    if problems := _problems(sidecar, sentences, article, language):
        raise refusal(file, "translation_invalid", problem="; ".join(problems))
    parts: list[TranslatedPart] = []
    stale: list[int] = []
    for part in sorted(sidecar.part, key=lambda part: part.sentences):
        first, last = part.sentences[0], part.sentences[-1]
        if not hash_of(article, sentences[first - 1 : last]).startswith(part.sha256):
            stale += part.sentences
        elif part.text:
            parts.append(TranslatedPart(language, (first, last), part.text, sidecar.origin, sidecar.date))
    return tuple(parts), tuple(stale)


def stale_translation(file: str, article: str, language: str, numbers: tuple[int, ...]) -> TranslationStale:
    """The refusal of what a sidecar says of sentences that have changed since."""
    plain = refusal(file, "translation_stale", numbers=_listed(numbers))
    return TranslationStale(plain.file, plain.remedy, article, language, numbers)


def translated(article: Article, language: str, parts: Iterable[TranslatedPart]) -> Article:
    """The article with these parts as its only ones in a language."""
    others = [part for part in article.translations if part.language != language]
    ordered = sorted([*others, *parts], key=lambda part: (part.language, part.sentences))
    return replace(article, translations=tuple(ordered))


def translations_by_stem(files: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """(language, file) of each sidecar by the article's file less its suffix, in the order of `files`."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        if file.endswith(TRANSLATION_SUFFIX):
            stem, _, language = file.removesuffix(TRANSLATION_SUFFIX).rpartition(".")
            found[stem].append((language, file))
    return found


def hash_of(article: Article, sentences: Sequence[Sentence]) -> str:
    """SHA-256 of sentences as UTF-8, one space between them: how they are laid out does not count."""
    return hashlib.sha256(" ".join(map(article.quote, sentences)).encode()).hexdigest()


def template(article: Article, language: str) -> str:
    """A sidecar to fill in: every sentence with its number and hash; what is translated already is kept."""
    from index.sentences import split_article  # it reads head lines, which this package finds

    known = {part.sentences: part for part in article.translations if part.language == language}
    covered = {number for first, last in known for number in range(first, last + 1)}
    sentences = split_article(article)
    spans = sorted([*known, *((one.number, one.number) for one in sentences if one.number not in covered)])
    origin, date = next(((part.origin, part.date) for part in known.values()), ("person", None))
    lines = [
        f"# {PurePosixPath(article.id).name}: what stays empty counts as not translated.",
        f'origin = {toml_string(origin)}  # {", ".join(ORIGINS)}; a name may follow: "person: A. Name"',
        f"date = {toml_string(date)}" if date else '# date = "2026-11"',
    ]
    for first, last in spans:
        original = sentences[first - 1 : last]
        text = known[first, last].text if (first, last) in known else ""
        lines += ["", *(f"# {line(article.quote(one)) or ''}" for one in original), "[[part]]"]
        lines += [
            f"sentences = {list(range(first, last + 1))}",
            f"sha256 = {toml_string(hash_of(article, original)[:_HASH_DIGITS])}",
            f"text = {toml_string(text)}",
        ]
    return "\n".join(lines) + "\n"


def _parse(file: str, data: bytes) -> _Sidecar:
    try:
        return _Sidecar.model_validate(parse_toml(file, data, "translation_invalid"))
    except ValidationError as error:
        raise refusal(file, "translation_invalid", problem=faults(error)) from error


def _problems(sidecar: _Sidecar, sentences: Sequence[Sentence], article: Article, language: str) -> list[str]:
    numbers = [number for part in sidecar.part for number in part.sentences]
    unknown = sorted({number for number in numbers if not 1 <= number <= len(sentences)})
    twice = sorted(number for number, count in Counter(numbers).items() if count > 1)
    problems = []
    if not _CODE.fullmatch(language):
        problems.append("its name must end in a two-letter language, such as .ko.translation.toml")
    if sidecar.language not in (None, language):
        problems.append(f"its name says {language}, its key `language` says {sidecar.language}")
    if language == article.language:
        problems.append(f"the article itself is in {language}")
    text = " ".join(part.text for part in sidecar.part if part.text)
    believed = is_detectable(language) and len(text) >= _ENOUGH
    if believed and (found := detect_language(text)) != language:
        problems.append(f"its name says {language}, its text is in {found}")
    if unknown:
        problems.append(f"the article has sentences 1 to {len(sentences)}, not {_listed(unknown)}")
    if twice:
        problems.append(f"more than one part covers {_listed(twice)}")
    return problems


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
