"""One reader a file type: bytes to text and what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from index.reading.apart import parse
from index.reading.encodings import decode
from index.reading.headline import headline
from index.reading.metadata import Metadata, parse_fields
from index.reading.refusals import refusal
from index.reading.text import unix_lines
from index.reading.toml import parse_toml

_LONGEST_HEADER = 65_536  # characters; YAML is slow, and a file may hold megabytes of it
_TOML = re.compile(r"\+\+\+\n(.*?)^\+\+\+(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: the article's text, and the metadata that stands in the file."""

    text: str
    metadata: Metadata
    extractor: str | None = None  # library and version that made `text`; None: it is the file's own


def _plain(file: str, data: bytes) -> Content:
    return Content(unix_lines(decode(file, data)), Metadata())


def _markdown(file: str, data: bytes) -> Content:
    """The body as it stands, markup and all; front matter is metadata, and so is the title that it begins with."""
    content = _without_front_matter(file, unix_lines(decode(file, data)))
    return replace(content, metadata=content.metadata.over(Metadata.lenient(title=headline(content.text))))


def _without_front_matter(file: str, text: str) -> Content:
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    front_matter = YAMLHandler()
    toml = _TOML.match(text)
    try:
        if toml:
            header, body = toml[1], text[toml.end() :]
        else:
            header, body = front_matter.split(text) if front_matter.detect(text) else ("", text)
    except ValueError:  # a thematic break at the top, never closed
        return Content(text, Metadata())
    if len(header) > _LONGEST_HEADER:
        raise refusal(file, "metadata_invalid", problem=f"front matter is over {_LONGEST_HEADER} characters")
    if toml:
        return Content(body, _front_matter(file, parse_toml(file, header.encode(), "metadata_invalid")))
    try:
        # The base loader leaves every value text: "no" stays Norwegian, "2019-04" a month.
        fields = front_matter.load(header, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:  # not all are PyYAML's own
        raise refusal(file, "metadata_invalid", problem=f"front matter: {_fault(error)}") from error
    if not isinstance(fields, Mapping):  # two thematic breaks with a paragraph between them
        return Content(text, Metadata())
    # The library's fence swallows blank lines after it, which are the body's.
    fence = len(text[: len(text) - len(body)].rstrip())
    return Content(text[fence:].partition("\n")[2], _front_matter(file, fields))


def _fault(error: Exception) -> str:
    """What is wrong with YAML: mostly a colon in a title without quotation marks around it."""
    where, what = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if where is None or what is None:
        return " ".join(str(error).split())
    return f"line {where.line + 1}: {what}; a value that holds a colon or a quotation mark goes into quotation marks"


def _front_matter(file: str, fields: Mapping[str, object]) -> Metadata:
    """The keys we know: front matter is also full of other tools' keys."""
    names = {*Metadata.model_fields, "license"}
    known = {
        key: None if isinstance(value, str) and (value in _YAML_NULLS or _is_path(key, value)) else value
        for key, value in fields.items()
        if key in names
    }
    return parse_fields(file, known)


def _is_path(key: str, value: str) -> bool:
    """Whether it is an address on the site that the file is a page of, which says nothing of where that is."""
    return key == "url" and value.startswith("/")


def _web_page(file: str, data: bytes) -> Content:
    return Content(*parse("web_page", file, data))


def _pdf(file: str, data: bytes) -> Content:
    return Content(*parse("pdf", file, data))


READERS: Mapping[str, Callable[[str, bytes], Content]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _web_page,
    ".htm": _web_page,
    ".xhtml": _web_page,
    ".pdf": _pdf,
}
"""By file name suffix, in lower case."""
