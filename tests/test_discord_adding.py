"""Admins add articles and translations: what is taken, what is refused, what is told of each file."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from double_people import Person, Upload
from double_server import DiscordDouble
from fakes_discord import MOON, World, bot_on
from fakes_index import sidecar

from cogs.adding import name_of
from index.errors import ReindexBusy, StoreUnwritable
from index.reading import read_bytes

pytest_plugins = ("fixtures_discord",)


@pytest.fixture
def world(operated: World) -> World:
    return operated


@pytest.mark.usefixtures("bot")
async def test_articles_are_added_from_attachments(admin: Person, world: World) -> None:
    shown = await admin.slash(
        "admin add", file=Upload("Mond (neu).txt", MOON.encode()), title="Der Mond", date="2026-04"
    ).shows("Veröffentlicht")
    assert "➕ Neu: Mond-neu" in shown.text
    article = world.services.assistant.answerer.index.articles["Mond-neu"]
    assert (article.title, article.date) == ("Der Mond", "2026-04")
    assert [action for action, _ in world.trail()] == ["add", "reindex"]


@pytest.mark.usefixtures("bot")
async def test_unusable_attachments_are_refused_before_they_are_fetched(
    double: DiscordDouble, admin: Person, world: World
) -> None:
    shown = await admin.slash(
        "admin add",
        file=Upload("virus.exe", b"MZ"),
        **{"file-2": Upload("gross.txt", b"x", size=99_000_000), "file-3": Upload("leer.txt", b" \n")},
    ).answer()
    text = shown.text
    assert "❌ virus.exe: Ich lese nur" in text
    assert "❌ gross.txt: Die Datei ist größer als 20 MB. Teile sie auf." in text
    assert "❌ leer.txt: Es steht kein Text darin" in text
    assert len(double.calls.to("GET /cdn")) == 1
    assert world.trail() == [("add", "failed: ArticleRefused")] * 3


@pytest.mark.usefixtures("bot")
async def test_some_files_are_added_although_others_are_refused(admin: Person, world: World) -> None:
    shown = await admin.slash(
        "admin add", file=Upload("mond.txt", MOON.encode()), **{"file-2": Upload("kopie.txt", MOON.encode())}
    ).shows("Veröffentlicht")
    assert "❌ kopie.txt: Diesen Artikel gibt es schon" in shown.text
    assert "mond" in world.services.assistant.answerer.index.articles


@pytest.mark.usefixtures("bot")
async def test_a_translation_may_come_with_its_article_or_later(admin: Person, world: World) -> None:
    moon = read_bytes("mond.txt", MOON.encode(), max_bytes=1_000)
    english = sidecar(moon, {(1, 1): "The moon is round."}).encode()
    shown = await admin.slash(
        "admin add",
        file=Upload("mond.en.translation.toml", english),
        **{"file-2": Upload("mond.txt", MOON.encode())},
        title="Der Mond",
    ).shows("Veröffentlicht")
    assert "🌐 Übersetzungen: mond.en" in shown.text
    korean = Upload("mond.ko.translation.toml", sidecar(moon, {(1, 1): "달은 둥글다."}).encode())
    await admin.slash("admin add", file=korean).shows("Veröffentlicht")
    article = world.services.assistant.answerer.index.articles["mond"]
    assert article.title == "Der Mond"
    assert [part.text for part in article.translations] == ["The moon is round.", "달은 둥글다."]


@pytest.mark.parametrize("title", ["луна", "луна.txt"])
def test_a_file_has_one_ending_whatever_its_title_has(title: str) -> None:
    file = cast("discord.Attachment", SimpleNamespace(filename="1f.txt", title=title))
    assert name_of(file) == "луна.txt"


@pytest.mark.usefixtures("bot")
async def test_files_keep_the_names_that_discord_spells_another_way(admin: Person, world: World) -> None:
    moon = read_bytes("луна.txt", MOON.encode(), max_bytes=1_000)
    english = sidecar(moon, {(1, 1): "The moon is round."}).encode()
    added = await admin.slash(
        "admin add",
        file=Upload("луна.txt", MOON.encode()),
        **{"file-2": Upload("луна.en.translation.toml", english)},
    ).shows("Veröffentlicht")
    assert "✅ луна.txt" in added.text
    article = world.services.assistant.answerer.index.articles["луна"]
    assert [part.text for part in article.translations] == ["The moon is round."]


@pytest.mark.usefixtures("bot")
async def test_a_translation_that_cannot_be_used_is_refused_with_its_fault(
    admin: Person, world: World
) -> None:
    world.workshop.write("mond", MOON)
    moon = read_bytes("mond.txt", MOON.encode(), max_bytes=1_000)
    english = sidecar(moon, {(1, 1): "The moon is round."})
    shown = await admin.slash(
        "admin add",
        file=Upload("mond.en.translation.toml", english.replace("[1]", "[7]").encode()),
        **{
            "file-2": Upload("mond.ru.translation.toml", english.replace("[1]", "[2]").encode()),
            "file-3": Upload("sonne.en.translation.toml", english.encode()),
        },
    ).answer()
    assert "sentences 1 to 3, not 7" in shown.text
    assert "in Satz 2" in shown.text
    assert "Dazu gibt es keinen Artikel" in shown.text
    assert not list(world.workshop.library.added.glob("*.toml"))


async def test_each_file_is_told_of_whatever_happens_to_another(
    double: DiscordDouble, admin: Person, world: World
) -> None:
    real = world.services.operations.add

    def full(name: str, *rest: Any) -> Any:  # noqa: ANN401 - as the real one
        if name == "voll.txt":
            raise StoreUnwritable("no space left")
        if name == "kaputt.txt":
            raise ZeroDivisionError("secret detail")
        return real(name, *rest)

    world.operate(add=full)
    sent = {
        "file": Upload("weg.txt", b"weg"),
        "file-2": Upload("voll.txt", b"Voll ist der Mond."),
        "file-3": Upload("kaputt.txt", b"Kaputt ist der Mond."),
        "file-4": Upload("mond.txt", MOON.encode()),
    }
    double.faults.next("GET /cdn", 404)
    async with bot_on(double, world):
        shown = await admin.slash("admin add", **sent).shows("Veröffentlicht")
    assert "❌ weg.txt: Discord hat die Datei nicht herausgegeben." in shown.text
    assert "❌ voll.txt: Auf die Festplatte kann gerade nicht geschrieben werden" in shown.text
    assert "❌ kaputt.txt: Da ist etwas schiefgegangen." in shown.text
    assert "✅ mond.txt: gespeichert" in shown.text
    assert "secret" not in shown.text
    assert "mond" in world.services.assistant.answerer.index.articles
    assert [outcome for _, outcome in world.trail()][:4] == [
        "refused-fetch", "failed: StoreUnwritable", "failed: ZeroDivisionError", "done",
    ]  # fmt: skip


async def test_a_reindex_that_fails_does_not_hide_what_became_of_the_files(
    double: DiscordDouble, admin: Person, world: World
) -> None:
    def busy(**_: object) -> None:
        raise ReindexBusy(None)

    world.operate(reindex=busy)
    async with bot_on(double, world):
        shown = await admin.slash(
            "admin add", file=Upload("mond.txt", MOON.encode()), **{"file-2": Upload("bild.png", b"")}
        ).shows("Neuaufbau")
    assert "✅ mond.txt: gespeichert" in shown.text
    assert "❌ bild.png: Ich lese nur" in shown.text
    assert "⚠️ Es läuft schon ein Neuaufbau." in shown.text
    assert "mit dem nächsten Neuaufbau" in shown.text


@pytest.mark.usefixtures("bot")
async def test_metadata_must_fit_one_file(admin: Person) -> None:
    two = {"file": Upload("a.txt", MOON.encode()), "file-2": Upload("b.txt", b"Noch einer. Ja.")}
    assert "einzelnen Artikel" in (await admin.slash("admin add", title="T", **two).answer()).text
    one = await admin.slash("admin add", file=Upload("a.txt", MOON.encode()), date="gestern").answer()
    assert one.text == (
        "Mit dieser Angabe bei „datum“ kann ich nichts anfangen. "
        "Erwartet: Tag, Monat oder Jahr: 2019-04-25, 2019-04 oder 2019 (nur bei einer Datei)"
    )


async def test_a_file_that_does_not_arrive_in_time_is_told_of(
    admin: Person,
    double: DiscordDouble,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def never(*_: object, **__: object) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(discord.Attachment, "read", never)
    async with bot_on(double, world):
        shown = await admin.slash("admin add", file=Upload("mond.txt", MOON.encode())).answer()
    assert "❌ mond.txt: Discord hat die Datei nicht herausgegeben." in shown.text
    assert "Traceback" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_what_arrives_counts_and_not_the_size_that_was_announced(admin: Person, world: World) -> None:
    big = Upload("mond.txt", MOON.encode() * 40_000, size=10)
    assert (
        "❌ mond.txt: Die Datei ist größer als 1 MB"
        in (await admin.slash("admin add", file=big).answer()).text
    )
    assert not (world.workshop.library.added / "mond.txt").exists()
