"""Citations as text that a member can copy, and what has become of them since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.errors import IndexRoomError
from index.manifest import ArticleEntry, Manifest, sequence_of
from index.models import TranslatedPart
from index.sentences import split_article
from index.store import IndexStore
from retrieval.answer.translation import translations_of
from retrieval.errors import CitationInvalid
from retrieval.models import Citation

_COUNT = r"\d{1,9}"  # no article is longer, and Python reads no number of 5,000 digits
_FORM = re.compile(
    rf"(?P<article>.+):(?P<first>{_COUNT})-(?P<last>{_COUNT})@(?P<start>{_COUNT})-(?P<end>{_COUNT})"
    rf"#(?P<text_sha256>[0-9a-f]{{64}})!(?P<build>\d{{6,9}}-[0-9a-f]{{12}})",
    re.ASCII,
)

Status = Literal["stands", "moved", "changed", "removed", "purged", "unpublished", "unknown"]
"""Of the quotation in the live build: `stands` word for word where it stood; `moved` within a changed article;
`changed`: the article no longer says it; `removed`: the article is gone; `purged`: the text was erased for good;
`unpublished`: the build was in memory alone, and the live one has another text; `unknown`: nobody ever published this
text, or the citation does not fit it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a citation found."""

    citation: Citation
    status: Status
    quote: str | None  # what the cited text says there; None: it is not kept, or the span lies outside
    said: bool  # the named build held this article with this text
    sentences_fit: bool  # the numbered sentences are just this span
    translations: tuple[TranslatedPart, ...] = ()  # of the numbered sentences, where they fit


def format_citation(citation: Citation) -> str:
    """`<article>:<first>-<last>@<start>-<end>#<text_sha256>!<build>`."""
    first, last = citation.sentences
    return (
        f"{citation.article}:{first}-{last}@{citation.start}-{citation.end}"
        f"#{citation.text_sha256}!{citation.build}"
    )


def parse_citation(text: str) -> Citation:
    """The citation that `format_citation` wrote.

    Raises:
        CitationInvalid: it is none.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise CitationInvalid("a citation looks like ARTICLE:FIRST-LAST@START-END#SHA256!BUILD")
    first, last, start, end = (int(match[name]) for name in ("first", "last", "start", "end"))
    if not (1 <= first <= last and start < end):
        raise CitationInvalid("a citation's sentences and characters count upwards")
    return Citation(match["article"], (first, last), start, end, match["text_sha256"], match["build"])


def verify(citation: Citation, store: IndexStore) -> Verdict:
    """Checks a citation against the kept texts, the build it names and the live one.

    Raises:
        IndexRoomError: the kept text or the live build's manifest was damaged.
    """
    in_memory = sequence_of(citation.build) == 0
    # Of a build in memory nothing is kept, but its articles may have been published since.
    entry = _entry(_manifest(store, (store.current_id() or "") if in_memory else citation.build), citation)
    text = store.text(citation.text_sha256)
    if text is None or (in_memory and entry is None):
        purged = store.texts.purged(citation.text_sha256)
        status: Status = "purged" if purged else "unpublished" if in_memory else "unknown"
        return Verdict(citation, status, None, entry is not None, sentences_fit=False)
    quote = text[citation.start : citation.end] if citation.end <= len(text) else None
    if quote is None or entry is None:
        return Verdict(citation, "unknown", quote, entry is not None, sentences_fit=False)
    now = _live_entry(citation, store)
    status, fit = _status(citation, quote, now, store), _fits(citation, entry, text)
    # A translation may have come, or been mended, since the build that was cited.
    translated = now if now is not None and status == "stands" else entry
    return Verdict(
        citation,
        status,
        quote,
        said=True,
        sentences_fit=fit,
        translations=translations_of(store.translations(translated), citation.sentences) if fit else (),
    )


def _live_entry(citation: Citation, store: IndexStore) -> ArticleEntry | None:
    live = store.current_id()
    manifest = _manifest(store, live) if live else None
    articles = manifest.articles if manifest else ()
    return next((entry for entry in articles if entry.id == citation.article), None)


def _status(citation: Citation, quote: str, now: ArticleEntry | None, store: IndexStore) -> Status:
    if now is None:
        return "removed"
    if now.text_sha256 == citation.text_sha256:
        return "stands"
    return "moved" if quote in (store.text(now.text_sha256) or "") else "changed"


def _fits(citation: Citation, entry: ArticleEntry, text: str) -> bool:
    first, last = citation.sentences
    sentences = split_article(entry.article(text))
    if last > len(sentences):
        return False
    return (sentences[first - 1].start, sentences[last - 1].end) == (citation.start, citation.end)


def _manifest(store: IndexStore, build: str) -> Manifest | None:
    try:
        return store.manifest(build)
    except IndexRoomError:
        return None


def _entry(manifest: Manifest | None, citation: Citation) -> ArticleEntry | None:
    for entry in manifest.articles if manifest else ():
        if (entry.id, entry.text_sha256) == (citation.article, citation.text_sha256):
            return entry
    return None
