"""The log as files: JSON lines, exact; CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from querylog.models import Cited, Feedback, Query, Vote

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = (
    "id",
    "asked_at",
    "surface",
    "guild",
    "channel",
    "user",
    "locale",
    "language",
    "question",
    "follows",
    "answered",
    "refusal",
    "confidence",
    "build",
    "encoder",
    "ms_embed",
    "ms_search",
    "ms_total",
    "citations",
    "closest",
    "up",
    "down",
    "comments",
)

# A spreadsheet runs a cell that begins so. It also does where another separator than ours starts the cell
# (German Excel splits at ";"), hence after each of them too, and in the full-width forms it folds.
_FORMULA = re.compile("(^|[;,|\"'\t\r\n])([^\\S\t\r\n]*)(?=[=+\\-@＝＋－＠])")


def as_dict(query: Query) -> dict[str, Any]:
    """A question for JSON; ids are text, since most readers of JSON round numbers beyond 2**53."""
    return {
        "id": str(query.id),
        "asked_at": query.asked_at.isoformat(timespec="milliseconds"),
        "surface": query.surface.value,
        "guild": _text(query.guild),
        "channel": _text(query.channel),
        "user": query.user,
        "locale": query.locale,
        "language": query.language,
        "question": query.question,
        "follows": _text(query.follows),
        "answered": query.answered,
        "refusal": query.refusal,
        "confidence": round(query.confidence, 4),
        "build": query.build,
        "encoder": query.encoder,
        "ms": {name: round(value, 3) for name, value in asdict(query.ms).items()},
        "citations": [cited_dict(cited) for cited in query.citations],
        "closest": [cited_dict(cited) for cited in query.closest],
        "feedback": [feedback_dict(one) for one in query.feedback],
    }


def feedback_dict(one: Feedback) -> dict[str, Any]:
    """A vote for JSON."""
    return {
        "vote": one.vote.name.lower(),
        "comment": one.comment,
        "at": one.at.isoformat(timespec="milliseconds"),
    }


def cited_dict(cited: Cited) -> dict[str, Any]:
    """A passage for JSON."""
    return {
        "article": cited.article,
        "sentences": list(cited.sentences),
        "span": [cited.start, cited.end],
        "text_sha256": cited.text_sha256,
        "sentence": cited.sentence,
        "score": round(cited.score, 4),
    }


def write_json_lines(queries: Iterable[Query], file: SupportsWrite[str]) -> int:
    """One JSON object a line; how many."""
    count = 0
    for count, query in enumerate(queries, 1):  # noqa: B007 - the last number is the result
        file.write(json.dumps(as_dict(query), ensure_ascii=False) + "\n")
    return count


def write_csv(queries: Iterable[Query], file: SupportsWrite[str]) -> int:
    """One row a question; how many. Open the file with `newline=""` and, for Excel, as `utf-8-sig`."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for count, query in enumerate(queries, 1):  # noqa: B007 - the last number is the result
        writer.writerow([safe_cell(cell) for cell in _cells(query)])
    return count


def safe_cell(value: object) -> object:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return _FORMULA.sub(r"\1\2'", value) if isinstance(value, str) else value


def _cells(query: Query) -> list[object]:
    flat = as_dict(query)
    flat |= {f"ms_{name}": value for name, value in flat["ms"].items()}
    flat["citations"] = _places(query.citations)
    flat["closest"] = _places(query.closest)
    flat["up"] = sum(one.vote is Vote.UP for one in query.feedback)
    flat["down"] = sum(one.vote is Vote.DOWN for one in query.feedback)
    flat["comments"] = "\n".join(one.comment for one in query.feedback if one.comment)
    return [flat[column] for column in COLUMNS]


def _places(cited: Iterable[Cited]) -> str:
    return " ".join(f"{one.article}#{one.sentences[0]}-{one.sentences[1]}" for one in cited)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
