"""Counting, and the picture of it: readable at every size, in every language, light and dark."""

import itertools
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import matplotlib as mpl
import numpy as np
import pytest
from fakes_querylog import SHA, TEXT, OpenLog, embed, entry
from matplotlib.figure import Figure
from matplotlib.text import Text

from locales import LANGUAGES, load, phrases
from querylog import picture
from querylog.histogram import bucket, percentile
from querylog.models import Cited, CitedOften, Day, Stats, Vote
from querylog.picture_style import LIGHT, style
from querylog.reader import today
from retrieval.models import Timing
from retrieval.question.small_talk import AIMS

pytest_plugins = ("fixtures_querylog",)

LONG = "Dieser Satz ist so lang, dass er in keiner Zeile eines Bildes Platz fände, wenn ihn niemand kürzte, $5 & _x_."
KOREAN = "김정은 위원장과 푸틴 대통령은 블라디보스토크에서 정상회담을 했다."


def test_every_day_of_the_period_is_counted(open_log: OpenLog) -> None:
    log = open_log()
    today = datetime.now(UTC)
    for days, answered, language in ((0, True, "de"), (0, False, "de"), (2, True, "ko"), (9, True, "ru")):
        log.record(
            entry(asked_at=today - timedelta(days=days), answered=answered, language=language, numbers=(1, 2))
        )
    found = log.stats("all", (today - timedelta(days=3)).date(), today.date())
    assert [(day.answered, day.refused) for day in found.days] == [(0, 0), (1, 0), (0, 0), (1, 1)]
    assert found.languages == {"de": 2, "ko": 1}
    assert (found.answered, found.refused) == (2, 1)
    assert [(often.sentence.sentences, often.count) for often in found.cited] == [((1, 1), 2), ((2, 2), 2)]
    assert found.cited[0].sentence.sentence == TEXT[:41]


def test_an_empty_log_has_statistics_too(open_log: OpenLog) -> None:
    found = open_log().stats("all")
    assert (found.p50, found.p95, found.languages, found.cited) == (None, None, {}, ())
    assert len(found.days) == 90


def test_a_period_of_centuries_ends_where_nothing_is_kept(open_log: OpenLog) -> None:
    log = open_log(retention_days=3)
    log.record(entry())
    found = log.stats("all", date.min, date.max)
    assert [(day.day, day.answered) for day in found.days] == [
        (today() - timedelta(days=2), 0),
        (today() - timedelta(days=1), 0),
        (today(), 1),
    ]
    assert [day.answered for day in log.stats("all", until=date.min).days] == [0]


def test_percentiles_are_right_within_five_percent() -> None:
    chance = random.Random(5)  # noqa: S311 - test data
    for size in (1, 2, 3, 10, 1_000):
        values = [chance.lognormvariate(3, 1) for _ in range(size)]
        histogram = Counter(map(bucket, values))
        for share in (0.5, 0.95):
            exact = np.percentile(values, share * 100, method="inverted_cdf")
            assert percentile(histogram, share) == pytest.approx(exact, rel=0.05)
    assert percentile({}, 0.5) is None


def test_latency_is_read_back_by_day(open_log: OpenLog) -> None:
    log = open_log()
    for total in (10, 20, 30, 400):
        log.record(entry(ms=Timing(1, 1, total)))
    today = log.stats("all").days[-1]
    assert today.p50 == pytest.approx(20, rel=0.05)
    assert today.p95 == pytest.approx(400, rel=0.05)


def test_small_talk_stands_apart_from_what_was_not_answered(open_log: OpenLog) -> None:
    log = open_log()
    log.record(entry(ms=Timing(1, 1, 50)))
    for aim in AIMS:
        said = log.record(entry("Hallo!", answered=False, refusal=aim, language="ko", ms=Timing(0, 0, 0.1)))
        log.feedback(said, 3, Vote.DOWN)
    found = log.stats("all")
    assert (found.answered, found.refused, found.small_talk) == (1, 0, len(AIMS))
    assert found.days[-1].small_talk == len(AIMS)
    assert found.languages == {"de": 1}
    assert found.p50 == pytest.approx(50, rel=0.05)
    assert log.unanswered(embed, "all") == []
    assert [query.small_talk for query in log.recent("all", 20)] == [True] * len(AIMS) + [False]


