"""`/admin add`: attachments are looked at before they are fetched, and never trusted for more than a name."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from pathlib import PurePosixPath

import discord
from pydantic import ValidationError

from cogs.auditing import audited
from cogs.delivery import BROKEN, retried, show
from cogs.errors import Told, judge
from cogs.indexing import reindex
from cogs.parts import Interaction, Parts
from cogs.render_index import added_line, fitting, refusal, refused_line
from cogs.text import shorten
from index.errors import ArticleRefused
from index.reading import TRANSLATION_SUFFIX, Metadata
from index.reading.formats import READERS
from locales import Catalogue

logger = logging.getLogger(__name__)

_OPTIONS = {
    "title": ("option-title", "option-title-about"),
    "publisher": ("option-publisher", "option-publisher-about"),
    "date": ("option-date", "option-date-about"),
    "url": ("option-url", "option-url-about"),
}
_NAME = 200  # characters of a stranger's file name in the audit trail


def metadata_of(
    said: dict[str, str], files: Sequence[discord.Attachment], catalogue: Catalogue
) -> Metadata | None:
    """What the admin said of the one article.

    Raises:
        Told: it cannot be used, or there is not just one article that it might mean.
    """
    if not said:
        return None
    if len([file for file in files if not _translates(file)]) != 1:
        raise Told("add-which-file")
    try:
        return Metadata.model_validate(said)
    except ValidationError as error:
        name, about = _OPTIONS[str(error.errors()[0]["loc"][0])]
        raise Told("add-metadata-wrong", option=catalogue.text(name), about=catalogue.text(about)) from error


def name_of(file: discord.Attachment) -> str:
    """What a file was called: Discord's own name for it keeps ASCII alone, and its title the rest."""
    suffix = PurePosixPath(file.filename).suffix
    return f"{file.title.removesuffix(suffix)}{suffix}" if file.title else file.filename


async def add_all(
    parts: Parts, interaction: Interaction, files: Sequence[discord.Attachment], metadata: Metadata | None
) -> None:
    """Add each file that can be used, then reindex; tell of each what became of it, whatever happens to another.

    Articles come first, so that a translation may come with its article.
    """
    catalogue, lines, added = parts.catalogue(interaction), [], 0
    for file in sorted(files, key=_translates):
        trouble = await _trouble(parts, catalogue, _add(parts, interaction, file, metadata))
        if trouble is None:
            lines.append(added_line(name_of(file), catalogue))
            added += 1
        else:
            lines.append(refused_line(name_of(file), trouble, catalogue))
    if not added:
        await _tell(interaction, catalogue, "add-nothing", lines)
        return
    trouble = await _trouble(parts, catalogue, reindex(parts, interaction, above=lines))
    if trouble is not None:
        lines += [f"⚠️ {trouble}", catalogue.text("added-later")]
        await _tell(interaction, catalogue, "reindex-title", lines)


async def _trouble(parts: Parts, catalogue: Catalogue, work: Awaitable[None]) -> str | None:
    """What an admin hears of `work` that failed; None where it did not."""
    try:
        await work
    except ArticleRefused as error:
        return refusal(error, catalogue)
    except Exception as error:  # noqa: BLE001 - judged and logged there; the other files go on
        told = judge(error, parts, "admin add") or Told("error-discord")
        return catalogue.text(told.key, **told.values)
    return None


async def _add(
    parts: Parts, interaction: Interaction, file: discord.Attachment, metadata: Metadata | None
) -> None:
    async with audited(parts, interaction, "add", shorten(name_of(file), _NAME)):
        _check(file, parts.options.max_attachment_bytes)
        data = await _fetched(file)
        await parts.threads.index(parts.services.operations.add, name_of(file), data, metadata)


async def _fetched(file: discord.Attachment) -> bytes:
    try:
        return await retried(file.read)
    except (discord.HTTPException, *BROKEN) as error:
        logger.warning("An attachment could not be fetched: %s", error)
        raise Told("refused-fetch") from error


async def _tell(interaction: Interaction, catalogue: Catalogue, title: str, lines: Sequence[str]) -> None:
    embed = discord.Embed(title=catalogue.text(title), description=fitting(lines, catalogue))
    await show(interaction, embed)


def _check(file: discord.Attachment, max_bytes: int) -> None:
    if not _translates(file) and PurePosixPath(name_of(file).lower()).suffix not in READERS:
        raise ArticleRefused(name_of(file), "unsupported_type", "convert it")
    if file.size > max_bytes:
        raise ArticleRefused(name_of(file), "too_large", "split it", {"limit": max_bytes})


def _translates(file: discord.Attachment) -> bool:
    return name_of(file).lower().endswith(TRANSLATION_SUFFIX)
