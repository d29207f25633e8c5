"""Admins change the index: reindexed, cut down, rolled back, and written down."""

from typing import Any

import pytest
from double_people import Person
from double_server import DiscordDouble
from fakes_discord import KBS, LOCALES, MOON, World, bot_on

from cogs.render_index import outcome_embed
from index.changes import AnswerChange, CheckReport, Diff, Outcome
from index.errors import CheckUnusable, ReindexBusy, ReindexDied
from index.lock import Holder, ReindexLock

pytest_plugins = ("fixtures_discord",)


@pytest.fixture
def world(operated: World) -> World:
    return operated


@pytest.mark.usefixtures("bot")
async def test_a_dry_run_tells_the_difference_and_publishes_nothing(admin: Person, world: World) -> None:
    before = world.workshop.store.current_id()
    world.workshop.write("mond", MOON)
    shown = await admin.slash("admin reindex", **{"dry-run": True}).shows("Probelauf")
    description = shown.embed["description"]
    assert shown.ephemeral
    assert "Probelauf" in description
    assert "➕ Neu: mond" in description
    assert "Sätze: +3 −0, jetzt 19" in description
    assert world.workshop.store.current_id() == before
    assert world.trail() == [("reindex", "dry run")]


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
    world.workshop.write("mond", MOON)
    shown = await admin.slash("admin reindex").shows("Veröffentlicht")
    build = world.workshop.store.current_id()
    assert build in shown.text
    answer = await member.slash("ask", question="Kreist der Mond um die Erde?").answer()
    assert "Er kreist um die Erde" in answer.embed["description"]
    assert build in answer.embed["footer"]["text"]
    assert world.trail() == [("reindex", f"published {build}")]
    again = await admin.slash("admin reindex").shows("Nichts hat sich geändert")
    assert again.embed


@pytest.mark.usefixtures("bot")
async def test_removing_much_needs_a_word(admin: Person, world: World) -> None:
    world.workshop.write("mond", MOON)
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
    assert [(action, outcome.split(":")[0]) for action, outcome in world.trail()] == [
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
    world.workshop.write("mond", MOON)
    second = world.workshop.reindex()
    world.services.assistant.refresh()
    choices = await admin.types("admin rollback", "build", "").choices()
    assert [choice["value"] for choice in choices] == [second, first]
    assert [choice["name"].rpartition(" · ")[2] for choice in choices] == ["2", "1"]
    shown = await admin.slash("admin rollback", build=first).answer()
    assert first in shown.embed["description"]
    assert "Der nächste Neuaufbau veröffentlicht sie wieder" in shown.embed["description"]
    assert world.services.assistant.answerer.build == first
    assert world.trail() == [("rollback", "rollback-nothing"), ("rollback", f"live: {first}")]
    old = world.workshop.store.manifest(first).model_copy(update={"format": 1}).sealed()
    (world.workshop.store.folder(first) / "manifest.json").write_bytes(old.to_bytes())
    assert first not in {
        choice["value"] for choice in await admin.types("admin rollback", "build", "").choices()
    }
    missing = await admin.slash("admin rollback", build="nirgends").answer()
    assert missing.text.startswith("Zu diesem Index kann ich nicht zurück")
    assert world.trail()[-1] == ("rollback", "rollback-impossible")


@pytest.mark.usefixtures("bot")
async def test_a_rollback_waits_for_a_reindex_that_would_undo_it(admin: Person, world: World) -> None:
    world.workshop.write("mond", MOON)
    live = world.workshop.reindex()
    with ReindexLock(world.workshop.store.root).held("Anna"):
        refused = await admin.slash("admin rollback").answer()
    assert refused.text.startswith("Es läuft schon ein Neuaufbau: Anna, seit ")
    assert world.workshop.store.current_id() == live
    assert world.trail() == [("rollback", "reindex-busy-with")]


async def test_a_second_reindex_hears_of_the_first(
    admin: Person, double: DiscordDouble, world: World
) -> None:
    def busy(**_: object) -> None:
        raise ReindexBusy(Holder("anna", 1, "2026-11-24T10:30:00+00:00", "embed", 5, 9))

    world.operate(reindex=busy)
    async with bot_on(double, world):
        told = await admin.slash("admin reindex").answer()
    assert told.text == "Es läuft schon ein Neuaufbau: anna, seit 10:30 UTC, 5 von 9."
    assert world.trail() == [("reindex", "reindex-busy-with")]


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
    assert world.trail() == [("reindex cancel", "nothing to cancel"), ("reindex cancel", "done")]
    assert world.services.assistant.answerer.build == world.workshop.store.current_id()


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
    real = world.services.operations.reindex

    def long(**given: Any) -> object:  # noqa: ANN401 - as the real one
        double.clock.advance(16 * 60)
        if error is not None:
            raise error
        return real(**given)

    world.operate(reindex=long)
    double.faults.next("POST /channels/{channel_id}/messages", "cut after")
    async with bot_on(double, world):
        admin.slash("admin reindex")
        direct = admin.in_dm()
        await double.until(lambda: list(direct.channel.messages.values()))
    [told] = direct.channel.messages.values()
    assert says in told.text


async def test_status_tells_of_a_reindex_that_another_process_runs(
    admin: Person, double: DiscordDouble, world: World
) -> None:
    world.operate(running=lambda: Holder("anna", 1, "2026-11-24T10:30:00+00:00", "embed", 5, 9))
    async with bot_on(double, world):
        shown = await admin.slash("admin status").answer()
    assert "Es läuft schon ein Neuaufbau: anna, seit 10:30 UTC, 5 von 9." in shown.text


def test_what_a_reindex_does_to_the_golden_questions_is_told() -> None:
    report = CheckReport(4, 0.75, 0.5, (AnswerChange("one", "Wer kam?", "Kim kam.", None),))
    diff = Diff((), (), ("kim",), 1, 1, 4, 4)
    outcome = Outcome("000001-0123456789ab", False, diff, report, ("recall",), (), 1, 3, 1.0)  # noqa: FBT003 - `published`
    told = outcome_embed(outcome, LOCALES.of("de"), dry_run=False).description or ""
    assert "Probefragen richtig: 75 % → 50 %, 1 Antwort" in told
    assert f"⚠️ {LOCALES.of('de').text('reindex-doubt-recall')}" in told
