"""“Explain answer” on Discord: for admins alone, in private, within what Discord allows."""

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from double_state import Message
from fakes_discord import LOCALES, NOWHERE, WHERE, World, within_limits
from fakes_retrieval import answerer, article

import locales
from cogs.render_explanation import _grid, explanation_message
from retrieval.explanation import explain
from retrieval.models import Question

pytest_plugins = ("fixtures_discord",)

MENU = "Explain answer"
GERMAN = "Antwort begründen"


def file_of(double: DiscordDouble, message: Message) -> str:
    [file] = message.attachments
    assert file["filename"] == "explanation.txt"
    return double.world.files[int(file["id"])].decode()


@pytest.mark.usefixtures("bot")
async def test_an_admin_sees_privately_what_each_sentence_was_weighed_by(
    double: DiscordDouble, member: Person, admin: Person
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    shown = await admin.right_clicks(answer, MENU).answer()
    assert shown.ephemeral
    description = shown.embed["description"]
    assert description.startswith("Geantwortet wird ab einer Sicherheit von 0,5")
    assert WHERE in description
    assert "✓ 0." in description
    assert "Wörter  Wort für Wort" in description
    whole = file_of(double, shown)
    assert "intercept" in whole
    assert "foreign_lexical" in whole
    assert "Putin und Kim trafen sich" in whole
    assert shown.embed["footer"]["text"].startswith("Index 000001-")


@pytest.mark.usefixtures("bot")
async def test_a_refusal_is_explained(member: Person, admin: Person) -> None:
    answer = await member.slash("ask", question=NOWHERE).answer()
    shown = await admin.right_clicks(answer, MENU).answer()
    assert NOWHERE in shown.embed["description"]
    assert "✓ 0." not in shown.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_an_answer_of_an_earlier_index_is_said_to_be_one(
    member: Person, admin: Person, world: World
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    before = world.services.assistant.answerer.build
    world.workshop.write("mond", "Der Mond ist rund.")
    world.workshop.reindex()
    world.services.assistant.refresh()
    shown = await admin.right_clicks(answer, MENU).answer()
    assert shown.embed["description"].startswith(LOCALES.of("de").text("explain-other-index", build=before))


@pytest.mark.usefixtures("bot")
async def test_members_are_not_offered_it_and_not_answered_where_the_guild_opened_it(
    member: Person, forum: GuildHandle
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    with pytest.raises(AssertionError, match="is offered no command"):
        member.right_clicks(answer, MENU)
    forum.guild.opened_commands.add(MENU)
    refused = await member.right_clicks(answer, MENU).answer()
    assert (refused.ephemeral, "Server verwalten" in refused.text) == (True, True)
    assert not refused.attachments


@pytest.mark.usefixtures("bot")
async def test_a_message_that_is_no_answer_is_said_to_be_none(
    double: DiscordDouble, forum: GuildHandle, member: Person, admin: Person
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    another = double.world.add_message(
        forum.general, forum.other_bot("another").user, components=answer.components
    )
    for message in (member.says("Hallo"), another):
        shown = await admin.right_clicks(message, MENU).answer()
        assert (shown.ephemeral, shown.text) == (True, LOCALES.of("de").text("explain-not-mine"))


@pytest.mark.usefixtures("bot")
async def test_the_answer_of_another_guild_stays_there(
    double: DiscordDouble, member: Person, world: World
) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    stranger = double.guild("elsewhere", locale="de").admin("stranger")
    await double.until(lambda: double.world.commands.get(None))
    forged = double.world.add_message(stranger.channel, double.world.bot, components=answer.components)
    shown = await stranger.right_clicks(forged, MENU).answer()
    assert shown.text == LOCALES.of("de").text("error-record-gone")
    assert world.services.log.recent("all")


@pytest.mark.usefixtures("bot")
async def test_a_question_whose_text_is_not_kept_is_not_explained(member: Person, admin: Person) -> None:
    await member.slash("privacy pause").answer()
    answer = await member.slash("ask", question=WHERE).answer()
    shown = await admin.right_clicks(answer, MENU).answer()
    assert shown.text == LOCALES.of("de").text("explain-not-kept")


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_the_longest_question_of_parts_fits_and_no_sentence_leaves_its_box(language: str) -> None:
    wild = "``` **Kim** @everyone ```\n" + "회담" * 200
    bot = answerer(article("wild", f"Kim traf Putin. {wild}. Kim {wild} sprach lange. Putin {wild} fuhr ab."))
    question = "Wann, wo und wie lange sprach Kim " + "mit 🎉 Putin `x` " * 60 + "?"
    explanation = explain(bot, Question(question))
    embed, file = explanation_message(explanation, LOCALES.of(language), build="000000-0123456789ab")
    assert within_limits(embed)
    description = embed.description or ""
    assert description.count("```") % 2 == 0
    assert description.count("```") >= 2
    outside = "".join(description.split("```")[::2])
    assert "@everyone" not in outside
    assert (
        file.fp.read().decode().count(LOCALES.of(language).text("explain-order"))
        == description.count("```") / 2
    )


def test_columns_line_up_also_under_korean_letters() -> None:
    assert _grid([["확신도", "dense", "문장"], ["✓ 0.71", "-0.1", "Kim"]]) == (
        "확신도  dense  문장\n✓ 0.71   -0.1  Kim"
    )
