"""`/sources`: the articles, page by page, and one of them with its sentences numbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs import custom_ids
from cogs.article_option import find_article, offered_articles
from cogs.command_words import word
from cogs.delivery import defer, defer_update, finish
from cogs.parts import Interaction, Parts
from cogs.persistent import PersistentButton, view_of
from cogs.render_sources import article_embed, article_pages, list_embed, list_pages
from index.models import Article
from locales import Catalogue
from retrieval.answerer import Answerer


@dataclass(frozen=True, slots=True)
class Page:
    """One page as Discord shows it; numbers count from 0."""

    embed: discord.Embed
    number: int
    last: int


class Sources(
    commands.GroupCog, group_name=word("command-sources"), group_description=word("command-sources-about")
):
    """What answers come from."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-list"), description=word("command-list-about"))
    async def list_(self, interaction: Interaction) -> None:
        """The first page of all articles."""
        await defer(interaction, private=True)
        await show_list(self._parts, interaction, 0)

    @app_commands.command(name=word("command-show"), description=word("command-show-about"))
    @app_commands.rename(article=word("option-article"))
    @app_commands.describe(article=word("option-article-about"))
    async def show(self, interaction: Interaction, article: str) -> None:
        """One article from its first sentence."""
        await defer(interaction, private=True)
        await show_article(self._parts, interaction, article, 0)

    @show.autocomplete("article")
    async def offer(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Articles whose title or id contains what was typed."""
        del interaction
        return await offered_articles(self._parts, current)


class SourcesButton(PersistentButton, template=custom_ids.SOURCES):
    """Turns to a page of the list."""

    def __init__(self, page: int, label: str | None = None) -> None:
        super().__init__(custom_ids.sources(page), label=label)
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(int(match["page"]))

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Show the page in place."""
        await defer_update(interaction)
        await show_list(parts, interaction, self._page)


class ArticleButton(PersistentButton, template=custom_ids.ARTICLE):
    """Turns to a page of an article."""

    def __init__(self, text_sha256: str, page: int, label: str | None = None) -> None:
        super().__init__(custom_ids.article(text_sha256, page), label=label)
        self._text_sha256 = text_sha256
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """From its `custom_id`."""
        return cls(match["text"], int(match["page"]))

    async def press(self, parts: Parts, interaction: Interaction) -> None:
        """Show the page in place."""
        await defer_update(interaction)
        await show_article(parts, interaction, self._text_sha256, self._page)


async def show_list(parts: Parts, interaction: Interaction, page: int) -> None:
    """A page of the list with its buttons."""
    answerer, catalogue = parts.services.assistant.answerer, parts.catalogue(interaction)
    shown = await parts.threads.look(list_page, answerer, page, catalogue)
    await finish(interaction, embed=shown.embed, view=_pager(catalogue, shown, SourcesButton))


async def show_article(parts: Parts, interaction: Interaction, wanted: str, page: int) -> None:
    """A page of an article with its buttons.

    Raises:
        Told: the article is not in the live index.
    """
    answerer, catalogue = parts.services.assistant.answerer, parts.catalogue(interaction)
    article = await parts.threads.look(find_article, answerer, wanted)
    shown = await parts.threads.look(article_page, answerer, article, page, catalogue)
    button = partial(ArticleButton, article.text_sha256)
    await finish(interaction, embed=shown.embed, view=_pager(catalogue, shown, button))


def list_page(answerer: Answerer, page: int, catalogue: Catalogue) -> Page:
    """A page of the list; the last one where there are fewer by now."""
    articles = sorted(answerer.index.articles.values(), key=lambda one: one.id)
    last = list_pages(articles) - 1
    page = min(page, last)
    return Page(list_embed(articles, page, catalogue), page, last)


def article_page(answerer: Answerer, article: Article, page: int, catalogue: Catalogue) -> Page:
    """A page of an article; the last one where there are fewer by now."""
    pages = article_pages(article, answerer.index.sentences_of(article.id), catalogue)
    last = len(pages) - 1
    page = min(page, last)
    return Page(article_embed(article, pages, page, catalogue), page, last)


def _pager(catalogue: Catalogue, shown: Page, button: Callable[[int, str], PersistentButton]) -> ui.View:
    turns = []
    if shown.number > 0:
        turns.append(button(shown.number - 1, catalogue.text("button-previous")))
    if shown.number < shown.last:
        turns.append(button(shown.number + 1, catalogue.text("button-next")))
    return view_of(*turns)
