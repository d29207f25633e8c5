"""Sources, citations, help and the log, as members and admins use them."""

import gzip
import json
import re
import threading
from types import ModuleType

import pytest
from double_people import Person
from double_server import DiscordDouble, GuildHandle
from fakes_discord import KBS, LOCALES, NOWHERE, WHERE, World, attached, bot_on

from cogs import article_option, log, sources
from cogs.text import unescape
from querylog.models import Vote

pytest_plugins = ("fixtures_discord",)

GONE = "Diesen Artikel gibt es im aktuellen Index nicht. Welche es gibt, zeigt die Liste der Quellen."


def many_articles(world: World, count: int) -> None:
    for number in range(count):
        world.workshop.write(f"article-{number:02}", f"Artikel {number} sagt dies. Und dann sagt er das.")
    world.workshop.reindex()
    world.services.assistant.refresh()


def described(double: DiscordDouble) -> list[str]:
    """What is said of each file that the bot sent."""
    bodies = [call.body for call in double.calls if isinstance(call.body, dict)]
    return [
        file["description"]
        for body in bodies
        for file in body.get("attachments") or []
        if "description" in file
    ]


@pytest.mark.usefixtures("bot")
async def test_sources_lists_the_articles(member: Person) -> None:
    listed = await member.slash("sources list").answer()
    assert listed.ephemeral
    assert listed.embed["title"] == "Quellen (1)"
    assert unescape(listed.embed["description"]) == f"**1** · {KBS} · KBS News · April 2019"
    assert listed.labels == []


@pytest.mark.usefixtures("bot")
async def test_sources_are_turned_page_by_page(member: Person, world: World) -> None:
    many_articles(world, 20)
    listed = await member.slash("sources list").answer()
    assert listed.embed["footer"]["text"] == "Seite 1 von 3"
    assert listed.labels == ["Weiter"]
    assert await member.clicks(listed, "Weiter").answer() is listed
    assert listed.embed["footer"]["text"] == "Seite 2 von 3"
    assert listed.labels == ["Zurück", "Weiter"]
    await member.clicks(listed, "Weiter").answer()
    assert "**21** ·" in listed.embed["description"]
    assert listed.labels == ["Zurück"]


@pytest.mark.usefixtures("bot")
async def test_one_source_is_shown_with_numbered_sentences(member: Person, world: World) -> None:
    choices = await member.types("sources show", "article", "putin").choices()
    assert choices == [{"name": KBS, "value": KBS}]
    shown = await member.slash("sources show", article=KBS).answer()
    description = shown.embed["description"]
    assert len(re.findall(r"^\*\*\d+\*\* ", description, re.MULTILINE)) == 16
    article = world.services.assistant.answerer.index.articles[KBS]
    for sentence in world.services.assistant.answerer.index.sentences_of(KBS):
        text = " ".join(article.text[sentence.start : sentence.end].split())
        assert f"**{sentence.number}** {text}" in unescape(description)
    fields = {field["name"]: field["value"] for field in shown.embed["fields"]}
    assert fields == {"Quelle": "Titel unbekannt", "Herausgeber": "KBS News", "Datum": "April 2019"}


@pytest.mark.usefixtures("bot")
async def test_a_source_is_found_by_the_title_that_the_list_shows(member: Person, world: World) -> None:
    for name, title in (("mond", "Der Mond"), ("a", "Zweimal"), ("b", "Zweimal")):
        world.workshop.write(name, f"{name} ist rund.")
        (world.workshop.seeds / f"{name}.meta.toml").write_text(f'title = "{title}"', encoding="utf-8")
    world.workshop.reindex()
    world.services.assistant.refresh()
    shown = await member.slash("sources show", article="Der Mond").answer()
    assert shown.embed["description"] == "**1** mond ist rund."
    for unclear in ("Zweimal", "Mond"):
        told = await member.slash("sources show", article=unclear).answer()
        assert told.text.startswith("Diesen Artikel gibt es im aktuellen Index nicht")


@pytest.mark.usefixtures("bot")
async def test_pages_of_a_source_that_is_there_under_two_names_turn(member: Person, world: World) -> None:
    for name in ("eins", "zwei"):
        world.workshop.write(name, "\n\n".join(f"Satz {n} sagt {'viel ' * 40}." for n in range(60)))
    world.workshop.reindex()
    world.services.assistant.refresh()
    shown = await member.slash("sources show", article="zwei").answer()
    turned = await member.clicks(shown, shown.labels[-1]).answer()
    assert turned.embed["footer"]["text"].startswith("Seite 2 von")


