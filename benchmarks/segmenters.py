"""The sentence segmenters that `segmentation.py` compares, behind one signature; most are optional."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from unittest import mock

from index.segment import sentence_spans

Spans = list[tuple[int, int]]
Segment = Callable[[str, str], Spans]
ALL = ("de", "en", "ru", "ko")


@dataclass(frozen=True, slots=True)
class Peer:
    """One segmenter: its packages on the registry, when it was last released, what it is asked for."""

    name: str
    packages: tuple[str, ...]
    released: str  # year and month of the release compared here
    licence: str
    languages: tuple[str, ...]
    load: Callable[[], Segment]

    def size(self) -> float:
        """MB on disk of its own packages (not of what they depend on)."""
        files = [file for package in self.packages for file in metadata.files(package) or ()]
        return sum(file.size or 0 for file in files) / 1e6

    def version(self) -> str:
        """The version installed here."""
        return metadata.version(self.packages[0]) if self.packages else ""


def _chosen() -> Segment:
    return sentence_spans


def _rules_alone() -> Segment:
    """Our rules with a library that takes every full stop for an end: what the library is worth."""

    def segment(text: str, language: str) -> Spans:
        every = mock.patch(
            "index.segmenting.unit._library_stops", lambda text, _: frozenset(range(len(text)))
        )
        with every:
            return sentence_spans(text, language)

    return segment


def _sentencex() -> Segment:
    sentencex = importlib.import_module("sentencex")

    def segment(text: str, language: str) -> Spans:
        return [
            (part["start_index"], part["end_index"])
            for part in sentencex.get_sentence_boundaries(language, text)
        ]

    return segment


def _syntok() -> Segment:
    segmenter = importlib.import_module("syntok.segmenter")

    def segment(text: str, _: str) -> Spans:
        sentences = [sentence for paragraph in segmenter.analyze(text) for sentence in paragraph]
        return [(words[0].offset, words[-1].offset + len(words[-1].value)) for words in sentences]

    return segment


def _pysbd() -> Segment:
    pysbd = importlib.import_module("pysbd")

    def segment(text: str, language: str) -> Spans:
        own = language if language != "ko" else "en"  # it has no Korean
        return [
            (span.start, span.end) for span in pysbd.Segmenter(own, clean=False, char_span=True).segment(text)
        ]

    return segment


def _razdel() -> Segment:
    razdel = importlib.import_module("razdel")
    return lambda text, _: [(part.start, part.stop) for part in razdel.sentenize(text)]


def _blingfire() -> Segment:
    blingfire = importlib.import_module("blingfire")
    return lambda text, _: list(blingfire.text_to_sentences_and_offsets(text)[1])


def _spacy() -> Segment:
    spacy = importlib.import_module("spacy")
    pipelines = {}
    for language in ("de", "en", "ru"):
        pipelines[language] = spacy.blank(language)
        pipelines[language].add_pipe("sentencizer")
    return lambda text, language: [
        (part.start_char, part.end_char) for part in pipelines[language](text).sents
    ]


def _uniseg() -> Segment:
    boundaries = importlib.import_module("uniseg.sentencebreak").sentence_boundaries

    def segment(text: str, _: str) -> Spans:
        edges = sorted({0, *boundaries(text), len(text)})
        return list(pairwise(edges))

    return segment


def _kiwi() -> Segment:
    kiwi = importlib.import_module("kiwipiepy").Kiwi()
    return lambda text, _: [(part.start, part.end) for part in kiwi.split_into_sents(text)]


def _kss() -> Segment:
    kss = importlib.import_module("kss")

    def segment(text: str, _: str) -> Spans:
        found, position = [], 0
        for part in kss.split_sentences(text, backend="pecab"):  # strings only: their places are looked up
            start = max(text.find(part, position), position)
            position = start + len(part)
            found.append((start, position))
        return found

    return segment


PEERS = (
    Peer("chosen: sentencex + rules", ("sentencex",), "2026-09", "MIT", ALL, _chosen),
    Peer("the rules alone", (), "", "", ALL, _rules_alone),
    Peer("sentencex", ("sentencex",), "2026-09", "MIT", ALL, _sentencex),
    Peer("syntok", ("syntok",), "2022-03", "MIT", ALL, _syntok),
    Peer("pysbd", ("pysbd",), "2021-02", "MIT", ALL, _pysbd),
    Peer("razdel", ("razdel",), "2020-03", "MIT", ("ru",), _razdel),
    Peer("blingfire", ("blingfire",), "2021-09", "MIT", ALL, _blingfire),
    Peer("spaCy sentencizer", ("spacy",), "2026-10", "MIT", ("de", "en", "ru"), _spacy),
    Peer("uniseg (UAX #29)", ("uniseg",), "2026-01", "MIT", ALL, _uniseg),
    Peer("kiwipiepy", ("kiwipiepy", "kiwipiepy_model"), "2026-10", "Apache-2.0", ("ko",), _kiwi),
    Peer("kss", ("kss", "pecab"), "2025-11", "BSD-3", ("ko",), _kss),
)
