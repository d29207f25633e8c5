"""`Answer` -> `Embed`: pure, within every limit, nothing in it but what the answer says."""

from __future__ import annotations

import discord

from cogs import limits
from cogs.links import sentence_link
from cogs.quoting import marked, quotation
from cogs.text import blank, shorten, shorten_escaped, units
from locales import Locales, phrases
from retrieval.models import Answer, Passage

ANSWERED = discord.Colour(0x2E7D5B)
REFUSED = discord.Colour(0x8A8F98)
FOLLOWS = "↪ "
SHOWN = 3
"""Passages in one embed."""
_QUOTES = (1_000, 700, 400, 250, 150)
"""Units of one quote, generous first: the first that fits is taken. Context and translation get a third each."""
_NAME = 80  # units of a title or a publisher


def answer_embed(answer: Answer, locales: Locales, *, earlier: str | None = None) -> discord.Embed:
    """The answer as Discord shows it.

    Args:
        answer: what `retrieval` says; at most `SHOWN` of its passages are shown.
        locales: the sentences around the quotes, in `answer.language`.
        earlier: the question that this one follows up; it stands above, so that a reader, and the bot when
            somebody asks on, sees what was taken along.
    """
    embed = discord.Embed(colour=ANSWERED if answer.answered else REFUSED)
    if not blank(answer.question):
        embed.title = shorten_escaped(" ".join(answer.question.split()), limits.EMBED_TITLE)
    if earlier is not None and not blank(earlier):
        embed.set_author(name=FOLLOWS + shorten(earlier.strip(), limits.EMBED_AUTHOR - len(FOLLOWS)))
    descriptions = (_description(answer, locales, limit) for limit in _QUOTES)
    embed.description = next(text for text in descriptions if units(text) <= limits.EMBED_DESCRIPTION)
    embed.set_footer(text=_footer(answer, locales))
    return embed


def source_line(locales: Locales, language: str, passage: Passage) -> str:
    """Where a passage stands: title, publisher, date, which sentences (linked), the original's language."""
    first, last = passage.citation.sentences
    where = phrases.sentences(locales, language, first, last, passage.sentence_count)
    link = sentence_link(passage.url, key_sentence(passage))
    parts = [
        shorten_escaped(passage.title, _NAME) if passage.title else "",
        shorten_escaped(passage.publisher, _NAME) if passage.publisher else "",
        shorten_escaped(phrases.day(language, passage.date), _NAME) if passage.date else "",
        f"[{where}]({link})" if link else where,
        "" if passage.language == language else phrases.original(locales, language, passage.language),
    ]
    if not passage.title and not passage.publisher:
        parts[0] = shorten_escaped(passage.citation.article, _NAME)
    return " · ".join(part for part in parts if part)


def key_sentence(passage: Passage) -> str:
    """The found sentence alone, verbatim."""
    base = passage.citation.start
    return passage.quote[passage.key[0] - base : passage.key[1] - base]


def _description(answer: Answer, locales: Locales, limit: int) -> str:
    passages = (answer.passages or answer.closest)[:SHOWN]
    blocks = [
        _block(locales, answer.language, number, each, limit) for number, each in enumerate(passages, 1)
    ]
    if not answer.answered:
        heading = [f"**{phrases.closest(locales, answer.language)}**"] if passages else []
        blocks = [phrases.refusal(locales, answer.language, answer.refusal), *heading, *blocks]
    return "\n\n".join(blocks)


def _block(locales: Locales, language: str, number: int, passage: Passage, limit: int) -> str:
    lines, aside = [], limit // 3
    if passage.context is not None:
        before = shorten_escaped(" ".join(passage.context.quote.split()), aside)
        lines.append(f"-# {locales.text(language, 'answer-context', text=before)}")
    lines.append(quotation(marked(passage), limit))
    if passage.translation is not None:
        meaning = shorten_escaped(" ".join(passage.translation.text.split()), aside)
        origin = shorten_escaped(passage.translation.origin, _NAME)
        lines.append(locales.text(language, "answer-translation", origin=origin, text=meaning))
    lines.append(f"-# **{number}** · {source_line(locales, language, passage)}")
    return "\n".join(lines)


def _footer(answer: Answer, locales: Locales) -> str:
    build = locales.text(answer.language, "answer-build", build=answer.build)
    if not answer.answered:
        return build
    return f"{phrases.confidence(locales, answer.language, answer.confidence)} · {build}"
