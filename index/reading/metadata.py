"""What is known of an article beside its text: sidecars, front matter, what a page says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.reading.refusals import faults, refusal
from index.reading.toml import parse_toml, toml_string

SIDECAR_SUFFIX = ".meta.toml"
_Short = Annotated[str, Field(max_length=500)]
_Address = Annotated[str, Field(max_length=2_000)]
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ]\d{2}:.*)?", re.ASCII)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9-_]+)?", re.ASCII | re.IGNORECASE)


def line(value: object) -> str | None:
    """One printable line; nothing at all is None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")  # noqa: TRY004 - pydantic turns only a ValueError into its own error
    shaped = "".join(character for character in value if character.isprintable() or character.isspace())
    return " ".join(shaped.split()) or None


def day_month_or_year(value: object) -> str | None:
    """ISO 8601, as exact as it was given: 2019-04-25, 2019-04 or 2019; a time of day is dropped."""
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    text = str(value) if isinstance(value, int) else line(value)
    if text is None:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError('must be a day, a month or a year: "2019-04-25", "2019-04" or "2019"')
    year, month, day = match.groups()
    date(int(year), int(month or 1), int(day or 1))  # a ValueError where the calendar has no such day
    return "-".join(part for part in (year, month, day) if part)


def iso_639_1(value: object) -> str | None:
    """ISO 639-1; a region ("de-DE") is dropped."""
    text = line(value)
    if text is None:
        return None
    match = _LANGUAGE.fullmatch(text)
    if match is None:
        raise ValueError('must be a two-letter code, such as "de"')
    return match[1].lower()


def _web_address(value: object) -> str | None:
    text = line(value)
    if text is None:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in text:
        raise ValueError("must be a whole address that begins with https:// or http://")
    _ = parts.port  # a ValueError where it is none: Discord refuses an embed with such an address
    return text


class Metadata(BaseModel):
    """What somebody says of an article; None is not known. An unknown key is an error, not a silent no-op."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[_Short | None, BeforeValidator(line)] = None
    publisher: Annotated[_Short | None, BeforeValidator(line)] = None
    date: Annotated[str | None, BeforeValidator(day_month_or_year)] = None
    url: Annotated[_Address | None, BeforeValidator(_web_address)] = None
    language: Annotated[str | None, BeforeValidator(iso_639_1)] = None
    licence: Annotated[_Short | None, BeforeValidator(line)] = Field(
        default=None, validation_alias=AliasChoices("licence", "license")
    )

    @classmethod
    def lenient(cls, **fields: object) -> Metadata:
        """What can be used of values that nobody wrote for us; the rest is not known."""
        good = Metadata()
        for name, value in fields.items():
            try:
                good = cls.model_validate({name: value}).over(good)
            except ValidationError:
                continue
        return good

    def over(self, other: Metadata) -> Metadata:
        """This, with `other` where this knows nothing."""
        return other.model_copy(update=self.model_dump(exclude_none=True))

    def as_toml(self) -> str:
        """The sidecar that `parse_sidecar` reads back as this."""
        known = self.model_dump(exclude_none=True)
        return "".join(f"{key} = {toml_string(value)}\n" for key, value in known.items())


def parse_sidecar(file: str, data: bytes) -> Metadata:
    """The metadata in a `<id>.meta.toml`.

    Raises:
        ArticleRefused: `metadata_invalid`, naming the sidecar.
    """
    return parse_fields(file, parse_toml(file, data, "metadata_invalid"))


def parse_fields(file: str, fields: Mapping[str, object]) -> Metadata:
    """`fields` as Metadata.

    Raises:
        ArticleRefused: `metadata_invalid`, naming `file` and each wrong field.
    """
    try:
        return Metadata.model_validate(fields)
    except ValidationError as error:
        raise refusal(file, "metadata_invalid", problem=faults(error)) from error