def made_up(questions: int, days: int = 30) -> Stats:
    """Statistics as a log with so many questions would give them."""
    chance = random.Random(questions)  # noqa: S311 - test data
    each = [chance.randrange(2 * questions // days + 1) if questions > days else 0 for _ in range(days)]
    each[-1] = max(questions - sum(each), min(questions, 1))
    first = date(2026, 10, 26)
    listed = tuple(
        Day(
            first + timedelta(days=n),
            count - count // 4,
            count // 4,
            count // 9,
            12.5 if count else None,
            900.0 if count else None,
        )
        for n, count in enumerate(each)
    )
    quotes = [LONG, KOREAN, "Kurz.", *(f"Satz Nummer {n} von vielen, die zitiert wurden." for n in range(5))]
    cited = [
        CitedOften(
            Cited("kbs", (n, n), 0, len(quote), (0, len(quote)), SHA, quote), max(1, questions // (n + 1))
        )
        for n, quote in enumerate(quotes, 1)
    ]
    some = bool(questions)
    return Stats(
        days=listed,
        languages={language: max(1, questions // (n + 2)) for n, language in enumerate(LANGUAGES)}
        if some
        else {},
        up=questions // 3,
        down=questions // 7,
        cited=tuple(cited[: min(questions, 8)]),
        p50=12.5 if some else None,
        p95=900.0 if some else None,
    )


def labels(language: str, days: int = 30) -> picture.Labels:
    return picture.Labels(**phrases.stats_labels(load().of(language), days))


def texts(figure: Figure) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every visible piece of text with the box of pixels that it covers."""
    canvas = figure.canvas
    figure.draw_without_rendering()
    renderer = canvas.get_renderer()  # type: ignore[attr-defined]
    found = []
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            found.append((text.get_text(), (box.x0, box.y0, box.x1, box.y1)))
    return found


@pytest.mark.parametrize(
    ("questions", "language"),
    [(0, "de"), (1, "ru"), (10, "ko"), *((100_000, language) for language in LANGUAGES), (30_000_000, "de")],
)
def test_no_text_overlaps_another_or_leaves_the_picture(questions: int, language: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with mpl.rc_context(style(LIGHT)):
        figure = picture.compose(made_up(questions), labels(language), LIGHT)
        FigureCanvasAgg(figure)
        boxes = texts(figure)
    width, height = figure.bbox.width, figure.bbox.height
    outside = [
        text
        for text, (left, low, right, high) in boxes
        if left < 0 or low < 0 or right > width or high > height
    ]
    assert outside == []
    overlapping = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert overlapping == []


@pytest.mark.parametrize(
    ("language", "count", "day"),
    [
        ("de", "50.000", "24. Nov."),
        ("en", "50,000", "Nov 24"),
        ("ko", "50,000", "11월 24일"),
        ("ru", "50\xa0000", "24 нояб."),
    ],
)
def test_numbers_and_days_are_written_as_the_language_writes_them(
    language: str, count: str, day: str
) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with mpl.rc_context(style(LIGHT)):
        figure = picture.compose(made_up(100_000), labels(language), LIGHT)
        FigureCanvasAgg(figure)
        shown = [text for text, _ in texts(figure)]
    assert shown.count(count) == 2  # a language's questions and a sentence's citations
    assert shown.count(day) == 2  # the last of either row of days


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_has_its_glyphs(language: str) -> None:
    drawn = picture.draw(made_up(10), labels(language), dark=True)
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 1_000_000


def test_the_same_numbers_give_the_same_picture_and_dark_another() -> None:
    once, again, dark = (picture.draw(made_up(10), labels("en"), dark=dark) for dark in (False, False, True))
    assert once == again
    assert once != dark


@pytest.mark.parametrize("days", [1, 365])
def test_any_period_can_be_drawn(days: int) -> None:
    assert picture.draw(made_up(500, days), labels("de", days), dark=False)


def test_votes_are_in_the_statistics_of_their_guild(open_log: OpenLog) -> None:
    log = open_log()
    for guild, vote in ((1, Vote.UP), (2, Vote.DOWN)):
        log.feedback(log.record(entry(guild=guild)), 3, vote)
    assert (log.stats(1).up, log.stats(1).down) == (1, 0)
    assert (log.stats("all").up, log.stats("all").down) == (1, 1)
