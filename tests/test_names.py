"""Names in several spellings: a question finds them however the articles spell them, and is worth no more for it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes_index import HashEmbedder, Workshop
from fakes_measures import calls_of
from fakes_retrieval import answerer, article

from index.errors import IndexCorrupt, IndexMissing
from index.models import SentenceHit, Vectors
from index.names import NO_NAMES, Name, Names, names_in
from index.reading import NAMES_FILE, read_folder, read_names
from index.remake import open_or_remake
from index.search.arms import Asked, Wordings
from index.search.embedded_arms import EmbeddedArms
from index.search.respelt import WORTH
from index.sentence_index import SentenceIndex

SEEDS = Path(__file__).parent.parent / "seeds"
LANGUAGES = ("de", "en", "ko", "ru")
PYONGYANG = '[pyongyang]\nde = "Pjöngjang"\nko = "평양"\nru = "Пхеньян"\nalso = ["Pyongyang"]\n'
TEXT = "Der Zug erreichte Pjöngjang. Danach fuhr er nach Moskau. Niemand winkte."


@pytest.fixture(scope="module")
def shipped() -> Names:
    names, refused = read_names([SEEDS])
    assert refused == ()
    return names


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("zug", TEXT)
    (workshop.seeds / NAMES_FILE).write_text(PYONGYANG, encoding="utf-8")
    return workshop


def own_table(workshop: Workshop, text: str) -> None:
    workshop.library.added.mkdir(parents=True, exist_ok=True)
    (workshop.library.added / NAMES_FILE).write_text(text, encoding="utf-8")


def hits(index: SentenceIndex, question: str) -> dict[int, SentenceHit]:
    [found] = index.search([question], limit=30)
    return {hit.sentence.number: hit for hit in found}


@pytest.mark.parametrize(
    ("question", "german"),
    [
        ("Сколько лет Ким Чен Ыну?", "Сколько лет Kim Jong-un?"),
        ("Что было во Владивостоке?", "Что было во Wladiwostok?"),
        ("погода в северной корее", "погода в Nordkorea"),
        ("Кто был на острове Русском?", "Кто был на Insel Russki?"),
        ("в Дальневосточном федеральном университете", "в Fernöstliche Universität"),
        ("о шестисторонних переговорах", "о Sechs-Parteien-Gespräche"),
        ("김정은은 어디에 있었나요?", "Kim Jong-un 어디에 있었나요?"),
        ("북한에서는 6자회담을", "Nordkorea Sechs-Parteien-Gespräche"),
        ("루스키섬에서 만났나요?", "Insel Russki 만났나요?"),
        ("Was VLADIVOSTOK cold?", "Was Wladiwostok cold?"),
        ("Was bauten die Vereinigten Staaten?", "Was bauten die USA?"),
        ("What did Pyongyang's envoys want?", "What did Pjöngjang envoys want?"),
        ("What did the US and DPRK sign?", "What did the USA and Nordkorea sign?"),
        ("the U.S. and Far Eastern Federal University", "the USA and Fernöstliche Universität"),
    ],
)
def test_a_name_is_understood_in_any_form(shipped: Names, question: str, german: str) -> None:
    assert german in shipped.respelt(question, ["de"])


@pytest.mark.parametrize(
    "question",
    [
        "Kennt jemand ein gutes Kimchi-Rezept?",
        "рецепт кимчи",
        "Tell us about yourselves, it is about us",
        "한국어를 배우고 싶어요",
        "남북한이 만났나요?",
        "Wer ist Moskauer?",
        "",
        "?!",
    ],
)
def test_what_only_looks_like_a_name_is_none(shipped: Names, question: str) -> None:
    assert shipped.respelt(question, LANGUAGES) == []


def test_the_longest_spelling_is_meant() -> None:
    names = Names(
        (
            Name("korea", {"de": ("Korea",), "ru": ("Корея",)}),
            Name("north", {"de": ("Nordkorea",), "en": ("North Korea",), "ru": ("Северная Корея",)}),
        )
    )
    assert names.respelt("in North Korea", ["de", "ru"]) == ["in Nordkorea", "in Северная Корея"]
    assert names.respelt("в Северной Корее и в Корее", ["de"]) == ["в Nordkorea и в Korea"]


def test_a_wording_comes_once_and_only_where_it_differs_for_the_arm(shipped: Names) -> None:
    assert shipped.respelt("Wo war Kim Jong Un?", ["de", "en"]) == []
    assert shipped.respelt("Wo war Kim Jong Un?", ["de", "ko", "ru"]) == [
        "Wo war 김정은?",
        "Wo war Ким Чен Ын?",
    ]
    assert shipped.respelt("평양", ["de", "xx"]) == ["Pjöngjang"]
    both = shipped.respelt("북한과 미국", ["ru"])
    assert both == ["Северная Корея США", "КНДР Соединённые Штаты"], (
        "as many as one of the names has spellings"
    )


def test_what_texts_do_not_write_is_understood_and_not_looked_for(shipped: Names) -> None:
    assert shipped.respelt("Pjoengjang", ["de", "en"]) == ["Pjöngjang", "Pyongyang"]
    assert not any("Pjoengjang" in wording for wording in shipped.respelt("평양", LANGUAGES))


def test_a_table_is_read_back_as_it_was_written(shipped: Names) -> None:
    again = names_in(shipped.document())
    assert (again, again.sha256) == (shipped, shipped.sha256)
    assert NO_NAMES.sha256 is None
    for wrong in ("{", "[1]", '{"a": 1}', '[{"id": "a"}]'):
        with pytest.raises(IndexCorrupt):
            names_in(wrong)


@pytest.mark.parametrize("question", ["평양 기차", "Пхеньян", "Pyongyang"])
def test_the_sentence_with_the_name_shares_more_of_the_question(workshop: Workshop, question: str) -> None:
    holdings = workshop.library.read()
    index = SentenceIndex.build(holdings.articles, HashEmbedder(), names=holdings.names)
    with_names, without = hits(index, question), hits(index.without_names(), question)
    german = (
        question.replace("평양", "Pjöngjang")
        .replace("Пхеньян", "Pjöngjang")
        .replace("Pyongyang", "Pjöngjang")
    )
    [vectors] = [index.embedder.embed_questions([question])]
    [respelt] = index.without_names().search_embedded([german], vectors, limit=30)
    for hit in respelt:
        number = hit.sentence.number
        own = without[number].lexical
        assert with_names[number].lexical == pytest.approx(
            own + WORTH * max(0.0, hit.lexical - own), abs=1e-12
        )
        assert with_names[number].dense == without[number].dense, "what is meant stays"
    assert with_names[1].lexical > without[1].lexical + 0.1
    assert with_names[1].lexical < 1


def test_a_respelt_question_is_meant_once(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings = workshop.library.read()
    index = SentenceIndex.build(holdings.articles, HashEmbedder(), names=holdings.names)
    asked = []
    whole = EmbeddedArms.ask

    def watched(
        arms: EmbeddedArms, questions: Sequence[Wordings], vectors: Vectors, limit: int
    ) -> list[Asked]:
        asked.append(([*map(list, questions)], len(vectors)))
        return whole(arms, questions, vectors, limit)

    monkeypatch.setattr(EmbeddedArms, "ask", watched)
    index.search(["Пхеньян?", "Wer winkte?"], limit=3)
    assert asked == [([["Пхеньян?", "Pjöngjang?"], ["Wer winkte?"]], 2)]


def test_a_question_without_names_is_asked_as_it_is(workshop: Workshop) -> None:
    holdings = workshop.library.read()
    index = SentenceIndex.build(holdings.articles, HashEmbedder(), names=holdings.names)
    assert hits(index, "Wer winkte?") == hits(index.without_names(), "Wer winkte?")


def test_its_batch_does_not_decide_an_answer(workshop: Workshop) -> None:
    holdings = workshop.library.read()
    index = SentenceIndex.build(holdings.articles, HashEmbedder(), names=holdings.names)
    questions = ["Wer winkte?", "평양 기차", "Moskau", "Пхеньян"]
    assert index.search(questions, limit=3) == [index.search([one], limit=3)[0] for one in questions]


def test_only_a_respelling_proposes_a_sentence_that_is_worded_otherwise(tmp_path: Path) -> None:
    texts = [article(f"a{number}", f"Das Wort{number} kam gestern an.") for number in range(6)]
    texts.append(article("zug", "USA."))
    names = names_of(tmp_path, '[usa]\nde = "USA"\nko = "미국"\n')
    index = SentenceIndex.build(texts, HashEmbedder(), names=names)
    vector = index.embedder.embed_questions(["Wort0"])  # meant is another sentence

    def proposed(one: SentenceIndex) -> set[str]:
        return {hit.article.id for hit in one.search_embedded(["미국"], vector, limit=1)[0]}

    assert "zug" in proposed(index)
    assert "zug" not in proposed(index.without_names())


def names_of(folder: Path, text: str) -> Names:
    (folder / NAMES_FILE).write_text(text, encoding="utf-8")
    names, refused = read_names([folder])
    assert refused == ()
    return names


def test_an_operator_adds_replaces_and_is_told_what_is_wrong(workshop: Workshop) -> None:
    own_table(
        workshop,
        '[moscow]\nde = "Moskau"\nko = "모스크바"\n'
        '[pyongyang]\nde = "Pjöngjang"\nru = "Пхеньян"\n'
        '[alone]\nde = "Rom"\n'
        '[same]\nde = "Seoul"\nen = "seoul"\n'
        '[taken]\nde = "Moskau"\nko = "수도"\n'
        '[strange]\ngerman = "Bonn"\nen = "Bonn"\n'
        '[empty]\nde = ""\nen = "Bonn"\n'
        '[number]\nde = 7\nen = "Bonn"\n'
        "[signs]\nde = '!!'\nen = 'Bonn'\n"
        "[marks]\nde = '™™'\nen = 'Bonn'\n"
        "text = 1\n",
    )
    holdings = workshop.library.read()
    assert [name.id for name in holdings.names.names] == ["moscow", "pyongyang"]
    assert holdings.names.names[1].spellings == {"de": ("Pjöngjang",), "ru": ("Пхеньян",)}
    refused = {error.file: error for error in holdings.refused}
    assert set(refused) == {
        f"{NAMES_FILE} [{key}]"
        for key in ("alone", "same", "taken", "strange", "empty", "number", "signs", "marks")
    }
    assert {error.reason for error in refused.values()} == {"names_invalid"}
    assert "'Moskau' is in [moscow] already" in refused[f"{NAMES_FILE} [taken]"].remedy
    assert "two-letter language" in refused[f"{NAMES_FILE} [strange]"].remedy
    assert "seeds/README.md" in refused[f"{NAMES_FILE} [alone]"].remedy


def test_an_operator_takes_a_shipped_name_out_and_may_use_its_spelling(workshop: Workshop) -> None:
    own_table(workshop, '[capital]\nde = "Pjöngjang"\nen = "the capital"\n[pyongyang]\n')
    holdings = workshop.library.read()
    assert ([name.id for name in holdings.names.names], holdings.refused) == (["capital"], ())
    own_table(workshop, "[nobody]\n")
    assert [error.file for error in workshop.library.read().refused] == [f"{NAMES_FILE} [nobody]"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[a", b"a = " + b"9" * 5_000])
def test_a_table_that_is_none_leaves_the_other(workshop: Workshop, data: bytes) -> None:
    own_table(workshop, "")
    (workshop.library.added / NAMES_FILE).write_bytes(data)
    holdings = workshop.library.read()
    assert [name.id for name in holdings.names.names] == ["pyongyang"]
    assert [(error.file, error.reason) for error in holdings.refused] == [(NAMES_FILE, "names_invalid")]
    assert [one.id for one in holdings.articles] == ["zug"], "and it is no article"


def test_a_link_out_of_the_folder_is_not_followed(workshop: Workshop, tmp_path: Path) -> None:
    own_table(workshop, "")
    (workshop.library.added / NAMES_FILE).unlink()
    (tmp_path / "secret.toml").write_text(PYONGYANG, encoding="utf-8")
    (workshop.library.added / NAMES_FILE).symlink_to(tmp_path / "secret.toml")
    assert [error.reason for error in workshop.library.read().refused if error.file == NAMES_FILE] == [
        "link_leaves_folder"
    ]


def test_names_are_part_of_a_build(workshop: Workshop) -> None:
    first = workshop.reindex()
    assert workshop.reindexer.run(who="test").published is False
    own_table(workshop, '[moscow]\nde = "Moskau"\nko = "모스크바"\n')
    outcome = workshop.reindexer.run(who="test")
    assert (outcome.published, outcome.diff.names, outcome.diff.changed) == (True, ("moscow",), ())
    assert outcome.embedded == 0
    store, embedder = workshop.store, workshop.embedder
    older, live = store.open(embedder, first).index, store.open(embedder).index
    assert [len(one.names.names) for one in (older, live)] == [1, 2]
    assert hits(older, "모스크바")[2].lexical < hits(live, "모스크바")[2].lexical
    assert (outcome.build or "")[7:] != first[7:], "another content"


def test_an_old_build_is_made_again_with_its_own_names(workshop: Workshop) -> None:
    first = workshop.reindex()
    before = hits(workshop.store.open(workshop.embedder, first).index, "평양 기차")
    own_table(workshop, '[pyongyang]\nde = "Pjöngjang"\nko = "다른 이름"\n')
    workshop.reindex()
    workshop.store.remove(first)
    assert hits(open_or_remake(workshop.store, workshop.embedder, first), "평양 기차") == before
    sha256 = str(workshop.store.manifest(first).names)
    (workshop.store.root / "texts" / sha256[:2] / sha256).unlink()
    with pytest.raises(IndexMissing, match="names"):
        open_or_remake(workshop.store, workshop.embedder, first)


def test_a_build_without_its_table_is_not_answered_from(workshop: Workshop) -> None:
    build = workshop.reindex()
    path = workshop.store.folder(build) / "names.json"
    records = json.loads(path.read_bytes())
    path.write_text(json.dumps(records[:-1]), encoding="utf-8")
    with pytest.raises(IndexCorrupt, match=r"names\.json"):
        workshop.store.open(workshop.embedder)


def test_without_translations_the_names_stay(workshop: Workshop) -> None:
    workshop.translate("zug", "ko", {(1, 1): "기차는 평양에 도착했다."})
    holdings = workshop.library.read()
    index = SentenceIndex.build(holdings.articles, HashEmbedder(), names=holdings.names)
    assert index.without_translations().names == index.names
    bare = index.without_names().without_translations()
    assert bare.names == NO_NAMES
    assert hits(bare, "평양")[1].lexical < hits(index.without_translations(), "평양")[1].lexical - 0.1


def test_shares_are_below_one_whatever_is_asked(workshop: Workshop) -> None:
    names = replace_spelling(workshop.library.read().names)
    index = SentenceIndex.build([article("p", "Pjöngjang")], HashEmbedder(), names=names)
    for question in ("평양", "Pjöngjang", "Пхеньян Пхеньян"):
        shares = np.array([hit.lexical for hit in hits(index, question).values()])
        assert ((shares >= 0) & (shares < 1)).all()


def replace_spelling(names: Names) -> Names:
    return Names(
        tuple(
            replace(name, spellings={**name.spellings, "en": ("Pjöngjang", "P'yŏngyang")})
            for name in names.names
        )
    )


def test_the_shipped_table_covers_the_article_in_every_language(shipped: Names) -> None:
    for name in shipped.names:
        assert set(name.spellings) == set(LANGUAGES), name.id
    [summit] = read_folder(SEEDS, max_bytes=1_000_000).articles
    texts = {"de": summit.text} | {
        language: " ".join(part.text for part in summit.translations if part.language == language)
        for language in ("en", "ko", "ru")
    }
    named = [
        "kim-jong-un",
        "putin",
        "vladivostok",
        "far-eastern-university",
        "six-party-talks",
        "denuclearisation",
    ]
    for language, text in texts.items():
        found = {name.id for _, name in shipped._found(text)}
        assert not set(named) - found, (language, set(named) - found)


def test_answers_with_and_without_names() -> None:
    names = Names((Name("pyongyang", {"de": ("Pjöngjang",), "ko": ("평양",)}),))
    index = SentenceIndex.build([article("zug", TEXT)], HashEmbedder(), names=names)
    asked = answerer()
    asked.index = index
    assert asked.without_names().index.names == NO_NAMES
    assert asked.without_names().build == asked.build


def test_a_large_table_is_read_with_work_that_grows_with_it(workshop: Workshop) -> None:
    def calls(count: int) -> int:
        entries = (f'[k{at}]\nde = "Name{at} Eins"\nko = "Name{at} Zwei"\n' for at in range(count))
        own_table(workshop, "".join(entries))
        names, refused = read_names([workshop.library.added])
        assert (len(names.names), refused) == (count, ())
        return calls_of(lambda: read_names([workshop.library.added]))

    assert calls(2_000) < 12 * calls(200)
