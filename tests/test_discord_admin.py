"""Admins steer the bot: who may, what happens, what is written down."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from double_people import Person, Upload
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, WHERE, World, bot_on
from fakes_index import sidecar

from cogs.adding import name_of
from cogs.answering import places
from cogs.permissions import may_operate
from index.errors import CheckUnusable, ReindexBusy, ReindexCancelled, ReindexDied, StoreUnwritable
from index.lock import Holder, ReindexLock
from index.reading import read_bytes
from querylog.models import AuditEntry

pytest_plugins = ("fixtures_discord",)

EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
TEXT = "Der Mond ist rund. Er kreist um die Erde. Nachts sieht man ihn gut."


@pytest.fixture
def world(world: World, forum: GuildHandle) -> World:
    """The forum is the operator's guild."""
    world.change(admin_guilds=frozenset({forum.id}))
    return world


def trail(world: World) -> list[tuple[str, str]]:
    return [(record.action, record.outcome) for record in reversed(world.services.log.audit_trail("all"))]


def names(commands: list[dict[str, Any]], group: str) -> set[str]:
    return {
        option["name"] for command in commands if command["name"] == group for option in command["options"]
    }


@pytest.mark.usefixtures("bot")
async def test_index_commands_exist_only_in_the_operators_guilds(
    double: DiscordDouble, forum: GuildHandle
) -> None:
    assert names(double.world.commands[None], "admin") == {"status", "channels", "cooldown"}
    assert names(double.world.commands[forum.id], "admin") == {"reindex", "add", "remove", "rollback"}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("locale", ["de", "en-US"])
async def test_no_command_is_listed_twice_in_the_operators_guilds(forum: GuildHandle, locale: str) -> None:
    listed = forum.admin("a", locale=locale).listed()
    assert len(listed) == len(set(listed))
    group = "verwalten" if locale == "de" else "admin"
    assert len([line for line in listed if line.startswith(f"{group} ")]) == 7


async def test_without_operators_guilds_the_application_owner_steers_the_index_from_their_own(
    double: DiscordDouble, world: World, forum: GuildHandle, admin: Person
) -> None:
    world.change(admin_guilds=frozenset())
    home = double.guild("home", locale="de", owner=double.world.owner)
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands.get(home.id))
        owner, guest = home.operator(), home.admin("guest")
        refused = await guest.slash("admin reindex").answer()
        assert (refused.ephemeral, refused.text) == (True, "Das darf nur, wer diesen Bot betreibt.")
        assert trail(world) == []
        assert (await owner.slash("admin reindex").shows("Index")).ephemeral
        assert trail(world) == [("reindex", "unchanged")]
        assert len(owner.listed()) == len(set(owner.listed()))
        for person in (admin, forum.operator(), owner.in_dm()):
            with pytest.raises(AssertionError, match=r"no subcommand|is offered no command"):
                person.slash("admin reindex")
    route = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
    assert [call.params["guild_id"] for call in double.calls.to(route)] == [str(home.id)]
    async with bot_on(double, world):
        await asyncio.sleep(0.2)
    assert len(double.calls.to(route)) == 1, "nothing had changed"


async def test_a_guild_that_the_owner_gets_or_gives_away_gains_or_loses_the_commands(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(admin_guilds=frozenset())
    async with bot_on(double, world):
        assert not double.world.commands.get(forum.id)
        double.hand_over(forum.guild, double.world.owner)
        await double.until(lambda: double.world.commands.get(forum.id))
        joined = double.guild("later", owner=double.world.owner)
        await double.until(lambda: double.world.commands.get(joined.id))
        double.hand_over(forum.guild, forum.member("heir").user)
        await double.until(lambda: double.world.commands[forum.id] == [])
    forum.guild.owner = double.world.owner
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands[forum.id])
    joined.guild.owner = joined.member("heir").user
    async with bot_on(double, world):
        await double.until(lambda: double.world.commands[joined.id] == [])


