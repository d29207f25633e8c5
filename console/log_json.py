"""What `python bot.py log ... --json` prints, and the same as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from querylog.export import as_dict, cited_dict
from querylog.models import AuditRecord, Query, Stats, UnansweredGroup
from querylog.replay import Difference
from retrieval.models import Answer
from retrieval.question.small_talk import AIMS


def queries(found: list[Query]) -> list[dict[str, Any]]:
    """Logged questions; ids are text, because 64 bits do not fit a JSON number everywhere."""
    return [as_dict(query) for query in found]


def query_line(query: dict[str, Any]) -> str:
    """Time, id, outcome and question; where the text is not kept, that is said."""
    kind = "small talk" if query["refusal"] in AIMS else "refused"
    outcome = "answered" if query["answered"] else f"{kind} ({query['refusal']})"
    asked_at = query["asked_at"][:16].replace("T", " ")
    votes = "".join({"up": " 👍", "down": " 👎"}[one["vote"]] for one in query["feedback"])
    return f"{asked_at} UTC  {query['id']:>19}  {outcome}{votes}  {query['question'] or '(text not kept)'}"


def actions(found: list[AuditRecord]) -> list[dict[str, Any]]:
    """The audit trail."""
    return [
        asdict(one)
        | {"at": one.at.isoformat(timespec="seconds"), "guild": None if one.guild is None else str(one.guild)}
        for one in found
    ]


def groups(found: list[UnansweredGroup]) -> list[dict[str, Any]]:
    """Unanswered questions, alike ones together."""
    return [
        {
            "count": group.count,
            "questions": list(group.questions),
            "last_asked": group.last_asked.isoformat(timespec="seconds"),
            "closest": None if group.closest is None else cited_dict(group.closest),
        }
        for group in found
    ]


def group_lines(group: dict[str, Any]) -> Iterator[str]:
    """How often, the wordings, and the closest sentence."""
    first, *others = group["questions"]
    yield f"{group['count']:>5} ×  {first}"
    yield from (f"         {other}" for other in others)
    if group["closest"]:
        yield f"         closest: {_sourced(group['closest'])}"


def stats(found: Stats) -> dict[str, Any]:
    """Counts of a period; latencies in milliseconds."""
    return {
        "answered": found.answered,
        "refused": found.refused,
        "small_talk": found.small_talk,
        "p50_ms": _rounded(found.p50),
        "p95_ms": _rounded(found.p95),
        "languages": found.languages,
        "up": found.up,
        "down": found.down,
        "days": [
            {
                "day": day.day.isoformat(),
                "answered": day.answered,
                "refused": day.refused,
                "small_talk": day.small_talk,
                "p50_ms": _rounded(day.p50),
                "p95_ms": _rounded(day.p95),
            }
            for day in found.days
        ],
        "most_cited": [cited_dict(often.sentence) | {"count": often.count} for often in found.cited],
    }


def stats_lines(found: dict[str, Any]) -> Iterator[str]:
    """The totals; the picture has the rest."""
    counts = f"answered {found['answered']}, refused {found['refused']}, small talk {found['small_talk']}"
    yield f"{counts}, 👍 {found['up']}, 👎 {found['down']}"
    if found["p50_ms"] is not None:
        yield f"milliseconds: median {found['p50_ms']}, 95th percentile {found['p95_ms']}"
        yield "languages: " + ", ".join(
            f"{language} {count}" for language, count in found["languages"].items()
        )
    for often in found["most_cited"]:
        yield f"{often['count']:>7} ×  {_sourced(often)}"


def replay(query: Query, answer: Answer, found: list[Difference]) -> dict[str, Any]:
    """A question asked again: what differs, if anything."""
    return {
        "id": str(query.id),
        "question": query.question,
        "build_then": query.build,
        "build_now": answer.build,
        "same": not found,
        "differences": [asdict(one) for one in found],
    }


def replay_lines(found: dict[str, Any]) -> Iterator[str]:
    """The question, and each difference."""
    yield f"{found['question']}"
    if found["same"]:
        yield f"the same answer on build {found['build_now']}"
    for one in found["differences"]:
        yield f"{one['what']}: then {one['then']}, now {one['now']}"


def _sourced(cited: dict[str, Any]) -> str:
    """The sentence that was found, and where its quote stands: one sentence, or several around it."""
    first, last = cited["sentences"]
    numbers = f"sentence {first}" if first == last else f"sentences {first}–{last}"
    return f"{cited['sentence']} ({cited['article']}, {numbers})"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
