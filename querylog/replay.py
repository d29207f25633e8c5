"""A logged question asked again: what is the same, what changed; and liked answers as golden candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from querylog.models import Query
from retrieval.models import Answer, Passage, Question

_DECIMALS = 4  # to which the same build on the same machine gives the same numbers


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the answer had then and has not now."""

    what: str
    then: str
    now: str


def question_of(query: Query, earlier: Query | None) -> Question | None:
    """The question to ask again; None where its text, or that of the one it follows up, is not kept."""
    if query.question is None or (
        query.follows is not None and (earlier is None or earlier.question is None)
    ):
        return None
    return Question(query.question, query.language, earlier.question if earlier else None)


def differences(query: Query, answer: Answer) -> list[Difference]:
    """What changed between the logged answer and a new one; on the same build there must be nothing."""
    logged = query.citations if query.answered else query.closest
    shown = answer.passages if answer.answered else answer.closest
    pairs: list[tuple[str, object, object]] = [
        ("answered", query.answered, answer.answered),
        ("refusal", query.refusal, answer.refusal),
        ("confidence", round(query.confidence, _DECIMALS), round(answer.confidence, _DECIMALS)),
        ("build", query.build, answer.build),
        ("encoder", query.encoder, answer.encoder),
        ("passages", len(logged), len(shown)),
    ]
    for number, (then, now) in enumerate(zip(logged, shown, strict=False), 1):
        place = (then.article, then.sentences, then.start, then.end, then.text_sha256)
        pairs.append((f"passage {number}", place, _place(now)))
        pairs.append((f"score {number}", round(then.score, _DECIMALS), round(now.score, _DECIMALS)))
    return [Difference(what, str(then), str(now)) for what, then, now in pairs if then != now]


def _place(passage: Passage) -> tuple[Any, ...]:
    where = passage.citation
    return (where.article, where.sentences, where.start, where.end, where.text_sha256)


def golden_candidate(query: Query) -> dict[str, Any]:
    """A liked answer in the form of a golden question, for a person to review before it becomes one."""
    return {
        "id": f"log-{query.id}",
        "lang": query.language,
        "split": "candidate",
        "question": query.question,
        "expect": [cited.sentence for cited in query.citations[:1]],
        "unanswerable": False,
        "overlap": False,
    }