async def test_what_a_room_does_not_offer_is_not_registered(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.serve(rollback=None, add=None, verify=None)
    async with bot_on(double, world):
        assert names(double.world.commands[forum.id], "admin") == {
            "reindex", "remove",
        }  # fmt: skip
        assert "verify" not in {command["name"] for command in double.world.commands[None]}


@pytest.mark.usefixtures("bot")
async def test_permission_is_checked_again_whatever_the_guild_opened(
    member: Person, forum: GuildHandle
) -> None:
    forum.guild.opened_commands.add("admin")
    for path in ("admin status", "admin reindex", "admin cooldown"):
        assert "Server verwalten" in (await member.slash(path).answer()).text


@pytest.mark.usefixtures("bot")
async def test_a_dry_run_tells_the_difference_and_publishes_nothing(admin: Person, world: World) -> None:
    before = world.workshop.store.current_id()
    world.workshop.write("mond", TEXT)
    shown = await admin.slash("admin reindex", **{"dry-run": True}).shows("Probelauf")
    description = shown.embed["description"]
    assert shown.ephemeral
    assert "Probelauf" in description
    assert "➕ Neu: mond" in description
    assert "Sätze: +3 −0, jetzt 19" in description
    assert world.workshop.store.current_id() == before
    assert trail(world) == [("reindex", "dry run")]


@pytest.mark.usefixtures("bot")
async def test_a_reindex_tells_of_names_and_of_those_that_cannot_be_used(admin: Person, world: World) -> None:
    table = '[moskau]\nde = "Moskau"\nko = "모스크바"\n[rom]\nde = "Rom"\n'
    (world.workshop.seeds / "names.toml").write_text(table, encoding="utf-8")
    shown = await admin.slash("admin reindex", **{"dry-run": True}).shows("Probelauf")
    assert "🔤 Namen: moskau" in shown.embed["description"]
    assert "Diese Namen sind nicht brauchbar" in shown.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_a_reindex_publishes_and_is_answered_from_at_once(
    member: Person, admin: Person, world: World
) -> None:
    world.workshop.write("mond", TEXT)
    shown = await admin.slash("admin reindex").shows("Veröffentlicht")
    build = world.workshop.store.current_id()
    assert build in shown.text
    answer = await member.slash("ask", question="Kreist der Mond um die Erde?").answer()
    assert "Er kreist um die Erde" in answer.embed["description"]
    assert build in answer.embed["footer"]["text"]
    assert trail(world) == [("reindex", f"published {build}")]
    again = await admin.slash("admin reindex").shows("Nichts hat sich geändert")
    assert again.embed


@pytest.mark.usefixtures("bot")
async def test_articles_are_added_from_attachments(admin: Person, world: World) -> None:
    shown = await admin.slash(
        "admin add", file=Upload("Mond (neu).txt", TEXT.encode()), title="Der Mond", date="2026-04"
    ).shows("Veröffentlicht")
    assert "➕ Neu: Mond-neu" in shown.text
    article = world.services.assistant.answerer.index.articles["Mond-neu"]
    assert (article.title, article.date) == ("Der Mond", "2026-04")
    assert [action for action, _ in trail(world)] == ["add", "reindex"]


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
    assert trail(world) == [("add", "failed: ArticleRefused")] * 3


@pytest.mark.usefixtures("bot")
async def test_some_files_are_added_although_others_are_refused(admin: Person, world: World) -> None:
    shown = await admin.slash(
        "admin add", file=Upload("mond.txt", TEXT.encode()), **{"file-2": Upload("kopie.txt", TEXT.encode())}
    ).shows("Veröffentlicht")
    assert "❌ kopie.txt: Diesen Artikel gibt es schon" in shown.text
    assert "mond" in world.services.assistant.answerer.index.articles


@pytest.mark.usefixtures("bot")
async def test_a_translation_may_come_with_its_article_or_later(admin: Person, world: World) -> None:
    moon = read_bytes("mond.txt", TEXT.encode(), max_bytes=1_000)
    english = sidecar(moon, {(1, 1): "The moon is round."}).encode()
    shown = await admin.slash(
        "admin add",
        file=Upload("mond.en.translation.toml", english),
        **{"file-2": Upload("mond.txt", TEXT.encode())},
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
    moon = read_bytes("луна.txt", TEXT.encode(), max_bytes=1_000)
    english = sidecar(moon, {(1, 1): "The moon is round."}).encode()
    added = await admin.slash(
        "admin add",
        file=Upload("луна.txt", TEXT.encode()),
        **{"file-2": Upload("луна.en.translation.toml", english)},
    ).shows("Veröffentlicht")
    assert "✅ луна.txt" in added.text
    article = world.services.assistant.answerer.index.articles["луна"]
    assert [part.text for part in article.translations] == ["The moon is round."]


@pytest.mark.usefixtures("bot")
async def test_a_translation_that_cannot_be_used_is_refused_with_its_fault(
    admin: Person, world: World
) -> None:
    world.workshop.write("mond", TEXT)
    moon = read_bytes("mond.txt", TEXT.encode(), max_bytes=1_000)
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
    real = world.services.add
    assert real is not None

    def full(name: str, *rest: Any) -> Any:  # noqa: ANN401 - as the real one
        if name == "voll.txt":
            raise StoreUnwritable("no space left")
        if name == "kaputt.txt":
            raise ZeroDivisionError("secret detail")
        return real(name, *rest)

    world.serve(add=full)
    sent = {
        "file": Upload("weg.txt", b"weg"),
        "file-2": Upload("voll.txt", b"Voll ist der Mond."),
        "file-3": Upload("kaputt.txt", b"Kaputt ist der Mond."),
        "file-4": Upload("mond.txt", TEXT.encode()),
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
    assert [outcome for _, outcome in trail(world)][:4] == [
        "refused-fetch", "failed: StoreUnwritable", "failed: ZeroDivisionError", "done",
    ]  # fmt: skip


async def test_a_reindex_that_fails_does_not_hide_what_became_of_the_files(
    double: DiscordDouble, admin: Person, world: World
) -> None:
    def busy(**_: object) -> None:
        raise ReindexBusy(None)

    world.serve(reindex=busy)
    async with bot_on(double, world):
        shown = await admin.slash(
            "admin add", file=Upload("mond.txt", TEXT.encode()), **{"file-2": Upload("bild.png", b"")}
        ).shows("Neuaufbau")
    assert "✅ mond.txt: gespeichert" in shown.text
    assert "❌ bild.png: Ich lese nur" in shown.text
    assert "⚠️ Es läuft schon ein Neuaufbau." in shown.text
    assert "mit dem nächsten Neuaufbau" in shown.text


@pytest.mark.usefixtures("bot")
async def test_metadata_must_fit_one_file(admin: Person) -> None:
    two = {"file": Upload("a.txt", TEXT.encode()), "file-2": Upload("b.txt", b"Noch einer. Ja.")}
    assert "einzelnen Artikel" in (await admin.slash("admin add", title="T", **two).answer()).text
    one = await admin.slash("admin add", file=Upload("a.txt", TEXT.encode()), date="gestern").answer()
    assert one.text == (
        "Mit dieser Angabe bei „datum“ kann ich nichts anfangen. "
        "Erwartet: Tag, Monat oder Jahr: 2019-04-25, 2019-04 oder 2019 (nur bei einer Datei)"
    )


@pytest.mark.usefixtures("bot")
async def test_removing_much_needs_a_word(admin: Person, world: World) -> None:
    world.workshop.write("mond", TEXT)
    world.workshop.reindex()
    world.services.assistant.refresh()
    assert KBS in [
        choice["value"] for choice in await admin.types("admin remove", "article", "kbs").choices()
    ]
    shown = await admin.slash("admin remove", article=KBS).shows("Noch nicht veröffentlicht")
    assert "Sehr viele Sätze" in shown.text
    assert KBS in world.services.assistant.answerer.index.articles
    assert world.workshop.library.removed() == frozenset(), "nobody has said yes"
    confirmed = await admin.clicks(shown, "Trotzdem veröffentlichen").shows("Veröffentlicht")
    assert confirmed.ephemeral
    assert list(world.services.assistant.answerer.index.articles) == ["mond"]
    assert [(action, outcome.split(":")[0]) for action, outcome in trail(world)] == [
        ("remove", "needs confirmation"), ("remove", f"published {world.workshop.store.current_id()}"),
    ]  # fmt: skip
    gone = await admin.clicks(shown, "Trotzdem veröffentlichen").answer()
    assert "gibt es im aktuellen Index nicht" in gone.text


@pytest.mark.usefixtures("bot")
async def test_rollback_returns_to_an_earlier_build(admin: Person, world: World) -> None:
    first = world.workshop.store.current_id()
    assert (await admin.slash("admin rollback").answer()).text.startswith(
        "Es gibt noch keinen früheren Index."
    )
    world.workshop.write("mond", TEXT)
    second = world.workshop.reindex()
    world.services.assistant.refresh()
    choices = await admin.types("admin rollback", "build", "").choices()
    assert [choice["value"] for choice in choices] == [second, first]
    assert [choice["name"].rpartition(" · ")[2] for choice in choices] == ["2", "1"]
    shown = await admin.slash("admin rollback", build=first).answer()
    assert first in shown.embed["description"]
    assert world.services.assistant.answerer.build == first
    assert trail(world) == [("rollback", "rollback-nothing"), ("rollback", f"live: {first}")]
    old = world.workshop.store.manifest(first).model_copy(update={"format": 1}).sealed()
    (world.workshop.store.folder(first) / "manifest.json").write_bytes(old.to_bytes())
    assert first not in {
        choice["value"] for choice in await admin.types("admin rollback", "build", "").choices()
    }
    missing = await admin.slash("admin rollback", build="nirgends").answer()
    assert missing.text.startswith("Zu diesem Index kann ich nicht zurück")
    assert trail(world)[-1] == ("rollback", "rollback-impossible")


async def test_a_second_reindex_hears_of_the_first(
    admin: Person, double: DiscordDouble, world: World
) -> None:
    def busy(**_: object) -> None:
        raise ReindexBusy(Holder("anna", 1, "2026-11-24T10:30:00+00:00", "embed", 5, 9))

    world.serve(reindex=busy)
    async with bot_on(double, world):
        told = await admin.slash("admin reindex").answer()
    assert told.text == "Es läuft schon ein Neuaufbau: anna, seit 10:30 UTC, 5 von 9."
    assert trail(world) == [("reindex", "reindex-busy-with")]


@pytest.mark.usefixtures("bot")
async def test_a_reindex_of_another_process_can_be_cancelled(admin: Person, world: World) -> None:
    nothing = await admin.slash("admin reindex", cancel=True).answer()
    assert nothing.text == "Hier läuft gerade kein Neuaufbau."
    with ReindexLock(world.workshop.store.root).held("_anna_") as theirs:
        theirs("embed", 3, 9)
        told = await admin.slash("admin reindex", cancel=True).answer()
        assert theirs.cancelled()
    assert told.text.startswith("Wird abgebrochen: \\_anna\\_, seit ")
    assert told.text.endswith(" UTC, 3 von 9.")
    assert trail(world) == [("reindex cancel", "nothing to cancel"), ("reindex cancel", "done")]
    assert world.services.assistant.answerer.build == world.workshop.store.current_id()


async def test_progress_is_shown_in_place_and_can_be_cancelled(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    go, real = threading.Event(), world.services.reindex
    world.workshop.write("mond", TEXT)

    def slow(*, progress: Any, cancelled: Any, **more: Any) -> object:  # noqa: ANN401 - as the real one
        progress("embed", 3, 9)
        go.wait(10)
        return real(progress=progress, cancelled=cancelled, **more)

    world.serve(reindex=slow)
    async with bot_on(double, world):
        started = admin.slash("admin reindex")
        shown = await started.shows("Sätze einlesen: 3 von 9.")
        assert shown.labels == ["Abbrechen"]
        assert "wird abgebrochen" in (await admin.clicks(shown, "Abbrechen").answer()).text.lower()
        go.set()
        await started.shows("Abgebrochen; der bisherige Index bleibt.")
    assert world.services.assistant.answerer.index.articles.keys() == {KBS}
    assert ("reindex", "failed: ReindexCancelled") in trail(world)


async def test_progress_is_no_longer_shown_once_the_response_has_expired(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    monkeypatch.setattr(discord.Interaction, "is_expired", lambda _: True)
    slow = Slow()
    world.serve(reindex=slow)
    async with bot_on(double, world):
        admin.slash("admin reindex")
        await double.until(lambda: slow.running)
        await asyncio.sleep(0.2)
        assert not double.calls.to(EDIT), "each would count towards a ban"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (None, "✅ Nichts hat sich geändert"),
        (ReindexDied, "unerwartet beendet"),
        (CheckUnusable, "Datei der Probefragen"),
    ],
)
async def test_what_came_of_a_reindex_that_outlasts_its_response_is_told_directly(
    error: type[Exception] | None, says: str, admin: Person, double: DiscordDouble, world: World
) -> None:
    real = world.services.reindex

    def long(**given: Any) -> object:  # noqa: ANN401 - as the real one
        double.clock.advance(16 * 60)
        if error is not None:
            raise error
        return real(**given)

    world.serve(reindex=long)
    double.faults.next("POST /channels/{channel_id}/messages", "cut after")
    async with bot_on(double, world):
        admin.slash("admin reindex")
        direct = admin.in_dm()
        await double.until(lambda: list(direct.channel.messages.values()))
    [told] = direct.channel.messages.values()
    assert says in told.text


async def test_a_cancel_button_is_acknowledged_before_the_trail_is_written(
    admin: Person, double: DiscordDouble, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    slow, go, real = Slow(), threading.Event(), world.services.log.audit

    def held(entry: AuditEntry) -> None:
        go.wait(10)
        real(entry)

    world.serve(reindex=slow)
    async with bot_on(double, world):
        shown = await admin.slash("admin reindex").shows("3 von 9")
        monkeypatch.setattr(world.services.log, "audit", held)
        pressed = admin.clicks(shown, "Abbrechen")
        assert await pressed.acknowledged() == 5
        assert not pressed.shown
        go.set()
        assert (await pressed.answer()).text == "Wird abgebrochen."


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
        shown = await admin.slash("admin add", file=Upload("mond.txt", TEXT.encode())).answer()
    assert "❌ mond.txt: Discord hat die Datei nicht herausgegeben." in shown.text
    assert "Traceback" not in caplog.text


@dataclass
class Slow:
    """Reindexes that take until they are cancelled."""

    ended: list[str] = field(default_factory=list)
    running: int = 0

    def __call__(self, *, who: str, progress: Any, cancelled: Any, **_: object) -> None:  # noqa: ANN401 - as the real one
        progress("embed", 3, 9)
        self.running += 1
        deadline = time.monotonic() + 20
        while not cancelled() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.ended.append(who if cancelled() else "in vain")
        raise ReindexCancelled


async def test_a_cancel_button_ends_its_own_reindex_and_no_other(
    admin: Person, double: DiscordDouble, world: World, forum: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.progress.SECONDS", 0.02)
    slow = Slow()
    world.serve(reindex=slow)
    async with bot_on(double, world):
        first = admin.slash("admin reindex", **{"dry-run": True})
        shown = await first.shows("3 von 9")
        other = forum.admin("other")
        second = other.slash("admin reindex")
        also_shown = await second.shows("3 von 9")
        await other.clicks(also_shown, "Abbrechen").answer()
        await second.shows("Abgebrochen")
        assert slow.ended == ["other"]
        await admin.clicks(shown, "Abbrechen").answer()
        await first.shows("Abgebrochen")
    assert slow.ended == ["other", "admin"]


async def test_asked_to_stop_the_bot_cancels_every_reindex(
    admin: Person, double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    slow = Slow()
    world.serve(reindex=slow)
    async with bot_on(double, world) as bot:
        asked = [person.slash("admin reindex") for person in (admin, forum.admin("other"))]
        await double.until(lambda: slow.running == 2)
        assert await bot.ends() == 0
        for one in asked:
            await one.shows("Abgebrochen")
    assert sorted(slow.ended) == ["admin", "other"]


@pytest.mark.usefixtures("bot")
async def test_status_says_how_the_bot_is(admin: Person, world: World) -> None:
    shown = await admin.slash("admin status").answer()
    assert shown.ephemeral
    description = shown.embed["description"]
    assert world.workshop.store.current_id() in description
    assert "1 Artikel · 16 Sätze" in description
    assert "hash@1" in description.replace("\\", "")
    assert "Letzter Fehler: keiner" in description
    assert "Protokoll: in Ordnung" in description


async def test_status_tells_of_a_reindex_that_another_process_runs(
    admin: Person, double: DiscordDouble, world: World
) -> None:
    world.serve(running=lambda: Holder("anna", 1, "2026-11-24T10:30:00+00:00", "embed", 5, 9))
    async with bot_on(double, world):
        shown = await admin.slash("admin status").answer()
    assert "Es läuft schon ein Neuaufbau: anna, seit 10:30 UTC, 5 von 9." in shown.text


@pytest.mark.usefixtures("bot")
async def test_channels_restrict_where_the_bot_answers(
    admin: Person, member: Person, world: World, forum: GuildHandle
) -> None:
    other = forum.channel("other")
    shown = await admin.slash("admin channels", allow=other).answer()
    assert shown.text == f"Ich antworte nur in <#{other.id}>."
    refused = await member.slash("ask", question=WHERE).answer()
    assert refused.ephemeral
    assert refused.text == f"Hier antworte ich nicht; frag mich in <#{other.id}>."
    told = await member.hears(member.says(f"@bot {WHERE}"))
    assert "Hier antworte ich nicht" in told.text
    assert (await member.at(other).slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    thread = member.at(other).opens_thread(member.at(other).says("Hier"), "faden")
    assert (await thread.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert (
        await admin.slash("admin channels", everywhere=True).answer()
    ).text == "Ich antworte in allen Kanälen."
    assert (await member.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    assert trail(world) == [("channels", "done"), ("channels", "done")]


@pytest.mark.usefixtures("bot")
async def test_a_channel_is_not_forbidden_by_opening_all_others(
    admin: Person, world: World, forum: GuildHandle
) -> None:
    one, other = forum.general, forum.channel("other")
    refused = await admin.slash("admin channels", forbid=one).answer()
    assert refused.text.startswith("Ich antworte in allen Kanälen, einzeln herausnehmen lässt sich keiner.")
    assert "„erlauben“" in refused.text
    await admin.slash("admin channels", allow=one).answer()
    last = await admin.slash("admin channels", forbid=one).answer()
    assert "der einzige Kanal" in last.text
    assert world.services.log.guild_settings(forum.id).channels == {one.id}
    moved = await admin.slash("admin channels", allow=other, forbid=one).answer()
    assert moved.text == f"Ich antworte nur in <#{other.id}>."
    opened = await admin.slash("admin channels", everywhere=True).answer()
    assert opened.text == "Ich antworte in allen Kanälen."


@pytest.mark.usefixtures("bot")
async def test_cooldown_is_each_guilds_own(
    double: DiscordDouble, admin: Person, member: Person, world: World
) -> None:
    shown = await admin.slash("admin cooldown", seconds=120).answer()
    assert shown.text == "Wartezeit zwischen zwei Fragen: 120 s"
    await member.slash("ask", question=WHERE).answer()
    told = await member.slash("ask", question=WHERE).answer()
    assert told.ephemeral
    assert told.text in {f"Einen Moment: Frag in {seconds} s wieder." for seconds in (119, 120)}
    elsewhere = double.guild("elsewhere")
    elsewhere.guild.members[member.id] = member.user
    for person in (member.at(elsewhere.general), member.in_dm(), elsewhere.member("stranger")):
        for _ in range(2):
            assert (await person.slash("ask", question=WHERE).answer()).embed["title"] == WHERE
    reset = await admin.slash("admin cooldown").answer()
    assert reset.text == "Die eigene Wartezeit dieses Servers ist aufgehoben; es gilt die des Bots: 0 s"
    assert world.services.log.guild_settings(member.channel.guild.id).cooldown is None


def test_a_thread_whose_parent_is_not_known_has_its_own_id_and_the_parents() -> None:
    thread = object.__new__(discord.Thread)
    thread.id, thread.parent_id = 5, 4
    thread.guild = SimpleNamespace(get_channel=lambda _: None)  # type: ignore[assignment] # all that it looks at
    assert places(thread) == {5, 4}


async def test_settings_survive_a_restart(double: DiscordDouble, admin: Person, world: World) -> None:
    async with bot_on(double, world):
        await admin.slash("admin cooldown", seconds=77).answer()
    async with bot_on(double, world):
        assert "77 s" in (await admin.slash("admin status").answer()).text
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("operators", "owner", "guild", "manages", "allowed"),
    [
        ({1}, False, 1, True, True),
        ({1}, False, 1, False, False),
        ({1}, True, 2, True, False),
        ({1}, True, None, True, False),
        (set(), True, 2, False, True),
        (set(), False, 2, True, False),
    ],
)
def test_who_may_steer_the_index(
    operators: set[int],
    owner: bool,  # noqa: FBT001 - a table
    guild: int | None,
    manages: bool,  # noqa: FBT001 - a table
    allowed: bool,  # noqa: FBT001 - a table
) -> None:
    application = SimpleNamespace(team=None, owner=SimpleNamespace(id=7))
    parts = SimpleNamespace(options=SimpleNamespace(admin_guilds=frozenset(operators)))
    interaction = SimpleNamespace(
        guild_id=guild,
        user=SimpleNamespace(id=7 if owner else 8),
        permissions=discord.Permissions(manage_guild=manages),
        client=SimpleNamespace(application=application, parts=parts),
    )
    assert may_operate(interaction) is allowed  # type: ignore[arg-type] # all that it looks at


@pytest.mark.parametrize(
    ("state", "role", "allowed"),
    [
        (discord.TeamMembershipState.accepted, discord.TeamMemberRole.developer, True),
        (discord.TeamMembershipState.accepted, discord.TeamMemberRole.read_only, False),
        (discord.TeamMembershipState.invited, discord.TeamMemberRole.admin, False),
    ],
)
def test_a_team_steers_through_its_working_members_alone(
    state: discord.TeamMembershipState,
    role: discord.TeamMemberRole,
    allowed: bool,  # noqa: FBT001 - a table
) -> None:
    member = SimpleNamespace(id=7, membership_state=state, role=role)
    application = SimpleNamespace(team=SimpleNamespace(members=[member], owner_id=1), owner=None)
    parts = SimpleNamespace(options=SimpleNamespace(admin_guilds=frozenset()))
    interaction = SimpleNamespace(
        guild_id=None,
        user=SimpleNamespace(id=7),
        permissions=discord.Permissions.none(),
        client=SimpleNamespace(application=application, parts=parts),
    )
    assert may_operate(interaction) is allowed  # type: ignore[arg-type] # all that it looks at
