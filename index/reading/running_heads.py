"""What a PDF repeats at the edges of its pages, such as its title and the page's number: no part of any sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_DEEP = 3  # lines from the top and from the bottom of a page
_OFTEN = 3  # pages that share a line; of a document of two or three pages, two
_SHORT = 3  # pages
_NUMBER = re.compile(r"\d+")
_YEARS = range(1900, 2100)  # a chronicle may have a page for each; few documents have so many pages
_LONGEST_NUMBER = 5  # digits
_SENTENCE = re.compile(r"[^\W\d_]\S*(?:\s+\S+){3,}[.!?]")
_ENDED = re.compile(r"(?:^|[.!?:]\S?)$")

_Place = tuple[int, int]  # page, line


def without_running_heads(pages: Sequence[str]) -> list[str]:
    """The pages' text without the lines at their edges that several pages share, but for a number that counts pages.

    What stands there once stays, and so do lines with other numbers, which are rows of a table, and pages that say
    nothing else. A sentence stays once, where it stands in no other.
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
    written = {
        (at, number) for at, page in enumerate(lines) for number, line in enumerate(page) if line.strip()
    }
    return list(pages) if written <= running else _left(lines, running)


def _left(lines: Sequence[Sequence[str]], running: set[_Place]) -> list[str]:
    """The pages' text without what runs, but for each sentence the first time that it follows the end of another."""
    left, above = [], ""
    said: set[str] = set()  # without their numbers, so that one with a page's number stays once too
    for at, page in enumerate(lines):
        stays = []
        for number, line in enumerate(page):
            own = line.strip()
            key = _NUMBER.sub("0", " ".join(own.split()))
            if (at, number) in running:
                whole = _SENTENCE.fullmatch(own) and not own[0].islower() and _ENDED.search(above)
                if key in said or not whole:
                    continue
                said.add(key)
            stays.append(line)
            above = own or above
        left.append("\n".join(stays))
    return left


def _edges(page: Sequence[str]) -> set[int]:
    written = [number for number, line in enumerate(page) if line.strip()]
    return {*written[:_DEEP], *written[-_DEEP:]}


def _counts_pages(lines: Sequence[Sequence[str]], places: Sequence[_Place]) -> bool:
    """Whether each number in lines that are alike otherwise is the same in all of them, or grows page by page."""
    numbers = [_NUMBER.findall(lines[page][line]) for page, line in places]
    pages = [page for page, _ in places]
    return all(len(set(column)) == 1 or _grows(column, pages) for column in zip(*numbers, strict=True))


def _grows(numbers: Sequence[str], pages: Sequence[int]) -> bool:
    if any(len(number) > _LONGEST_NUMBER or int(number) in _YEARS for number in numbers):
        return False
    return len({int(number) - page for number, page in zip(numbers, pages, strict=True)}) == 1
