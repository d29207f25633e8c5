"""Sidecars with translations: what is taken in, what is refused by name, and that the article answers anyway."""

import copy
from pathlib import Path

import pytest
from fakes_index import Workshop, sidecar

from index.errors import ArticleRefused, ArticleUnknown, LanguageUnfit, TranslationStale
from index.models import Article, TranslatedPart
from index.operations import Operations
from index.reading import parse_translation, read_bytes, read_file, read_folder, template
from index.translation_status import translation_status, translation_template
from retrieval.answer.translation import translations_of, without_gap

TEXT = "Kim traf Putin. Sie sprachen lange. Es war kalt.\n\nAm Abend fuhren sie ab."
KOREAN = "김정은은 푸틴을 만났다. 그들은 오랫동안 이야기했다."


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("kim", TEXT)
    return workshop


@pytest.fixture
def article() -> Article:
    return read_bytes("kim.txt", TEXT.encode(), max_bytes=1_000)


def operations(workshop: Workshop) -> Operations:
    return workshop.operations


def refused(workshop: Workshop) -> list[tuple[str, str]]:
    return [(error.file, error.reason) for error in workshop.library.read().refused]


def test_parts_cover_one_or_several_sentences_and_leave_others_out(workshop: Workshop) -> None:
    workshop.translate("kim", "ko", {(4, 4): "그들은 저녁에 떠났다.", (1, 2): KOREAN})
    workshop.translate("kim", "en", {(3, 3): "It was cold."})
    (article,) = workshop.library.read().articles
    assert article.translations == (
        TranslatedPart("en", (3, 3), "It was cold.", "project", "2026-11"),
        TranslatedPart("ko", (1, 2), KOREAN, "project", "2026-11"),
        TranslatedPart("ko", (4, 4), "그들은 저녁에 떠났다.", "project", "2026-11"),
    )
    assert refused(workshop) == []
    assert read_file(workshop.seeds / "kim.txt", max_bytes=1_000) == article


def test_a_translators_name_is_one_line_that_turns_nothing_around(
    workshop: Workshop, article: Article
) -> None:
    name = r"person: \u202eA.\u2028 Member\u001b"
    (workshop.seeds / "kim.en.translation.toml").write_text(sidecar(article, {(1, 1): "One."}, origin=name))
    (read,) = workshop.library.read().articles
    assert [part.origin for part in read.translations] == ["person: A. Member"]


def test_an_empty_text_counts_as_not_translated(workshop: Workshop) -> None:
    workshop.translate("kim", "en", {(1, 1): "", (3, 3): "It was cold."})
    (article,) = workshop.library.read().articles
    assert [part.sentences for part in article.translations] == [(3, 3)]


def test_a_sentence_that_changed_since_is_left_out_by_its_number_and_the_others_stay(
    workshop: Workshop,
) -> None:
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin.", (2, 3): "They talked. It was cold."})
    workshop.write("kim", TEXT.replace("kalt", "warm"))
    holdings = workshop.library.read()
    assert [part.text for part in holdings.articles[0].translations] == ["Kim met Putin."]
    (error,) = holdings.refused
    assert isinstance(error, TranslationStale)
    assert (error.file, error.reason) == ("kim.en.translation.toml", "translation_stale")
    assert (error.article, error.language, error.numbers) == ("kim", "en", (2, 3))
    assert "2, 3" in error.remedy
    again = copy.copy(error)
    assert (again.file, again.numbers, str(again)) == (error.file, error.numbers, str(error))