@pytest.mark.usefixtures("bot")
async def test_a_long_source_has_pages_and_an_unknown_one_is_told(member: Person, world: World) -> None:
    world.workshop.write("lang", "\n\n".join(f"Satz {n} sagt {'viel ' * 40}." for n in range(60)))
    world.workshop.reindex()
    world.services.assistant.refresh()
    shown = await member.slash("sources show", article="lang").answer()
    first = shown.embed["description"]
    await member.clicks(shown, "Weiter").answer()
    assert shown.embed["description"].startswith("**")
    numbers = [
        int(n) for n in re.findall(r"^\*\*(\d+)\*\*", first + "\n" + shown.embed["description"], re.MULTILINE)
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    gone = await member.slash("sources show", article="nirgends").answer()
    assert gone.text == GONE


@pytest.mark.usefixtures("bot")
async def test_sources_are_sorted_and_laid_out_off_the_event_loop(
    member: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_articles(world, 20)
    loop, threads = threading.current_thread(), []

    def watch(module: ModuleType, name: str) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given: (threads.append(threading.current_thread()), real(*given))[1]
        )

    watch(sources, "list_embed")
    watch(sources, "article_embed")
    watch(article_option, "choice_name")
    listed = await member.slash("sources list").answer()
    await member.clicks(listed, "Weiter").answer()
    await member.slash("sources show", article=KBS).answer()
    await member.types("sources show", "article", "putin").choices()
    assert len(threads) == 4
    assert loop not in threads


async def test_while_there_is_no_index_nothing_is_offered_and_nothing_fails(
    double: DiscordDouble, world: World, forum: GuildHandle, caplog: pytest.LogCaptureFixture
) -> None:
    world.services.assistant._answerer = None
    world.services.assistant.refresh = lambda **_: False  # type: ignore[method-assign] # nothing is published
    world.change(admin_guilds=frozenset({forum.id}))
    async with bot_on(double, world):
        admin = forum.admin("admin")
        assert await admin.types("sources show", "article", "putin").choices() == []
        assert await admin.types("admin remove", "article", "putin").choices() == []
        told = await admin.slash("sources list").answer()
    assert told.text.startswith("Der Index wird gerade neu aufgebaut.")
    assert "Traceback" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_an_article_that_left_while_it_is_read_is_told_and_the_page_stays(
    member: Person, world: World
) -> None:
    world.workshop.write("lang", "\n\n".join(f"Satz {n} sagt {'viel ' * 40}." for n in range(60)))
    world.workshop.reindex()
    world.services.assistant.refresh()
    shown = await member.slash("sources show", article="lang").answer()
    before = shown.text
    world.workshop.library.remove("lang")
    world.workshop.reindex()
    world.services.assistant.refresh()
    told = await member.clicks(shown, "Weiter").answer()
    assert (told.ephemeral, told.text) == (True, GONE)
    assert shown.text == before


@pytest.mark.usefixtures("bot")
async def test_a_citation_from_context_is_verified(member: Person, world: World) -> None:
    answer = await member.slash("ask", question=WHERE).answer()
    context = await member.clicks(answer, "Kontext").answer()
    found = re.search(r"`([^`]+)`", context.embed["description"])
    assert found
    verdict = await member.slash("verify", citation=found[1]).answer()
    assert verdict.ephemeral
    assert "steht unverändert" in verdict.embed["description"]
    assert "Insel Russki" in verdict.embed["description"]
    assert f"Artikel: {KBS} · Satz 3 · Index " in unescape(verdict.embed["description"])
    strange = await member.slash(
        "verify", citation=f"{found[1].rpartition('!')[0]}!000009-0123456789ab"
    ).answer()
    assert strange.embed["description"].startswith(
        "❌ Der genannte Index hat diesen Artikel so nicht enthalten."
    )
    assert strange.embed["description"].count("nicht enthalten") == 1
    forged = re.sub("#[0-9a-f]{64}", "#" + "0" * 64, found[1])
    unknown = await member.slash("verify", citation=forged).answer()
    assert unknown.embed["description"].startswith("❌ Diesen Text habe ich nie veröffentlicht")
    world.workshop.library.remove(KBS)
    world.workshop.write("neu", "Ein anderer Artikel ist da. Er sagt etwas.")
    world.workshop.reindex()
    later = await member.slash("verify", citation=found[1]).answer()
    assert "gehört nicht mehr zu den Quellen" in later.embed["description"]
    wrong = await member.slash("verify", citation="Quatsch").answer()
    assert wrong.text.startswith("Das ist keine Fundstelle.")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("locale", "says", "on_a_phone"),
    [
        ("de", "/fragen", "am Handy: gedrückt halten"),
        ("en-US", "/ask", "on a phone, hold it"),
        ("ko", "/질문", "휴대폰에서는 길게 누르기"),
        ("ru", "/спросить", "на телефоне — долгое нажатие"),
    ],
)
async def test_help_names_the_commands_as_they_are_shown(
    locale: str, says: str, on_a_phone: str, forum: GuildHandle
) -> None:
    shown = await forum.member(locale, locale=locale).slash("help").answer()
    assert shown.ephemeral
    assert says in shown.embed["description"]
    assert on_a_phone in shown.embed["description"]
    assert LOCALES.of(locale[:2]).text("command-log") not in shown.embed["description"]
    managing = await forum.admin("admin", locale=locale).slash("help").answer()
    for key in ("command-admin", "command-log", "command-explain"):
        assert LOCALES.of(locale[:2]).text(key) in managing.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_the_log_is_for_those_who_manage_the_guild(
    member: Person, admin: Person, double: DiscordDouble
) -> None:
    await member.slash("ask", question=WHERE).answer()
    other = double.guild("elsewhere")
    await other.member("stranger").slash("ask", question="Etwas ganz anderes aus Wladiwostok?").answer()
    with pytest.raises(AssertionError, match="is offered no command"):
        member.slash("log recent")
    recent = await admin.slash("log recent").answer()
    assert recent.ephemeral
    assert WHERE in recent.embed["description"]
    assert "anderes" not in recent.embed["description"]


