"""Golden questions asked and counted, and the page that shows what to mend."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fakes_index import Workshop
from fakes_retrieval import SEEDS, SUMMIT, answerer, article, coefficients, summit
from lxml import html

from index.changes import CheckReport
from index.opening import OpenBuild
from retrieval.answerer import Answerer, AnswerRules
from retrieval.evaluation.evaluate import Evaluation, evaluate
from retrieval.evaluation.golden import GoldenQuestion
from retrieval.evaluation.golden_check import GoldenCheck
from retrieval.evaluation.report import write_report
from retrieval.ranking.scoring import Scorer

ISLAND = "auf der Insel Russki"
BOT = answerer()


def golden(
    name: str, question: str, *expect: str, lang: str = "de", unanswerable: bool = False
) -> GoldenQuestion:
    return GoldenQuestion(id=name, lang=lang, question=question, expect=expect, unanswerable=unanswerable)


QUESTIONS = [
    golden("right", "Trafen sich Putin und Kim auf der Insel Russki?", ISLAND),
    golden("wrong", "Trafen sich Putin und Kim auf der Insel Russki?", "unter vier Augen"),
    golden("refused", "Welches <b>Tier</b> frisst Bambus?", "unter vier Augen"),
    golden("cannot", "Wer hat die Fußball-WM 2018 gewonnen?", unanswerable=True),
    golden("english", "Insel Russki?", ISLAND, lang="en"),
    golden("caught", "Trafen sich Putin und Kim auf der Insel Russki?", lang="ko", unanswerable=True),
]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(BOT, QUESTIONS)


def test_each_question_is_asked_once_and_what_comes_of_it_is_kept(evaluation: Evaluation) -> None:
    by_id = {one.question.id: one for one in evaluation.outcomes}
    assert list(by_id) == [one.id for one in QUESTIONS]
    right = by_id["right"]
    assert (right.rank, right.right, right.answer.answered, right.quotes_exact) == (1, True, True, True)
    assert ISLAND in right.ranked[0]
    assert len(right.ranked) == 10
    assert by_id["wrong"].rank != 1
    assert not by_id["refused"].answer.answered
    assert all(one.ms > 0 for one in evaluation.outcomes)


def test_ranking_is_scored_whether_or_not_the_bot_would_have_answered() -> None:
    shy = answerer(threshold=1.0)
    [one] = evaluate(shy, [QUESTIONS[0]]).outcomes
    assert (one.answer.answered, one.rank) == (False, 1)
    assert evaluate(shy, [QUESTIONS[0]]).overall.recall_1 == 1.0


def test_any_of_several_right_sentences_counts() -> None:
    either = golden("either", QUESTIONS[0].question, "unter vier Augen", ISLAND)
    assert evaluate(BOT, [either]).overall.recall_1 == 1.0


def test_json_is_as_promised(evaluation: Evaluation) -> None:
    found = evaluation.as_json()
    assert list(found) == ["languages", "overall", "build", "encoder", "threshold"]
    assert (found["build"], found["encoder"], found["threshold"]) == ("000001-test", "hash@1", 0.35)
    languages = found["languages"]
    assert isinstance(languages, dict)
    assert [(name, languages[name]["questions"]) for name in languages] == [("de", 4), ("en", 1), ("ko", 1)]
    assert languages["ko"]["recall@1"] is None
    assert languages["en"]["auroc"] is languages["en"]["refused"] is None
    assert evaluation.overall.quotes_exact == 1.0


def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[tuple[int, int]] = []
    evaluate(BOT, QUESTIONS[:2], lambda _, done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_quote_that_is_not_the_text_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    shifted = answerer(article("other", "Ein ganz anderer Text."), summit())
    monkeypatch.setattr(BOT, "index", shifted.index)
    honest = evaluate(BOT, QUESTIONS[:1])
    assert honest.overall.quotes_exact == 1.0
    [one] = honest.outcomes
    text = summit().text.replace("Putin und Kim trafen", "Kim und Putin trafen")
    forged = answerer(article(one.answer.passages[0].citation.article, text))

    class Forger(Answerer):
        def read_many(self, questions):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as overridden
            return forged.read_many(questions)

    liar = Forger(shifted.index, "000002-test", Scorer(coefficients()), AnswerRules(0.35, 3, 2000))
    assert evaluate(liar, QUESTIONS[:1]).overall.quotes_exact == 0.0


def test_misses_are_what_an_operator_can_mend(evaluation: Evaluation) -> None:
    assert [one.question.id for one in evaluation.misses] == ["wrong", "refused", "caught"]


@pytest.fixture(scope="module")
def page(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(evaluation, tmp_path_factory.mktemp("report") / "deep" / "er").read_text("utf-8")


def test_the_page_has_the_figures_of_each_language(page: str, evaluation: Evaluation) -> None:
    rows = html.fromstring(page).xpath("//table[1]//tr")
    heads = [cell.text_content() for cell in rows[0]]
    assert heads[1:4] == ["questions", "recall@1", "recall@3"]
    shown = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows[1:]}
    assert list(shown) == ["de", "en", "ko", "overall"]
    assert shown["overall"][:2] == ["6", str(evaluation.overall.recall_1)]
    assert shown["ko"][1] == "-"


def test_the_page_lists_each_miss_with_what_was_shown_instead(page: str) -> None:
    rows = html.fromstring(page).xpath("//table[2]//tr")
    cells = {row[0].text_content(): [cell.text_content() for cell in row] for row in rows[1:]}
    assert list(cells) == ["wrong", "refused", "caught"]
    assert "another sentence first" in cells["wrong"]
    assert "unter vier Augen" in cells["wrong"]
    assert any(ISLAND in cell for cell in cells["wrong"])
    assert "answered, though the articles do not say it" in cells["caught"]
    assert "Welches <b>Tier</b> frisst Bambus?" in cells["refused"]
    assert not html.fromstring(page).xpath("//b")


def test_the_page_says_from_when_it_answers_and_counts_what_goes_wrong(
    page: str, evaluation: Evaluation
) -> None:
    tree = html.fromstring(page)
    assert f"from a confidence of {evaluation.threshold:.2f} on" in tree.xpath("//p")[0].text_content()
    counted = [item.text_content() for item in tree.xpath("//ul/li")]
    assert sum(int(item.split(" × ")[0]) for item in counted) == len(evaluation.misses)
    assert "1 × answered, though the articles do not say it" in counted


def test_the_plots_are_drawings_that_parse_and_say_what_they_show(page: str) -> None:
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) == 2
    for plot, says in zip(plots, ("Risk against coverage", "Right sentence, by language"), strict=True):
        root = ET.fromstring(plot)  # noqa: S314 - our own drawing
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert says in plot
        assert len(root.findall(".//{http://www.w3.org/2000/svg}path")) > 10


def test_the_page_needs_no_other_file(page: str) -> None:
    assert not re.findall(r"""(?:src|href)=["'](?!#)[^"']+""", page)
    assert "http" not in re.sub(
        r'xmlns(:\w+)?="[^"]*"', "", re.sub(r"<metadata>.*?</metadata>", "", page, flags=re.DOTALL)
    )


def test_a_question_file_without_a_fault_makes_a_page_without_misses(tmp_path: Path) -> None:
    page = write_report(evaluate(BOT, QUESTIONS[:1]), tmp_path).read_text("utf-8")
    assert "Misses (0)" in page


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> OpenBuild:
    workshop = Workshop(tmp_path_factory.mktemp("workshop"))
    for file in SEEDS.glob(f"{SUMMIT}.*"):  # its translations too
        shutil.copy(file, workshop.seeds)
    workshop.reindex()
    return workshop.store.open(workshop.embedder)


@pytest.fixture
def check(tmp_path: Path) -> GoldenCheck:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(one.model_dump_json() for one in QUESTIONS), encoding="utf-8")
    return GoldenCheck(
        file,
        lambda index, build: Answerer(index, build, Scorer(coefficients()), AnswerRules(0.35, 3, 2000)),
    )


