"""What stands under an answer: its context, the thumbs and the form behind one of them."""

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, LOCALES, NOWHERE, WHERE, Instead, World, bot_on

from querylog.errors import LogUnavailable
from querylog.models import Vote

pytest_plugins = ("fixtures_discord",)


@pytest.mark.usefixtures("bot")
async def test_context_shows_the_paragraph_privately_with_the_sentence_marked(
    member: Person, forum: GuildHandle
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    other = forum.member("other", locale="en-US")
    context = await other.clicks(answer, "Kontext").answer()
    assert context.ephemeral
    assert context.embed["title"] == "Where the quotes come from"
    description = context.embed["description"]
    assert "> **Putin und Kim" in description
    assert "Zuerst führten die beiden Staatschefs" in description
    assert f"`{KBS}:3-3@" in description


@pytest.mark.usefixtures("bot")
async def test_the_context_of_a_refusal_is_that_of_the_closest_sentences(member: Person) -> None:
    refused = await member.slash("ask", question=NOWHERE).answer()
    closest = [
        line.removeprefix("> ") for line in refused.embed["description"].splitlines() if line[:1] == ">"
    ]
    context = (await member.clicks(refused, "Kontext").answer()).embed["description"]
    assert closest
    assert [line for line in closest if line not in context.replace("**", "")] == []


@pytest.mark.usefixtures("bot")
async def test_votes_are_kept_and_a_thumb_down_asks_why(
    member: Person, world: World, forum: GuildHandle
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    thanks = await member.clicks(answer, "👍").answer()
    assert (thanks.ephemeral, thanks.text) == (True, "Danke, das ist notiert.")
    other = forum.member("other")
    pressed = other.clicks(answer, "👎")
    assert (await pressed.form())["title"] == "Was war falsch?"
    assert "Danke" in (await other.submits(pressed, "falscher Tag").answer()).text
    (query,) = world.services.log.recent(forum.id)
    assert {(one.vote, one.comment) for one in query.feedback} == {
        (Vote.UP, None),
        (Vote.DOWN, "falscher Tag"),
    }


@pytest.mark.usefixtures("bot")
async def test_a_form_that_is_closed_again_leaves_the_vote(
    double: DiscordDouble, member: Person, world: World, forum: GuildHandle
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    await member.clicks(answer, "👎").form()
    await double.until(lambda: world.services.log.recent(forum.id)[0].feedback)
    assert world.services.log.recent(forum.id)[0].feedback[0].vote is Vote.DOWN


@pytest.mark.usefixtures("bot")
async def test_what_goes_wrong_behind_an_open_form_is_heard(member: Person, world: World) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    world.services.log.delete_user(member.id)
    pressed = member.clicks(answer, "👎")
    assert await pressed.form()
    told = await pressed.answer()
    assert (told.ephemeral, told.text) == (
        True,
        "Diese Antwort ist nicht mehr gespeichert. Stell die Frage noch einmal.",
    )
    assert "nicht mehr gespeichert" in (await member.submits(pressed, "falscher Tag").answer()).text


async def test_buttons_and_forms_work_after_a_restart(
    double: DiscordDouble, member: Person, world: World, forum: GuildHandle
) -> None:
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
    async with bot_on(double, world):
        assert "Putin und Kim" in (await member.clicks(answer, "Kontext").answer()).embed["description"]
        assert "Danke" in (await member.clicks(answer, "👍").answer()).text
        pressed = member.clicks(answer, "👎")
        assert await pressed.form()
    async with bot_on(double, world):
        assert "Danke" in (await member.submits(pressed, "falscher Tag").answer()).text
        # Whoever sends it takes no other's vote.
        assert "Danke" in (await forum.member("other").submits(pressed).answer()).text
    (query,) = world.services.log.recent(forum.id)
    assert sorted((one.comment or "") for one in query.feedback) == ["", "falscher Tag"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("back", [True, False])
async def test_context_is_shown_while_the_record_still_waits_for_the_database(
    back: bool,  # noqa: FBT001 - a table
    member: Person,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = world.services.log

    def away(*_: object, **__: object) -> None:
        raise LogUnavailable("away")

    with monkeypatch.context() as outage:
        outage.setattr(log._database, "write", away)
        answer = await member.slash("ask", question=WHERE).answer()
    if not back:
        monkeypatch.setattr(log._database, "read", away)
    assert log.health().spooled == 1
    context = await member.clicks(answer, "Kontext").answer()
    assert "> **Putin und Kim" in context.embed["description"]
    monkeypatch.undo()
    log.delete_user(member.id)
    assert "nicht mehr gespeichert" in (await member.clicks(answer, "Kontext").answer()).text


@pytest.mark.usefixtures("bot")
async def test_the_context_of_a_deleted_answer_is_gone(member: Person, world: World) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    world.services.log.delete_user(member.id)
    assert (
        await member.clicks(answer, "Kontext").answer()
    ).text == "Diese Antwort ist nicht mehr gespeichert. Stell die Frage noch einmal."
    assert "nicht mehr gespeichert" in (await member.clicks(answer, "👍").answer()).text


@pytest.mark.usefixtures("bot")
async def test_the_context_in_a_text_that_was_purged_is_gone_and_named(member: Person, world: World) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    world.workshop.store.purge_text(world.services.assistant.answerer.index.articles[KBS].text_sha256)
    description = (await member.clicks(answer, "Kontext").answer()).embed["description"]
    assert description.startswith(LOCALES.of("de").text("context-gone"))
    assert f"`{KBS}:3-3@" in description
    assert "Insel Russki" not in description


async def test_a_context_that_is_not_what_was_quoted_is_not_shown(
    double: DiscordDouble, member: Person, world: World
) -> None:
    text = world.services.assistant.answerer.index.articles[KBS].text[1:]
    world.serve(store=Instead(world.services.store, {"text": lambda _: text}))
    async with bot_on(double, world):
        answer = await member.slash("ask", question=WHERE).answer()
        told = await member.clicks(answer, "Kontext").answer()
    assert (told.text, told.embeds) == (LOCALES.of("de").text("error-unexpected"), [])
