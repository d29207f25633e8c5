"""Why a file is no article, as admins read it: each reason in its own words, with what to do."""

import pickle
import re

import pytest

import locales
from cogs.render_index import refusal
from index.errors import ArticleRefused, TranslationStale
from index.reading.refusals import REMEDIES
from index.reading.refusals import refusal as refused

LOCALES = locales.load()
DETAILS = {
    "limit": 3 * 2**20,
    "problem": "date: must be a *day*",
    "id": "gipfel",
    "others": "gipfel.md",
    "types": ".txt",
    "language": "ko",
    "numbers": "2",
    "seconds": 60,
}


def every() -> list[ArticleRefused]:
    """One refusal for each reason there is."""
    found = [refused("gipfel.txt", reason, **DETAILS) for reason in REMEDIES if reason != "translation_stale"]
    others = [ArticleRefused("gipfel.txt", reason, "") for reason in ("duplicate", "purged")]
    return [*found, *others, TranslationStale("gipfel.ko.translation.toml", "", "gipfel", "ko", (2,))]


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_each_reason_has_its_own_sentence_and_says_what_to_do(language: str) -> None:
    said = {error.reason: refusal(error, LOCALES.of(language)) for error in every()}
    assert len(set(said.values())) == len(said)
    # What is wrong, and then what to do.
    assert [text for text in said.values() if not re.search(r"[\w)][.!] \w", text)] == []


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_a_fault_is_named_once_without_the_words_of_the_command_line(language: str) -> None:
    for reason in ("metadata_invalid", "translation_invalid", "names_invalid"):
        text = refusal(refused("gipfel.txt", reason, problem="date: must be a *day*"), LOCALES.of(language))
        assert text.endswith(r": date\: must be a \*day\*")
        assert "python bot.py" not in text


def test_the_limit_is_said_in_megabytes() -> None:
    assert "3 MB" in refusal(refused("gipfel.txt", "too_large", limit=3 * 2**20), LOCALES.of("de"))
    assert "1 MB" in refusal(refused("gipfel.txt", "too_large", limit=1), LOCALES.of("en"))


def test_details_cross_process_borders() -> None:
    error = pickle.loads(pickle.dumps(refused("gipfel.txt", "too_large", limit=7)))  # noqa: S301 - our own
    assert (error.file, error.reason, error.details) == ("gipfel.txt", "too_large", {"limit": 7})
