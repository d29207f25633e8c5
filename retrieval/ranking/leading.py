"""Which reading of a question its answer goes by, and in which language that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.question.wording import OF_ONE_LANGUAGE, content_words
from retrieval.ranking.readings import Reading, is_introduced, read_both_ways


def leading_reading(readings: Sequence[Reading], threshold: float) -> Reading:
    """The whole question; where only a part of it is confident, as if it were asked alone, the surest part.

    What is said before or behind a question, perhaps a pasted paragraph, would be found itself: the question comes
    first, and unless it is confident alone, both count alike.

    Args:
        readings: of the whole question, then of each part.
        threshold: the confidence from which a reading is answered, in [0, 1].
    """
    whole, *parts = readings
    if is_introduced(readings):
        [alone] = parts
        sure = alone.confidence >= threshold
        return alone if sure else replace(read_both_ways(whole, alone), text=alone.text)
    if whole.confidence >= threshold or not parts:
        return whole
    surest = max(parts, key=lambda part: part.confidence)
    return surest if surest.confidence >= threshold else whole


def language_of_the_words(reading: Reading, guess: str) -> str:
    """That of the article that was found, where all words that were searched for stand in what was weighed of it."""
    article = reading.ranking[0].hit.article
    text = " ".join(one.hit.text for one in reading.ranking if one.hit.article.id == article.id).lower()
    asked = [word.lower() for word in content_words(reading.text) if not any(map(str.isdigit, word))]
    own = article.language in OF_ONE_LANGUAGE and all(word in text for word in asked)
    return article.language if own else guess
