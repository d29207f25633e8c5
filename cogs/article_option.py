"""An article as an option of a command: found by what was typed or copied, and offered while somebody types."""

from __future__ import annotations

from discord import app_commands

from cogs import limits
from cogs.errors import Told
from cogs.parts import Parts
from cogs.render_sources import choice_name
from cogs.text import shorten
from index.errors import IndexMissing
from index.models import Article
from retrieval.answerer import Answerer


def find_article(answerer: Answerer, wanted: str) -> Article:
    """The article with this id, with this text's hash, or, copied from the list, alone with this title.

    Raises:
        Told: there is none.
    """
    articles = answerer.index.articles
    if wanted in articles:
        return articles[wanted]
    # Under however many names: their sentences are the same.
    same = [article for article in articles.values() if article.text_sha256 == wanted][:1]
    found = same or [article for article in articles.values() if article.title == wanted]
    if len(found) != 1:
        raise Told("error-article-gone")
    return found[0]


async def offered_articles(parts: Parts, typed: str) -> list[app_commands.Choice[str]]:
    """Articles whose title or id contains what was `typed`; none without an index: an autocompletion cannot say so."""
    try:
        answerer = parts.services.assistant.answerer
    except IndexMissing:
        return []
    return await parts.threads.look(_choices, answerer, typed)


def _choices(answerer: Answerer, typed: str) -> list[app_commands.Choice[str]]:
    """By id where Discord takes it, else by the hash of the text."""
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
