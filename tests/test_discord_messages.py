"""Mentions, replies and direct messages: what is answered, what is explained, what is left alone."""

import time
from types import SimpleNamespace

import discord
import pytest
from double_json import role_id
from double_people import Person, Upload
from double_server import DiscordDouble, GuildHandle
from double_state import Perm
from fakes_discord import LOCALES, RUSSKI, WHERE, World, quoted

from querylog.errors import LogUnavailable
from querylog.models import Surface
from querylog.replay import differences

pytest_plugins = ("fixtures_discord",)


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered_in_the_questions_language_with_a_reply_that_pings_nobody(
    double: DiscordDouble, member: Person, world: World, forum: GuildHandle
) -> None:
    said = member.says(f"@bot {WHERE}")
    answer = await member.hears(said)
    assert answer.reference is said
    assert answer.embed["title"] == WHERE
    assert RUSSKI in quoted(answer)
    (call,) = double.calls.to("POST /channels/{channel_id}/messages")
    assert call.body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert world.services.log.recent(forum.id)[0].surface is Surface.MENTION
    english = await member.hears(member.says("@bot What is the capital city of Australia called?"))
    assert english.embed["description"].startswith("I find no answer to that in my sources.")


@pytest.mark.usefixtures("bot")
async def test_a_short_reply_takes_the_earlier_question_along(
    member: Person, world: World, forum: GuildHandle
) -> None:
    first = await member.hears(member.says(f"@bot {WHERE}"))
    second = await member.hears(member.replies_to(first, "Und auf welcher Insel?"))
    assert second.embed["title"] == "Und auf welcher Insel?"
    assert second.embed["author"]["name"] == f"↪ {WHERE}"
    assert RUSSKI in quoted(second)
    third = await member.hears(member.replies_to(second, "Und wo?"))
    assert third.embed["author"]["name"] == f"↪ {WHERE}"
    newest, middle, oldest = world.services.log.recent(forum.id)
    assert (oldest.follows, middle.follows, newest.follows) == (None, oldest.id, middle.id)
    assert newest.surface is Surface.REPLY
    for query in (newest, middle, oldest):
        again = world.services.assistant.answerer.answer(world.services.log.question_of(query))
        assert differences(query, again) == []


@pytest.mark.usefixtures("bot")
async def test_who_asks_for_another_language_gets_the_same_quote_with_all_else_in_that(
    member: Person,
) -> None:
    first = await member.hears(member.says(f"@bot {WHERE}"))
    second = await member.hears(member.replies_to(first, "and in Korean please?"))
    assert quoted(second) == quoted(first)
    assert second.embed["author"]["name"] == f"↪ {WHERE}"
    assert "확신도" in second.embed["footer"]["text"]
    assert second.labels == ["문맥", "👍", "👎"]


@pytest.mark.usefixtures("bot")
async def test_what_quotes_nothing_offers_no_context_and_names_no_build(
    member: Person, admin: Person
) -> None:
    thanked = await member.slash("ask", question="Danke!").answer()
    assert thanked.labels == ["👍", "👎"]
    assert "footer" not in thanked.embed
    assert await member.clicks(thanked, "👎").form()
    listed = await admin.slash("log recent").answer()
    assert listed.embed["description"].startswith("💬 ")
    assert "Kein Satz" in (await admin.right_clicks(thanked, "Explain answer").answer()).text


@pytest.mark.usefixtures("bot")
async def test_thanks_in_between_change_no_topic(member: Person) -> None:
    first = await member.hears(member.says(f"@bot {WHERE}"))
    thanked = await member.hears(member.replies_to(first, "Danke!"))
    assert thanked.embed["description"] == "Gern geschehen."
    third = await member.hears(member.replies_to(thanked, "Und auf welcher Insel?"))
    assert third.embed["author"]["name"] == f"↪ {WHERE}"
    assert RUSSKI in quoted(third)


@pytest.mark.usefixtures("bot")
async def test_a_long_question_is_taken_along_whole(member: Person, world: World, forum: GuildHandle) -> None:
    long = WHERE + " Das frage ich, weil ich es nicht weiß." * 10
    first = await member.hears(member.says(f"@bot {long}"))
    assert first.embed["title"].endswith("…")
    await member.hears(member.replies_to(first, "Und wann?"))
    newest = world.services.log.recent(forum.id)[0]
    assert world.services.log.question_of(newest).earlier == long