def test_the_check_before_publishing_asks_nothing_where_there_is_nothing_to_compare(
    check: GoldenCheck,
) -> None:
    assert check(BOT.index, None, lambda *_: None) == CheckReport(0, None, None, ())


def test_the_check_before_publishing_finds_no_change_where_there_is_none(
    check: GoldenCheck, live: OpenBuild
) -> None:
    steps: list[tuple[str, int, int]] = []
    found = check(live.index, live, lambda *step: steps.append(step))
    assert (found.questions, found.changes, found.dropped) == (len(QUESTIONS), (), 0.0)
    assert found.recall_before == found.recall_after == evaluate(BOT, QUESTIONS).overall.recall_1
    count = 2 * len(QUESTIONS)
    assert steps[0] == ("check", 0, count)
    assert steps[-1] == ("check", count, count)
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
    assert len(steps) >= count, "each question is a chance to end it"


def test_the_check_before_publishing_tells_which_answers_change(check: GoldenCheck, live: OpenBuild) -> None:
    without = article(SUMMIT, "Am Freitag regnete es in Berlin. Niemand kam.")
    found = check(answerer(without).index, live, lambda *_: None)
    assert found.recall_after == 0.0
    assert found.dropped == 1.0
    lost = {change.id: (change.before, change.after) for change in found.changes}
    assert lost["right"][0] is not None
    assert ISLAND in lost["right"][0]
    assert lost["right"][1] is None
    assert "refused" not in lost
