"""Asking goes on through reindexes: no question fails, none mixes builds, every quote stands in its build."""

import threading
from functools import partial
from pathlib import Path

import pytest
from fakes_index import Workshop

from index.opening import OpenBuild
from index.reindex import Reindexer
from index.worker import Job, run_apart
from retrieval.answerer import Answerer, AnswerRules
from retrieval.citation import verify
from retrieval.models import Answer, Question
from retrieval.ranking.features import CONFIDENCE_FEATURES, ORDER_FEATURES
from retrieval.ranking.scoring import Coefficients, Scorer

REINDEXES = 20
RULES = AnswerRules(threshold=0.0, max_passages=3, max_characters=100)


def answerer(build: OpenBuild) -> Answerer:
    weights = {"dense": 3.0, "lexical": 3.0}
    coefficients = Coefficients(
        order={name: weights.get(name, 0.0) for name in ORDER_FEATURES},
        background=-100.0,
        intercept=0.0,
        confidence={name: weights.get(name, 0.0) for name in CONFIDENCE_FEATURES},
    )
    return Answerer(build.index, build.id, Scorer(coefficients), RULES)


class Asker(threading.Thread):
    """Asks without a pause, of whichever answerer is current, and keeps what it heard."""

    def __init__(self, first: Answerer) -> None:
        super().__init__(daemon=True)
        self.current = first
        self.answers: list[Answer] = []
        self.failure: BaseException | None = None
        self._heard: dict[str, threading.Event] = {}
        self.stop = threading.Event()

    def heard(self, build: str) -> threading.Event:
        return self._heard.setdefault(build, threading.Event())

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                for answer in self.current.answer_many(
                    [Question("Wer traf Putin?"), Question("Welcher Tag?")]
                ):
                    self.answers.append(answer)
                    self.heard(answer.build).set()
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test has to know
            self.failure = error
            for event in list(self._heard.values()):
                event.set()


def write(workshop: Workshop, version: int) -> None:
    workshop.write("kim", f"Kim traf Putin, Fassung {version}. Sie sprachen lange, Fassung {version}.")
    workshop.write("tag", f"Es ist ein schöner Tag, Fassung {version}.")
    if version % 3:
        workshop.write("zug", f"Der Zug fuhr ab, Fassung {version}. Niemand winkte, Fassung {version}.")
    elif version:
        (workshop.seeds / "zug.txt").unlink()


def make(root: Path) -> Reindexer:
    return Workshop(root).reindexer


def reindex_here(workshop: Workshop, root: Path) -> None:
    del root
    workshop.reindexer.run(who="test", confirmed=True)


def reindex_apart(workshop: Workshop, root: Path) -> None:
    del workshop
    run_apart(Job(partial(make, root), "test", confirmed=True))


@pytest.mark.parametrize("reindex", [reindex_here, pytest.param(reindex_apart, marks=pytest.mark.slow)])
def test_no_question_fails_through_twenty_reindexes(tmp_path: Path, reindex: object) -> None:
    workshop = Workshop(tmp_path)
    write(workshop, 0)
    versions = {workshop.reindex(): 0}
    askers = [Asker(answerer(workshop.store.open(workshop.embedder))) for _ in range(2)]
    for asker in askers:
        asker.start()
    for version in range(1, REINDEXES + 1):
        write(workshop, version)
        reindex(workshop, tmp_path)
        build = workshop.store.open(workshop.embedder)
        versions[build.id] = version
        for asker in askers:
            asker.current = answerer(build)
        assert all(asker.heard(build.id).wait(120) for asker in askers)
    for asker in askers:
        asker.stop.set()
        asker.join()
    assert [asker.failure for asker in askers] == [None, None]
    assert len(versions) == REINDEXES + 1
    for answer in {
        answer.passages[0].citation: answer for asker in askers for answer in asker.answers
    }.values():
        check(workshop, answer, versions)


def check(workshop: Workshop, answer: Answer, versions: dict[str, int]) -> None:
    texts = {article.id: article.text for article in workshop.store.articles(answer.build)}
    assert answer.answered
    for passage in answer.passages:
        citation = passage.citation
        assert citation.build == answer.build
        assert passage.quote == texts[citation.article][citation.start : citation.end]
        assert f"Fassung {versions[answer.build]}." in passage.quote
        verdict = verify(citation, workshop.store)
        assert (verdict.said, verdict.sentences_fit, verdict.quote) == (True, True, passage.quote)
