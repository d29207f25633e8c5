"""The words that answer are marked in an answer's quote, and nothing where there is doubt."""

import io
import sys
import time
from pathlib import Path

import pytest
from fakes_retrieval import answerer, article
from rich.console import Console

from console.render import render_answer
from locales import load
from retrieval.answer.highlight import highlight
from retrieval.models import Question

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from highlights import is_right


@pytest.mark.parametrize(
    ("asked", "question", "language", "sentence", "marked"),
    [
        ("de", "Wann trafen sie sich?", "de", "Sie trafen sich am Donnerstag.", "Donnerstag"),
        ("ko", "언제 만났나요?", "de", "Sie trafen sich am Donnerstag.", "Donnerstag"),
        ("ru", "Сколько длился разговор?", "de", "Sie sprachen drei Stunden.", "drei Stunden"),
        ("en", "Who found it?", "en", "It was found by Marie Curie.", "Marie Curie"),
        ("de", "Wer kam?", "de", "Es kam Carl Gustav Jung.", "Carl Gustav Jung"),
        ("en", "Where is it?", "en", "It stands in Oslo.", "Oslo"),
        ("ko", "언제 태어났나요?", "ko", "그는 1952년 10월 7일 태어났다.", "1952년 10월 7일"),
        ("en", "How many moons has it?", "en", "In 3 years 14 moons were found.", "14"),
        ("de", "Wie viele Jahre?", "de", "Es ist 150 Jahre her.", "150 Jahre"),
        ("en", "How old is it?", "en", "It is 150 years old.", "150 years"),
        ("de", "Wie oft?", "de", "Sie kommen alle zwei Monate.", "zwei Monate"),
        ("de", "Wie viel kostet es?", "de", "Es kostet 2,99 Euro.", "2,99 Euro"),
        ("en", "How much is it?", "en", "It is 48 €.", "48 €"),
        ("de", "Wie schnell darf der Wind sein?", "de", "Sie hält bis 160 km/h stand.", "160 km/h"),
        ("de", "Wie viele Fälle gab es?", "de", "Es gab 300/2019 Fälle.", "300"),  # no rate
        ("en", "How big can maps be?", "en", "A map holds up to 500 MB per region.", "500 MB"),
        ("de", "Bei wie viel Grad?", "de", "Den Ofen auf 200 °C vorheizen.", "200 °C"),
        ("de", "Wie viel Mehl?", "de", "400 g Weizenmehl", "400 g"),
        ("en", "How many goals were there?", "en", "There were 12 goals.", "12"),
        ("en", "What does it cost?", "en", "Bikes are £2 each.", "£2"),
        ("de", "Wann ist Ruhe?", "de", "Ruhe ist von 13 bis 15 Uhr.", "13 bis 15 Uhr"),
        ("de", "Wann ist Ruhe?", "de", "Ruhe ist von 22 Uhr bis 6 Uhr.", "22 Uhr bis 6 Uhr"),
        ("ko", "언제 열어요?", "ko", "오전 10시부터 오후 6시까지 연다.", "오전 10시부터 오후 6시"),
        ("ru", "Когда открыто?", "ru", "Открыто с 10:00 до 20:00.", "10:00 до 20:00"),
        ("en", "When is it open?", "en", "It is open from 9:30 to 17:00.", "9:30 to 17:00"),
        ("ru", "Когда он родился?", "ru", "Он родился 7 октября 1952 года.", "7 октября 1952 года"),
    ],
)
def test_the_one_span_that_answers_is_marked(
    asked: str, question: str, language: str, sentence: str, marked: str
) -> None:
    span = highlight(question, asked, sentence, language)
    assert span is not None
    assert sentence[slice(*span)] == marked


