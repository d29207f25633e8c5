"""Questions and their answers on Discord, from the asker's side to the asker's eyes."""

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, NOWHERE, RUSSKI, WHERE, World, bot_on, quoted

from cogs.text import unescape
from querylog.models import Surface

pytest_plugins = ("fixtures_discord",)


@pytest.mark.usefixtures("bot")
async def test_a_question_is_deferred_and_answered_with_a_cited_quote(member: Person, world: World) -> None:
    asked = member.slash("ask", question=WHERE)
    answer = await asked.answer()
    embed = answer.embed
    assert asked.callback == 5
    assert not answer.ephemeral
    assert embed["title"] == WHERE
    assert RUSSKI in quoted(answer)
    assert quoted(answer).split("\n")[0] in world.workshop.library.read().articles[0].text
    assert "**1** · KBS News · April 2019 · Satz 3 von 16" in embed["description"]
    assert "Sicherheit:" in embed["footer"]["text"]
    assert world.services.assistant.answerer.build in embed["footer"]["text"]
    assert answer.labels == ["Kontext", "👍", "👎"]


async def test_a_foreign_quote_gets_the_operator_s_translation_link(
    double: DiscordDouble, world: World, forum: GuildHandle
) -> None:
    world.change(translate_url="https://t.example/?from={source}&to={target}&text={text}")
    async with bot_on(double, world):
        reader = forum.member("reader", locale="ko")
        slash = await reader.slash("ask", question=WHERE).answer()
        mention = await reader.hears(reader.says("@bot Где встретились Путин и Ким?"))
    assert (
        "· [번역하기](https://t.example/?from=de&to=ko&text=Putin%20und%20Kim" in slash.embed["description"]
    )
    assert "· [перевести](https://t.example/?from=de&to=ru&text=" in mention.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_the_answer_is_on_record_when_it_is_shown(
    member: Person, world: World, forum: GuildHandle
) -> None:
    await member.slash("ask", question=WHERE).answer()
    (query,) = world.services.log.recent(forum.id)
    assert (query.question, query.answered, query.surface) == (WHERE, True, Surface.SLASH)
    assert (query.channel, query.locale, query.language) == (forum.general.id, "de", "de")
    assert query.build == world.services.assistant.answerer.build
    assert query.citations[0].article == KBS


@pytest.mark.usefixtures("bot")
async def test_a_private_answer_is_for_one_pair_of_eyes(member: Person, forum: GuildHandle) -> None:
    answer = await member.slash("ask", question=WHERE, private=True).answer()
    assert answer.ephemeral
    assert not forum.member("other").sees(answer)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("locale", "refusal", "closest"),
    [
        ("de", "Dazu finde ich in meinen Quellen keine Antwort.", "nicht als Antwort"),
        ("en-GB", "I find no answer to that in my sources.", "not meant as an answer"),
        ("ko", "제가 가진 출처에서 답을 찾지 못했습니다.", "답변으로 드리는 것은 아닙니다"),
        ("ru", "Ответа на это в своих источниках я не нашёл.", "не в качестве ответа"),
        (
            "fr",
            "Dazu finde ich in meinen Quellen keine Antwort.",
            "nicht als Antwort",
        ),  # the question's own: nothing else is known
    ],
)
async def test_a_refusal_says_so_in_the_askers_language_and_shows_the_closest(
    locale: str, refusal: str, closest: str, forum: GuildHandle, world: World
) -> None:
    member = forum.member(locale, locale=locale)
    answer = await member.slash("ask", question=NOWHERE).answer()
    description = answer.embed["description"]
    assert description.startswith(refusal)
    assert closest in description
    assert quoted(answer)
    assert "%" not in answer.embed["footer"]["text"]
    assert not world.services.log.recent(forum.id)[0].answered


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("question", "says"),
    [("??!", "keine Wörter"), ("x", "zu kurz"), ("wo " * 900, "zu lang"), ("👍🏽", "Alles klar")],
)
async def test_unusable_questions_get_a_helpful_reply(question: str, says: str, member: Person) -> None:
    answer = await member.slash("ask", question=question).answer()
    assert says in answer.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_evidence_for_a_message_is_found_privately(
    member: Person, world: World, forum: GuildHandle
) -> None:
    claim = forum.member("other").says("<@1> Putin und Kim trafen sich auf der Insel Russki <:smile:123>")
    found = await member.right_clicks(claim, "Find evidence").answer()
    assert found.ephemeral
    assert found.embed["title"] == "Putin und Kim trafen sich auf der Insel Russki"
    assert RUSSKI in quoted(found)
    none = forum.member("third").says("Die Hauptstadt von Australien heißt Canberra")
    nothing = await member.right_clicks(none, "Find evidence").answer()
    assert "Dazu finde ich in meinen Quellen keine Antwort." in nothing.embed["description"]
    assert {query.surface for query in world.services.log.recent(forum.id)} == {Surface.CONTEXT_MENU}


@pytest.mark.usefixtures("bot")
async def test_what_is_forwarded_or_asked_in_a_poll_is_read_like_what_is_said(
    double: DiscordDouble, member: Person, forum: GuildHandle
) -> None:
    other, friend = forum.member("other"), double.person("friend", locale="de")
    forwarded = other.forwards(other.says(WHERE))
    both = other.polls("Stimmt das?", "Ja", "Nein")
    both.content = WHERE
    for message in (forwarded, other.polls(WHERE, "Ja", "Nein"), both):
        found = await member.right_clicks(message, "Find evidence").answer()
        assert found.embed["title"] == WHERE
        assert RUSSKI in quoted(found)
    said = friend.says("Wo?")
    await friend.hears(said)
    assert (await friend.hears(friend.forwards(said))).embed["title"] == "Wo?"


@pytest.mark.usefixtures("bot")
async def test_a_message_without_text_has_no_evidence(member: Person, forum: GuildHandle) -> None:
    for text in ("\u200b", "<:smile:123> <@1>", "Danke!"):
        empty = forum.member("other").says(text)
        reply = await member.right_clicks(empty, "Find evidence").answer()
        assert reply.text.startswith("In dieser Nachricht steht kein Text")


@pytest.mark.usefixtures("bot")
async def test_nothing_that_somebody_writes_pings_or_formats(double: DiscordDouble, member: Person) -> None:
    trick = "@everyone <@1> **fett** ||geheim|| [klick](https://example.org) wo?"
    answer = await member.slash("ask", question=trick).answer()
    title = answer.embed["title"]
    assert unescape(title) == trick
    assert "\\@everyone" in title
    assert all(
        call.body["allowed_mentions"]["parse"] == []
        for call in double.calls.messages
        if "allowed_mentions" in call.body
    )
