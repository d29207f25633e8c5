"""What is kept of a question, a vote or an admin's action: the event that is written, or waits in the spool."""

from __future__ import annotations

import hashlib
import unicodedata

from querylog.histogram import bucket
from querylog.models import AuditEntry, QueryEntry, Vote, new_id, now
from querylog.pseudonyms import Secrets
from querylog.schema import DAY_MS, to_ms
from querylog.spool import Event
from retrieval.models import Passage
from retrieval.question.followups import asks_again
from retrieval.question.small_talk import AIMS

# Refusals that a new article could mend; the others are about how the question was put.
_GAPS = frozenset({None, "not_found", "unsure"})


def clean(text: str) -> str:
    """Text that every database takes: PostgreSQL refuses NUL, and no encoding has lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fold(text: str) -> str:
    """The question without what people vary: case, width, spaces, closing punctuation."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" ?!.…")


def fold_key(text: str) -> int:
    """64 bits of `fold(text)`: questions that differ in nothing else share one."""
    return int.from_bytes(hashlib.blake2b(fold(text).encode(), digest_size=8).digest(), signed=True)


def unanswered_key(
    question: str | None, earlier: str | None, *, answered: bool, refusal: str | None, down: bool
) -> int | None:
    """The key under which a question is counted as unanswered, or None where it is not; what asks again is nothing new.

    `earlier` is the mark of what it was read together with: behind another question it asks for something else.
    """
    if question is None or refusal in AIMS or not (down or (not answered and refusal in _GAPS)):
        return None
    return None if asks_again(question) else fold_key(f"{earlier} {question}" if earlier else question)


def query_event(entry: QueryEntry, secrets: Secrets) -> Event:
    """What is kept of a question; the user's id ends here."""
    names, fingerprint = _named(entry.user, secrets)
    answer = entry.answer
    question, earlier = clean(entry.question.text), entry.question.earlier
    asked_at = to_ms(entry.asked_at)
    mark = secrets.current.mark(clean(earlier)) if earlier else None
    row = {
        "id": entry.id,
        "asked_at": asked_at,
        "day": asked_at // DAY_MS,
        "surface": entry.surface.value,
        "guild": entry.guild,
        "channel": entry.channel,
        "pseudonym": names[0] if names else None,
        "secret": fingerprint,
        "locale": entry.locale,
        "language": answer.language,
        "question": question,
        "unanswered_key": unanswered_key(
            question, mark, answered=answer.answered, refusal=answer.refusal, down=False
        ),
        "follows": entry.follows,
        "answered": int(answer.answered),
        "refusal": answer.refusal,
        "confidence": answer.confidence,
        "build": answer.build,
        "encoder": answer.encoder,
        "ms_embed": answer.ms.embed,
        "ms_search": answer.ms.search,
        "ms_total": answer.ms.total,
        "ms_bucket": bucket(answer.ms.total),
        "earlier": mark,
    }
    shown = answer.passages if answer.answered else answer.closest
    return {"kind": "query", "row": row, "names": names, "passages": [_passage(passage) for passage in shown]}


def _passage(passage: Passage) -> Event:
    citation = passage.citation
    return {
        "article": citation.article,
        "text_sha256": citation.text_sha256,
        "first": citation.sentences[0],
        "last": citation.sentences[1],
        "start_at": citation.start,
        "end_at": citation.end,
        "key_start": passage.key[0],
        "key_end": passage.key[1],
        "quote": clean(passage.quote),
        "score": passage.score,
    }


def audit_event(entry: AuditEntry, secrets: Secrets) -> Event:
    """What is kept of an admin's action."""
    names, fingerprint = _named(entry.user, secrets)
    row = {
        "event": new_id(),
        "at": to_ms(entry.at),
        "guild": entry.guild,
        "pseudonym": names[0] if names else None,
        "secret": fingerprint,
        "action": clean(entry.action),
        "detail": clean(entry.detail),
        "outcome": clean(entry.outcome),
    }
    return {"kind": "audit", "row": row, "names": names}


def feedback_event(record: int, user: int, vote: Vote, comment: str | None, secrets: Secrets) -> Event:
    """What is kept of a member's vote."""
    names, fingerprint = _named(user, secrets)
    return {
        "kind": "feedback",
        "query": record,
        "names": names,
        "secret": fingerprint,
        "vote": vote.value,
        "comment": None if comment is None else clean(comment),
        "at": to_ms(now()),
    }


def _named(user: int | None, secrets: Secrets) -> tuple[list[str], str | None]:
    """A user's pseudonyms, newest first (an older one may carry a pause), and the newest secret's fingerprint."""
    if user is None:
        return [], None
    known = secrets.all()
    return [secret.pseudonym(user) for secret in known], known[0].fingerprint


def without_text(event: Event) -> Event:
    """A question as it is kept of a member who paused the logging of texts."""
    return {**event, "row": {**event["row"], "question": None, "unanswered_key": None, "earlier": None}}


def without_quote(event: Event, text_sha256: str) -> Event:
    """A question as it is kept once the text of an article that it quotes was purged."""
    if event["kind"] != "query":
        return event
    quotes = [one | {"quote": ""} if one["text_sha256"] == text_sha256 else one for one in event["passages"]]
    return {**event, "passages": quotes}


def names_of(event: Event) -> frozenset[str]:
    """The pseudonyms of the user that an event is about, under every secret."""
    return frozenset(event["names"])
