"""`Answer` -> `Embed`: pure, within every limit, nothing in it but what the answer says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import discord

from cogs import limits
from cogs.links import MAX_LINK, sentence_link, translate_link
from cogs.quoting import marked, quotation
from cogs.text import blank, one_line, shorten, shorten_escaped, units
from index.models import TranslatedPart
from locales import Locales, phrases
from locales.formats import day
from retrieval.models import Answer, CorpusSummary, Passage

ANSWERED = discord.Colour(0x2E7D5B)
REFUSED = discord.Colour(0x8A8F98)
FOLLOWS = "↪ "
SHOWN = 3
"""Passages in one embed."""
_QUOTES = (1_000, 700, 400, 250, 150, 100)
"""Units of one quote, generous first: the first that fits is taken. Its translation gets as many, context a third."""
_NAME = 80  # units of a title or a publisher
_EXAMPLE = 300  # units of a question that could be asked


def answer_embed(
    answer: Answer, locales: Locales, *, earlier: str | None = None, translate: str = ""
) -> discord.Embed:
    """The answer as Discord shows it.

    Args:
        answer: what `retrieval` says; at most `SHOWN` of its passages are shown.
        locales: the sentences around the quotes, in `answer.language`.
        earlier: the question that this one follows up; it stands above, so that a reader, and the bot when
            somebody asks on, sees what was taken along.
        translate: the address of a translation service, see `translate_link`; "": quotes get no such link.
    """
    embed = discord.Embed(colour=ANSWERED if answer.answered else REFUSED)
    if not blank(answer.question):
        embed.title = one_line(answer.question, limits.EMBED_TITLE)
    if earlier is not None and not blank(earlier):
        embed.set_author(name=FOLLOWS + shorten(earlier.strip(), limits.EMBED_AUTHOR - len(FOLLOWS)))
    descriptions = (_description(answer, locales, translate, limit) for limit in _QUOTES)
    embed.description = next(text for text in descriptions if units(text) <= limits.EMBED_DESCRIPTION)
    if answer.passages or answer.closest:
        embed.set_footer(text=_footer(answer, locales))
    return embed


def source_line(locales: Locales, language: str, passage: Passage, *, named: bool = False) -> str:
    """Where a passage stands: title, publisher, date, which sentences (linked), the original's language.

    The article's id stands there, too, where it is all that names it, and where it is `named` besides.
    """
    first, last = passage.citation.sentences
    where = phrases.sentences(locales.of(language), first, last, passage.sentence_count)
    link = sentence_link(passage.url, passage.sentence)
    named = named or not (passage.title or passage.publisher)
    parts = [
        shorten_escaped(passage.title, _NAME) if passage.title else "",
        shorten_escaped(passage.citation.article, _NAME) if named else "",
        shorten_escaped(passage.publisher, _NAME) if passage.publisher else "",
        shorten_escaped(day(language, passage.date), _NAME) if passage.date else "",
        f"[{where}]({link})" if link else where,
        "" if passage.language == language else phrases.original(locales.of(language), passage.language),
    ]
    return " · ".join(part for part in parts if part)


def translation_line(
    locales: Locales,
    language: str,
    translation: TranslatedPart,
    quoted: tuple[int, int],
    limit: int,
) -> str:
    """At most `limit` units of a translation, labelled; its sentences are named unless they are the `quoted` ones."""
    return phrases.translation(
        locales.of(language),
        one_line(translation.text, limit),
        shorten_escaped(phrases.origin(locales.of(language), translation.origin), _NAME),
        None if translation.sentences == quoted else translation.sentences,
    )


def _description(answer: Answer, locales: Locales, translate: str, limit: int) -> str:
    passages = (answer.passages or answer.closest)[:SHOWN]
    alike = _told_alike(passages)
    blocks = [
        _block(
            locales,
            answer.language,
            number,
            each,
            translate,
            limit,
            answered=answer.answered,
            named=each.citation.article in alike,
        )
        for number, each in enumerate(passages, 1)
    ]
    if not answer.answered:
        heading = [f"**{phrases.closest(locales.of(answer.language), answer.refusal)}**"] if passages else []
        example = answer.example and shorten_escaped(answer.example, _EXAMPLE)
        privacy = f"/{locales.text(answer.language, 'command-privacy')}"
        why = phrases.refusal(locales.of(answer.language), answer.refusal, example, privacy=privacy)
        known = [_sources(answer.sources, locales, answer.language)] if answer.sources else []
        blocks = ["\n".join([*known, why]), *heading, *blocks]
    return "\n\n".join(blocks)


def _sources(known: CorpusSummary, locales: Locales, language: str) -> str:
    return phrases.sources(
        locales.of(language),
        articles=known.articles,
        sentences=known.sentences,
        publishers=[name and shorten_escaped(name, _NAME) for name in known.publishers],
        dates=[date and shorten_escaped(date, _NAME) for date in known.dates],
        command=f"/{locales.text(language, 'command-sources')}",
    )


def _told_alike(passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of articles that share all that tells them with another one: minutes that have but a title."""
    told = {(each.title, each.publisher, each.date, each.url, each.citation.article) for each in passages}
    shared = Counter(one[:-1] for one in told)
    return frozenset(one[-1] for one in told if shared[one[:-1]] > 1)


def _block(
    locales: Locales,
    language: str,
    number: int,
    passage: Passage,
    translate: str,
    limit: int,
    *,
    answered: bool,
    named: bool,
) -> str:
    lines = []
    if passage.context is not None:
        before = one_line(passage.context.quote, limit // 3)
        lines.append(f"-# {locales.text(language, 'answer-context', text=before)}")
    # The answer to a question, or the list below its head, stands behind what was found.
    leads = passage.key[0] == passage.citation.start
    # What is not given as an answer must not look like one: nothing in it is bold.
    lines.append(quotation(marked(passage, bold=answered), limit, around=leads))
    source = f"-# **{number}** · {source_line(locales, language, passage, named=named)}"
    known = passage.translation
    if known is None and passage.language != language:
        texts = (passage.quote, passage.sentence)
        link = translate_link(translate, texts, passage.language, language, min(limit, MAX_LINK))
        source += f" · [{locales.text(language, 'answer-translate')}]({link})" if link else ""
    lines.append(source)
    if known is not None:
        # Below the source line, which speaks of the quote: the citation is the original's.
        lines.append(translation_line(locales, language, known, passage.citation.sentences, limit))
    return "\n".join(lines)


def _footer(answer: Answer, locales: Locales) -> str:
    build = locales.text(answer.language, "answer-build", build=answer.build)
    if not answer.answered:
        return build
    return f"{phrases.confidence(locales.of(answer.language), answer.confidence)} · {build}"
