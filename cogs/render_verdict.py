"""What a check of a citation found, as an embed. Pure."""

from __future__ import annotations

import discord

from cogs.quoting import Marked, quotation
from cogs.render import ANSWERED, REFUSED, translation_line
from cogs.text import ELLIPSIS, blank, shorten_escaped, units
from locales import Catalogue
from retrieval.citation import Verdict

_STATUS = {
    "stands": "verify-stands",
    "moved": "verify-moved",
    "changed": "verify-changed",
    "removed": "verify-removed",
    "purged": "verify-purged",
    "unpublished": "verify-unpublished",
    "unknown": "verify-unknown",
}
_QUOTE, _TRANSLATION, _NAME = 1_800, 600, 150  # units
_TRANSLATIONS = 1_500  # units of all of them, labels included


def verdict_embed(verdict: Verdict, catalogue: Catalogue) -> discord.Embed:
    """Status first, then the words, then which sentences of which article and build."""
    citation = verdict.citation
    first, last = citation.sentences
    never_said = catalogue.text("verify-never-said")
    # The words are in a text that was published: it is the index that is named in vain.
    misnamed = verdict.status == "unknown" and verdict.quote is not None
    parts = [f"❌ {never_said}" if misnamed else catalogue.text(_STATUS[verdict.status])]
    if verdict.quote is not None and not blank(verdict.quote):
        parts.append(quotation(Marked(verdict.quote, (0, len(verdict.quote))), _QUOTE))
    parts.append(
        catalogue.text(
            "verify-place",
            article=shorten_escaped(citation.article, _NAME),
            count=last - first + 1,
            first=first,
            last=last,
            build=citation.build,
        )
    )
    parts += _translations(verdict, catalogue)
    if not verdict.said and not misnamed and verdict.status != "unpublished":
        parts.append(never_said)
    elif verdict.said and verdict.quote is not None and not verdict.sentences_fit:
        parts.append(catalogue.text("verify-other-sentences"))
    return discord.Embed(
        title=catalogue.text("verify-title"),
        description="\n\n".join(parts),
        colour=ANSWERED if verdict.status in {"stands", "moved"} else REFUSED,
    )


def _translations(verdict: Verdict, catalogue: Catalogue) -> list[str]:
    """Those into the reader's language, as many as fit."""
    lines: list[str] = []
    left = _TRANSLATIONS
    for part in (part for part in verdict.translations if part.language == catalogue.language):
        line = translation_line(catalogue, part, verdict.citation.sentences, _TRANSLATION)
        left -= units(line)
        if left < 0:
            return [*lines, ELLIPSIS]
        lines.append(line)
    return lines
