"""Loads the message files and looks sentences up: the one place that knows Fluent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Self

from babel import Locale
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentType
from fluent.syntax import FluentParser, ast

from locales.errors import LocaleFileInvalid, MessageInvalid

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "en", "ko", "ru")
"""ISO 639-1; every message exists in each of them."""
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every sentence that a user reads, in one language. Thread-safe."""

    language: str  # as asked for, also where the sentences are the fallback's
    _bundles: Mapping[str, FluentBundle] = field(repr=False)

    def text(self, key: str, /, **values: str | float) -> str:
        """The sentence `key`, with `values` filled in.

        Args:
            key: the message's name in the `.ftl` files.
            values: what the message takes. A number is written the language's way; a string stands as it is.

        Raises:
            MessageInvalid: no such message, or a value is missing.
        """
        bundle = self._bundles.get(self.language) or self._bundles[FALLBACK]
        if not bundle.has_message(key):
            raise MessageInvalid(f"{self.language}: no message {key!r}")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise MessageInvalid(f"{self.language}: {key!r} has no text")
        given = {name: _Verbatim(one) if isinstance(one, str) else one for name, one in values.items()}
        text, errors = bundle.format_pattern(pattern, given)
        if errors:
            raise MessageInvalid(f"{self.language}: {key!r}: {errors[0]}")
        return str(text)


class Locales:
    """The catalogues of all languages. Thread-safe once made."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    def of(self, language: str) -> Catalogue:
        """The sentences in `language`, one of `LANGUAGES`; any other reads the fallback's."""
        return Catalogue(language, self._bundles)


class _Verbatim(str, FluentType):
    """A value that stands as it is: Fluent refuses plain strings of more than 2,500 characters."""

    __slots__ = ()

    def format(self, _: Locale) -> Self:  # type: ignore[override] # `str` and Fluent mean different things by it
        return self


class _WhenNeeded(Mapping[str, FluentBundle]):
    """Reads a language's file when something is first said in it: each takes longer than most answers."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self._read = cache(partial(_bundle, folder))

    def __getitem__(self, language: str) -> FluentBundle:
        if language not in self.languages:
            raise KeyError(language)
        return self._read(language)

    def __iter__(self) -> Iterator[str]:
        return iter(self.languages)

    def __len__(self) -> int:
        return len(self.languages)


def load(folder: Path = FOLDER, languages: Sequence[str] = LANGUAGES, *, at_once: bool = True) -> Locales:
    """Read `<language>.ftl` for each of `languages`, the fallback among them; all `at_once` or each when needed.

    Raises:
        LocaleFileInvalid: a file is missing, is not Fluent, or says one thing twice.
    """
    bundles = _WhenNeeded(folder, languages)
    return Locales(dict(bundles) if at_once else bundles)


def parse(file: Path) -> ast.Resource:
    """One message file as Fluent's syntax tree, checked.

    Raises:
        LocaleFileInvalid: as `load`.
    """
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LocaleFileInvalid(f"{file}: {error}") from error
    resource = FluentParser().parse(source)
    seen = set()
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            raise LocaleFileInvalid(
                f"{file}:{line}: not a Fluent message: {str(entry.content).strip()[:60]!r}"
            )
        if isinstance(entry, ast.Message):
            if entry.id.name in seen:
                raise LocaleFileInvalid(f"{file}: {entry.id.name!r} stands there twice")
            seen.add(entry.id.name)
    return resource


def known_language(tag: str | None) -> str | None:
    """The one of `LANGUAGES` that a locale tag such as `de`, `en-GB` or `ko_KR` names; None for any other."""
    language = (tag or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else None


def language_of(tag: str | None) -> str:
    """As `known_language`; else the fallback."""
    return known_language(tag) or FALLBACK


def _bundle(folder: Path, language: str) -> FluentBundle:
    resource = parse(folder / f"{language}.ftl")
    # No isolation marks around values: they would be copied along with a quotation.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
