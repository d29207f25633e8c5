"""`/admin add`: attachments are looked at before they are fetched, and never trusted for more than a name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import discord
from pydantic import ValidationError

from cogs.auditing import audited
from cogs.delivery import retried
from cogs.errors import Told
from cogs.indexing import reindex, show
from cogs.parts import Interaction, Parts, language
from cogs.render_index import fitting, refused_lines
from cogs.text import shorten
from index.errors import ArticleRefused
from index.reading import Metadata
from index.reading.formats import READERS

_NAME = 200  # characters of a stranger's file name in the audit trail


def metadata_of(said: dict[str, str], files: Sequence[discord.Attachment]) -> Metadata | None:
    """What the admin said of the one file.

    Raises:
        Told: it cannot be used, or there are several files that it might mean.
    """
    if not said:
        return None
    if len(files) > 1:
        raise Told("add-which-file")
    try:
        return Metadata.model_validate(said)
    except ValidationError as error:
        raise Told("add-metadata-wrong", option=str(error.errors()[0]["loc"][0])) from error


async def add_all(
    parts: Parts, interaction: Interaction, files: Sequence[discord.Attachment], metadata: Metadata | None
) -> None:
    """Add each file that can be used, then reindex; tell which could not, and why."""
    refused = []
    for file in files:
        try:
            await _add(parts, interaction, file, metadata)
        except ArticleRefused as error:
            refused.append(error)
    if len(refused) < len(files):
        await reindex(parts, interaction, refused=refused)
        return
    lines = refused_lines(refused, parts.locales, language(interaction))
    embed = discord.Embed(
        title=parts.say(interaction, "add-nothing"),
        description=fitting(lines, parts.locales, language(interaction)),
    )
    await show(interaction, embed)


async def _add(
    parts: Parts, interaction: Interaction, file: discord.Attachment, metadata: Metadata | None
) -> None:
    add = parts.services.add
    if add is None:
        raise Told("error-command-outdated")
    async with audited(parts, interaction, "add", shorten(file.filename, _NAME)):
        _check(file, parts.options.max_attachment_bytes)
        data = await retried(file.read)
        # What arrives counts, not what was announced.
        if len(data) > parts.options.max_attachment_bytes:
            raise _too_large(file)
        await parts.threads.index(add, file.filename, data, metadata)


def _check(file: discord.Attachment, max_bytes: int) -> None:
    if PurePosixPath(file.filename.lower()).suffix not in READERS:
        raise ArticleRefused(file.filename, "unsupported_type", "convert it")
    if file.size > max_bytes:
        raise _too_large(file)


def _too_large(file: discord.Attachment) -> ArticleRefused:
    return ArticleRefused(file.filename, "too_large", "split it")
