"""What a candidate would change, and whether that needs a person's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.describing import entries_of
from index.errors import ArticleRefused
from index.manifest import ArticleEntry, Manifest
from index.names import NO_NAMES, names_in
from index.sentence_index import SentenceIndex
from index.sentences import split_article


@dataclass(frozen=True, slots=True)
class Diff:
    """A candidate against the build it would follow."""

    added: tuple[str, ...]  # article ids, sorted
    removed: tuple[str, ...]
    changed: tuple[str, ...]  # another text, other metadata or another translation
    sentences_added: int
    sentences_removed: int
    sentences_before: int
    sentences_after: int
    translations: tuple[str, ...] = ()  # "article.language" of each that is new, gone or another, sorted
    names: tuple[str, ...] = ()  # keys of those that are new, gone or spelt otherwise, sorted

    @property
    def dropped(self) -> float:
        """Share of the old sentences that would be gone, in [0, 1]."""
        return self.sentences_removed / self.sentences_before if self.sentences_before else 0.0


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A golden question that the candidate answers otherwise."""

    id: str
    question: str
    before: str | None  # the first quotation, None where refused
    after: str | None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: filled in by whoever owns the golden questions."""

    questions: int
    recall_before: float | None  # share with the right sentence first, in [0, 1]; None: nothing to compare
    recall_after: float | None
    changes: tuple[AnswerChange, ...]

    @property
    def dropped(self) -> float:
        """Recall that would be lost, as a share of the old, in [0, 1]."""
        if not self.recall_before or self.recall_after is None:
            return 0.0
        return max(0.0, 1 - self.recall_after / self.recall_before)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may go without a person's word."""

    sentences: float  # share of the old sentences, in [0, 1]
    recall: float  # share of the old recall, in [0, 1]

    def doubts(self, diff: Diff, report: CheckReport | None) -> tuple[str, ...]:
        """What needs a person's word: `sentences`, `recall`, both or nothing."""
        too_much = {
            "sentences": diff.dropped > self.sentences,
            "recall": report is not None and report.dropped > self.recall,
        }
        return tuple(name for name, doubtful in too_much.items() if doubtful)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reindex did, or would do."""

    build: str | None  # the live build afterwards
    published: bool
    diff: Diff
    report: CheckReport | None  # None where nothing was checked
    doubts: tuple[str, ...]  # why it needs or needed a person's word
    refused: tuple[ArticleRefused, ...]
    embedded: int  # texts that had to be embedded
    reused: int  # texts whose vectors were kept
    seconds: float


def compare(before: Manifest | None, after: SentenceIndex, text: Callable[[str], str | None]) -> Diff:
    """Compares a candidate with a build; only articles that differ are looked into.

    Sentences are compared as texts, wherever they stand, so a renamed article loses none. Old texts are
    split by today's rules.

    Args:
        before: the build it would follow; None where there is none.
        after: the candidate.
        text: finds an old text by its hash, as `IndexStore.text` does; of a purged one the count is known.
    """
    old = {entry.id: entry for entry in before.articles} if before else {}
    new = {entry.id: entry for entry in entries_of(after)}
    changed = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    rewritten = [name for name in changed if old[name].text_sha256 != new[name].text_sha256]
    gone, lost = _texts_of((old[name] for name in {*rewritten, *(old.keys() - new.keys())}), text)
    come = Counter(_sentence_texts(after, {*rewritten, *(new.keys() - old.keys())}))
    return Diff(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(changed),
        sentences_added=(come - gone).total(),
        sentences_removed=(gone - come).total() + lost,
        sentences_before=before.sentences if before else 0,
        sentences_after=len(after.sentences),
        translations=tuple(
            sorted({f"{name}.{language}" for name, language, _ in _translations(old) ^ _translations(new)})
        ),
        names=_names_changed(before, after, text),
    )


def _names_changed(
    before: Manifest | None, after: SentenceIndex, text: Callable[[str], str | None]
) -> tuple[str, ...]:
    if before is None or before.names == after.names.sha256:
        return ()
    document = text(before.names) if before.names else None
    old, new = (
        {name.id: name for name in table.names}
        for table in (names_in(document) if document else NO_NAMES, after.names)
    )
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _translations(entries: Mapping[str, ArticleEntry]) -> set[tuple[str, str, str]]:
    return {(name, one.language, one.sha256) for name, entry in entries.items() for one in entry.translations}


def _texts_of(entries: Iterable[ArticleEntry], text: Callable[[str], str | None]) -> tuple[Counter[str], int]:
    """The sentences of old articles, and how many are known by their number alone."""
    found: Counter[str] = Counter()
    lost = 0
    for entry in entries:
        old = text(entry.text_sha256)
        if old is None:
            lost += entry.sentences
        else:
            article = entry.article(old)
            found.update(map(article.quote, split_article(article)))
    return found, lost


def _sentence_texts(index: SentenceIndex, names: set[str]) -> Iterable[str]:
    for name in names:
        yield from map(index.articles[name].quote, index.sentences_of(name))
