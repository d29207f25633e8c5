"""A logged question asked again: what is the same, what changed; and liked answers as golden candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from querylog.errors import NotReplayable
from querylog.models import Query
from querylog.pseudonyms import Secret
from retrieval.models import Answer, Passage, Question
from retrieval.question.followups import leans, topic_after

Get = Callable[[int], Query | None]
"""Finds a logged question by its id."""
_DECIMALS = 4  # to which the same build on the same machine gives the same numbers


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the answer had then and has not now."""

    what: str
    then: str
    now: str


def earlier_question(record: int | None, get: Get) -> str | None:
    """What a follow-up to the answer `record` is read together with; None where a text that it needs is not kept.

    The one rule for asking and for asking again: from the question that names the chain's topic, step by step.
    """
    chain: list[str] = []
    while record is not None:
        query = get(record)
        if query is None or query.question is None:
            return None
        chain.append(query.question)
        record = query.follows if leans(query.question) else None
    return reduce(topic_after, reversed(chain)) if chain else None


def question_of(query: Query, get: Get, secrets: Sequence[Secret]) -> Question:
    """The question as it was asked.

    Args:
        query: the logged one.
        get: finds the ones that it followed up.
        secrets: every secret at hand; one of them marked what it was read together with.

    Raises:
        NotReplayable: a text is not kept, or is not the one that it was asked with.
    """
    if query.question is None:
        raise NotReplayable(f"the text of question {query.id} is not kept")
    if query.follows is None and query.earlier is None:
        return Question(query.question, query.language)
    earlier = earlier_question(query.follows, get)
    if earlier is None:
        raise NotReplayable(f"question {query.id} follows up one whose text is not kept")
    if query.earlier is not None and query.earlier not in {secret.mark(earlier) for secret in secrets}:
        raise NotReplayable(f"question {query.id} was not asked together with what it follows up on record")
    return Question(query.question, query.language, earlier)


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


def golden_candidate(query: Query, earlier: str | None) -> dict[str, Any]:
    """A liked answer in the form of a golden question, for a person to review before it becomes one.

    Args:
        query: the logged question.
        earlier: what it was read together with, if it was a follow-up.
    """
    return {
        "id": f"log-{query.id}",
        "lang": query.language,
        "split": "candidate",
        "question": query.question,
        **({} if earlier is None else {"earlier": earlier}),
        "expect": [cited.sentence for cited in query.citations[:1]],
        "unanswerable": False,
        "overlap": False,
    }
