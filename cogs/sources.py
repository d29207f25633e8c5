"""`/sources`: the articles, page by page, and one of them with its sentences numbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs import custom_ids, limits
from cogs.delivery import retried
from cogs.errors import Told
from cogs.parts import Interaction, Parts, language
from cogs.persistent import PersistentButton
from cogs.render_sources import article_embed, article_pages, choice_name, list_embed, list_pages
from cogs.text import shorten
from cogs.words import word
from index.models import Article
from retrieval.answerer import Answerer

Shown = tuple[discord.Embed, ui.View]


class Sources(
    commands.GroupCog, group_name=word("command-sources"), group_description=word("command-sources-about")
):
    """What answers come from."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @app_commands.command(name=word("command-list"), description=word("command-list-about"))
    async def list_(self, interaction: Interaction) -> None:
        """The first page of all articles."""
        embed, view = list_page(self._parts, language(interaction), 0)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(name=word("command-show"), description=word("command-show-about"))
    @app_commands.rename(article=word("option-article"))
    @app_commands.describe(article=word("option-article-about"))
    async def show(self, interaction: Interaction, article: str) -> None:
        """One article from its first sentence."""
        found = find_article(self._parts.services.assistant.answerer, article)
        embed, view = article_page(self._parts, language(interaction), found.text_sha256, 0)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @show.autocomplete("article")
    async def offer(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Articles whose title or id contains what was typed."""
        del interaction
        return article_choices(self._parts.services.assistant.answerer, current)


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
        embed, view = list_page(parts, language(interaction), self._page)
        await retried(lambda: interaction.response.edit_message(embed=embed, view=view))


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
        embed, view = article_page(parts, language(interaction), self._text_sha256, self._page)
        await retried(lambda: interaction.response.edit_message(embed=embed, view=view))


def find_article(answerer: Answerer, wanted: str) -> Article:
    """The article with this id, or with this text's hash.

    Raises:
        Told: there is none.
    """
    articles = answerer.index.articles
    if wanted in articles:
        return articles[wanted]
    found = (article for article in articles.values() if article.text_sha256 == wanted)
    article = next(found, None)
    if article is None:
        raise Told("error-article-gone")
    return article


def article_choices(answerer: Answerer, typed: str) -> list[app_commands.Choice[str]]:
    """What to offer while somebody types an article: by id where Discord takes it, else by its text's hash."""
    folded = typed.casefold()
    fitting = (
        article
        for article in answerer.index.articles.values()
        if folded in article.id.casefold() or folded in (article.title or "").casefold()
    )
    return [
        app_commands.Choice(
            name=shorten(choice_name(article), limits.CHOICE_NAME),
            value=article.id if len(article.id) <= limits.CHOICE_NAME else article.text_sha256,
        )
        for article, _ in zip(fitting, range(limits.CHOICES), strict=False)
    ]


def list_page(parts: Parts, language: str, page: int) -> Shown:
    """A page of the list with its buttons; the last one where there are fewer by now."""
    articles = sorted(parts.services.assistant.answerer.index.articles.values(), key=lambda one: one.id)
    last = list_pages(articles) - 1
    page = min(page, last)
    view = _pager(parts, language, page, last, SourcesButton)
    return list_embed(articles, page, parts.locales, language), view


def article_page(parts: Parts, language: str, text_sha256: str, page: int) -> Shown:
    """A page of an article with its buttons.

    Raises:
        Told: the article is not in the live index.
    """
    answerer = parts.services.assistant.answerer
    article = find_article(answerer, text_sha256)
    sentences = answerer.index.sentences_of(article.id)
    last = len(article_pages(article, sentences, parts.locales, language)) - 1
    page = min(page, last)
    view = _pager(parts, language, page, last, lambda to, label: ArticleButton(text_sha256, to, label))
    return article_embed(article, sentences, page, parts.locales, language), view


def _pager(
    parts: Parts, language: str, page: int, last: int, button: Callable[[int, str], PersistentButton]
) -> ui.View:
    view = ui.View(timeout=None)
    if page > 0:
        view.add_item(button(page - 1, parts.locales.text(language, "button-previous")))
    if page < last:
        view.add_item(button(page + 1, parts.locales.text(language, "button-next")))
    view.stop()  # see `delivery.finish`
    return view
