"""The paragraph around each quote of an answer, its sentence marked. Pure but for the look-up of a text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import discord

from cogs import limits
from cogs.quoting import Marked, quotation
from cogs.render import ANSWERED, SHOWN, translation_line
from cogs.text import code, shorten_escaped, units
from index.models import TranslatedPart
from index.sentence_index import SentenceIndex
from locales import Catalogue
from querylog.models import Cited, Query
from retrieval.answer.translation import translations_of, without_gap
from retrieval.citation import format_citation
from retrieval.errors import QuoteMismatch
from retrieval.models import Citation, Span

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_LIMITS = (900, 600, 400)
"""Units of one paragraph, generous first: the first that fits, with its label, is taken."""
_WITH_TRANSLATION, _TRANSLATION = 0.6, 0.6  # shares of them, where there is a translation
_NAME = 100
_FAR = 5_000  # characters of a paragraph on either side of a quote: a text without blank lines is all one paragraph


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: its paragraph, or None where the article's text is no longer kept."""

    cited: Cited
    paragraph: Marked | None
    citation: str  # as `/verify` reads it
    translations: tuple[TranslatedPart, ...] = ()  # of the paragraph's sentences, in every language


def places_of(query: Query, text_of: Callable[[str], str | None], index: SentenceIndex) -> list[Place]:
    """The places that an answer cited, or the closest ones where it refused; at most as many as it showed.

    A paragraph's translations are those that the live `index` holds, where it holds the very text that was quoted.

    Raises:
        QuoteMismatch: a kept text is not what was quoted from it.
    """
    cited = (query.citations or query.closest)[:SHOWN]
    return [_place(one, text_of(one.text_sha256), query.build, index) for one in cited]


def context_message(
    places: Sequence[Place], catalogue: Catalogue
) -> tuple[discord.Embed, discord.File | None]:
    """The paragraphs, and a file with all of them where one had to be shortened."""
    written = (_blocks(places, catalogue, limit) for limit in _LIMITS)
    blocks, shortened = next(found for found in written if units(found[0]) <= limits.EMBED_DESCRIPTION)
    embed = discord.Embed(
        title=catalogue.text("context-title"),
        description=blocks or catalogue.text("context-none"),
        colour=ANSWERED,
    )
    return embed, _file(places) if shortened else None


def _blocks(places: Sequence[Place], catalogue: Catalogue, limit: int) -> tuple[str, bool]:
    """The paragraphs in at most `limit` units each, and whether one was shortened."""
    blocks, shortened = [], False
    for number, place in enumerate(places, 1):
        label = f"-# **{number}** · {shorten_escaped(place.cited.article, _NAME)}\n{code(place.citation)}"
        if place.paragraph is None:
            blocks.append(f"{catalogue.text('context-gone')}\n{label}")
            continue
        translation = _translation(place, catalogue, int(limit * _TRANSLATION))
        room = int(limit * _WITH_TRANSLATION) if translation else limit
        shortened |= len(place.paragraph.text) > room or units(quotation(place.paragraph, 10 * limit)) > room
        blocks.append(f"{quotation(place.paragraph, room, around=True)}\n{label}{translation}")
    return "\n\n".join(blocks), shortened


def _translation(place: Place, catalogue: Catalogue, limit: int) -> str:
    """A line below the label with what the paragraph says in the reader's language; "" where nobody translated it."""
    parts = [part for part in place.translations if part.language == catalogue.language]
    whole = without_gap(parts, place.cited.sentences[0])
    if whole is None:
        return ""
    return "\n" + translation_line(catalogue, whole, place.cited.sentences, limit)


def _place(cited: Cited, text: str | None, build: str, index: SentenceIndex) -> Place:
    if text is None:
        return Place(cited, None, _citation(cited, build))
    start, end = _paragraph_span(cited, text)
    paragraph = Marked(text[start:end], (cited.key[0] - start, cited.key[1] - start))
    article = next((one for one in index.articles.values() if one.text_sha256 == cited.text_sha256), None)
    translations: tuple[TranslatedPart, ...] = ()
    if article is not None:
        numbers = [one.number for one in index.sentences_of(article.id) if start <= one.start < end]
        translations = translations_of(article.translations, (numbers[0], numbers[-1])) if numbers else ()
    return Place(cited, paragraph, _citation(cited, build), translations)


def _citation(cited: Cited, build: str) -> str:
    citation = Citation(cited.article, cited.sentences, cited.start, cited.end, cited.text_sha256, build)
    return format_citation(citation)


def _paragraph_span(cited: Cited, text: str) -> Span:
    if text[cited.start : cited.end] != cited.quote:
        raise QuoteMismatch(f"{cited.article}: {cited.start}-{cited.end} is not what was quoted")
    breaks = [match.span() for match in _PARAGRAPH_END.finditer(text)]
    start = max((end for _, end in breaks if end <= cited.start), default=0)
    end = min((begin for begin, _ in breaks if begin >= cited.end), default=len(text))
    return max(start, cited.start - _FAR), min(end, cited.end + _FAR)


def _file(places: Sequence[Place]) -> discord.File:
    whole = "\n\n".join(
        f"[{number}] {place.cited.article}\n{place.paragraph.text.strip()}"
        for number, place in enumerate(places, 1)
        if place.paragraph is not None
    )
    return discord.File(io.BytesIO(whole.encode()), "context.txt")
