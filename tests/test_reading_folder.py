"""A folder of files: what is read, what is passed over, what is refused, and that nothing else suffers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes_documents import ENGLISH, GERMAN, KOREAN, LIMIT, RUSSIAN, pdf, web_page, write

from index.errors import ArticleRefused, NothingToIndex
from index.reading import REMEDIES, Reading, article_files, read_bytes, read_file, read_folder

SEEDS = Path(__file__).parent.parent / "seeds"
NOBODY = 65_534


def read(folder: Path) -> Reading:
    return read_folder(folder, max_bytes=LIMIT)


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading.articles]


def reasons(reading: Reading) -> dict[str, str]:
    return {refused.file: refused.reason for refused in reading.refused}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With one good article in it, which every test expects to be read whatever lies beside it."""
    write(tmp_path / "articles", "good.txt", GERMAN)
    return tmp_path / "articles"


def test_the_summits_article() -> None:
    reading = read(SEEDS)
    assert reading.refused == ()
    [article] = [found for found in reading.articles if found.id == "kbs-2019-04-kim-putin-wladiwostok"]
    source = (SEEDS / f"{article.id}.txt").read_bytes()
    assert article.text == source.decode()
    assert article.text_sha256 == article.source_sha256
    assert (article.publisher, article.date, article.language) == ("KBS News", "2019-04", "de")
    assert (article.title, article.url) == (None, None)
    assert "not under" in (article.licence or "")


def test_every_format_in_every_depth_by_id(folder: Path) -> None:
    write(folder, "b.md", RUSSIAN)
    write(folder, "2019/c.HTML", web_page(KOREAN))
    write(folder, "2019/04/a.pdf", pdf(ENGLISH))
    reading = read(folder)
    assert ids(reading) == ["a", "b", "c", "good"]
    assert reading.refused == ()
    assert [article.language for article in reading.articles] == ["en", "ru", "ko", "de"]


def test_one_bad_file_never_costs_another(folder: Path) -> None:
    write(folder, "empty.txt", "")
    write(folder, "blank.txt", "\ufeff \n\u200b\u00ad\n")
    write(folder, "only-head.txt", " date 2019-04 ⓒKBS News\n")
    write(folder, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    write(folder, "paper.txt", pdf("Ein PDF unter falschem Namen."))
    write(folder, "big.txt", "x" * (LIMIT + 1))
    write(folder, "scan.pdf", pdf(""))
    write(folder, "sub/report.docx", b"PK\x03\x04")
    write(folder, "noextension", GERMAN)
    write(folder, "a:b.txt", GERMAN)
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reasons(reading) == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "only-head.txt": "empty",
        "picture.txt": "binary",
        "paper.txt": "binary",
        "big.txt": "too_large",
        "scan.pdf": "no_text",
        "sub/report.docx": "unsupported_type",
        "noextension": "unsupported_type",
        "a:b.txt": "unsafe_name",
        "pipe.txt": "unreadable",
        "gone.txt": "unreadable",
        "loop.txt": "unreadable",
    }
    assert [refused.file for refused in reading.refused] == sorted(reasons(reading))
    for refused in reading.refused:
        assert refused.reason in REMEDIES
        assert len(refused.remedy) > 20
        assert "{" not in refused.remedy


def test_a_file_of_just_the_limit_is_read(folder: Path) -> None:
    write(folder, "limit.txt", "x" * LIMIT)
    assert ids(read(folder)) == ["good", "limit"]


def test_an_attachment_over_the_limit_is_refused() -> None:
    assert read_bytes("a.txt", b"x" * LIMIT, max_bytes=LIMIT).text == "x" * LIMIT
    with pytest.raises(ArticleRefused) as caught:
        read_bytes("a.txt", b"x" * (LIMIT + 1), max_bytes=LIMIT)
    assert caught.value.reason == "too_large"
    assert str(LIMIT) in caught.value.remedy


@pytest.mark.parametrize(
    "name",
    [
        "good.meta.toml",
        "questions.jsonl",
        "README.md",
        "readme.txt",
        "README.de.md",
        "NOTICE",
        "Notice.txt",
        "LICENSE",
        "removed",
        ".hidden.txt",
        ".git/text.txt",
    ],
)
def test_what_lies_beside_articles_is_passed_over(folder: Path, name: str) -> None:
    write(folder, name, "publisher = 'KBS'")
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reading.refused == ()
    assert list(article_files(folder)) == ["good"]


