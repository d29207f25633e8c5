"""What is kept of a member: told, exported, paused and deleted on Discord, by nobody but them."""

import gzip
import json
import random

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import LOCALES, NOWHERE, WHERE, World, attached

from cogs.privacy import packed

pytest_plugins = ("fixtures_discord",)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("locale", "told_of"),
    [
        ("de", ("Kommentar", "/datenschutz anhalten", "Admin", "90 Tage", "365 Tage", "eine Pause, bis")),
        ("en-US", ("comment", "admin", "90 days", "365 days", "a pause until")),
        ("ko", ("의견", "관리자", "90일", "365일", "해제할 때까지")),
        ("ru", ("комментарий", "администратора", "90 дней", "365 дней", "приостановка — пока")),
    ],
)
async def test_privacy_tells_of_comments_admin_actions_and_the_pause(
    locale: str, told_of: tuple[str, ...], forum: GuildHandle
) -> None:
    told = await forum.member(locale, locale=locale).slash("privacy about").answer()
    assert [words for words in told_of if words not in told.embed["description"]] == []


@pytest.mark.usefixtures("bot")
async def test_privacy_tells_what_is_kept(member: Person) -> None:
    told = await member.slash("privacy about").answer()
    assert told.ephemeral
    assert "90 Tage" in told.embed["description"]
    assert told.embed["footer"]["text"] == "Der Text deiner Fragen wird gespeichert."


@pytest.mark.usefixtures("bot")
async def test_privacy_exports_pauses_and_deletes(
    double: DiscordDouble, member: Person, world: World, forum: GuildHandle
) -> None:
    await member.slash("ask", question=WHERE).answer()
    export = await member.slash("privacy export").answer()
    assert export.ephemeral
    assert WHERE in attached(double, export).decode()
    assert json.loads(attached(double, export))
    paused = await member.slash("privacy pause").answer()
    assert paused.text == "Der Text deiner Fragen wird nicht gespeichert."
    await member.slash("ask", question=NOWHERE).answer()
    assert [query.question for query in world.services.log.recent(forum.id)] == [None, WHERE]
    await member.slash("privacy resume").answer()
    asked = await member.slash("privacy delete").answer()
    assert asked.ephemeral
    assert len(world.services.log.recent(forum.id)) == 2
    gone = await member.clicks(asked, "Alles löschen").answer()
    assert gone.text.startswith("Gelöscht: 2 Fragen")
    assert world.services.log.recent(forum.id) == []


@pytest.mark.usefixtures("bot")
async def test_an_export_is_packed_and_parted_as_discords_limit_demands(
    double: DiscordDouble, member: Person
) -> None:
    texts = [f"{WHERE} {number} {random.Random(number).randbytes(200).hex()}" for number in range(12)]  # noqa: S311 - text that does not shrink
    for text in texts:
        await member.slash("ask", question=text).answer()
    double.world.file_limit = 9_000
    whole = await member.slash("privacy export").answer()
    assert [file["filename"] for file in whole.attachments] == ["gipfelbot-privacy.json.gz"]
    kept = json.loads(gzip.decompress(attached(double, whole)))
    assert sorted(query["question"] for query in kept["questions"]) == sorted(texts)
    double.world.file_limit = 2_000
    asked = member.slash("privacy export")

    def told() -> list[str]:
        parts = [json.loads(gzip.decompress(attached(double, message))) for message in asked.shown]
        return [query["question"] for part in parts for query in part["questions"]]

    await double.until(lambda: len(told()) == len(texts))
    assert told() == [query["question"] for query in kept["questions"]]
    assert all(message.ephemeral for message in asked.shown)
    names = [message.attachments[0]["filename"] for message in asked.shown]
    assert len(names) > 2
    assert names == [f"gipfelbot-privacy-{number}.json.gz" for number in range(1, len(names) + 1)]


def test_an_export_that_just_fits_is_one_file_as_it_is() -> None:
    rows = {"questions": [{"question": WHERE}, {"question": NOWHERE}]}
    [whole] = packed(rows, 10_000)
    assert json.loads(whole) == rows
    assert packed(rows, len(whole)) == [whole]
    [compressed] = packed(rows, len(whole) - 1)
    assert json.loads(gzip.decompress(compressed)) == rows


@pytest.mark.usefixtures("bot")
async def test_a_second_deletion_finds_nothing_and_rewrites_nothing(
    member: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await member.slash("ask", question=WHERE).answer()
    rewritten, database = [], world.services.log._database
    real = database.overwrite
    monkeypatch.setattr(database, "overwrite", lambda: (rewritten.append(1), real())[1])
    told = []
    for _ in range(3):
        asked = await member.slash("privacy delete").answer()
        told.append((await member.clicks(asked, "Alles löschen").answer()).text)
    assert told == ["Gelöscht: 1 Frage, 0 Bewertungen."] + ["Gelöscht: 0 Fragen, 0 Bewertungen."] * 2
    assert rewritten == [1]


@pytest.mark.usefixtures("bot")
async def test_nobody_confirms_the_deletion_that_somebody_else_asked_for(
    double: DiscordDouble, member: Person, world: World, forum: GuildHandle
) -> None:
    await member.slash("ask", question=WHERE).answer()
    asked = await member.slash("privacy delete").answer()
    shown = double.world.add_message(member.channel, double.world.bot, components=asked.components)
    told = await forum.member("other").clicks(shown, "Alles löschen").answer()
    assert (told.ephemeral, told.text) == (True, LOCALES.of("de").text("error-not-yours"))
    assert len(world.services.log.recent(forum.id)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_deletion_whose_bytes_are_overwritten_later_says_so(
    member: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await member.slash("ask", question=WHERE).answer()
    monkeypatch.setattr(world.services.log._database, "overwrite", lambda: False)  # as while somebody reads
    asked = await member.slash("privacy delete").answer()
    told = (await member.clicks(asked, "Alles löschen").answer()).text
    assert told == f"Gelöscht: 1 Frage, 0 Bewertungen. {LOCALES.of('de').text('privacy-deleted-later')}"
