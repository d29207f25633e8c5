"""Builds on disk: whole or not at all, in order, kept as long as promised."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes_faults import watched
from fakes_index import HashEmbedder, Workshop
from filelock import FileLock

from index.canonical import canonical
from index.engine import Engine
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, StoreUnwritable
from index.files import files_in, write_atomic
from index.manifest import Manifest, read_manifest
from index.sentence_index import SentenceIndex
from index.store import IndexStore

KIM = "Kim traf Putin in Wladiwostok. Sie sprachen lange."


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path, keep=1)
    workshop.write("kim", KIM)
    return workshop


def test_what_is_hashed_is_written_in_one_way_whatever_the_version() -> None:
    assert (
        canonical({"b": "Gespräch 김", "a": [1, None]}).decode() == '{"a": [1,\nnull],\n"b": "Gespräch 김"}\n'
    )


def test_what_was_published_is_what_opens(workshop: Workshop) -> None:
    build = workshop.reindex()
    opened = workshop.store.open(workshop.embedder)
    assert opened.id == build == workshop.store.current_id()
    assert opened.index.articles["kim"].text == KIM
    assert opened.manifest.sentences == len(opened.index.sentences) == 2
    assert opened.manifest.encoder == "hash@1"
    assert opened.manifest.shipped == ("kim",)
    assert opened.index.search(["Putin"], limit=1)[0][0].text == "Kim traf Putin in Wladiwostok."


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "nowhere", keep=5)
    assert store.current_id() is None
    assert store.builds() == []
    assert store.text("0" * 64) is None
    with pytest.raises(IndexMissing):
        store.open(HashEmbedder())
    with pytest.raises(IndexMissing):
        store.rollback()
    store.tidy()
    assert not (tmp_path / "nowhere").exists(), "looking must not write"


def test_the_live_build_its_predecessor_and_as_many_more_as_set_are_kept(workshop: Workshop) -> None:
    builds = workshop.grow(6)
    assert workshop.store.ids() == builds[:-4:-1]
    assert [manifest.id for manifest in workshop.store.builds()] == builds[:-4:-1]


def test_builds_are_listed_in_short_and_each_is_read_once(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds, read, real = workshop.grow(2), [], read_manifest

    def counted(path: Path, build: str) -> Manifest:
        read.append(build)
        return real(path, build)

    monkeypatch.setattr("index.builds.read_manifest", counted)
    for _ in range(3):
        assert workshop.store.listed() == [manifest.listed for manifest in workshop.store.builds()]
    assert [read.count(build) for build in builds] == [4, 4], "three times by `builds`, once by `listed`"
    newest = workshop.store.listed()[0]
    assert (newest.id, newest.articles, newest.is_loadable) == (builds[-1], 2, True)
    shutil.rmtree(workshop.store.folder(builds[0]))
    assert [one.id for one in workshop.store.listed()] == [builds[1]]
    with (workshop.store.folder(builds[1]) / "manifest.json").open("a", encoding="utf-8") as altered:
        altered.write("\n")
    assert workshop.store.listed() == []


def test_with_nothing_to_keep_the_live_build_and_its_predecessor_stay(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, keep=0)
    builds = workshop.grow(4)
    workshop.store.rollback()
    assert workshop.store.current_id() == builds[-2]
    builds += workshop.grow(1)
    assert workshop.store.ids() == [builds[4], builds[3], builds[2]], "what was live, and what was left"
    builds += workshop.grow(1, first=1)
    assert workshop.store.ids() == [builds[5], builds[4]]


def test_a_rollback_returns_to_what_was_live_before_and_not_to_what_was_left(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, keep=0)
    first, left = workshop.grow(2)
    workshop.store.rollback()
    (last,) = workshop.grow(1, first=2)
    assert workshop.store.predecessor() == first
    assert workshop.store.rollback(left).id == left, "one may go forward again"
    assert workshop.store.rollback().id == last
    assert workshop.store.rollback().id == first
    with pytest.raises(IndexMissing):
        workshop.store.rollback()


def test_what_was_live_before_is_known_only_once_the_next_one_is_live(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = workshop.grow(2)
    workshop.store.rollback()
    with monkeypatch.context() as crash:
        crash.setattr("index.builds.write_atomic", failing_at("current"))
        with pytest.raises(StoreUnwritable):
            workshop.grow(1, first=2)
    assert workshop.store.current_id() == first
    assert workshop.store.succession() == [first]
    workshop.store.make_live(second)
    assert workshop.store.succession() == [first, second]


def failing_at(name: str) -> Callable[[Path, bytes], None]:
    def write(path: Path, data: bytes) -> None:
        if path.name == name:
            raise OSError("pulled the plug")
        write_atomic(path, data)

    return write


@pytest.mark.parametrize("written", [None, b"", b"\xff\x00\n../../etc\n"])
def test_a_store_that_does_not_know_goes_by_number(workshop: Workshop, written: bytes | None) -> None:
    builds = workshop.grow(3)
    path = workshop.store.root / "succession"
    path.unlink() if written is None else path.write_bytes(written)
    assert workshop.store.succession() == builds
    workshop.store.folder(builds[2]).rename(workshop.store.root / "lost")
    assert workshop.store.succession() == builds, "though the live one is lost"
    assert workshop.store.rollback().id == builds[1]
    builds += workshop.grow(1)
    assert workshop.store.succession() == [builds[0], builds[1], builds[3]]


def test_a_rollback_makes_the_one_before_live_and_another_goes_further(workshop: Workshop) -> None:
    builds = workshop.grow(3)
    assert workshop.store.rollback().id == builds[1]
    assert workshop.store.open(workshop.embedder).id == builds[1]
    assert workshop.store.rollback().id == builds[0]
    with pytest.raises(IndexMissing):
        workshop.store.rollback()
    assert workshop.store.rollback(builds[2]).id == builds[2]


def test_no_rollback_to_a_damaged_or_unknown_build(workshop: Workshop) -> None:
    builds = workshop.grow(2)
    file = workshop.store.root / "builds" / builds[0] / "vectors.npy"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(IndexCorrupt, match=r"vectors\.npy"):
        workshop.store.rollback()
    for build in ("000099-0123456789ab", "../../etc", ""):
        with pytest.raises((IndexMissing, IndexCorrupt)):
            workshop.store.rollback(build or builds[0])
    assert workshop.store.current_id() == builds[1]


def test_no_rollback_to_a_build_that_a_publisher_removes_meanwhile(workshop: Workshop) -> None:
    first, second = workshop.grow(2)
    failures: list[Exception] = []

    def roll_back() -> None:
        try:
            workshop.store.rollback(first)
        except IndexMissing as error:
            failures.append(error)

    thread = threading.Thread(target=roll_back)
    with FileLock(workshop.store.root / "store.lock"):
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "it waits for its turn"
        workshop.store.remove(first)
    thread.join()
    assert [str(failure).split(":")[0] for failure in failures] == [f"build {first} is no longer kept"]
    assert workshop.store.open(workshop.embedder).id == second


def test_a_clock_set_back_changes_no_order(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    years = iter([2030, 2020, 2010, 2000])
    workshop.store._now = lambda: datetime(next(years), 1, 1, tzinfo=UTC)
    builds = workshop.grow(4)
    assert sorted(builds) == builds
    assert workshop.store.ids() == builds[::-1]
    assert workshop.store.rollback().id == builds[2]


def test_no_number_is_given_twice_though_builds_were_deleted(workshop: Workshop) -> None:
    first = workshop.reindex()
    shutil.rmtree(workshop.store.root / "builds" / first)
    assert workshop.reindex() > first


def test_every_text_ever_published_is_kept_when_its_build_is_gone(workshop: Workshop) -> None:
    first = workshop.reindex()
    sha = workshop.store.manifest(first).articles[0].text_sha256
    workshop.write("kim", "Etwas ganz anderes.")
    workshop.grow(4)
    assert first not in workshop.store.ids()
    assert workshop.store.text(sha) == KIM
    assert [article.text for article in workshop.store.articles(first)] == [KIM]
    with pytest.raises(IndexMissing, match="no longer kept"):
        workshop.store.open(workshop.embedder, first)


def test_a_kept_text_that_was_cut_short_is_whole_again_with_the_next_build(workshop: Workshop) -> None:
    workshop.reindex()
    sha = workshop.store.builds()[0].articles[0].text_sha256
    path = workshop.store.root / "texts" / sha[:2] / sha
    path.write_bytes(path.read_bytes()[:10])
    workshop.grow(1)
    assert workshop.store.text(sha) == KIM


def test_an_altered_kept_text_is_never_given_out(workshop: Workshop) -> None:
    workshop.reindex()
    sha = workshop.store.builds()[0].articles[0].text_sha256
    file = workshop.store.root / "texts" / sha[:2] / sha
    file.write_text(KIM.replace("Putin", "Niemanden"), encoding="utf-8")
    with pytest.raises(IndexCorrupt, match=sha):
        workshop.store.text(sha)


@pytest.mark.parametrize("sha", ["../current", "", "0" * 63, "A" * 64])
def test_a_hash_is_no_path(workshop: Workshop, sha: str) -> None:
    workshop.reindex()
    assert workshop.store.text(sha) is None


def test_another_encoder_dimension_or_rules_are_refused_by_name(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = workshop.reindex()
    with pytest.raises(IndexMismatch, match=rf"{build}: encoder hash@1, this bot has hash@2"):
        workshop.store.open(HashEmbedder("hash@2"))
    with pytest.raises(IndexMismatch, match="dimension 16, this bot has 8"):
        workshop.store.open(HashEmbedder(dim=8))
    monkeypatch.setattr("index.manifest.RULES_VERSION", "other")
    with pytest.raises(IndexMismatch, match="sentence rules"):
        workshop.store.open(workshop.embedder)


def test_a_newer_format_is_refused_by_name(workshop: Workshop) -> None:
    build = workshop.reindex()
    path = workshop.store.root / "builds" / build / "manifest.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**value, "format": 99, "novelty": []}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=rf"{build}: format 99 is newer"):
        workshop.store.open(workshop.embedder)
    assert workshop.store.builds() == []


@pytest.mark.parametrize("written", [1, 2, 3])
def test_a_build_of_an_older_format_is_not_loaded_but_known(workshop: Workshop, written: int) -> None:
    build = workshop.reindex()
    path = workshop.store.folder(build) / "manifest.json"
    older = workshop.store.manifest(build).model_copy(update={"format": written, "search": None}).sealed()
    path.write_bytes(older.to_bytes())
    with pytest.raises(IndexMismatch, match=rf"{build}: format {written} is older"):
        workshop.store.open(workshop.embedder)
    with pytest.raises(IndexMismatch, match="older"):
        workshop.store.rollback(build)
    assert workshop.store.builds() == [older]
    path.write_bytes(older.to_bytes().replace(b"hash@1", b"hash@2"))
    with pytest.raises(IndexCorrupt, match="altered"):
        workshop.store.manifest(build)


@pytest.mark.parametrize(
    ("written", "build", "translations"), [(1, "000001-3f97c9db76cf", 0), (3, "000001-0e0c1ab84b77", 1)]
)
def test_a_manifest_that_an_earlier_bot_wrote_is_read_to_the_byte(
    written: int, build: str, translations: int
) -> None:
    file = Path(__file__).with_name(f"manifest_format_{written}.json")
    manifest = read_manifest(file, build)
    assert (manifest.format, manifest.is_loadable, manifest.names) == (written, False, None)
    assert manifest.to_bytes() == file.read_bytes()
    assert len(manifest.articles[0].translations) == translations


def test_a_build_of_other_sentence_rules_cannot_be_loaded(workshop: Workshop) -> None:
    build = workshop.reindex()
    manifest = read_manifest(workshop.store.root / "builds" / build / "manifest.json", build)
    assert manifest.is_loadable
    assert not manifest.model_copy(update={"rules": f"{manifest.rules}x"}).is_loadable


def test_a_build_renamed_by_hand_is_refused(workshop: Workshop) -> None:
    build = workshop.reindex()
    other = "000007-0123456789ab"
    (workshop.store.root / "builds" / build).rename(workshop.store.root / "builds" / other)
    with pytest.raises(IndexCorrupt, match=build):
        read_manifest(workshop.store.root / "builds" / other / "manifest.json", other)


def test_nothing_has_its_name_before_it_is_flushed(workshop: Workshop) -> None:
    done: list[tuple[str, str]] = []
    with watched(workshop.store.root, lambda event, path: done.append((event, path))):
        build = workshop.reindex()
    builds = workshop.store.root / "builds"
    renames = {
        Path(path).name.split("-", 2)[-1]: at for at, (event, path) in enumerate(done) if event == "os.rename"
    }
    named, live = renames["build"], renames["current"]
    temporary = done[named][1]
    flushed = {path.removeprefix(temporary + "/") for event, path in done[:named] if event == "os.fsync"}
    assert flushed >= {name for name, path in files_in(builds / build).items()}
    assert temporary in flushed, "the folder itself, or its names may be lost"
    assert ("os.fsync", str(builds)) in done[named:live], "the build's name must last before it goes live"
    assert ("os.fsync", str(workshop.store.root)) in done[live:]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_opens_and_refuses_to_be_written(workshop: Workshop) -> None:
    build = workshop.reindex()
    folders = [workshop.store.root, *(path for path in workshop.store.root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        assert workshop.store.open(workshop.embedder).id == build
        with pytest.raises(StoreUnwritable):
            workshop.store.publish(workshop.opened())
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_two_publishers_at_once_both_get_through(workshop: Workshop) -> None:
    index = SentenceIndex.build(workshop.library.read().articles, workshop.embedder)
    stores = [IndexStore(workshop.store.root, keep=50) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda store=store: [store.publish(index) for _ in range(3)])
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [int(build.split("-")[0]) for build in workshop.store.ids()] == list(range(12, 0, -1))
    assert workshop.store.open(workshop.embedder).manifest.sequence == 12


def test_opening_follows_a_publisher_who_removes_the_build_meanwhile(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workshop.reindex()
    load = SentenceIndex.load

    def overtaken(folder: Path, embedder: HashEmbedder, engine: Engine) -> SentenceIndex:
        monkeypatch.setattr(SentenceIndex, "load", load)
        workshop.grow(3)
        assert first not in workshop.store.ids()
        return load(folder, embedder, engine)

    monkeypatch.setattr(SentenceIndex, "load", overtaken)
    assert workshop.store.open(workshop.embedder).id == workshop.store.current_id() != first
