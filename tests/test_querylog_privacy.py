"""What PRIVACY.md promises, looked for in the bytes of the files."""

import errno
import os
import random
import re
import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_faults import watched
from fakes_querylog import SHA, TEXT, OpenLog, embed, empty_postgresql, entry, locked

from querylog import database, delivery, overwriting, schema
from querylog.errors import LogUnavailable, SecretExposed, SecretFixed, SecretMismatch, SecretUnusable
from querylog.log import SECRETS, SPOOL, QueryLog
from querylog.models import AuditEntry, Vote
from querylog.pseudonyms import Secrets
from querylog.rows import query_event
from querylog.writing import apply

pytest_plugins = ("fixtures_querylog",)

ASKER, OTHER = 111222333444555666, 777888999000111222


def found_in(folder: Path, text: str | bytes) -> list[str]:
    """Names of the files that hold the text, or the pseudonym that it is the hexadecimal form of."""
    wanted = [text.encode() if isinstance(text, str) else text]
    if isinstance(text, str) and len(text) == 64:
        wanted.append(bytes.fromhex(text))
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(needle in file.read_bytes() for needle in wanted)]


def name_of(log: QueryLog, user: int) -> str:
    return log._secrets.current.pseudonym(user)


def test_no_file_ever_holds_a_users_id(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    record = log.record(entry(user=ASKER))
    log.feedback(record, ASKER, Vote.UP)
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    log.pause_user(ASKER)
    with locked(tmp_path):
        log.record(entry(user=ASKER))
    assert found_in(tmp_path, str(ASKER)) == []
    assert found_in(tmp_path, ASKER.to_bytes(8, "big")) == []
    assert "log.sqlite3-wal" in found_in(tmp_path, name_of(log, ASKER))


def test_every_file_is_for_its_owner_alone(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    log.record(entry())
    with locked(tmp_path):
        log.record(entry())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir() if file.is_file()}
    assert {"log.sqlite3", "log.sqlite3-wal", SECRETS, SPOOL} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_deleting_leaves_not_a_byte_in_any_file(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    mine = log.record(entry("MEINE-FRAGE-1", user=ASKER))
    theirs = log.record(entry("FREMDE-FRAGE", user=OTHER))
    log.feedback(mine, OTHER, Vote.UP)
    log.feedback(theirs, ASKER, Vote.DOWN, "MEIN-KOMMENTAR")
    with locked(tmp_path):
        log.record(entry("MEINE-FRAGE-2", user=ASKER))
        log.feedback(theirs, OTHER, Vote.UP)
    needles = ("MEINE-FRAGE-1", "MEINE-FRAGE-2", "MEIN-KOMMENTAR", name_of(log, ASKER))
    assert all(found_in(tmp_path, needle) for needle in needles)
    gone = log.delete_user(ASKER)
    assert (gone.queries, gone.feedback, gone.spooled, gone.overwritten) == (1, 1, 1, True)
    assert [found_in(tmp_path, needle) for needle in needles] == [[], [], [], []]
    assert found_in(tmp_path, "FREMDE-FRAGE") == ["log.sqlite3"]
    log.maintain()
    assert [query.question for query in log.recent("all")] == ["FREMDE-FRAGE"]
    assert log.unanswered(embed, "all") == []  # the deleted vote counted it as unanswered


def test_deleting_reaches_copies_that_moving_pages_left_behind(open_sqlite: OpenLog, tmp_path: Path) -> None:
    """SQLite's secure_delete alone fails this: merging pages leaves stale copies of cells that moved."""
    log = open_sqlite()
    chance = random.Random(4)  # noqa: S311 - which rows are deleted is no secret
    users = range(150)
    with log._database.write() as connection:
        for _ in range(1_500):
            user = chance.choice(users)
            text = f"FRAGE-VON-{user}- " + "x" * chance.choice((20, 60, 300, 2_000))
            apply(connection, query_event(entry(text, user=user, numbers=()), log._secrets))
    gone = chance.sample(users, 100)
    for user in gone[1:]:
        with log._database.write() as connection:
            own = schema.queries.c.pseudonym == name_of(log, user)
            connection.execute(sa.delete(schema.queries).where(own))
    assert log.delete_user(gone[0]).overwritten
    whole = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [user for user in gone if f"FRAGE-VON-{user}-".encode() in whole] == []
    assert [user for user in gone if bytes.fromhex(name_of(log, user)) in whole] == []
    assert len(log.recent("all", 1_000)) > 100


def test_a_reader_in_the_way_delays_the_overwriting_and_it_is_said(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    log = open_sqlite()
    log.maintain()
    log.record(entry("MEINE-FRAGE", user=ASKER))
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM queries").fetchone()
        assert not log.delete_user(ASKER).overwritten
        assert log.recent("all") == []
    log.maintain()
    assert found_in(tmp_path, "MEINE-FRAGE") == []


def counted_overwriting(log: QueryLog, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When each rewriting of the file began, on the monotonic clock."""
    began: list[float] = []
    real = log._database.overwrite

    def overwrite() -> bool:
        began.append(time.monotonic())
        return real()

    monkeypatch.setattr(log._database, "overwrite", overwrite)
    return began


def test_a_deletion_that_finds_nothing_rewrites_no_file(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log()
    log.record(entry(user=ASKER))
    rewritten = counted_overwriting(log, monkeypatch)
    assert log.delete_user(ASKER).overwritten
    for user in (ASKER, ASKER, OTHER):
        assert log.delete_user(user).overwritten
    assert len(rewritten) == 1


def test_a_deletion_soon_after_another_leaves_the_rewriting_to_upkeep(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite()
    log.maintain()
    rewritten = counted_overwriting(log, monkeypatch)
    for user in (ASKER, OTHER):
        log.record(entry(f"FRAGE-VON-{user}", user=user))
    assert [log.delete_user(user).overwritten for user in (ASKER, OTHER)] == [True, False]
    assert (len(rewritten), log.recent("all")) == (1, [])
    log.maintain()
    log.maintain()
    assert len(rewritten) == 2
    assert found_in(tmp_path, f"FRAGE-VON-{OTHER}") == []


def test_deletions_that_wait_together_share_one_rewriting(
    open_sqlite: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overwriting, "PAUSE_S", 0.0)
    log = open_sqlite()
    users = range(5)
    for user in users:
        log.record(entry(user=user))
    began, go, real = [], threading.Event(), log._database.overwrite

    def slow() -> bool:
        began.append(1)
        go.wait(10)
        return real()

    monkeypatch.setattr(log._database, "overwrite", slow)
    with ThreadPoolExecutor(len(users)) as pool:
        deleting = [pool.submit(log.delete_user, user) for user in users]
        deadline = time.monotonic() + 10
        while log._overwriting._owed < len(users) and time.monotonic() < deadline:
            time.sleep(0.01)
        go.set()
        assert all(one.result().overwritten for one in deleting)
    assert len(began) <= 2, "the one that was running, and one for all that came meanwhile"


def test_deleting_removes_rows_votes_and_waiting_records_on_both_databases(open_log: OpenLog) -> None:
    log = open_log()
    mine, theirs = log.record(entry(user=ASKER)), log.record(entry(user=OTHER))
    log.feedback(theirs, ASKER, Vote.UP)
    log.feedback(mine, OTHER, Vote.UP)
    gone = log.delete_user(ASKER)
    assert (gone.queries, gone.feedback) == (1, 1)
    assert [query.id for query in log.recent("all")] == [theirs]
    assert log.recent("all")[0].feedback == ()
    with log._database.read() as connection:
        counts = [
            connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (schema.queries, schema.citations, schema.feedback)
        ]
    assert counts == [1, 1, 0]


def test_what_postgresql_leaves_goes_with_vacuum_full(tmp_path: Path, postgresql_url: str) -> None:
    empty_postgresql(postgresql_url)
    log = QueryLog.open(tmp_path, postgresql_url)
    for user in (ASKER, OTHER):
        log.record(entry(f"FRAGE-VON-{user}", user=user))
    log.delete_user(ASKER)
    with log._database._engine.connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        folder = Path(str(autocommit.exec_driver_sql("SHOW data_directory").scalar()))
        autocommit.exec_driver_sql("VACUUM FULL queries, feedback")
        autocommit.exec_driver_sql("CHECKPOINT")
    log.close()
    assert found_in(folder / "base", f"FRAGE-VON-{OTHER}")
    assert found_in(folder / "base", f"FRAGE-VON-{ASKER}") == []


def test_a_paused_member_is_on_record_without_words(open_log: OpenLog, tmp_path: Path) -> None:
    log = open_log(lock_timeout_ms=20)
    assert not log.is_paused(ASKER)
    log.pause_user(ASKER)
    assert log.is_paused(ASKER)
    log.record(entry("GEHEIM", user=ASKER, answered=False))
    log.record(entry("offen", user=OTHER))
    assert [query.question for query in log.recent("all")] == ["offen", None]
    assert log.unanswered(embed, "all") == []
    assert found_in(tmp_path, "GEHEIM") == []
    log.pause_user(ASKER, paused=False)
    log.record(entry("wieder da", user=ASKER))
    assert log.recent("all")[0].question == "wieder da"


def test_a_pause_reaches_the_spool(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_BACK_OFF_S", 0)
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry("VOR-DER-PAUSE", user=ASKER))
    log.pause_user(ASKER)
    assert found_in(tmp_path, "VOR-DER-PAUSE") == []
    with locked(tmp_path):
        log.record(entry("IN-DER-PAUSE", user=ASKER))
    assert found_in(tmp_path, "IN-DER-PAUSE") == []
    log.maintain()
    assert [query.question for query in log.recent("all")] == [None, None]


def test_a_pause_made_in_another_process_reaches_what_is_replayed(open_log: OpenLog, tmp_path: Path) -> None:
    log, other = open_log(), open_log()
    other.pause_user(ASKER)
    log._delivery.keep(query_event(entry("GEHEIM", user=ASKER), log._secrets))
    log.maintain()
    assert [query.question for query in log.recent("all")] == [None]
    assert found_in(tmp_path, "GEHEIM") == []


def test_an_export_has_all_of_a_members_rows_and_nobody_elses(open_log: OpenLog) -> None:
    log = open_log()
    mine, theirs = log.record(entry("meine", user=ASKER)), log.record(entry("fremde", user=OTHER))
    log.feedback(theirs, ASKER, Vote.DOWN, "mein Kommentar")
    log.feedback(mine, OTHER, Vote.UP, "fremder Kommentar")
    log.audit(AuditEntry(action="reindex", outcome="ok", user=ASKER))
    log._delivery.keep(query_event(entry("wartet", user=ASKER), log._secrets))
    found = log.export_user(ASKER)
    assert [query["question"] for query in found["questions"]] == ["meine"]
    assert [(vote["id"], vote["comment"]) for vote in found["feedback"]] == [(str(theirs), "mein Kommentar")]
    assert [action["action"] for action in found["admin_actions"]] == ["reindex"]
    assert [event["row"]["question"] for event in found["waiting"]] == ["wartet"]
    assert "fremde" not in str(found)
    assert str(ASKER) not in str(found)


def test_rotating_keeps_older_rows_within_their_members_reach(open_log: OpenLog) -> None:
    log = open_log()
    log.record(entry("alt", user=ASKER))
    log.pause_user(OTHER)
    before = name_of(log, ASKER)
    running = open_log()
    log.rotate_secret()
    assert name_of(running, ASKER) != before, "a running process notices"
    record = running.record(entry("neu", user=ASKER))
    running.record(entry("noch pausiert", user=OTHER))
    assert len(log.export_user(ASKER)["questions"]) == 2
    assert [query.question for query in log.recent("all")] == [None, "neu", "alt"]
    log.feedback(record, ASKER, Vote.UP)
    log.rotate_secret()
    log.feedback(record, ASKER, Vote.DOWN)
    assert [one.vote for one in log.recent("all")[1].feedback] == [Vote.DOWN]
    assert open_log().delete_user(ASKER).queries == 2


def test_an_older_secret_goes_with_its_last_row(open_log: OpenLog, tmp_path: Path) -> None:
    log = open_log()
    today = datetime.now(UTC)
    log.record(entry(user=ASKER, asked_at=today - timedelta(days=80)))
    log.rotate_secret()
    log.record(entry(user=ASKER))
    log.expire()
    assert len(Secrets(tmp_path / SECRETS).all()) == 2
    log.expire((today + timedelta(days=20)).date())
    assert len(Secrets(tmp_path / SECRETS).all()) == 1
    assert len(open_log().export_user(ASKER)["questions"]) == 1


def test_retention_counts_days_and_leaves_no_bytes(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(retention_days=3, audit_days=5)
    noon = datetime.now(UTC).replace(hour=12, minute=0)
    for days in range(6):
        log.record(entry(f"VOR-{days}-TAGEN", asked_at=noon - timedelta(days=days), numbers=(days % 3 + 1,)))
        log.audit(AuditEntry(action=f"TAT-{days}", outcome="ok", at=noon - timedelta(days=days)))
    assert log.maintain().expired == 3 + 1
    assert [query.question for query in log.recent("all")] == ["VOR-2-TAGEN", "VOR-1-TAGEN", "VOR-0-TAGEN"]
    assert [found_in(tmp_path, f"VOR-{days}-TAGEN") for days in (3, 4, 5)] == [[], [], []]
    assert [record.action for record in log.audit_trail("all")] == [
        "TAT-4",
        "TAT-3",
        "TAT-2",
        "TAT-1",
        "TAT-0",
    ]
    assert log.maintain().expired == 0


def test_a_day_that_begins_while_the_one_before_expires_is_not_left_out(
    open_sqlite: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_sqlite(retention_days=3)
    day = datetime.now(UTC).date()
    days = iter([day, *[day + timedelta(days=1)] * 9])
    monkeypatch.setattr("querylog.log.today", lambda: next(days))
    log.record(entry(asked_at=datetime.now(UTC) - timedelta(days=2)))
    assert [log.maintain().expired for _ in range(2)] == [0, 1]


def test_quotes_go_with_the_last_citation_of_them(open_log: OpenLog) -> None:
    log = open_log(retention_days=3)
    old = datetime.now(UTC) - timedelta(days=9)
    log.record(entry(numbers=(1, 2), asked_at=old))
    log.record(entry(numbers=(2,)))
    log.expire()
    with log._database.read() as connection:
        assert [row.first for row in connection.execute(sa.select(schema.passages))] == [2]


def test_a_purged_article_is_quoted_no_more(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    record = log.record(entry(numbers=(1,)))
    with locked(tmp_path):
        log.record(entry(numbers=(2,)))
    assert found_in(tmp_path, TEXT[:41])
    assert found_in(tmp_path, "Sanktionen")
    log.forget_text(SHA)
    log.maintain()
    assert found_in(tmp_path, TEXT[:41]) == []
    assert found_in(tmp_path, "Sanktionen") == []
    found = log.get(record)
    assert found is not None
    assert (found.citations[0].sentences, found.citations[0].sentence) == ((1, 1), "")


def test_a_reader_in_the_way_of_a_purge_is_an_error_and_not_silence(
    open_sqlite: OpenLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    log = open_sqlite()
    log.record(entry(numbers=(1,)))
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM queries").fetchone()
        with pytest.raises(LogUnavailable, match="try again"):
            log.forget_text(SHA)
    log.forget_text(SHA)
    assert found_in(tmp_path, TEXT[:41]) == []


def test_a_secret_file_that_is_lost_in_use_makes_no_new_pseudonyms(
    open_sqlite: OpenLog, tmp_path: Path
) -> None:
    log = open_sqlite()
    log.pause_user(ASKER)
    (tmp_path / SECRETS).unlink()
    record = log.record(entry("MEINE-FRAGE", user=ASKER))
    found = log.get(record)
    assert found is not None
    assert found.question is None, "the pause holds"
    assert not (tmp_path / SECRETS).exists(), "the next start has to refuse, and say what is missing"
    with pytest.raises(SecretMismatch):
        open_sqlite()


def test_a_full_disk_leaves_no_half_secret_behind_and_a_new_one_is_lasting(tmp_path: Path) -> None:
    secrets, done = Secrets(tmp_path / SECRETS), []

    def full(event: str, path: str) -> None:
        if event == "os.fsync":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    with watched(tmp_path, full), pytest.raises(SecretUnusable, match=r"No space.*: make room"):
        secrets.all()
    assert not list(tmp_path.iterdir())
    with watched(tmp_path, lambda event, path: done.append((event, path))):
        secrets.all()
        assert ("os.fsync", str(tmp_path)) in done
        done.clear()
        secrets.rotate()
        assert done[-1] == ("os.fsync", str(tmp_path))


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"secrets": []}', '{"secrets": [""]}', '{"secrets": [7]}']
)
def test_a_damaged_secret_file_is_refused_by_name_and_left_alone(
    open_sqlite: OpenLog, tmp_path: Path, content: str
) -> None:
    log = open_sqlite()
    log.record(entry(user=ASKER))
    (tmp_path / SECRETS).write_text(content)
    with pytest.raises(SecretUnusable, match=SECRETS):
        open_sqlite()
    assert (tmp_path / SECRETS).read_text() == content
    log.record(entry(user=ASKER))
    assert len({query.user for query in log.recent("all")}) == 1, "whoever has it at hand goes on with it"


def test_another_secret_than_the_rows_were_made_with_is_refused(open_log: OpenLog, tmp_path: Path) -> None:
    open_log().record(entry(user=ASKER))
    (tmp_path / SECRETS).rename(tmp_path / "lost")
    with pytest.raises(SecretMismatch, match="secret"):
        open_log()
    (tmp_path / "lost").rename(tmp_path / SECRETS)
    assert open_log().delete_user(ASKER).queries == 1


def test_secrets_from_a_setting_are_shared_and_rotated_by_the_operator(
    open_log: OpenLog, tmp_path: Path
) -> None:
    log = open_log(secrets=["alpha"])
    log.record(entry(user=ASKER))
    assert not (tmp_path / SECRETS).exists()
    with pytest.raises(SecretFixed, match="GIPFEL_QUERYLOG__SECRET"):
        log.rotate_secret()
    with pytest.raises(SecretMismatch):
        open_log(secrets=["beta"])
    both = open_log(secrets=["beta", "alpha"])
    both.record(entry(user=ASKER))
    with pytest.raises(SecretMismatch):
        log.delete_user(ASKER)  # this process would miss the rows made with the new secret
    assert both.delete_user(ASKER).queries == 2


def test_a_secret_that_others_can_read_is_refused(open_sqlite: OpenLog, tmp_path: Path) -> None:
    open_sqlite().record(entry())
    (tmp_path / SECRETS).chmod(0o644)
    with pytest.raises(SecretExposed, match="chmod 600"):
        open_sqlite()


def test_pseudonyms_are_hmac_sha256_under_the_secret() -> None:
    # python -c "import hmac; print(hmac.new(b'key', b'42', 'sha256').hexdigest())"
    secret = Secrets(Path("unused"), ["key"]).current
    assert secret.pseudonym(42) == "f2991b7ce981d0b5adc5e6a0f31acaeb407bfc21354bbcc31a0c43eaffa83d65"
    assert "key" not in secret.fingerprint


def test_postgresql_keeps_of_deleted_rows_what_the_privacy_page_says(
    postgresql_url: str, tmp_path: Path
) -> None:
    empty_postgresql(postgresql_url)
    log = QueryLog.open(tmp_path, postgresql_url)
    record = log.record(entry("GEHEIME-FRAGE", user=ASKER))
    log.feedback(record, ASKER, Vote.DOWN, "GEHEIMER-KOMMENTAR")
    log.record(entry("bleibt", user=OTHER))
    engine = log._database._engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        data = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")
    if not os.access(data / "base", os.R_OK | os.X_OK):
        pytest.skip("this user may not read PostgreSQL's files")
    secrets = ("GEHEIME-FRAGE", "GEHEIMER-KOMMENTAR", name_of(log, ASKER))
    assert all(found_in(data / "base", secret) for secret in secrets), "the search must be able to find them"
    assert log.delete_user(ASKER).overwritten
    assert [query.question for query in log.recent("all")] == ["bleibt"]
    page = (Path(__file__).parent.parent / "PRIVACY.md").read_text(encoding="utf-8")
    (statement,) = set(re.findall(r"`(VACUUM FULL [a-z, ]+)`", page))
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CHECKPOINT")
    left = [found_in(data / part, secret) for part in ("base", "global") for secret in secrets]
    assert left == [[]] * len(left)
    log.close()
