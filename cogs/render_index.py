"""What was done to the index, or would be, as a readable diff. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs import limits
from cogs.render import ANSWERED, REFUSED
from cogs.text import one_line, shorten_escaped, units
from index.changes import Diff, Outcome
from index.errors import ArticleRefused, TranslationStale
from locales import Catalogue, phrases

_SHOWN = 10  # names in a list, the rest counted
_NAME, _PROBLEM = 80, 300  # units
_MEGABYTE = 2**20  # bytes, as Discord counts them
_REASONS = {
    "empty": "refused-empty",
    "binary": "refused-binary",
    "too_large": "refused-too-large",
    "unreadable": "refused-unreadable",
    "link_leaves_folder": "refused-link",
    "duplicate_id": "refused-same-name",
    "duplicate": "refused-duplicate",
    "unsafe_name": "refused-name",
    "unsupported_type": "refused-type",
    "not_an_article": "refused-never-an-article",
    "encoding_unknown": "refused-encoding",
    "no_text": "refused-no-text",
    "encrypted": "refused-encrypted",
    "damaged": "refused-damaged",
    "too_complex": "refused-too-complex",
    "metadata_invalid": "refused-metadata",
    "purged": "refused-purged",
    "translation_invalid": "refused-translation",
    "translation_alone": "refused-translation-alone",
    "names_invalid": "refused-names",
}


def outcome_embed(
    outcome: Outcome, catalogue: Catalogue, *, dry_run: bool, above: Sequence[str] = ()
) -> discord.Embed:
    """A reindex: what came of it, the diff, and why a person's word is needed, if it is; below the lines `above`."""
    lines = [
        *above,
        _headline(outcome, catalogue, dry_run=dry_run),
        *_diff(outcome.diff, catalogue),
    ]
    report = outcome.report
    if report is not None and report.recall_after is not None:
        before = report.recall_after if report.recall_before is None else report.recall_before
        lines.append(
            catalogue.text(
                "diff-recall",
                before=round(100 * before),
                after=round(100 * report.recall_after),
                count=len(report.changes),
            )
        )
    lines += [f"⚠️ {_doubt(doubt, catalogue)}" for doubt in outcome.doubts]
    lines += refused_lines(outcome.refused, catalogue)
    return discord.Embed(
        title=catalogue.text("reindex-title"),
        description=fitting(lines, catalogue),
        colour=REFUSED if outcome.doubts and not outcome.published else ANSWERED,
    )


def refused_lines(refused: Sequence[ArticleRefused], catalogue: Catalogue) -> list[str]:
    """One line a file: its name and why."""
    return [refused_line(error.file, refusal(error, catalogue), catalogue) for error in refused]


def refused_line(file: str, reason: str, catalogue: Catalogue) -> str:
    """That a file was not taken in, and why."""
    return catalogue.text("refused-file", file=one_line(file, _NAME), reason=reason)


def added_line(file: str, catalogue: Catalogue) -> str:
    """That a file was taken in."""
    return catalogue.text("added-file", file=one_line(file, _NAME))


def refusal(error: ArticleRefused, catalogue: Catalogue) -> str:
    """Why a file is no article, and what to do."""
    if isinstance(error, TranslationStale):
        numbers = ", ".join(map(str, error.numbers[:_SHOWN])) + ("…" if len(error.numbers) > _SHOWN else "")
        return catalogue.text("refused-translation-stale", numbers=numbers)
    limit, problem = error.details.get("limit"), str(error.details.get("problem", ""))
    return catalogue.text(
        _REASONS.get(error.reason, "refused-unreadable"),
        limit=max(1, round(limit / _MEGABYTE)) if isinstance(limit, int) else "–",
        problem=shorten_escaped(problem, _PROBLEM),
    )


def fitting(lines: Sequence[str], catalogue: Catalogue) -> str:
    """As many lines as a description takes; how many more there are stands in the last."""
    text, more = "", 0
    room = limits.EMBED_DESCRIPTION - 100
    for line in lines:
        longer = f"{text}\n{line}" if text else line
        if more or units(longer) > room:
            more += 1
        else:
            text = longer
    return f"{text}\n{catalogue.text('more', count=more)}" if more else text


def names(all_names: Sequence[str], catalogue: Catalogue) -> str:
    """Names in a row, the first few spelt out."""
    return phrases.listed(catalogue, [shorten_escaped(name, _NAME) for name in all_names], _SHOWN)


def _headline(outcome: Outcome, catalogue: Catalogue, *, dry_run: bool) -> str:
    seconds = round(outcome.seconds, 1)
    build = outcome.build or "–"
    if dry_run:
        return catalogue.text("reindex-dry-run", seconds=seconds)
    if outcome.published:
        return catalogue.text("reindex-published", build=build, seconds=seconds, reused=outcome.reused)
    if outcome.doubts:
        return catalogue.text("reindex-needs-word")
    return catalogue.text("reindex-unchanged", build=build)


def _diff(diff: Diff, catalogue: Catalogue) -> list[str]:
    listed = {
        "diff-added": diff.added,
        "diff-removed": diff.removed,
        "diff-changed": diff.changed,
        "diff-translations": diff.translations,
        "diff-names": diff.names,
    }
    sentences = catalogue.text(
        "diff-sentences",
        added=diff.sentences_added,
        removed=diff.sentences_removed,
        after=diff.sentences_after,
    )
    shown = {key: names(found, catalogue) for key, found in listed.items() if found}
    return [*(catalogue.text(key, names=found) for key, found in shown.items()), sentences]


def _doubt(doubt: str, catalogue: Catalogue) -> str:
    if doubt == "recall":
        return catalogue.text("reindex-doubt-recall")
    return catalogue.text("reindex-doubt-sentences")