def test_a_companion_named_on_purpose_is_refused() -> None:
    with pytest.raises(ArticleRefused) as caught:
        read_bytes("README.md", GERMAN.encode(), max_bytes=LIMIT)
    assert caught.value.reason == "not_an_article"


# Names and ids


@pytest.mark.parametrize(
    "pair",
    [
        ("twin.txt", "twin.md"),
        ("a/twin.txt", "b/twin.txt"),
        ("Twin.txt", "sub/twin.txt"),
        ("ä.txt", "a\u0308.txt"),
    ],
)
def test_neither_of_two_files_with_one_id_is_an_article(folder: Path, pair: tuple[str, str]) -> None:
    for name in pair:
        write(folder, name, RUSSIAN)
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reasons(reading) == dict.fromkeys(pair, "duplicate_id")
    for refused in reading.refused:
        [other] = set(pair) - {refused.file}
        assert other in refused.remedy


@pytest.mark.parametrize(
    "name", ["Kim trifft Putin – „live“ (1).txt", "김정은.txt", "a.b.c.txt", "_x.txt", "2019.txt"]
)
def test_an_id_is_the_files_name(folder: Path, name: str) -> None:
    write(folder, name, GERMAN)
    assert name.removesuffix(".txt") in ids(read(folder))


def test_an_id_is_composed() -> None:
    assert read_bytes("a\u0308.txt", GERMAN.encode(), max_bytes=LIMIT).id == "ä"


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "/etc/a.txt",
        "a\\b.txt",
        "-rf.txt",
        "a\n.txt",
        "a\u202eb.txt",
        "\ud800.txt",
        "a .txt",
        f"{'x' * 201}.txt",
    ],
)
def test_a_strangers_file_name_is_refused(name: str) -> None:
    with pytest.raises(ArticleRefused) as caught:
        read_bytes(name, GERMAN.encode(), max_bytes=LIMIT)
    assert caught.value.reason == "unsafe_name"
    assert caught.value.file.isprintable()
    str(caught.value).encode()


@pytest.mark.parametrize("name", [".txt", "txt", "", ".", "a.", "a.txt.exe"])
def test_a_strangers_file_type_is_refused(name: str) -> None:
    with pytest.raises(ArticleRefused) as caught:
        read_bytes(name, GERMAN.encode(), max_bytes=LIMIT)
    assert caught.value.reason == "unsupported_type"


def test_a_name_that_is_not_utf8_is_refused_and_can_be_printed(folder: Path) -> None:
    (folder / os.fsdecode(b"gr\xfc\xdfe.txt")).write_text(GERMAN)
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reasons(reading) == {"gr\ufffd\ufffde.txt": "unsafe_name"}


def test_every_article_has_its_file(folder: Path) -> None:
    write(folder, "sub/a\u0308.md", GERMAN)
    write(folder, "bad.docx", GERMAN)
    assert article_files(folder) == {"good": folder / "good.txt", "ä": folder / "sub/a\u0308.md"}


# Links


def test_a_link_that_leaves_the_folder_is_refused(folder: Path) -> None:
    outside = write(folder.parent / "outside", "secret.txt", RUSSIAN)
    (folder / "link.txt").symlink_to(outside)
    (folder / "relative.txt").symlink_to("../outside/secret.txt")
    (folder / "linked").symlink_to(outside.parent)
    (folder / "gone.txt").symlink_to(folder.parent / "nothing.txt")
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reasons(reading) == dict.fromkeys(
        ["link.txt", "relative.txt", "linked", "gone.txt"], "link_leaves_folder"
    )


def test_a_link_that_stays_is_followed(folder: Path) -> None:
    write(folder, "..data/a.txt", RUSSIAN)  # as a mounted volume keeps its files
    (folder / "a.txt").symlink_to("..data/a.txt")
    (folder / "self").symlink_to(".")
    assert ids(read(folder)) == ["a", "good"]
    (folder.parent / "alias").symlink_to(folder)
    assert ids(read(folder.parent / "alias")) == ["a", "good"]


