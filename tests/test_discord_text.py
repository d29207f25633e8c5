"""Text on Discord reads as in its source; lengths count as Discord counts them. With an oracle of its markdown."""

import re
import time
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.links import MAX_LINK, page_link, sentence_link, translate_link
from cogs.quoting import Marked, quotation
from cogs.text import (
    ELLIPSIS,
    blank,
    code,
    escape,
    one_line,
    quoted_and_said,
    shorten,
    shorten_escaped,
    unescape,
    units,
    words_of,
)

UGLY = st.text(
    st.one_of(
        st.sampled_from(list("*_~|`\\[]()<>@#:-+.0123456789 \n\tabzÄß“”„»«…김Путин\u200d\u0301👍🏽")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)

# What Discord's clients turn into something else than text, after an escape has been taken out (as \x00).
FORMATS = [
    r"\*[^*\s]", r"_[^_\s]", r"~~", r"\|\|", r"`", r"\[[^\]]*\]\(", r"<(@|#|a?:|t:|/|id:|https?:)", r"@(everyone|here)",
    r"https?://", r":[^\s:]+:", r"(?m)^\s*(#{1,3}\s|-#|>|[-*+]\s|\d+\.\s)",
]  # fmt: skip


def shown(markdown: str) -> str:
    """What a reader sees, if nothing is formatted; fails where something would be."""
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "\x00", markdown)
    for pattern in FORMATS:
        assert not re.search(pattern, bare), f"{pattern} in {markdown!r}"
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


@given(UGLY)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert shown(escape(text)) == text
    assert unescape(escape(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "25. April\n- eins\n+ zwei\n# Titel\n-# klein\n> Zitat\n>>> alles",
        "**fett** __unter__ ~~weg~~ ||Spoiler|| `code` ```block```",
        "<@123> <@&4> <#5> @everyone @here <t:1:R> </ask:1> <:x:1> [klick](https://example.org) http://a.b",
        "\x1f> eins\r- zwei\u2028# drei\u00a0\n\u3000> vier",
        "C:\\Users\\*n*\\ :smile: ¯\\_(ツ)_/¯",
    ],
)
def test_known_tricks_stay_text(text: str) -> None:
    assert shown(escape(text)) == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("**WO** war *Kim* und __Putin__ ~~nie~~ ||und wann||?", "WO war Kim und Putin nie und wann?"),
        ("`where did they meet?`", "where did they meet?"),
        ("```py\nwhere did they\nmeet\n```", "where did they meet"),
        ("snake_case_name 2 * 3, a > b", "snake_case_name 2 * 3, a > b"),
        ("안녕~ <@1> <:smile:1>", "안녕~"),
        ("<@1>, wo war es?", "wo war es?"),
        ("<@1>: wo war es", "wo war es"),
        ("Wo war es, <@1>?", "Wo war es?"),
        ("wo war es, <@1>", "wo war es"),
        ("Hey <@1>, wo war <@2> ?!", "Hey, wo war?!"),
        ("<@1> :) -5 Grad?", ":) -5 Grad?"),
        ("<@1> ?!", "?!"),
    ],
)
def test_what_a_message_says_without_its_formats(content: str, words: str) -> None:
    assert words_of(content) == words


@pytest.mark.parametrize(
    ("content", "quoted", "said"),
    [
        ("> a\n> **b**\nund wo?", "a b", "und wo?"),
        ("<@1> > a\nwo?", "a", "wo?"),
        ("wo?\n>>> a\nb", "a b", "wo?"),
        ("> a", "a", ""),
        ("x > y? a>b", "", "x > y? a>b"),
    ],
)
def test_what_a_message_quotes_is_told_from_what_it_says(content: str, quoted: str, said: str) -> None:
    assert quoted_and_said(content) == (quoted, said)


def test_the_oracle_can_fail() -> None:
    for text in ("**fett**", "@everyone", "1. eins", "https://example.org", "||x||", ":smile:"):
        with pytest.raises(AssertionError):
            shown(text)


@pytest.mark.parametrize(
    ("text", "count"), [("abc", 3), ("김정은", 3), ("👍", 2), ("👍🏽", 4), ("e\u0301", 2)]
)
def test_lengths_count_utf_16(text: str, count: int) -> None:
    assert units(text) == count == len(text.encode("utf-16-le")) // 2


@given(UGLY, st.integers(min_value=12, max_value=60))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith(ELLIPSIS) and text.startswith(short.removesuffix(ELLIPSIS)))
    escaped = shorten_escaped(text, limit)
    assert units(escaped) <= limit
    read = shown(escaped)
    assert read == text or text.startswith(read.removesuffix(ELLIPSIS))