@pytest.mark.parametrize("how", ["other line breaks", "a sentence before it"])
def test_a_hash_is_of_the_words_and_a_number_is_a_place(workshop: Workshop, how: str) -> None:
    workshop.translate("kim", "en", {(2, 2): "They talked for a long time."})
    if how == "other line breaks":
        workshop.write("kim", TEXT.replace("Sie sprachen", "\n\nSie sprachen"))
        assert refused(workshop) == []
    else:
        workshop.write("kim", f"Es begann. {TEXT}")
        assert refused(workshop) == [("kim.en.translation.toml", "translation_stale")]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("sentences = [1]", "sentences = [5]"), "sentences 1 to 4, not 5"),
        (("sentences = [1]", "sentences = [0]"), "sentences 1 to 4, not 0"),
        (("sentences = [1]", "sentences = [1, 3]"), "follow one another"),
        (("sentences = [1]", "sentences = []"), "sentences"),
        (("sentences = [3]", "sentences = [1]"), "more than one part covers 1"),
        (('origin = "project"', 'origin = "nobody"'), "origin"),
        (('origin = "project"', 'origin = "project"\nlanguage = "ru"'), "its name says ko"),
        (('date = "2026-11"', 'date = "2026-13"'), "date"),
        (("sha256 = ", "sha = "), "sha"),
        (('origin = "project"', "origin ="), "not TOML"),
        ((KOREAN, "Kim und Putin trafen einander, und danach sprachen sie lange. " * 4), "its text is in de"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_and_the_article_still_answers(
    workshop: Workshop, change: tuple[str, str], problem: str
) -> None:
    path = workshop.translate("kim", "ko", {(1, 1): KOREAN, (3, 3): "추웠다."})
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin."})
    before, after = change
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    holdings = workshop.library.read()
    (error,) = holdings.refused
    assert (error.file, error.reason) == ("kim.ko.translation.toml", "translation_invalid")
    assert problem in error.remedy
    assert [part.language for part in holdings.articles[0].translations] == ["en"]
    with pytest.raises(ArticleRefused, match=r"kim\.ko"):
        read_file(workshop.seeds / "kim.txt", max_bytes=1_000)
    workshop.reindex()
    index = workshop.opened()
    assert "kim" in index.articles


@pytest.mark.parametrize("language", ["de", "KO", "korean", ""])
def test_a_name_must_say_another_language_in_two_letters(workshop: Workshop, language: str) -> None:
    path = workshop.translate("kim", "ko", {(1, 1): KOREAN})
    path.rename(path.with_name(f"kim.{language}.translation.toml"))
    assert [reason for _, reason in refused(workshop)] == ["translation_invalid"]


@pytest.mark.parametrize(
    "name", ["lost.ko.translation.toml", "ko.translation.toml", "sub/kim.ko.translation.toml"]
)
def test_a_translation_of_nothing_is_refused_by_name(workshop: Workshop, name: str) -> None:
    path = workshop.translate("kim", "ko", {(1, 1): KOREAN})
    (workshop.seeds / "sub").mkdir()
    path.rename(workshop.seeds / name)
    assert refused(workshop) == [(name, "translation_alone")]


def test_a_subfolder_keeps_its_articles_translations(workshop: Workshop) -> None:
    path = workshop.translate("kim", "ko", {(1, 1): KOREAN})
    (workshop.seeds / "sub").mkdir()
    for file in (path, workshop.seeds / "kim.txt"):
        file.rename(workshop.seeds / "sub" / file.name)
    (article,) = workshop.library.read().articles
    assert [part.text for part in article.translations] == [KOREAN]


@pytest.mark.parametrize("added", [False, True])
def test_a_link_out_of_the_folder_is_not_followed(workshop: Workshop, tmp_path: Path, *, added: bool) -> None:
    path = workshop.translate("kim", "ko", {(1, 1): KOREAN})
    path.rename(tmp_path / "elsewhere.toml")
    folder = workshop.library.added if added else workshop.seeds
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).symlink_to(tmp_path / "elsewhere.toml")
    assert [reason for _, reason in refused(workshop)] == ["link_leaves_folder"]
    assert workshop.library.read().articles[0].translations == ()


def test_an_admin_adds_replaces_and_removes_translations_of_a_shipped_article(
    workshop: Workshop, article: Article
) -> None:
    library = workshop.library
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin."})
    for text in ("Kim saw Putin.", "Kim met with Putin."):
        data = sidecar(article, {(1, 1): text}, "person: A. Member").encode()
        added = operations(workshop).add("kim.en.translation.toml", data)
        assert [(part.text, part.origin) for part in added.translations] == [(text, "person: A. Member")]
        holdings = library.read()
        assert [part.text for part in holdings.articles[0].translations] == [text]
        assert (holdings.shipped, holdings.refused) == ({"kim"}, ())
    library.remove("kim")
    assert not list(library.added.glob("*.toml"))
    assert list(workshop.seeds.glob("*.toml"))


def test_an_added_article_takes_its_translations_with_it(workshop: Workshop) -> None:
    text = "Der Mond ist rund. Er scheint nachts."
    moon = operations(workshop).add("Mond (neu).txt", text.encode())
    data = sidecar(moon, {(1, 1): "The moon is round."}).encode()
    added = operations(workshop).add("Mond (neu).en.Translation.TOML", data)
    assert (added.id, len(added.translations)) == ("Mond-neu", 1)
    (found,) = [one for one in workshop.library.read().articles if one.id == "Mond-neu"]
    assert found == added
    workshop.library.remove("Mond-neu")
    assert not list(workshop.library.added.glob("Mond*"))


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("lost.ko.translation.toml", ("", ""), "translation_alone"),
        ("kim.translation.toml", ("", ""), "translation_alone"),
        ("../kim.ko.translation.toml", ("[1]", "[9]"), "translation_invalid"),
        ("kim.de.translation.toml", ("", ""), "translation_invalid"),
        ("kim.ko.translation.toml", ("[1]", "[2]"), "translation_stale"),
        ("kim.ko.translation.toml", ("origin", "#" * 1_000_001 + "\norigin"), "too_large"),
    ],
)
def test_what_cannot_be_added_is_refused_and_leaves_no_file(
    workshop: Workshop, article: Article, name: str, change: tuple[str, str], reason: str
) -> None:
    data = sidecar(article, {(1, 1): KOREAN}).replace(*change, 1)
    with pytest.raises(ArticleRefused) as caught:
        operations(workshop).add(name, data.encode())
    assert caught.value.reason == reason
    assert not list(workshop.library.added.glob("*.toml"))