def test_a_sidecar_that_is_such_a_link_is_refused(folder: Path) -> None:
    outside = write(folder.parent, "outside.toml", "publisher = 'X'")
    (folder / "good.meta.toml").symlink_to(outside)
    reading = read(folder)
    assert reasons(reading) == {"good.meta.toml": "link_leaves_folder"}
    assert reading.articles[0].publisher is None


# Sidecars


def test_a_sidecar_is_read_with_its_article(folder: Path) -> None:
    write(folder, "good.meta.toml", "title = 'Gipfel'\nlanguage = 'en'")
    write(folder, "sub/a.b.md", RUSSIAN)
    write(folder, "sub/a.b.meta.toml", "date = 2019")
    with_dots, good = read(folder).articles
    assert (good.title, good.language) == ("Gipfel", "en")
    assert with_dots.date == "2019"
    assert read_file(folder / "good.txt", max_bytes=LIMIT) == good


def test_a_broken_sidecar_is_refused_by_name_and_its_article_is_read_without_it(folder: Path) -> None:
    write(folder, "good.meta.toml", "title = 'Gipfel'\ndate = 'April'")
    reading = read(folder)
    assert ids(reading) == ["good"]
    assert reading.articles[0].title is None
    assert reasons(reading) == {"good.meta.toml": "metadata_invalid"}
    with pytest.raises(ArticleRefused) as caught:
        read_file(folder / "good.txt", max_bytes=LIMIT)
    assert caught.value.file == "good.meta.toml"


def test_a_sidecar_that_describes_nothing_is_spoken_of(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, "good.meta.toml", "")
    write(folder, "god.meta.toml", "title = 'Gipfel'")
    assert read(folder).refused == ()
    assert [record.getMessage().split()[0] for record in caplog.records] == ["god.meta.toml"]


def test_a_sidecar_over_its_limit_is_refused(folder: Path) -> None:
    write(folder, "good.meta.toml", "#" * 70_000)
    assert reasons(read(folder)) == {"good.meta.toml": "too_large"}


# The folder itself


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == Reading((), ())


@pytest.mark.parametrize("name", ["nowhere", "good.txt"])
def test_what_is_no_folder_is_named(folder: Path, name: str) -> None:
    with pytest.raises(NothingToIndex, match=name):
        read(folder / name)


@pytest.fixture
def unreadable() -> Iterator[Path]:
    """A folder with a good article, a file and a subfolder that this process may not read."""
    folder = Path(tempfile.mkdtemp())  # pytest's own is closed to everyone but its owner
    folder.chmod(0o755)
    write(folder, "good.txt", GERMAN)
    write(folder, "closed.txt", RUSSIAN).chmod(0)
    write(folder, "sub/inside.txt", RUSSIAN).parent.chmod(0)
    root = os.geteuid() == 0
    try:
        if root:  # no permission stops root, so be somebody else for a while
            try:
                os.seteuid(NOBODY)
            except OSError as error:
                pytest.skip(f"root, and cannot become anybody else here: {error}")
        if not os.access(folder, os.R_OK, effective_ids=True):
            pytest.skip(f"{folder} lies where only its owner can reach it")
        yield folder
    finally:
        if root:
            os.seteuid(0)
        (folder / "sub").chmod(0o755)
        shutil.rmtree(folder)


def test_what_may_not_be_read_is_refused(unreadable: Path) -> None:
    reading = read(unreadable)
    assert ids(reading) == ["good"]
    assert reasons(reading) == {"closed.txt": "unreadable", "sub": "unreadable"}
    assert "Permission denied" in reading.refused[0].remedy
    with pytest.raises(NothingToIndex, match="Permission denied"):
        read(unreadable / "sub")


def test_a_missing_file_is_refused(folder: Path) -> None:
    with pytest.raises(ArticleRefused) as caught:
        read_file(folder / "gone.txt", max_bytes=LIMIT)
    assert caught.value.reason == "unreadable"


def test_progress_is_told_from_nothing_to_all(folder: Path) -> None:
    write(folder, "empty.txt", "")
    steps: list[tuple[str, int, int]] = []
    read_folder(folder, max_bytes=LIMIT, progress=lambda *step: steps.append(step))
    assert steps == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]


def test_reading_twice_gives_the_same(folder: Path) -> None:
    write(folder, "b.html", web_page(KOREAN))
    write(folder, "c.docx", "x")
    first, second = read(folder), read(folder)
    assert first.articles == second.articles
    assert reasons(first) == reasons(second)