@pytest.mark.parametrize(
    ("text", "limit", "says"),
    [
        ("eins zwei drei", 14, "eins zwei drei"),
        ("eins zwei drei", 13, "eins zwei…"),
        ("eins zwei drei", 10, "eins zwei…"),
        ("eins zwei drei", 9, "eins…"),
        ("Donaudampfschiff", 5, "Dona…"),
        ("👍👍👍", 6, "👍👍👍"),
        ("👍👍👍", 5, "👍👍…"),
        ("👍👍👍", 4, "👍…"),
    ],
)
def test_shortening_ends_at_a_word_and_at_the_very_limit(text: str, limit: int, says: str) -> None:
    assert shorten(text, limit) == says


def test_escapes_are_never_halved() -> None:
    assert shorten_escaped("****", 8) == r"\*\*\*\*"
    assert shorten_escaped("****", 7) == r"\*\*\*…"


def test_what_turns_a_line_around_does_not_reach_the_words_beside_it() -> None:
    assert one_line("Wo\u202e war\u2067 das?\n\u2069Dort", 100) == "Wo war das? Dort"
    assert one_line("عيد סבבה", 100) == "عيد סבבה"  # whose letters say themselves which way they run


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), (" \n\u200b", True), ("\u3164", False), ("a", False)]
)
def test_blank(text: str, empty: bool) -> None:  # noqa: FBT001 - a table
    assert blank(text) is empty


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    assert words_of("a\ud83d") == "a\ufffd"


def test_code_cannot_be_broken_out_of() -> None:
    assert code("a:1-2") == "`a:1-2`"
    assert shown(code("a`b*c*")) == "a`b*c*"


SENTENCE = "Putin und Kim trafen sich auf der Insel Russki, einem Gelände der Fernöstlichen Universität."


def test_a_link_to_a_sentence_names_its_first_and_last_words() -> None:
    link = sentence_link("https://world.kbs.co.kr/a?b=1", SENTENCE)
    assert link is not None
    assert link.startswith("https://world.kbs.co.kr/a?b=1#:~:text=Putin%20und%20Kim%20trafen,")
    assert link.endswith(",Gel%C3%A4nde%20der%20Fern%C3%B6stlichen%20Universit%C3%A4t.")
    short = sentence_link("https://example.org/x#part", "Kim Jong-un, kam.")
    assert short == "https://example.org/x#part:~:text=Kim%20Jong%2Dun%2C%20kam."


@pytest.mark.parametrize("anchor", ["", "part"])
def test_an_address_that_points_at_another_sentence_points_at_the_quoted_one_alone(anchor: str) -> None:
    copied = f"https://example.org/x#{anchor}:~:text=Russki,gefroren&text=Insel"
    assert sentence_link(copied, "Kim kam.") == f"https://example.org/x#{anchor}:~:text=Kim%20kam."


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("### How do I reset it?", "How do I reset it?"),
        ("1. Remove **both** batteries.", "Remove both batteries."),
        ("- Log in at [the *main* page](https://a.b/c)!", "Log in at the main page!"),
        ("> Use `reset_all` or 2*3.", "Use reset_all or 2*3."),
        (
            "| solid red | battery low | replace both batteries now please |",
            "solid red,both batteries now please",
        ),
        ("| LED | Meaning |\n|---|---|", "LED,Meaning"),
        ("Geschichte\n=====", "Geschichte"),
    ],
)
def test_a_link_to_a_sentence_of_markdown_names_what_a_page_shows_of_it(sentence: str, named: str) -> None:
    link = sentence_link("https://example.org/x", sentence)
    assert link is not None
    assert unquote(link) == f"https://example.org/x#:~:text={named}"


@pytest.mark.parametrize("blanks", ["\n", " "])
def test_a_sentence_with_a_long_gap_is_linked_in_linear_time(blanks: str) -> None:
    started = time.process_time()
    assert sentence_link("https://example.org/x", f"a{blanks * 100_000}b") is not None
    assert time.process_time() - started < 2  # seconds; looking on from each blank took a minute


def test_a_link_to_what_shows_no_words_leads_to_the_page() -> None:
    assert sentence_link("https://example.org/x", "|---|---|") == "https://example.org/x"


def test_a_link_stays_within_the_limit_or_loses_its_fragment() -> None:
    url = "https://example.org/" + "x" * (MAX_LINK - 20)
    assert page_link(url) == url
    assert sentence_link(url, SENTENCE) == url
    assert page_link(url + "x") is None
    fitting = sentence_link("https://example.org/" + "x" * 200, "Ж" * 20)
    assert fitting is not None
    assert len(fitting) <= MAX_LINK


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.y/z", "https://", "kein Link", None])
def test_what_is_no_web_address_is_not_linked(url: str | None) -> None:
    assert page_link(url) is None
    assert sentence_link(url, SENTENCE) is None


def test_a_link_cannot_break_out_of_its_brackets() -> None:
    link = page_link("https://example.org/a)(b) <c>\n")
    assert link is not None
    assert not set("()<> \n") & set(link)


