"""Questions and their answers on Discord, from the asker's side to the asker's eyes."""

import pytest
from double_json import role_id
from double_people import Person, Upload
from double_server import DiscordDouble, GuildHandle
from double_state import Message, Perm
from fakes_discord import KBS, LOCALES, NOWHERE, WHERE, World, bot_on

from cogs.text import unescape
from querylog.errors import LogUnavailable
from querylog.models import Surface, Vote
from querylog.replay import differences

pytest_plugins = ("fixtures_discord",)

RUSSKI = "Putin und Kim trafen sich auf der Insel Russki"


def quoted(message: Message) -> str:
    """All that stands in block quotes, without marks."""
    lines = message.embed["description"].split("\n")
    return unescape("\n".join(line[2:] for line in lines if line.startswith("> ")).replace("**", ""))


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
        ("de", "Das sagen meine Quellen nicht.", "keine Antwort"),
        ("en-GB", "My sources do not say that.", "not an answer"),
        ("ko", "제가 가진 출처에는 그 내용이 없습니다.", "답변은 아닙니다"),
        ("ru", "В моих источниках этого нет.", "это не ответ"),
        (
            "fr",
            "Das sagen meine Quellen nicht.",
            "keine Antwort",
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
    [("??!", "keine Wörter"), ("x", "zu kurz"), ("wo " * 900, "zu lang"), ("👍🏽", "keine Wörter")],
)
async def test_unusable_questions_get_a_helpful_reply(question: str, says: str, member: Person) -> None:
    answer = await member.slash("ask", question=question).answer()
    assert says in answer.embed["description"]


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
    assert english.embed["description"].startswith("My sources do not say that.")


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
    stranger = forum.member("stranger")
    assert "author" not in (await stranger.hears(stranger.says("@bot Und wo?"))).embed
    asker = member.at(forum.channel("commands"))
    await asker.slash("ask", question=WHERE).answer()
    assert (await asker.hears(asker.says("@bot Und wo?"))).embed["author"]["name"] == f"↪ {WHERE}"
    looked = len(double.calls.to("GET /channels/{channel_id}/messages"))
    double.forbid_bot(asker.channel, Perm.READ_MESSAGE_HISTORY)
    assert "author" not in (await asker.hears(asker.says("@bot Und wann?"))).embed
    assert len(double.calls.to("GET /channels/{channel_id}/messages")) == looked


@pytest.mark.usefixtures("bot")
async def test_in_a_thread_under_an_answer_a_short_question_is_about_that(
    member: Person, forum: GuildHandle
) -> None:
    other = forum.member("other")
    thread = member.opens_thread(await member.hears(member.says(f"@bot {WHERE}")), "Mehr dazu")
    there = other.at(thread.channel)
    answer = await there.hears(there.says("@bot Und wo?"))
    assert answer.embed["author"]["name"] == f"↪ {WHERE}"


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
    assert hint.text == LOCALES.text("de", "message-points", evidence="Belege finden")
    doubter = forum.member("doubter")
    assert (await doubter.hears(doubter.replies_to(claim, "@bot stimmt das?"))).text == hint.text
    checked = await doubter.hears(doubter.says(f"> {claim.content}\n@bot stimmt das?"))
    assert RUSSKI in quoted(checked)
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
    assert hint.text == LOCALES.text("de", "message-to-role", command="fragen")
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
async def test_a_direct_message_without_a_word_gets_an_example(double: DiscordDouble) -> None:
    person = double.person("person", locale="de")
    assert "no words" in (await person.hears(person.says("?!?"))).embed["description"]


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
    assert "Das sagen meine Quellen nicht." in nothing.embed["description"]
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
