# ruff: noqa: INP001, T201 -- a script that says what it wrote
"""Draw the picture of `/log stats` from made-up questions: `PYTHONPATH=. python docs/picture/log_stats.py [FOLDER]`.

Without a folder the two pictures of the README; with one the same for 0, 1, 10 and 100,000 questions in every
language, to be looked at.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from index.reading import read_file
from index.sentences import split_article
from locales import LANGUAGES, load, phrases
from querylog.histogram import bucket, percentile
from querylog.models import Cited, CitedOften, Day, Stats
from querylog.picture import Labels, draw

ROOT = Path(__file__).parent.parent.parent
ARTICLE = ROOT / "seeds" / "kbs-2019-04-kim-putin-wladiwostok.txt"
FIRST, DAYS = date(2026, 10, 26), 30


def sentences() -> list[Cited]:
    """The sentences of the article that ships, longest first, as answers would cite them."""
    article = read_file(ARTICLE, max_bytes=1_000_000)
    found = [
        Cited(
            article.id,
            (one.number, one.number),
            one.start,
            one.end,
            (one.start, one.end),
            article.text_sha256,
            article.quote(one),
        )
        for one in split_article(article)
    ]
    return sorted(found, key=lambda one: one.start - one.end)


def made_up(questions: int) -> Stats:
    """What so many questions over a month would count up to; weekends are quiet."""
    chance = random.Random(questions)  # noqa: S311 - a sample, not a secret
    weights = [0.4 if (FIRST + timedelta(n)).weekday() in (5, 6) else 1.0 for n in range(DAYS)]
    asked = Counter(chance.choices(range(DAYS), weights, k=questions))
    histograms: list[Counter[int]] = [Counter() for _ in range(DAYS)]
    answered: Counter[int] = Counter()
    for day, count in asked.items():
        for _ in range(count):
            histograms[day][bucket(chance.lognormvariate(2.6, 0.5))] += 1
            answered[day] += chance.random() < 0.8  # noqa: PLR2004 - a sample's share
    whole = sum(histograms, Counter())
    languages = Counter(chance.choices(LANGUAGES, (5, 3, 1, 1), k=questions))
    shares = enumerate(sentences()[:8], 2)
    cited = [CitedOften(one, answered.total() // place) for place, one in shares]
    return Stats(
        days=tuple(
            Day(
                FIRST + timedelta(n),
                answered[n],
                asked[n] - answered[n],
                asked[n] // 15,
                percentile(histograms[n], 0.5),
                percentile(histograms[n], 0.95),
            )
            for n in range(DAYS)
        ),
        languages=dict(languages.most_common()),
        up=questions // 9,
        down=questions // 40,
        cited=tuple(one for one in cited if one.count),
        p50=percentile(whole, 0.5),
        p95=percentile(whole, 0.95),
    )


def save(file: Path, questions: int, language: str, *, dark: bool) -> None:
    """One picture."""
    words = phrases.stats_labels(load().of(language), DAYS)
    labels = Labels(**words)
    file.write_bytes(draw(made_up(questions), labels, dark=dark))
    print(file)


def main() -> None:
    """The README's pictures, or all of them."""
    if len(sys.argv) == 1:
        for name, dark in (("light", False), ("dark", True)):
            save(ROOT / "docs" / "images" / f"log-stats-{name}.png", 4_200, "en", dark=dark)
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for questions in (0, 1, 10, 100_000):
        for language in LANGUAGES:
            for dark in (False, True):
                name = f"{questions}-{language}-{'dark' if dark else 'light'}.png"
                save(folder / name, questions, language, dark=dark)


if __name__ == "__main__":
    main()
