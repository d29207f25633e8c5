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
from locales import Catalogue, Locales, phrases
from locales.formats import day
from retrieval.answer.markup import in_one_line
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
    catalogue = locales.of(answer.language)
    descriptions = (_description(answer, catalogue, translate, limit) for limit in _QUOTES)
    embed.description = next(text for text in descriptions if units(text) <= limits.EMBED_DESCRIPTION)
    if answer.passages or answer.closest:
        embed.set_footer(text=_footer(answer, catalogue))
    return embed


def source_line(catalogue: Catalogue, passage: Passage, *, named: bool = False) -> str:
    """Where a passage stands: title, publisher, date, which sentences (linked), the original's language.

    The article's id stands there, too, where it is all that names it, and where it is `named` besides.
    """
    first, last = passage.citation.sentences
    where = phrases.sentences(catalogue, first, last, passage.sentence_count)
    link = sentence_link(passage.url, passage.sentence)
    named = named or not (passage.title or passage.publisher)
    parts = [
        shorten_escaped(passage.title, _NAME) if passage.title else "",
        shorten_escaped(passage.citation.article, _NAME) if named else "",
        shorten_escaped(passage.publisher, _NAME) if passage.publisher else "",
        shorten_escaped(day(catalogue.language, passage.date), _NAME) if passage.date else "",
        f"[{where}]({link})" if link else where,
        "" if passage.language == catalogue.language else phrases.original(catalogue, passage.language),
    ]
    return " · ".join(part for part in parts if part)


def translation_line(
    catalogue: Catalogue,
    translation: TranslatedPart,
    quoted: tuple[int, int],
    limit: int,
) -> str:
    """At most `limit` units of a translation, labelled; its sentences are named unless they are the `quoted` ones."""
    return phrases.translation(
        catalogue,
        one_line(translation.text, limit),
        shorten_escaped(phrases.origin(catalogue, translation.origin), _NAME),
        None if translation.sentences == quoted else translation.sentences,
    )


def _description(answer: Answer, catalogue: Catalogue, translate: str, limit: int) -> str:
    passages = (answer.passages or answer.closest)[:SHOWN]
    alike = _told_alike(passages)
    blocks = []
    for number, each in enumerate(passages, 1):
        where = source_line(catalogue, each, named=each.citation.article in alike)
        source = f"-# **{number}** · {where}{_translation_link(catalogue, each, translate, limit)}"
        # What is not given as an answer must not look like one: nothing in it is bold.
        blocks.append(_block(catalogue, each, source, limit, bold=answer.answered))
    if not answer.answered:
        heading = [f"**{phrases.closest(catalogue, answer.refusal)}**"] if passages else []
        example = answer.example and shorten_escaped(answer.example, _EXAMPLE)
        privacy = f"/{catalogue.text('command-privacy')}"
        why = phrases.refusal(catalogue, answer.refusal, example, privacy=privacy)
        known = [_sources(answer.sources, catalogue)] if answer.sources else []
        blocks = ["\n".join([*known, why]), *heading, *blocks]
    return "\n\n".join(blocks)


def _sources(known: CorpusSummary, catalogue: Catalogue) -> str:
    return phrases.sources(
        catalogue,
        articles=known.articles,
        sentences=known.sentences,
        publishers=[name and shorten_escaped(name, _NAME) for name in known.publishers],
        dates=[date and shorten_escaped(date, _NAME) for date in known.dates],
        command=f"/{catalogue.text('command-sources')}",
    )


def _told_alike(passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of articles that share all that tells them with another one: minutes that have but a title."""
    told = {(each.title, each.publisher, each.date, each.url, each.citation.article) for each in passages}
    shared = Counter(one[:-1] for one in told)
    return frozenset(one[-1] for one in told if shared[one[:-1]] > 1)


def _block(catalogue: Catalogue, passage: Passage, source: str, limit: int, *, bold: bool) -> str:
    lines = []
    if passage.context is not None:
        before = one_line(in_one_line(passage.context.quote), limit // 3)
        lines.append(f"-# {catalogue.text('answer-context', text=before)}")
    # The answer to a question, or the list below its head, stands behind what was found.
    leads = passage.key[0] == passage.citation.start
    lines += [quotation(marked(passage, bold=bold), limit, around=leads), source]
    if passage.translation is not None:
        # Below the source line, which speaks of the quote: the citation is the original's.
        lines.append(translation_line(catalogue, passage.translation, passage.citation.sentences, limit))
    return "\n".join(lines)


def _translation_link(catalogue: Catalogue, passage: Passage, translate: str, limit: int) -> str:
    """The end of a source line: where to read the passage in the reader's language; "" where that is not called for."""
    if passage.translation is not None or passage.language == catalogue.language:
        return ""
    texts = (passage.quote, passage.sentence)
    link = translate_link(translate, texts, passage.language, catalogue.language, min(limit, MAX_LINK))
    return f" · [{catalogue.text('answer-translate')}]({link})" if link else ""


def _footer(answer: Answer, catalogue: Catalogue) -> str:
    build = catalogue.text("answer-build", build=answer.build)
    if not answer.answered:
        return build
    return f"{phrases.confidence(catalogue, answer.confidence)} · {build}"
