"""The index for people to read: what a reindex did, the builds, a checked citation."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.render import visible
from index.changes import CheckReport, Outcome
from index.manifest import Manifest
from retrieval.citation import Verdict

_SHOWN = 20  # changed answers and ids listed by name

_UNANSWERED = "(not answered)"
_DOUBTS = {
    "sentences": "it would drop {sentences:.0%} of the sentences",
    "recall": "it would lose {recall:.0%} of the recall on the golden questions",
}
_VERDICTS = {
    "stands": "stands: the live article says this, word for word, at this place",
    "moved": "moved: the article has changed since, but still says this",
    "changed": "changed: the live article no longer says this; the cited version did",
    "removed": "removed: the article is no longer live; the cited version said this",
    "purged": "purged: the text was erased for good and can no longer be checked",
    "unpublished": "unpublished: it is of an index in memory, from when none could be published; of that nothing is "
    "kept, and the live articles have another text",
    "unknown": "unknown: no such build ever held this text, or the citation does not fit it",
}


def render_result(outcome: Outcome, *, dry_run: bool = False) -> RenderableType:
    """`render_outcome`, or one line where a person was asked, has read that already, and did not say yes."""
    if outcome.doubts and not outcome.published and not dry_run:
        return Text(visible(_headline(outcome, dry_run=False)))
    return render_outcome(outcome, dry_run=dry_run)


def render_outcome(outcome: Outcome, *, dry_run: bool = False) -> RenderableType:
    """What changed, in a few lines, and why nothing was published where nothing was."""
    diff, report = outcome.diff, outcome.report
    sentences = f"{diff.sentences_after} ({diff.sentences_added} new, {diff.sentences_removed} gone)"
    work = f"embedded {outcome.embedded}, reused {outcome.reused}; {outcome.seconds:.1f} s"
    lines = [
        _headline(outcome, dry_run=dry_run),
        f"sentences: {sentences}; {work}",
        *_named("added", diff.added),
        *_named("removed", diff.removed),
        *_named("changed", diff.changed),
        *_named("translations", diff.translations),
        *_named("names", diff.names),
        *(_check(report) if report and report.questions else ()),
    ]
    dropped = {"sentences": diff.dropped, "recall": report.dropped if report else 0.0}
    lines += [f"needs a confirmation: {_DOUBTS[doubt].format(**dropped)}" for doubt in outcome.doubts]
    return Text("\n".join(visible(line) for line in lines))


def render_builds(builds: Sequence[Manifest], live: str | None) -> RenderableType:
    """One row a build."""
    if not builds:
        return Text("no build yet: run `python bot.py reindex`")
    table = Table("", "build", "made (UTC)", "articles", "sentences", "encoder", box=None, pad_edge=False)
    for build in builds:
        table.add_row(
            "*" if build.id == live else "" if build.is_loadable else "x",
            build.id,
            f"{build.created:%Y-%m-%d %H:%M:%S}",
            str(len(build.articles)),
            str(build.sentences),
            visible(build.encoder),
        )
    notes = ["* live"]
    if not all(build.is_loadable for build in builds):
        notes.append(
            "x of another version of the bot: verify knows its citations, rollback cannot return to it"
        )
    return Group(table, Text("\n".join(notes)))


def render_verdict(verdict: Verdict) -> RenderableType:
    """The quotation and its fate."""
    citation = verdict.citation
    first, last = citation.sentences
    lines = [_VERDICTS[verdict.status]]
    if verdict.quote is not None:
        lines.append(f"“{verdict.quote}”")
    where = f"article {citation.article}, {_sentences(first, last)}, build {citation.build}"
    if verdict.quote is not None and not verdict.sentences_fit:
        where += " (the numbers do not name just this span)"
    translated = [
        f"translation, no quotation ({part.language}, by: {part.origin}, "
        f"{_sentences(*part.sentences)}): {' '.join(part.text.split())}"
        for part in verdict.translations
    ]
    return Text("\n".join(visible(line) for line in [*lines, where, *translated]))


def _sentences(first: int, last: int) -> str:
    return f"sentence {first}" if first == last else f"sentences {first} to {last}"


def _headline(outcome: Outcome, *, dry_run: bool) -> str:
    if outcome.published:
        return f"build {outcome.build} is live"
    if dry_run:
        return f"dry run: nothing published; live: {outcome.build}"
    if outcome.doubts:
        return f"nothing published; live: {outcome.build}"
    return f"nothing changed; live: {outcome.build}"


def _named(what: str, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return [f"{what}: {', '.join(ids[:_SHOWN])}{more}"]


def _check(report: CheckReport) -> list[str]:
    before, after = (_share(value) for value in (report.recall_before, report.recall_after))
    lines = [f"golden questions: {report.questions}; right sentence first: {before} before, {after} after"]
    for change in report.changes[:_SHOWN]:
        old, new = change.before or _UNANSWERED, change.after or _UNANSWERED
        lines += [f"  {change.id}: {change.question}", f"    - {old}", f"    + {new}"]
    if len(report.changes) > _SHOWN:
        lines.append(f"  and {len(report.changes) - _SHOWN} more answers")
    return lines


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1%}"
