"""Articles as embeds: the list, and one article with its sentences numbered. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs import limits
from cogs.links import page_link
from cogs.render import ANSWERED, translation_line
from cogs.text import escape, one_line, shorten_escaped, units
from index.models import Article, Sentence
from locales import Catalogue, phrases
from locales.formats import day

PER_PAGE = 10
_NAME, _SENTENCE = 120, 900  # units


def list_pages(articles: Sequence[Article]) -> int:
    """How many pages the list has, at least 1."""
    return max(1, -(-len(articles) // PER_PAGE))


def list_embed(articles: Sequence[Article], page: int, catalogue: Catalogue) -> discord.Embed:
    """One page of the list, from 0."""
    shown = articles[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [
        f"**{page * PER_PAGE + at}** · {_line(article, catalogue)}" for at, article in enumerate(shown, 1)
    ]
    embed = discord.Embed(
        title=catalogue.text("sources-title", count=len(articles)),
        description="\n".join(lines) or catalogue.text("sources-empty"),
        colour=ANSWERED,
    )
    pages = list_pages(articles)
    embed.set_footer(text=catalogue.text("sources-page", page=page + 1, pages=pages))
    return embed


def article_pages(article: Article, sentences: Sequence[Sentence], catalogue: Catalogue) -> list[str]:
    """The numbered sentences as descriptions, each within Discord's limit and as full as it can be.

    Below the last sentence of each translated part stands what it says in the reader's language.
    """
    language = catalogue.language
    translated = {part.sentences[1]: part for part in article.translations if part.language == language}
    pages, current, size, paragraph = [], "", 0, 1
    for sentence in sentences:
        line = f"**{sentence.number}** {one_line(article.quote(sentence), _SENTENCE)}"
        if part := translated.get(sentence.number):
            said = (sentence.number, sentence.number)
            line += f"\n-# {translation_line(catalogue, part, said, _SENTENCE)}"
        gap = "\n\n" if sentence.paragraph != paragraph else "\n"
        paragraph = sentence.paragraph
        # A book has thousands of them: each is measured once.
        added = units(line)
        if current and size + len(gap) + added > limits.EMBED_DESCRIPTION:
            pages.append(current)
            current, size = line, added
        elif current:
            current, size = f"{current}{gap}{line}", size + len(gap) + added
        else:
            current, size = line, added
    return [*pages, current or "…"]


def article_embed(article: Article, pages: Sequence[str], page: int, catalogue: Catalogue) -> discord.Embed:
    """One of an article's `article_pages`, from 0, with what is known of the article."""
    embed = discord.Embed(
        title=shorten_escaped(_name(article), limits.EMBED_TITLE), description=pages[page], colour=ANSWERED
    )
    embed.url = page_link(article.url)
    known = phrases.facts(catalogue, title=article.title, publisher=article.publisher, published=article.date)
    for label, value in known:
        embed.add_field(name=label, value=shorten_escaped(value, _NAME), inline=True)
    embed.set_footer(text=catalogue.text("sources-page", page=page + 1, pages=len(pages)))
    return embed


def choice_name(article: Article) -> str:
    """How an article is offered while somebody types: its title, or its id; unescaped, as Discord shows it."""
    return _name(article)


def _name(article: Article) -> str:
    return article.title or article.id


def _line(article: Article, catalogue: Catalogue) -> str:
    known = [
        shorten_escaped(_name(article), _NAME),
        shorten_escaped(article.publisher, _NAME) if article.publisher else "",
        escape(day(catalogue.language, article.date)) if article.date else "",
    ]
    return " · ".join(part for part in known if part)
