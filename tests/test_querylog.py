"""Recording, feedback and reading, on both databases."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from fakes_querylog import SENTENCES, TEXT, OpenLog, embed, entry

from querylog import delivery
from querylog.errors import LogRejected, UnknownRecord
from querylog.log import DATABASE, QueryLog
from querylog.models import AuditEntry, GuildSettings, Surface, Vote
from querylog.spool import Event
from querylog.unanswered import group

pytest_plugins = ("fixtures_querylog",)


def test_a_question_comes_back_as_it_was_recorded(open_log: OpenLog) -> None:
    log = open_log()
    asked_at = datetime(2026, 11, 24, 10, 0, 0, 123000, tzinfo=UTC)
    made = entry("Wo trafen sie sich?", asked_at=asked_at, numbers=(1, 3), surface=Surface.REPLY, follows=99)
    found = open_log().get(log.record(made))
    assert found is not None
    assert (found.question, found.surface, found.guild, found.channel, found.follows) == (
        "Wo trafen sie sich?",
        Surface.REPLY,
        1,
        11,
        99,
    )
    assert found.asked_at == asked_at
    assert (found.answered, found.confidence, found.ms) == (True, 0.9, made.answer.ms)
    assert (found.build, found.encoder, found.locale, found.language) == ("b1", "fake-1", "de", "de")
    assert [cited.sentences for cited in found.citations] == [(1, 1), (3, 3)]
    assert found.citations[1].sentence == TEXT[slice(*SENTENCES[2])]
    assert found.closest == ()


def test_a_refusal_keeps_the_closest_sentences_apart_from_citations(open_log: OpenLog) -> None:
    log = open_log()
    found = log.get(log.record(entry(answered=False, numbers=(2,))))
    assert found is not None
    assert (found.answered, found.refusal, found.citations) == (False, "not_found", ())
    assert [cited.sentences for cited in found.closest] == [(2, 2)]


def test_the_same_entry_twice_is_one_row(open_log: OpenLog) -> None:
    log = open_log()
    made = entry()
    log.record(made)
    log.record(made)
    assert len(log.recent("all")) == 1
    assert log.health().spooled == 0


def test_a_number_beyond_those_of_a_database_is_rejected_by_name(open_log: OpenLog) -> None:
    with pytest.raises(LogRejected):
        open_log().recent(2**63)  # as a guild


def test_the_log_lies_in_its_folder_whatever_characters_the_path_has(tmp_path: Path) -> None:
    var = tmp_path / "Gipfel? 50 % #1 ü"
    log = QueryLog.open(var)
    log.record(entry())
    log.close()
    assert (var / DATABASE).exists()


def test_what_a_database_refuses_in_text_is_replaced(open_log: OpenLog) -> None:
    log = open_log()
    found = log.get(log.record(entry("a\0b \ud83d c 😀")))
    assert found is not None
    assert found.question == "a\ufffdb \ufffd c 😀"


def test_the_last_vote_of_a_member_counts_and_others_keep_theirs(open_log: OpenLog) -> None:
    log = open_log()
    record = log.record(entry())
    log.feedback(record, 1, Vote.UP)
    log.feedback(record, 1, Vote.DOWN, "falsche Stadt")
    log.feedback(record, 2, Vote.UP)
    found = log.get(record)
    assert found is not None
    assert [(one.vote, one.comment) for one in found.feedback] == [
        (Vote.DOWN, "falsche Stadt"),
        (Vote.UP, None),
    ]
    stats = log.stats("all")
    assert (stats.up, stats.down) == (1, 1)


@pytest.mark.parametrize("record", [1 << 63, 10**19 - 1])
def test_a_forged_id_that_no_database_holds_is_on_no_record_and_no_outage(
    open_log: OpenLog, record: int
) -> None:
    log = open_log()
    assert log.get(record) is None
    with pytest.raises(UnknownRecord):
        log.feedback(record, 1, Vote.UP)
    assert (log.health().available, log.health().spooled) == (True, 0)


def test_feedback_on_nothing_is_refused(open_log: OpenLog) -> None:
    with pytest.raises(UnknownRecord):
        open_log().feedback(5, 1, Vote.UP)


def test_a_guild_sees_its_own_questions_alone(open_log: OpenLog) -> None:
    log = open_log()
    for guild in (1, 2, None):
        log.record(entry(f"Frage aus {guild}", guild=guild, answered=False))
    assert [query.guild for query in log.recent(2)] == [2]
    assert [query.guild for query in log.search("Frage", 1)] == [1]
    assert [query.guild for query in log.export(1)] == [1]
    assert sum(group.count for group in log.unanswered(embed, 2)) == 1
    assert log.stats(1).refused == 1
    assert len(log.recent("all")) == 3
    other = log.recent(1)[0].id
    assert log.get(other, 2) is None
    assert log.get(other, 1) is not None


def test_searching_ignores_case_in_every_script_and_takes_wildcards_literally(open_log: OpenLog) -> None:
    log = open_log()
    for text in ("Wo war ПУТИН?", "ÄRGER in Wladiwostok", "100% sicher", "100 sicher"):
        log.record(entry(text))
    assert [query.question for query in log.search("путин", "all")] == ["Wo war ПУТИН?"]
    assert [query.question for query in log.search("ärger", "all")] == ["ÄRGER in Wladiwostok"]
    assert [query.question for query in log.search("0% s", "all")] == ["100% sicher"]
    assert log.search("100_", "all") == []


def test_citations_come_back_in_the_order_in_which_they_were_shown(open_log: OpenLog) -> None:
    log, made = open_log(), entry(numbers=(1, 2, 3))
    scored = (
        replace(one, score=score) for one, score in zip(made.answer.passages, (0.5, 0.9, 0.7), strict=True)
    )
    log.record(replace(made, answer=replace(made.answer, passages=tuple(scored))))
    (found,) = log.recent("all")
    assert [cited.score for cited in found.citations] == [0.5, 0.9, 0.7]


def test_recent_is_newest_first_and_limited(open_log: OpenLog) -> None:
    log = open_log()
    for number in range(5):
        log.record(entry(f"Frage {number}"))
    assert [query.question for query in log.recent("all", 2)] == ["Frage 4", "Frage 3"]


def test_unanswered_groups_alike_questions_most_asked_first(open_log: OpenLog) -> None:
    log = open_log()
    now = datetime.now(UTC)
    for at, text in enumerate(
        ("Was isst Kim?", "was isst  kim", "Was isst denn Kim?", "Wann kommt der Zug an?")
    ):
        log.record(entry(text, answered=False, numbers=(2,), asked_at=now + timedelta(milliseconds=at)))
    log.record(entry("Was kostet das?", answered=False, refusal="too_long"))
    log.record(entry("Beantwortet"))
    groups = log.unanswered(embed, "all")
    assert [group.count for group in groups] == [3, 1]
    newest = next(one for one in log.recent("all") if "denn" in one.question)
    assert groups[0].last_asked == newest.asked_at
    assert set(groups[0].questions) == {"was isst  kim", "Was isst denn Kim?"}
    assert groups[0].closest is not None
    assert groups[0].closest.sentences == (2, 2)
    assert groups[1].questions == ("Wann kommt der Zug an?",)
    assert log.unanswered(embed, "all", limit=1) == groups[:1]
    assert [group.count for group in log.unanswered(embed, "all", wordings=1)] == [2], "the most asked one"


def test_a_question_joins_the_first_group_whose_first_question_it_is_like() -> None:
    angles = np.radians([0, 30, 60, 50])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    # The third is like the second, but not like the first, which stands for both.
    assert group(vectors, float(np.cos(np.radians(35)))) == [[0, 1], [2, 3]]


def test_a_follow_up_is_listed_with_what_it_leans_on_and_counted_behind_that_alone(open_log: OpenLog) -> None:
    log = open_log()
    for where in ("Wo trafen sie sich?", "Wo landete der Zug?"):
        first = log.record(entry(where))
        for _ in range(2 if "Zug" in where else 1):
            log.record(entry("Und wann?", answered=False, follows=first, earlier=where))
    log.record(entry("Und wer?", answered=False, earlier="Jemand schrieb das."))
    elsewhere = log.record(entry("Was geschah anderswo?", guild=2))
    disliked = log.record(entry("Und warum?", follows=elsewhere, earlier="Was geschah anderswo?"))
    log.feedback(disliked, 1, Vote.DOWN)
    groups = log.unanswered(embed, 1)
    assert [(group.count, group.questions) for group in groups] == [
        (2, ("Und wann? ← Wo landete der Zug?",)),
        (1, ("Und warum? ← …",)),
        (1, ("Und wer? ← …",)),
        (1, ("Und wann? ← Wo trafen sie sich?",)),
    ]


def test_follow_ups_to_what_is_not_kept_are_listed_in_each_wording_once(open_log: OpenLog) -> None:
    log = open_log()
    for said in ("Jemand schrieb das.", "Jemand schrieb etwas anderes."):
        log.record(entry("Und wer?", answered=False, earlier=said))
    assert [(group.count, group.questions) for group in log.unanswered(embed, 1)] == [(2, ("Und wer? ← …",))]


def test_a_vote_counts_a_follow_up_behind_its_own_question_alone(open_log: OpenLog) -> None:
    log = open_log()
    for where in ("Wo trafen sie sich?", "Wo landete der Zug?"):
        asked = log.record(entry("Und wann?", follows=log.record(entry(where)), earlier=where))
        log.feedback(asked, 1, Vote.DOWN)
    assert sorted(group.questions for group in log.unanswered(embed, 1)) == [
        ("Und wann? ← Wo landete der Zug?",),
        ("Und wann? ← Wo trafen sie sich?",),
    ]


def test_a_down_vote_makes_an_answer_count_as_unanswered_until_it_is_taken_back(open_log: OpenLog) -> None:
    log = open_log()
    record = log.record(entry("Wer war dabei?"))
    log.feedback(record, 1, Vote.DOWN)
    assert [group.questions for group in log.unanswered(embed, "all")] == [("Wer war dabei?",)]
    log.feedback(record, 1, Vote.UP)
    assert log.unanswered(embed, "all") == []


def test_up_voted_leaves_out_what_somebody_disliked(open_log: OpenLog) -> None:
    log = open_log()
    liked, disputed = log.record(entry("a")), log.record(entry("b"))
    for record in (liked, disputed):
        log.feedback(record, 1, Vote.UP)
    log.feedback(disputed, 2, Vote.DOWN)
    assert [query.id for query in log.up_voted("all")] == [liked]


def test_guild_settings_are_kept_and_replaced(open_log: OpenLog) -> None:
    log = open_log()
    assert log.guild_settings(5) == GuildSettings(5)
    log.save_guild_settings(GuildSettings(5, frozenset({2**60, 3}), 12.5))
    assert open_log().guild_settings(5) == GuildSettings(5, frozenset({2**60, 3}), 12.5)
    log.save_guild_settings(GuildSettings(5))
    assert log.guild_settings(5) == GuildSettings(5)


def test_the_audit_trail_says_who_what_when_and_how_it_went(open_log: OpenLog) -> None:
    log = open_log()
    log.audit(AuditEntry(action="reindex", outcome="ok", detail="3 articles", guild=1, user=7))
    log.audit(AuditEntry(action="expire", outcome="failed"))
    trail = log.audit_trail("all")
    assert [(record.action, record.outcome, record.detail) for record in trail] == [
        ("expire", "failed", ""),
        ("reindex", "ok", "3 articles"),
    ]
    asker = log.recent("all")
    assert asker == []
    record = log.record(entry(user=7))
    query = log.get(record)
    assert query is not None
    assert trail[1].user == query.user
    assert [one.action for one in log.audit_trail(1)] == ["reindex"]


def test_an_export_pages_through_everything_once(open_log: OpenLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("querylog.reading._PAGE", 3)
    log = open_log()
    for number in range(8):
        log.record(entry(f"Frage {number}"))
    assert [query.question for query in log.export("all")] == [f"Frage {number}" for number in range(8)]
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    assert list(log.export("all", yesterday, yesterday)) == []


def test_a_crowd_of_writers_queues_for_longer_than_the_database_would_wait(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    real = delivery.apply

    def slow(connection: sa.Connection, event: Event) -> bool:
        time.sleep(0.03)
        return real(connection, event)

    monkeypatch.setattr(delivery, "apply", slow)
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda number: log.record(entry(f"Frage {number}")), range(32)))
    assert log.health().spooled == 0
    assert len(log.recent("all", 100)) == 32
