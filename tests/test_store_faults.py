"""Full disks, flipped bits, cut files: the live build is as before, or is refused by name."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest
from fakes_faults import Fault, watched
from fakes_index import Workshop

from index.errors import IndexCorrupt, IndexMismatch, IndexRoomError, StoreUnwritable
from index.files import files_in
from index.lock import ReindexLock

OLD = "Kim traf Putin in Wladiwostok. Sie sprachen lange."
NEW = "Kim traf Xi in Peking. Sie schwiegen."


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path, keep=0)
    workshop.write("kim", "Ein erster Stand.")
    workshop.reindex()
    workshop.write("kim", OLD)
    workshop.reindex()
    return workshop


def answers(workshop: Workshop) -> str:
    """The whole text that the live build quotes from, after checking that it does quote it."""
    build = workshop.store.open(workshop.embedder)
    (hits,) = build.index.search(["Kim"], limit=10)
    text = build.index.articles["kim"].text
    assert all(hit.text in text for hit in hits)
    return text


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_a_full_disk_at_any_file_operation_leaves_the_old_build_or_the_new(
    workshop: Workshop, step: int, *, for_good: bool
) -> None:
    workshop.write("kim", NEW)
    for after in range(0, 1_000, step):
        fault = Fault(after, for_good=for_good)
        with watched(workshop.store.root, fault):
            outcome = None
            with suppress(StoreUnwritable):
                outcome = workshop.reindexer.run(who="test", confirmed=True)
        assert answers(workshop) in (OLD, NEW)
        if outcome is not None:
            assert answers(workshop) == NEW
        if not fault.struck:
            break
        workshop.write("kim", OLD)
        workshop.reindex()
        assert answers(workshop) == OLD
        workshop.write("kim", NEW)
    assert after > 20, "it must have struck at many places"
    workshop.reindex()
    assert not list(workshop.store.root.rglob(".tmp-*"))


def test_after_a_full_disk_nothing_half_written_takes_up_room(workshop: Workshop) -> None:
    workshop.write("kim", NEW)
    for after in range(10, 40, 3):
        with watched(workshop.store.root, Fault(after, for_good=True)):
            try:
                workshop.reindexer.run(who="test", confirmed=True)
            except StoreUnwritable:
                assert not list((workshop.store.root / "builds").glob(".tmp-*"))


def test_a_full_disk_is_told_with_what_to_do_and_without_a_number(workshop: Workshop) -> None:
    workshop.write("kim", NEW)
    full = Fault(20, for_good=True)
    with watched(workshop.store.root, full), pytest.raises(StoreUnwritable) as told:
        workshop.reindexer.run(who="test", confirmed=True)
    assert str(told.value).startswith(f"{workshop.store.root}: No space left on device: make room")


def test_a_state_that_cannot_be_written_is_told_of_once_a_reindex(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    def full(event: str, path: str) -> None:
        if event == "open" and "reindex.json" in path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    workshop.write("kim", NEW)
    with watched(workshop.store.root, full):
        assert workshop.reindexer.run(who="test", confirmed=True).published
    assert caplog.text.count("Nobody can see how far the reindex is") == 1


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("/var/index/.tmp-1-current", "/var/index: Permission denied: make room"),
        ("/var", "/var/index: Permission denied: make room"),
        ("manifest.json", "/var/index: Permission denied: make room"),
        ("/srv/seeds/article.txt", "/srv/seeds/article.txt: Permission denied"),
    ],
)
def test_a_file_elsewhere_is_named_itself(named: str, told: str) -> None:
    error = StoreUnwritable.of(Path("/var/index"), PermissionError(13, "Permission denied", named))
    assert str(error).startswith(told)
    assert ("make room" in str(error)) is ("make room" in told)


def test_a_state_file_that_cannot_be_removed_does_not_call_a_published_build_unpublished(
    workshop: Workshop,
) -> None:
    def full(event: str, path: str) -> None:
        if event == "os.remove" and "reindex." in path:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    workshop.write("kim", NEW)
    with watched(workshop.store.root, full):
        assert workshop.reindexer.run(who="test", confirmed=True).published
    assert ReindexLock(workshop.store.root).holder() is None
    assert not (workshop.store.root / "reindex.json").exists()


def test_what_a_kill_left_half_written_goes_although_nothing_is_published(workshop: Workshop) -> None:
    (workshop.store.root / "builds" / ".tmp-1234-build").mkdir()
    (workshop.store.root / ".tmp-1234-reindex.json").touch()
    workshop.reindex()
    assert not list(workshop.store.root.rglob(".tmp-*"))


def test_who_holds_the_stores_lock_leaves_alone_what_a_reindex_is_just_writing(workshop: Workshop) -> None:
    writing = workshop.store.root / ".tmp-1234-reindex.removal"
    writing.touch()
    workshop.store.rollback()
    assert writing.exists()


FLIPS = [lambda data, at=at: flip(data, at) for at in (0.0, 0.1, 0.5, 0.9, 1.0)]
CUTS = [lambda data: data[:-1], lambda data: data[: len(data) // 2], lambda data: data[:0]]
GROWTHS = [lambda data: data + b"\0", lambda data: data + data]


def flip(data: bytes, at: float) -> bytes:
    index = round(at * (len(data) - 1))
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


def test_a_flipped_or_cut_byte_in_any_file_is_refused_by_name(workshop: Workshop) -> None:
    build = workshop.store.current_id()
    assert build is not None
    files = files_in(workshop.store.root / "builds" / build)
    assert len(files) >= 9
    for name, path in files.items():
        good = path.read_bytes()
        for damage in [*FLIPS, *CUTS, *GROWTHS]:
            path.write_bytes(damage(good))
            with pytest.raises((IndexCorrupt, IndexMismatch), match=build) as caught:
                workshop.store.open(workshop.embedder)
            assert name in str(caught.value) or name == "manifest.json"
        path.write_bytes(good)
    assert answers(workshop) == OLD


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_every_byte_of_the_manifest_counts(workshop: Workshop, step: int) -> None:
    build = workshop.store.current_id()
    path = workshop.store.root / "builds" / str(build) / "manifest.json"
    good = path.read_bytes()
    for at in range(0, len(good), step):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises((IndexCorrupt, IndexMismatch)):
            workshop.store.manifest(str(build))


def test_a_missing_file_and_a_stranger_are_refused_by_name(workshop: Workshop) -> None:
    folder = workshop.store.root / "builds" / str(workshop.store.current_id())
    for name, path in files_in(folder).items():
        good = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexCorrupt, match=name):
            workshop.store.open(workshop.embedder)
        path.write_bytes(good)
    (folder / "lexical" / "extra.npy").write_bytes(b"")
    with pytest.raises(IndexCorrupt, match=r"lexical/extra\.npy is not in its manifest"):
        workshop.store.open(workshop.embedder)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"../../secret\n", b"000001-zzz\n", b"\xff\xfe\0", b"000077-0123456789ab\n"]
)
def test_a_damaged_current_is_an_error_by_name_and_the_next_reindex_heals_it(
    workshop: Workshop, content: bytes
) -> None:
    (workshop.store.root / "current").write_bytes(content)
    with pytest.raises(IndexRoomError):
        workshop.store.open(workshop.embedder)
    workshop.reindex()
    assert answers(workshop) == OLD


def test_a_link_in_a_files_place_is_followed_only_to_the_same_bytes(
    workshop: Workshop, tmp_path: Path
) -> None:
    folder = workshop.store.root / "builds" / str(workshop.store.current_id())
    (tmp_path / "other.npy").write_bytes(b"x" * (folder / "vectors.npy").stat().st_size)
    (folder / "vectors.npy").unlink()
    (folder / "vectors.npy").symlink_to(tmp_path / "other.npy")
    with pytest.raises(IndexCorrupt, match=r"vectors\.npy"):
        workshop.store.open(workshop.embedder)
