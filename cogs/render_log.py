"""Questions on record as lines an admin can read, and the words of the statistics' picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.render import ANSWERED
from cogs.render_index import fitting
from cogs.text import one_line
from locales import Catalogue, phrases
from querylog.models import Query, Stats, UnansweredGroup, Vote
from querylog.picture import Labels

_QUESTION, _SENTENCE, _WORDING = 200, 160, 120  # units
_WORDINGS = 3


def queries_embed(queries: Sequence[Query], title: str, catalogue: Catalogue) -> discord.Embed:
    """One line a question, and one for what it was answered with."""
    lines = [_query(query, catalogue) for query in queries]
    text = fitting(lines, catalogue) or catalogue.text("log-nothing")
    return discord.Embed(title=title, description=text, colour=ANSWERED)


def unanswered_embed(groups: Sequence[UnansweredGroup], catalogue: Catalogue) -> discord.Embed:
    """What to add next: the questions of each group, and the sentence that came closest."""
    lines = [_group(group, catalogue) for group in groups]
    text = fitting(lines, catalogue) or catalogue.text("log-nothing")
    title = catalogue.text("log-unanswered-title")
    return discord.Embed(title=title, description=text, colour=ANSWERED)


def labels(catalogue: Catalogue, days: int) -> Labels:
    """Every word in the picture of so many days."""
    return Labels(**phrases.stats_labels(catalogue, days))


def spoken_stats(stats: Stats, words: Labels) -> str:
    """What the picture shows first, for those who have it read to them."""
    counts = [
        (words.answered, stats.answered),
        (words.refused, stats.refused),
        (words.small_talk, stats.small_talk),
        (words.liked, stats.up),
        (words.disliked, stats.down),
    ]
    return f"{words.title}: " + ", ".join(f"{name} {words.number(count)}" for name, count in counts)


def _query(query: Query, catalogue: Catalogue) -> str:
    sign = "✅" if query.answered else "💬" if query.small_talk else "❔"
    votes = "".join("👍" if one.vote is Vote.UP else "👎" for one in query.feedback[:5])
    paused = catalogue.text("log-text-paused")
    asked = paused if query.question is None else one_line(query.question, _QUESTION)
    line = f"{sign} <t:{int(query.asked_at.timestamp())}:f> {asked} {votes}".rstrip()
    found = next(iter(query.citations or query.closest), None)
    return f"{line}\n-# {one_line(found.sentence, _SENTENCE)}" if found else line


def _group(group: UnansweredGroup, catalogue: Catalogue) -> str:
    wordings = " / ".join(one_line(one, _WORDING) for one in group.questions[:_WORDINGS])
    line = f"**{group.count}×** {wordings}"
    if group.closest is None:
        return line
    sentence = one_line(group.closest.sentence, _SENTENCE)
    return f"{line}\n-# {catalogue.text('log-closest', sentence=sentence)}"