@pytest.mark.usefixtures("bot")
async def test_while_the_log_is_away_a_follow_up_is_read_together_with_what_the_answer_shows(
    member: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise LogUnavailable("away")

    first = await member.hears(member.says(f"@bot {WHERE}"))
    monkeypatch.setattr(world.services.log, "earlier_question", away)
    second = await member.hears(member.replies_to(first, "Und auf welcher Insel?"))
    assert second.embed["author"]["name"] == f"↪ {WHERE}"
    assert RUSSKI in quoted(second)


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_follows_up_the_answer_before_it(double: DiscordDouble, world: World) -> None:
    person = double.person("person", locale="de")
    await person.hears(person.says(WHERE))
    await person.slash("help").answer()  # no answer to a question
    second = await person.hears(person.says("Und wo?"))
    assert second.embed["author"]["name"] == f"↪ {WHERE}"
    assert RUSSKI in quoted(second)
    newest, oldest = world.services.log.recent("all")
    assert newest.follows == oldest.id
    assert "author" not in (await person.hears(person.says("Danke!"))).embed
    assert (await person.hears(person.says("Und wo?"))).embed["author"]["name"] == f"↪ {WHERE}"
    other = await person.hears(person.says("Von wann bis wann dauerte das Gespräch der Staatschefs?"))
    assert "author" not in other.embed
    double.faults.next("GET /channels/{channel_id}/messages", 403)
    assert "author" not in (await person.hears(person.says("Und wann?"))).embed


@pytest.mark.usefixtures("bot")
async def test_who_asks_on_without_a_reply_follows_up_their_own_answer(
    double: DiscordDouble, member: Person, forum: GuildHandle
) -> None:
    other = forum.member("other")
    await member.hears(member.says(f"@bot {WHERE}"))
    await other.hears(other.says("@bot Von wann bis wann dauerte das Gespräch der Staatschefs?"))
    second = await member.hears(member.says("@bot Und wo?"))
    assert second.embed["author"]["name"] == f"↪ {WHERE}"
    assert "author" not in (await other.hears(other.says(f"@bot {WHERE}"))).embed
    assert not double.calls.to("GET /channels/{channel_id}/messages")[2:]  # who does not ask on costs no call
    stranger = forum.member("stranger")
    assert "author" not in (await stranger.hears(stranger.says("@bot Und wo?"))).embed
    asker = member.at(forum.channel("commands"))
    await asker.slash("ask", question=WHERE).answer()
    assert (await asker.hears(asker.says("@bot Und wo?"))).embed["author"]["name"] == f"↪ {WHERE}"
    looked = len(double.calls.to("GET /channels/{channel_id}/messages"))
    for wordless in ("@bot", "@bot ?!"):
        assert "author" not in (await asker.hears(asker.says(wordless))).embed
    assert len(double.calls.to("GET /channels/{channel_id}/messages")) == looked
    assert (await asker.hears(asker.says("@bot Und wo?"))).embed["author"]["name"] == f"↪ {WHERE}"
    looked = len(double.calls.to("GET /channels/{channel_id}/messages"))
    double.forbid_bot(asker.channel, Perm.READ_MESSAGE_HISTORY)
    assert "author" not in (await asker.hears(asker.says("@bot Und wann?"))).embed
    assert len(double.calls.to("GET /channels/{channel_id}/messages")) == looked


@pytest.mark.usefixtures("bot")
async def test_who_replies_to_a_message_that_discord_hides_asks_about_that_and_not_on(
    member: Person, forum: GuildHandle
) -> None:
    await member.hears(member.says(f"@bot {WHERE}"))
    claim = forum.member("other").says("Trump und Kim trafen sich in Hanoi")
    assert "author" not in (await member.hears(member.replies_to(claim, "@bot Und wo?"))).embed


@pytest.mark.usefixtures("bot")
async def test_who_asks_on_days_later_has_begun_anew(member: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = member.opens_thread(await member.hears(member.says(f"@bot {WHERE}")), "Mehr dazu")
    later = time.time() + 48 * 3600
    monkeypatch.setattr("double_state.time", SimpleNamespace(time=lambda: later))
    assert "author" not in (await member.hears(member.says("@bot Und wo?"))).embed
    assert (await thread.hears(thread.says("@bot Und wo?"))).embed["author"]["name"] == f"↪ {WHERE}"


@pytest.mark.usefixtures("bot")
async def test_in_a_thread_under_an_answer_a_short_question_is_about_that(
    member: Person, forum: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = forum.member("other")
    thread = member.opens_thread(await member.hears(member.says(f"@bot {WHERE}")), "Mehr dazu")
    there = other.at(thread.channel)
    answer = await there.hears(there.says("@bot Und wo?"))
    assert answer.embed["author"]["name"] == f"↪ {WHERE}"
    monkeypatch.setattr(discord.Thread, "parent", property(lambda _: None))  # not told of by the gateway yet
    assert "author" not in (await there.hears(there.says("@bot Und wann?"))).embed


@pytest.mark.usefixtures("bot")
async def test_what_a_message_quotes_is_what_it_asks_about(
    member: Person, world: World, forum: GuildHandle
) -> None:
    said = member.says(f"> {RUSSKI}, einem Gelände der Universität\n@bot und wo?")
    answer = await member.hears(said)
    assert answer.embed["title"] == "und wo?"
    assert answer.embed["author"]["name"].startswith(f"↪ {RUSSKI}")
    for text in ("> Das ist wahr\n@bot " + WHERE, f"@bot **{WHERE}**", f"@bot\n>>> {WHERE}"):
        alone = await member.hears(member.says(text))
        assert (alone.embed["title"], "author" in alone.embed) == (WHERE, False)
    assert [query.question for query in world.services.log.recent(forum.id)] == [WHERE] * 3 + ["und wo?"]


@pytest.mark.usefixtures("bot")
async def test_a_reply_to_somebody_s_question_to_the_bot_follows_that_up(
    member: Person, forum: GuildHandle
) -> None:
    asked = forum.member("other").says(f"@bot {WHERE}")
    answer = await member.hears(member.replies_to(asked, "@bot Und wo?"))
    assert answer.embed["author"]["name"] == f"↪ {WHERE}"


@pytest.mark.usefixtures("bot")
async def test_a_new_topic_in_a_reply_is_not_tied_to_the_old(member: Person) -> None:
    first = await member.hears(member.says(f"@bot {WHERE}"))
    second = await member.hears(
        member.replies_to(first, "Von wann bis wann dauerte das Gespräch der Staatschefs?")
    )
    assert "author" not in second.embed


@pytest.mark.usefixtures("bot")
async def test_a_reply_that_discord_hides_is_explained_once(double: DiscordDouble, member: Person) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    hint = await member.hears(member.replies_to(answer, "Und wo?"))
    assert "Erwähne mich" in hint.text
    member.replies_to(answer, "Hallo?")
    mentioned = await member.hears(member.replies_to(answer, "@bot Und wo?"))
    assert mentioned.embed["author"]["name"] == f"↪ {WHERE}"
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 2


@pytest.mark.usefixtures("bot")
async def test_a_thread_that_somebody_opens_under_an_answer_is_not_talked_into(
    double: DiscordDouble, member: Person
) -> None:
    thread = member.opens_thread(await member.hears(member.says(f"@bot {WHERE}")), "Mehr dazu")
    asked = thread.says(f"@bot {WHERE}")
    assert (await thread.hears(asked)).reference is asked
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 2


@pytest.mark.usefixtures("bot")
async def test_what_somebody_was_told_in_one_place_hushes_nothing_up_elsewhere(
    admin: Person, member: Person, forum: GuildHandle
) -> None:
    allowed = forum.channel("allowed")
    await admin.slash("admin channels", allow=allowed).answer()
    await admin.slash("admin cooldown", seconds=600).answer()
    assert "frag mich in" in (await member.hears(member.says(f"@bot {WHERE}"))).text
    there = member.at(allowed)
    assert (await there.hears(there.says(f"@bot {WHERE}"))).embed["title"] == WHERE
    assert (await there.hears(there.says(f"@bot {WHERE}"))).text.startswith("Einen Moment")


@pytest.mark.usefixtures("bot")
async def test_who_points_the_bot_to_somebody_s_message_learns_how_to(
    member: Person, forum: GuildHandle
) -> None:
    claim = forum.member("other").says("Putin und Kim trafen sich auf der Insel Russki")
    hint = await member.hears(member.replies_to(claim, "@bot"))
    assert hint.text == LOCALES.of("de").text("message-points", evidence="Belege finden")
    doubter = forum.member("doubter")
    assert (await doubter.hears(doubter.replies_to(claim, "@bot stimmt das?"))).text == hint.text
    asking = f"> {claim.content}\n@bot stimmt das?"
    assert RUSSKI in quoted(await doubter.hears(doubter.says(asking)))
    assert RUSSKI in quoted(await doubter.hears(doubter.replies_to(claim, asking)))
    assert (await member.hears(member.replies_to(claim, f"@bot {WHERE}"))).embed["title"] == WHERE
    picture = Upload("bild.png", b"png", "image/png")
    shown = await member.hears(member.replies_to(claim, "@bot", picture))
    assert "Da steht noch keine Frage" in shown.text
    friend = member.in_dm()
    said = friend.says("", picture)
    await friend.hears(said)
    assert "There is no question" in (await friend.hears(friend.replies_to(said, ""))).text
    third = forum.member("third")
    asked = third.says("@bot Wo?")
    for pointed in (asked, await third.hears(asked)):
        assert "Da steht noch keine Frage" in (await member.hears(member.replies_to(pointed, "@bot"))).text


@pytest.mark.usefixtures("bot")
async def test_who_mentions_the_bot_s_role_learns_to_mention_the_bot(
    double: DiscordDouble, member: Person, forum: GuildHandle
) -> None:
    role = role_id(double.world.bot, forum.guild)
    hint = await member.hears(member.says(f"<@&{role}> {WHERE}"))
    assert hint.text == LOCALES.of("de").text("message-to-role", command="fragen")
    member.says("<@&1> Wo?")
    member.says(f"<@&{role}> Und wo?")
    assert (await member.hears(member.says(f"@bot <@&{role}> {WHERE}"))).embed["title"] == WHERE
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 2


@pytest.mark.usefixtures("bot")
async def test_where_answers_are_not_wanted_nobody_is_told_how_to_ask_there(
    double: DiscordDouble, member: Person, admin: Person, forum: GuildHandle
) -> None:
    await admin.slash("admin channels", allow=forum.channel("allowed")).answer()
    role = role_id(double.world.bot, forum.guild)
    assert "frag mich in" in (await member.hears(member.says(f"<@&{role}> {WHERE}"))).text


@pytest.mark.usefixtures("bot")
async def test_direct_messages_are_answered(double: DiscordDouble, world: World) -> None:
    person = double.person("person", locale="de")
    answer = await person.hears(person.says(WHERE))
    assert RUSSKI in quoted(answer)
    command = await person.slash("ask", question=WHERE).answer()
    assert RUSSKI in quoted(command)
    surfaces = {query.surface for query in world.services.log.recent("all")}
    assert surfaces == {Surface.DIRECT, Surface.SLASH}


@pytest.mark.usefixtures("bot")
async def test_what_is_not_meant_for_the_bot_is_left_alone(
    double: DiscordDouble, member: Person, forum: GuildHandle
) -> None:
    member.says(WHERE)
    forum.other_bot("another").says(f"@bot {WHERE}")
    forum.webhook_says(f"@bot {WHERE}")
    answer = await member.hears(member.says(f"@bot {WHERE}"))
    assert answer.reference is not None
    assert len(double.calls.to("POST /channels/{channel_id}/messages")) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("locale", "says", "wordless"),
    [
        ("de", "noch keine Frage", "keine Wörter"),
        ("ko", "아직 질문이 없습니다", "단어가 없습니다"),
        ("fr", "no question yet", "no words"),
    ],
)
async def test_a_mention_without_a_word_gets_an_example_in_the_guilds_language(
    locale: str, says: str, wordless: str, double: DiscordDouble
) -> None:
    member = double.guild("other", locale=locale).member("member")
    answer = await member.hears(member.says("@bot"))
    assert says in answer.embed["description"]
    assert "title" not in answer.embed
    assert wordless in (await member.hears(member.says("@bot ?! 👍🏽"))).embed["description"]


@pytest.mark.usefixtures("bot")
async def test_what_could_be_any_language_is_answered_in_that_of_the_question_before_it_else_the_guilds(
    double: DiscordDouble,
) -> None:
    member = double.guild("other", locale="ru").member("member")
    assert "Здравствуйте" in (await member.hears(member.says("@bot hi"))).embed["description"]
    first = await member.hears(member.says(f"@bot {WHERE}"))
    for said in ("in 2019?", "2019?", "thx", "👍", "?"):
        replied = (await member.hears(member.replies_to(first, said))).embed["description"]
        assert any(word in replied for word in ("Quellen", "Gern", "Alles klar", "keine Wörter", "Satz")), (
            said
        )


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_without_a_word_gets_an_example(double: DiscordDouble) -> None:
    person = double.person("person", locale="de")
    assert "no words" in (await person.hears(person.says("?!?"))).embed["description"]