@given(UGLY, st.data())
def test_a_quotation_reads_as_its_source(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quoted = quotation(Marked(text, (start, end), ((start, min(end, start + 3)),)), 10_000)
    lines = [line for line in text.split("\n") if line]
    assert unmarked(quoted).split("\n") == [f"> {line}" for line in lines or [""]]


def unmarked(markdown: str) -> str:
    """Takes formatting marks out and escapes off, in one pass from the left, as a parser reads."""
    return re.sub(r"\\([^0-9A-Za-z\s])|\*\*|__", lambda match: match[1] or "", markdown)


def test_the_answer_is_bold_and_without_one_the_found_sentence() -> None:
    text = "Davor. Sie trafen sich auf Russki. Danach."
    start = text.index("Sie")
    key = (start, text.index(" Danach"))
    where = (text.index("Russki"), text.index("Russki") + 6)
    assert quotation(Marked(text, key, (where,)), 200) == "> Davor. Sie trafen sich auf **Russki**. Danach."
    assert quotation(Marked(text, key), 200) == "> Davor. **Sie trafen sich auf Russki.** Danach."


def test_a_long_quotation_keeps_the_found_sentence_and_says_what_it_left_out() -> None:
    text = "Davor steht viel. Der Satz. Danach steht noch mehr."
    key = (text.index("Der"), text.index(" Danach"))
    marked = Marked(text, key)
    whole = quotation(marked, 1_000)
    assert quotation(marked, len(whole)) == whole
    assert quotation(marked, len(whole) - 1) == "> … **Der Satz.** …"
    long = Marked("wort " * 400, (0, 2_000))
    short = quotation(long, 100)
    assert units(short) <= 100
    assert short.endswith("wort**…")


def test_a_long_quotation_can_keep_the_words_around_the_found_sentence() -> None:
    text = f"{'Weit davor. ' * 50}Kurz davor. Der Satz. Kurz danach.{' Weit danach.' * 50}"
    marked = Marked(text, (text.index("Der Satz"), text.index(" Kurz danach")))
    assert quotation(marked, 46, around=True) == "> … Kurz davor. **Der Satz.** Kurz danach. …"
    assert quotation(marked, 3_000, around=True) == quotation(marked, 3_000)
    assert quotation(marked, 20, around=True) == quotation(marked, 20)
    first = Marked(text, (0, len("Weit davor.")))
    assert quotation(first, 40, around=True) == "> **Weit davor.** Weit davor. Weit …"
    third = Marked(text, (text.index("davor. Weit"), text.index("davor. Weit") + len("davor.")))
    assert quotation(third, 40, around=True) == "> Weit **davor.** Weit davor. Weit …"
    last = Marked(text, (len(text) - len("Weit danach."), len(text) - len(" danach.")))
    assert quotation(last, 40, around=True) == "> … Weit danach. **Weit** danach."


@given(UGLY, st.integers(30, 200), st.data())
def test_words_around_fit_and_come_from_the_source(text: str, limit: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    key = (start, data.draw(st.integers(start, len(text))))
    quoted = quotation(Marked(text, key), limit, around=True)
    assert units(quoted) <= limit
    shown = "".join(line.removeprefix("> ") for line in unmarked(quoted).split("\n"))
    assert "".join(shown.strip("… ").split()) in "".join(text.split())


SERVICE = "https://t.example/?sl={source}&tl={target}&text={text}"


def sent(link: str | None) -> dict[str, list[str]]:
    """What a browser sends to the service."""
    assert link is not None
    assert len(link) <= MAX_LINK
    return parse_qs(urlsplit(link).query, strict_parsing=True)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=90).filter(lambda text: bool(text.split())))
@example("a&b=c#d {source} {text} %41 ](https://x.example) ü 한")
def test_a_translation_link_carries_the_text_and_nothing_breaks_out(text: str) -> None:
    link = translate_link(SERVICE, (text, text), "de", "ko")
    if link is not None and len(text) < 40:
        assert sent(link) == {"sl": ["de"], "tl": ["ko"], "text": [" ".join(text.split())]}
    assert not set("()<> \n[") & set((link or "").removeprefix("https://"))


def test_a_translation_link_that_gets_too_long_keeps_the_found_sentence_then_its_beginning() -> None:
    quote, found = "Davor war lange Ruhe. " * 20 + SENTENCE, SENTENCE
    assert sent(translate_link(SERVICE, (quote, found), "de", "en"))["text"] == [SENTENCE]
    long = "Слово и дело. " * 50
    (text,) = sent(translate_link(SERVICE, (long, long), "ru", "en"))["text"]
    assert text.endswith("…")
    assert long.startswith(text[:-1])
    assert text[:-1].split() == long.split()[: len(text.split())]
    assert translate_link(SERVICE, ("Ж" * 100,), "ru", "en") is None


def test_a_translation_link_needs_a_service_and_tells_it_when_the_language_is_unknown() -> None:
    assert translate_link("", (SENTENCE,), "de", "en") is None
    assert sent(translate_link(SERVICE, (SENTENCE,), "und", "en"))["sl"] == ["auto"]
    fragment = translate_link("https://t.example/#{source}/{target}/{text}", ("Ja.\ud800",), "de", "en")
    assert fragment == "https://t.example/#de/en/Ja.%3F"
