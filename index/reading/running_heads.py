"""What a PDF repeats at the edges of its pages, such as its title and the page's number: no part of any sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_DEEP = 3  # lines from the top and from the bottom of a page
_OFTEN = 3  # pages that share a line; of a document of two or three pages, two
_SHORT = 3  # pages
_NUMBER = re.compile(r"\d+")

_Place = tuple[int, int]  # page, line


def without_running_heads(pages: Sequence[str]) -> list[str]:
    """The pages' text without the lines at their edges that several pages share, but for a number that counts pages.

    What stands there once stays, and so do lines with other numbers, which are rows of a table, and pages that say
    nothing else.
    """
    lines = [page.split("\n") for page in pages]
    alike: dict[str, list[_Place]] = defaultdict(list)
    for at, page in enumerate(lines):
        for number in _edges(page):
            alike[_NUMBER.sub("0", " ".join(page[number].split()))].append((at, number))
    often = 2 if len(pages) <= _SHORT else _OFTEN
    running = {
        place
        for places in alike.values()
        if len({page for page, _ in places}) >= often and _counts_pages(lines, places)
        for place in places
    }
    left = [
        "\n".join(line for number, line in enumerate(page) if (at, number) not in running)
        for at, page in enumerate(lines)
    ]
    return left if any(map(str.strip, left)) else list(pages)


def _edges(page: Sequence[str]) -> set[int]:
    written = [number for number, line in enumerate(page) if line.strip()]
    return {*written[:_DEEP], *written[-_DEEP:]}


def _counts_pages(lines: Sequence[Sequence[str]], places: Sequence[_Place]) -> bool:
    """Whether each number in lines that are alike otherwise is the same in all of them, or grows page by page."""
    numbers = [[int(found) for found in _NUMBER.findall(lines[page][line])] for page, line in places]
    return all(
        len(set(column)) == 1
        or len({number - page for number, (page, _) in zip(column, places, strict=True)}) == 1
        for column in zip(*numbers, strict=True)
    )
