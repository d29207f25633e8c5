"""`Assistant`: answers from whichever build is live, and follows it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from index.errors import EngineLost, IndexMissing
from index.models import Embedder
from index.sentence_index import SentenceIndex
from index.store import IndexStore
from retrieval.answerer import Answerer
from retrieval.models import Answer, Question

logger = logging.getLogger(__name__)

FIRST_QUESTIONS = (
    Question("Wo trafen sich Kim und Putin?"),
    Question("Where did Kim and Putin meet?"),
    Question("김정은과 푸틴은 어디에서 만났나요?"),
    Question("Где встретились Ким и Путин?"),
    Question(
        "Kim Putin Gipfel"
    ),  # whether German or English only the models tell, which take longest to load
)


class Assistant:
    """Holds one answerer. Thread-safe: questions in hand keep the one that they began with.

    Args:
        store: where builds are published, by this process or by another.
        embedder: what questions are embedded with.
        make: makes an answerer over an index, given the build's id.
        answerer: to begin with; None where there is no index yet.
    """

    def __init__(
        self,
        store: IndexStore,
        embedder: Embedder,
        make: Callable[[SentenceIndex, str], Answerer],
        answerer: Answerer | None = None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._make = make
        self._answerer = answerer
        self._refreshing = threading.Lock()
        self._refused: str | None = None  # the live build, where it could not be used

    @property
    def answerer(self) -> Answerer:
        """The one that answers now.

        Raises:
            IndexMissing: there is no index yet.
        """
        if self._answerer is None:
            raise IndexMissing("no build is loaded yet")
        return self._answerer

    @property
    def build(self) -> str | None:
        """The build that answers now; None where none does."""
        return self._answerer.build if self._answerer else None

    def answer_many(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer a question, all from one build.

        Raises:
            IndexMissing: there is no index yet.
            EngineUnavailable, EngineLost: its rows cannot be searched.
        """
        try:
            return self.answerer.answer_many(questions)
        except EngineLost:  # removed, because another build has been published
            if not self.refresh(again=False):
                raise
            return self.answerer.answer_many(questions)

    def check(self) -> None:
        """Raises where a question could not be answered now.

        Raises:
            IndexMissing: there is no index yet.
            EngineUnavailable, EngineLost: its rows cannot be searched.
        """
        self.answerer.index.check()

    def warm_up(self) -> None:
        """Answers a question in each language: what loads with the first one is loaded before members ask.

        Raises:
            IndexMissing: there is no index yet.
        """
        self.answer_many(FIRST_QUESTIONS)

    def refresh(self, *, again: bool = True) -> bool:
        """Loads the live build where it is not the one that answers, and swaps; whether it did.

        Args:
            again: try also a build that could not be used before: that reads all of it anew.

        Raises:
            IndexRoomError: the live build cannot be used; the one that answers stays, unless a text of it was purged.
        """
        with self._refreshing:
            live = self._store.current_id()
            if self._answerer is not None and self._answerer.build == live:
                return False
            try:
                return self._follow(live, again=again)
            finally:
                self._let_go_of_purged()

    def _follow(self, live: str | None, *, again: bool) -> bool:
        if live is None or (live == self._refused and not again):
            return False
        self._refused = live
        build = self._store.open(self._embedder, live)
        self._answerer = self._make(build.index, build.id)
        self._refused = None
        return True

    def _let_go_of_purged(self) -> None:
        """A text that was erased for good is quoted no more, also where no build took its build's place."""
        held = self._answerer.index.articles.values() if self._answerer else ()
        if self._store.texts.all_purged() & {article.text_sha256 for article in held}:
            logger.warning(
                "Nothing is answered any more: a text was purged, and no build without it can be used"
            )
            self._answerer = None