def test_a_translation_that_no_reindex_would_read_is_not_added(
    workshop: Workshop, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("index.library", "index.reading.beside"):
        monkeypatch.setattr(f"{place}.TRANSLATION_BYTES", 1_000)
    data = sidecar(article, {(1, 1): KOREAN}) + "#" * 1_000
    with pytest.raises(ArticleRefused, match="too_large: it is over the limit of 1000 bytes"):
        operations(workshop).add("kim.ko.translation.toml", data.encode())


def test_a_template_is_a_valid_sidecar_that_keeps_what_is_there(workshop: Workshop) -> None:
    name, text = translation_template(workshop.library, "kim", "ko")
    assert name == "kim.ko.translation.toml"
    (article,) = workshop.library.read().articles
    assert parse_translation(name, text.encode(), article, "ko") == ((), ())
    assert text.count("[[part]]") == 4
    assert "# Kim traf Putin.\n[[part]]" in text
    filled = text.replace('text = ""', 'text = "그는 \\"평화\\"라고 말했다. \\\\"', 1)
    (workshop.seeds / name).write_text(filled, encoding="utf-8")
    (article,) = workshop.library.read().articles
    assert article.translations[0].text == '그는 "평화"라고 말했다. \\'
    again = template(article, "ko")
    assert parse_translation(name, again.encode(), article, "ko")[0] == article.translations
    assert again.count("[[part]]") == 4


@pytest.mark.parametrize("language", ["de", "k", "xx-YY", "../x"])
def test_no_template_for_a_language_that_could_not_be_read_back(workshop: Workshop, language: str) -> None:
    with pytest.raises(LanguageUnfit):
        translation_template(workshop.library, "kim", language)
    with pytest.raises(ArticleUnknown):
        translation_template(workshop.library, "lost", "ko")


def test_the_status_says_what_is_covered_missing_and_stale(workshop: Workshop) -> None:
    workshop.write("other", "Der Zug fuhr ab.")
    workshop.translate("kim", "en", {(1, 1): "Kim met Putin.", (2, 3): "They talked. It was cold."})
    workshop.translate("kim", "ru", {(3, 3): "Было холодно."})
    workshop.translate("kim", "ko", {(1, 1): KOREAN}).write_text("broken", encoding="utf-8")
    workshop.write("kim", TEXT.replace("kalt", "warm"))
    status = translation_status(workshop.library)
    english, russian = status.covered
    assert (english.language, english.sentences, english.covered) == ("en", 4, 1)
    assert (english.missing, english.stale, english.origin) == ((2, 3, 4), (2, 3), "project")
    assert (russian.covered, russian.stale, russian.origin) == (0, (3,), None)
    assert status.untranslated == ("other",)
    assert [error.file for error in status.refused] == ["kim.ko.translation.toml"]


def test_every_seed_has_a_translation_of_every_sentence_into_the_other_languages() -> None:
    reading = read_folder(Path(__file__).parent.parent / "seeds", max_bytes=1_000_000)
    assert reading.refused == ()
    for article in reading.articles:
        covered = {(part.language, part.sentences) for part in article.translations}
        assert len(covered) == len(article.translations) == 3 * 16
        assert {part.origin for part in article.translations} == {"project"}


def test_a_passage_gets_what_is_translated_without_a_gap_around_its_sentence() -> None:
    parts = [TranslatedPart("en", span, f"{span}", "project", "2026") for span in ((1, 2), (3, 3), (5, 6))]
    parts.append(TranslatedPart("ko", (4, 4), "네", "project", None))
    assert translations_of(parts, (2, 3)) == tuple(parts[:2])
    assert translations_of(parts, (4, 4), "en") == ()
    assert without_gap(parts[:3], 2) == TranslatedPart("en", (1, 3), "(1, 2) (3, 3)", "project", "2026")
    assert without_gap(parts[:3], 6) == TranslatedPart("en", (5, 6), "(5, 6)", "project", "2026")
    assert without_gap(parts[:3], 4) is None
    assert without_gap([], 1) is None
