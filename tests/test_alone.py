"""One process for each shard of a bot, held by locks that end with the process."""

import errno
import logging
import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from cogs.alone import alone
from cogs.errors import AlreadyRunning

BOT = 7


@pytest.mark.parametrize(("running", "second"), [((), ()), ((0, 1), (1, 2)), ((), (0,)), ((0,), ())], ids=str)
def test_a_shard_has_one_process(tmp_path: Path, running: tuple[int, ...], second: tuple[int, ...]) -> None:
    with (
        alone(tmp_path, BOT, running),
        pytest.raises(AlreadyRunning, match="discord-7"),
        alone(tmp_path, BOT, second),
    ):
        pass
    with alone(tmp_path, BOT, second):  # it has ended
        pass


def test_other_shards_and_other_bots_live_in_the_same_folder(tmp_path: Path) -> None:
    with alone(tmp_path, BOT, (0,)), alone(tmp_path, BOT, (1, 2)), alone(tmp_path, 70, ()):
        pass


def _hold(folder: Path, held: Event) -> None:
    with alone(folder, BOT, ()):
        held.set()
        multiprocessing.Event().wait()


def test_a_killed_process_leaves_nothing_held(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held))
    other.start()
    assert held.wait(20)
    with pytest.raises(AlreadyRunning), alone(tmp_path, BOT, ()):
        pass
    other.kill()
    other.join()
    with alone(tmp_path, BOT, ()):
        pass


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_where_nothing_can_be_locked_the_bot_starts_and_says_so(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / f"discord-{BOT}.lock").touch()  # such as a bot on another file system left it

    def refuses(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuses)
    with caplog.at_level(logging.WARNING), alone(tmp_path, BOT, ()):
        pass
    assert "Whether this bot runs twice" in caplog.text


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everything")
def test_a_lock_of_another_user_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / f"discord-{BOT}.lock").touch(0o444)
    with alone(tmp_path, BOT, ()):
        pass
    assert f"discord-{BOT}.lock" in caplog.text
