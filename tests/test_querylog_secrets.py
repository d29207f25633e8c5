"""The secrets behind pseudonyms: rotated, shared, refused, never lost."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes_faults import watched
from fakes_querylog import (
    ASKER,
    OTHER,
    OpenLog,
    entry,
    found_in,
    locked,
    name_of,
)

from querylog.errors import SecretExposed, SecretFixed, SecretMismatch, SecretUnusable
from querylog.log import SECRETS
from querylog.models import Vote
from querylog.pseudonyms import Secrets

pytest_plugins = ("fixtures_querylog",)


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


def test_an_older_secret_stays_for_a_record_that_waits(open_sqlite: OpenLog, tmp_path: Path) -> None:
    log = open_sqlite(lock_timeout_ms=20)
    with locked(tmp_path):
        log.record(entry(user=ASKER))
    log.rotate_secret()
    log.expire()
    log.maintain()
    assert len(open_sqlite().export_user(ASKER)["questions"]) == 1


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
    assert not (tmp_path / SECRETS).exists(), "a new one would stand where the lost one is to be put back"
    (tmp_path / "lost").rename(tmp_path / SECRETS)
    assert open_log().delete_user(ASKER).queries == 1


def test_a_secret_that_a_killed_process_left_goes_with_the_next_change(tmp_path: Path) -> None:
    class Killed(BaseException):
        """Nothing handles it, as nothing handles SIGKILL."""

    def killing(event: str, path: str) -> None:
        if event == "os.rename":
            raise Killed(path)

    secrets = Secrets(tmp_path / SECRETS)
    first = secrets.current
    with watched(tmp_path, killing), pytest.raises(Killed):
        secrets.rotate()
    assert found_in(tmp_path, first.key) != [SECRETS], "it left something"
    new = secrets.rotate()
    secrets.forget([first.fingerprint])
    assert secrets.all() == (new,)
    assert found_in(tmp_path, first.key) == []
    assert {file.name for file in tmp_path.iterdir()} == {SECRETS, f"{SECRETS}.lock"}


def test_a_first_secret_that_another_process_tidied_away_gives_way_to_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tidied(fresh: Path, file: Path) -> None:
        monkeypatch.undo()
        fresh.unlink()
        Secrets(file).rotate()
        raise FileNotFoundError(fresh)

    monkeypatch.setattr("os.link", tidied)
    found = Secrets(tmp_path / SECRETS).all()
    assert found == Secrets(tmp_path / SECRETS).all()


def test_an_operator_s_copy_of_the_secret_stays_where_it_is(tmp_path: Path) -> None:
    secrets, copy = Secrets(tmp_path / SECRETS), tmp_path / f"{SECRETS}.2026-05-01.bak"
    secrets.all()
    copy.write_bytes((tmp_path / SECRETS).read_bytes())
    secrets.rotate()
    assert copy.exists()


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


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_that_others_can_read_is_refused(open_sqlite: OpenLog, tmp_path: Path, mode: int) -> None:
    open_sqlite().record(entry())
    (tmp_path / SECRETS).chmod(mode)
    with pytest.raises(SecretExposed, match="chmod 600"):
        open_sqlite()


def test_pseudonyms_are_hmac_sha256_under_the_secret() -> None:
    # python -c "import hmac; print(hmac.new(b'key', b'42', 'sha256').hexdigest())"
    secret = Secrets(Path("unused"), ["key"]).current
    assert secret.pseudonym(42) == "f2991b7ce981d0b5adc5e6a0f31acaeb407bfc21354bbcc31a0c43eaffa83d65"
    assert "key" not in secret.fingerprint
