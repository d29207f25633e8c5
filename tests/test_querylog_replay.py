"""A logged question is asked again word for word, with what it was read together with, or not at all."""

from dataclasses import replace

import pytest
from fakes_querylog import OpenLog, answer, entry, passage

from querylog.errors import NotReplayable
from querylog.log import QueryLog
from querylog.replay import differences
from retrieval.models import Question

pytest_plugins = ("fixtures_querylog",)

WHERE = "Wo traf Kim Putin?"


@pytest.fixture
def log(open_log: OpenLog) -> QueryLog:
    return open_log()


def follow(log: QueryLog, record: int, text: str, user: int = 7) -> int:
    """A follow-up as a cog asks it."""
    return log.record(entry(text, user, follows=record, earlier=log.earlier_question(record)))


def again(log: QueryLog, record: int) -> Question:
    query = log.get(record)
    assert query is not None
    return log.question_of(query)


def test_a_chain_of_follow_ups_is_asked_again_as_it_was(log: QueryLog) -> None:
    first = log.record(entry(WHERE))
    second = follow(log, first, "Und wann?")
    third = follow(log, second, "Und warum?")
    new = follow(log, third, "Wie lange fuhr der Zug nach Wladiwostok?")
    last = follow(log, new, "Und wann?")
    assert [again(log, record).earlier for record in (first, second, third, new, last)] == [
        None,
        WHERE,
        WHERE.replace("Wo", "Wann"),
        WHERE.replace("Wo", "Wann"),  # asked along; whether it leans on it is for `retrieval` to say
        "Wie lange fuhr der Zug nach Wladiwostok?",
    ]


def test_a_chain_ends_with_the_topic_whatever_that_followed(log: QueryLog) -> None:
    gone = log.record(entry("Was isst Kim?", user=8))
    topic = follow(log, gone, WHERE)
    log.delete_user(8)
    assert log.earlier_question(follow(log, topic, "Und wann?")) == WHERE.replace("Wo", "Wann")


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ({}, []),
        ({"refusal": "too_long"}, ["refusal"]),
        ({"confidence": 0.2001}, ["confidence"]),
        ({"confidence": 0.200001}, []),
        ({"build": "b2"}, ["build"]),
        ({"encoder": "fake-2"}, ["encoder"]),
        ({"closest": ()}, ["passages"]),
        ({"closest": (passage(2),)}, ["passage 1"]),
        ({"closest": (passage(score=0.8),)}, ["score 1"]),
        ({"answered": True, "closest": (), "passages": (passage(),)}, ["answered"]),
    ],
)
def test_each_thing_that_changed_is_told(log: QueryLog, now: dict[str, object], changed: list[str]) -> None:
    query = log.get(log.record(entry(WHERE, answered=False)))
    assert query is not None
    again = answer(WHERE, answered=False)
    assert [one.what for one in differences(query, replace(again, **now))] == changed  # type: ignore[arg-type]


def test_the_earlier_question_is_taken_word_for_word(log: QueryLog) -> None:
    text = "  Wo \n\n traf " + "Kim " * 200 + "Putin?"
    first = log.record(entry(text))
    assert again(log, follow(log, first, "Und wann?")).earlier == text


def test_a_topic_whose_text_is_gone_ends_the_chain(log: QueryLog) -> None:
    first = log.record(entry(WHERE, user=8))
    second = follow(log, first, "Und wann?")
    third = follow(log, second, "Und warum?")
    log.delete_user(8)
    assert log.earlier_question(third) is None
    for record in (second, third):
        with pytest.raises(NotReplayable, match="not kept"):
            again(log, record)


def test_what_a_message_showed_shortened_is_not_passed_off_as_what_was_asked(log: QueryLog) -> None:
    first = log.record(entry(WHERE + " " + "Und wie? " * 50))
    shortened = log.record(entry("Und wann?", follows=first, earlier=WHERE + " Und wi…"))
    with pytest.raises(NotReplayable, match="not asked together"):
        again(log, shortened)


def test_no_text_of_the_earlier_question_is_copied(log: QueryLog) -> None:
    first = log.record(entry(WHERE))
    query = log.get(follow(log, first, "Und wann?"))
    assert query is not None
    assert query.earlier == log._secrets.current.mark(WHERE)
    assert WHERE not in str(query)


def test_a_rotated_secret_still_knows_the_earlier_question(log: QueryLog) -> None:
    first = log.record(entry(WHERE))
    second = follow(log, first, "Und wann?")
    log.rotate_secret()
    assert again(log, second).earlier == WHERE


def test_what_an_older_version_noted_no_mark_of_is_asked_with_what_it_follows(log: QueryLog) -> None:
    first = log.record(entry(WHERE))
    assert again(log, log.record(entry("Und wann?", follows=first))).earlier == WHERE