@pytest.mark.usefixtures("bot")
async def test_the_log_is_searched_and_shows_what_is_missing(member: Person, admin: Person) -> None:
    for _ in range(2):
        await member.slash("ask", question=NOWHERE).answer()
    await member.slash("ask", question=WHERE).answer()
    found = await admin.slash("log search", text="Insel").answer()
    assert WHERE in found.embed["description"]
    assert NOWHERE not in found.embed["description"]
    missing = await admin.slash("log unanswered").answer()
    assert f"**2×** {NOWHERE}" in missing.embed["description"]
    assert "Am nächsten:" in missing.embed["description"]
    nothing = await admin.slash("log search", text="Elefant").answer()
    assert nothing.embed["description"] == "Nichts gefunden."


@pytest.mark.usefixtures("bot")
async def test_the_log_becomes_a_picture_and_a_file(
    double: DiscordDouble, member: Person, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await member.slash("ask", question=f"=1+1 {WHERE}").answer()
    await member.clicks(answer, "👍").answer()
    threads, real = [], log.draw
    monkeypatch.setattr(
        log, "draw", lambda *a, **b: (threads.append(threading.current_thread().name), real(*a, **b))[1]
    )
    picture = await admin.slash("log stats", days=7).answer(within=60)
    assert attached(double, picture).startswith(b"\x89PNG")
    assert described(double)[-1] == (
        "Fragen der letzten 7 Tage: beantwortet 1, nicht beantwortet 0, Small Talk 0, hilfreich 1, nicht hilfreich 0"
    )
    assert [name.startswith("querylog-slow") for name in threads] == [True], (
        "autocompletions do not wait for it"
    )
    await admin.slash("log stats", days=365).answer(within=60)
    assert described(double)[-1].startswith("Fragen der letzten 90 Tage: "), "no longer are they kept"
    table = await admin.slash("log export").answer()
    assert table.attachments[0]["filename"] == "gipfelbot-log.csv"
    assert "'=1+1" in attached(double, table).decode("utf-8-sig")
    lines = await admin.slash("log export", format="jsonl", since="2020-01-01").answer()
    (row,) = attached(double, lines).decode().splitlines()
    assert json.loads(row)["feedback"][0]["vote"] == Vote.UP.name.lower()
    backwards = await admin.slash("log export", since="2027-01-02", until="2027-01-01").answer()
    assert backwards.text == "Der erste Tag liegt nach dem letzten. Vertausche die beiden."
    none = await admin.slash("log export", since="2020-01-01", until="2020-01-02").answer()
    assert (none.text, none.attachments) == ("Nichts gefunden.", [])
    wrong = await admin.slash("log export", since="gestern").answer()
    assert wrong.text.startswith("Das ist kein Datum.")


@pytest.mark.usefixtures("bot")
async def test_an_export_of_the_log_is_packed_where_it_is_too_large_and_refused_where_even_that_is(
    double: DiscordDouble, member: Person, admin: Person
) -> None:
    for _ in range(5):
        await member.slash("ask", question=WHERE).answer()
    double.world.file_limit = 1_500
    packed = await admin.slash("log export", format="jsonl").answer()
    assert [file["filename"] for file in packed.attachments] == ["gipfelbot-log.jsonl.gz"]
    rows = gzip.decompress(attached(double, packed)).decode().splitlines()
    assert [json.loads(row)["question"] for row in rows] == [WHERE] * 5
    double.world.file_limit = 200
    refused = await admin.slash("log export").answer()
    assert (refused.text, refused.attachments) == (LOCALES.of("de").text("log-export-too-large"), [])