@pytest.mark.parametrize(
    ("question", "language", "sentence"),
    [
        ("Wann trafen sie sich?", "de", "Sie trafen sich am Donnerstag, nicht am Mittwoch."),  # one of two
        ("War es am Donnerstag?", "de", "Sie trafen sich am Donnerstag."),  # not that type of question
        ("Wann am Donnerstag?", "de", "Sie trafen sich am Donnerstag."),  # the question says it itself
        (
            "Wo trafen sie sich?",
            "de",
            "Sie trafen sich in Wladiwostok.",
        ),  # places in German are not sure enough
        ("Wie viele Lachse kamen?", "de", "Es kamen Lachse nach 150 Jahren."),  # not what is counted
        ("Wer will das?", "de", "Moskau ist an der Abrüstung Nordkoreas interessiert."),  # no person
        ("Wann starb er?", "en", "Abd al-Malik (646–8 October 705) was a caliph."),  # the end of two dates
        ("Wann starb er?", "en", "Leif (c. 970 – c. 1020) was from Iceland."),
        ("Wann trafen sie sich?", "fr", "Ils se sont vus le 3 mai 2019."),  # not measured
    ],
)
def test_in_doubt_nothing_is_marked(question: str, language: str, sentence: str) -> None:
    assert highlight(question, "de", sentence, language) is None


TEXT = "Davor war Ruhe. Der Gipfel begann am Donnerstag. Danach flogen alle heim."


def test_an_answer_carries_the_mark_as_offsets_of_the_articles_text() -> None:
    [passage] = (
        answerer(article("a", TEXT), threshold=0.0).answer(Question("Wann begann der Gipfel?")).passages
    )
    [(start, end)] = passage.highlight
    assert TEXT[start:end] == "Donnerstag"
    assert passage.key[0] <= start < end <= passage.key[1]


def test_behind_an_introduction_the_mark_is_that_of_the_bare_question() -> None:
    asked = answerer(article("a", TEXT), threshold=0.0).answer
    bare = asked(Question("Wann begann der Gipfel?")).passages
    introduced = asked(Question("Wer weiß das schon. Wann begann der Gipfel?")).passages
    assert [bool(passage.highlight) for passage in bare] == [True]
    assert [passage.highlight for passage in introduced] == [passage.highlight for passage in bare]


def test_of_several_parts_nothing_is_marked() -> None:
    asked = Question("Wo trafen sich Kim und Putin und wann begann der Gipfel?")
    passages = answerer(article("a", TEXT), threshold=0.0).answer(asked).passages
    assert passages
    assert not any(passage.highlight for passage in passages)


def test_the_closest_of_a_refusal_have_no_mark() -> None:
    refused = answerer(article("a", TEXT), threshold=1.0).answer(Question("Wann begann der Gipfel?"))
    assert refused.closest
    assert all(passage.highlight == () for passage in refused.closest)


def test_of_a_question_of_several_parts_nothing_is_marked() -> None:
    answer = answerer(article("a", TEXT), threshold=0.0).answer(Question("Wann und wo begann der Gipfel?"))
    assert answer.passages
    assert all(passage.highlight == () for passage in answer.passages)


def test_a_further_passage_below_the_threshold_has_no_mark() -> None:
    text = "Der Gipfel begann am Donnerstag.\n\nDer neue Gipfel begann im fernen Osten am Freitag."
    asked = Question("Wann begann der Gipfel?")
    either = answerer(article("a", text), threshold=0.0).answer(asked)
    assert [bool(passage.highlight) for passage in either.passages] == [True, True]
    sure = answerer(article("a", text), threshold=either.confidence).answer(asked)
    assert [bool(passage.highlight) for passage in sure.passages] == [True, False]


def test_a_sentence_full_of_numbers_is_marked_in_good_time() -> None:
    started = time.process_time()
    assert highlight("How many are there?", "en", "1 " * 2_000, "en") is None
    assert time.process_time() - started < 2  # seconds; looking for durations once a number took 10


def test_the_measure_takes_a_mark_that_is_nearly_the_answer_and_no_other() -> None:
    assert is_right("25 April 2019", ["on 25 April 2019"])
    assert is_right("1952년", ["1952년에"])
    assert not is_right("1953", ["1952"])
    assert not is_right("Oslo", ["the capital of Norway"])


def test_the_terminal_prints_the_mark_in_bold_and_nothing_else() -> None:
    answer = answerer(article("a", TEXT), threshold=0.0, max_passages=1).answer(
        Question("Wann begann der Gipfel?")
    )
    screen = Console(force_terminal=True, color_system="standard", file=io.StringIO(), width=200)
    screen.print(render_answer(answer, load()))
    assert "\x1b[1mDonnerstag\x1b[0m" in screen.file.getvalue()
    assert screen.file.getvalue().count("\x1b[1m") == 1
