"""What a check of a citation found, as an embed. Pure."""

from __future__ import annotations

import discord

from cogs.quoting import Marked, quotation
from cogs.render import ANSWERED, REFUSED
from cogs.text import blank, shorten_escaped
from locales import Locales
from retrieval.citation import Verdict

_STATUS = {
    "stands": "verify-stands",
    "moved": "verify-moved",
    "changed": "verify-changed",
    "removed": "verify-removed",
    "purged": "verify-purged",
    "unknown": "verify-unknown",
}
_QUOTE, _NAME = 2_000, 150  # units


def verdict_embed(verdict: Verdict, locales: Locales, language: str) -> discord.Embed:
    """Status first, then the words, then which sentences of which article and build."""
    citation = verdict.citation
    first, last = citation.sentences
    parts = [locales.text(language, _STATUS[verdict.status])]
    if verdict.quote is not None and not blank(verdict.quote):
        parts.append(quotation(Marked(verdict.quote, (0, len(verdict.quote))), _QUOTE))
    parts.append(
        locales.text(
            language,
            "verify-place",
            article=shorten_escaped(citation.article, _NAME),
            count=last - first + 1,
            first=first,
            last=last,
            build=citation.build,
        )
    )
    if not verdict.said:
        parts.append(locales.text(language, "verify-never-said"))
    elif verdict.quote is not None and not verdict.sentences_fit:
        parts.append(locales.text(language, "verify-other-sentences"))
    return discord.Embed(
        title=locales.text(language, "verify-title"),
        description="\n\n".join(parts),
        colour=ANSWERED if verdict.status in {"stands", "moved"} else REFUSED,
    )
