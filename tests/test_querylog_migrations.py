"""From every earlier version to the newest without losing a row; a newer database is left alone."""

import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes_querylog import OpenLog, embed, entry, locked

from querylog import migrations, schema
from querylog.database import Database
from querylog.errors import DatabaseTooNew, DriverMissing, LogUnavailable
from querylog.events import query_event
from querylog.models import AuditEntry, GuildSettings, Vote
from querylog.pseudonyms import Secrets
from querylog.spool import Event
from querylog.writing import cite

pytest_plugins = ("fixtures_querylog",)


def made_by(database: Database, version: int) -> None:
    """A database as a bot of that version left it."""
    with database.write() as connection:
        migrations.migrate(connection, upto=version)


def write(connection: sa.Connection, event: Event) -> None:
    """A question, into those columns that this version has."""
    old = sa.Table("queries", sa.MetaData(), autoload_with=connection)
    row = {name: value for name, value in event["row"].items() if name in old.c}
    as_bytes = {"pseudonym": bytes.fromhex(row["pseudonym"])}
    seq = connection.scalar(sa.insert(old).values(row | as_bytes).returning(old.c.seq))
    cite(connection, seq, row, event["passages"])


@pytest.mark.parametrize("version", sorted(migrations.MIGRATIONS))
def test_rows_survive_from_every_earlier_version(
    url: str, open_log: OpenLog, tmp_path: Path, version: int
) -> None:
    database = Database(url)
    made_by(database, version)
    secret = Secrets(tmp_path / "querylog.secret.json")
    entries = [entry(f"Frage {number}", numbers=(1, 2)) for number in range(3)]
    with database.write() as connection:
        for one in entries:
            write(connection, query_event(one, secret))
    database.close()
    log = open_log()
    assert [query.id for query in log.recent("all")] == [one.id for one in reversed(entries)]
    assert [len(query.citations) for query in log.recent("all")] == [2, 2, 2]
    log.feedback(entries[0].id, 3, Vote.UP)
    log.audit(AuditEntry(action="a", outcome="ok"))
    log.save_guild_settings(GuildSettings(1))
    assert log._database.prepare() == migrations.NEWEST


def test_a_database_that_cannot_be_migrated_now_says_so_and_is_read_later(
    tmp_path: Path, open_sqlite: OpenLog
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'log.sqlite3'}")
    database.file.touch()
    made_by(database, 2)
    database.close()
    with locked(tmp_path):
        log = open_sqlite(lock_timeout_ms=1)
        with pytest.raises(LogUnavailable, match=r"still at schema version 2.*could not be migrated"):
            log.recent("all")
    log.maintain()
    assert log.recent("all") == []


def test_a_migration_is_told_once(open_log: OpenLog, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "querylog")
    open_log()
    assert "was at schema version" in caplog.text
    caplog.clear()
    open_log()
    assert caplog.text == ""


def test_small_talk_that_was_voted_down_is_no_longer_counted_as_unanswered(
    url: str, open_log: OpenLog, tmp_path: Path
) -> None:
    database = Database(url)
    made_by(database, 4)
    secret = Secrets(tmp_path / "querylog.secret.json")
    talk, gap = (
        query_event(entry(text, answered=False, refusal=refusal), secret)
        for text, refusal in (("Hallo!", "greeting"), ("Was isst Kim?", "not_found"))
    )
    talk["row"]["unanswered_key"] = 5  # as an earlier version counted a vote against it
    with database.write() as connection:
        write(connection, talk)
        write(connection, gap)
    database.close()
    assert [group.questions for group in open_log().unanswered(embed, "all")] == [("Was isst Kim?",)]


def test_a_newer_database_is_refused_by_name_and_left_alone(url: str, open_log: OpenLog) -> None:
    open_log().record(entry())
    database = Database(url)
    with database.write() as connection:
        connection.execute(sa.update(schema.version).values(version=migrations.NEWEST + 1))
    with pytest.raises(
        DatabaseTooNew, match=f"schema version {migrations.NEWEST + 1}.*up to {migrations.NEWEST}"
    ):
        open_log()
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.queries)) == 1
    database.close()


def test_a_migration_that_fails_leaves_the_old_version_whole(
    url: str, open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = open_log().record(entry())
    broken = {
        **migrations.MIGRATIONS,
        migrations.NEWEST + 1: "CREATE TABLE half (id INTEGER); DROP TABLE nothing",
    }
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", broken)
        patch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
        database = Database(url)
        with pytest.raises(Exception, match="nothing"), database.write() as connection:
            migrations.migrate(connection, upto=migrations.NEWEST)
        database.close()
    log = open_log()
    assert log.get(record) is not None
    with log._database.read() as connection:
        assert "half" not in sa.inspect(connection).get_table_names()


def test_the_tables_are_what_the_statements_are_built_from(open_log: OpenLog) -> None:
    log = open_log()
    with log._database.read() as connection:
        inspector = sa.inspect(connection)
        for table in schema.META.sorted_tables:
            found = [column["name"] for column in inspector.get_columns(table.name)]
            assert found == [column.name for column in table.columns], table.name


def test_a_database_without_its_driver_is_refused_by_name() -> None:
    with pytest.raises(DriverMissing, match="nosuchdatabase"):
        Database("nosuchdatabase://x")
