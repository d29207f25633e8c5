"""What the live build knows of the files it was made from: an unchanged one is neither read nor split again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import IndexCorrupt
from index.files import steadily
from index.manifest import Manifest
from index.models import Article, Sentence
from index.sentence_files import ARTICLES_FILE, SENTENCES_FILE, load_sentences
from index.sentences import split_article

FILE = "sources.json"


@dataclass(frozen=True, slots=True)
class Known:
    """Articles of a build and how they were split."""

    articles: Mapping[str, Article] = field(default_factory=dict)  # by `source_key`
    sentences: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)  # by the same

    def split(self, article: Article, source: str) -> Sequence[Sentence]:
        """What `split_article` gives; of an article that was read from a known source it is at hand."""
        return self.sentences.get(source) or split_article(article)


def write_sources(folder: Path, sources: Mapping[str, str]) -> None:
    """Puts the `source_key` of each article, by its id, into a build's folder."""
    (folder / FILE).write_text(json.dumps(sources, indent=0, sort_keys=True), encoding="utf-8")


def read_known(folder: Path, manifest: Manifest) -> Known:
    """What a build knows; only the files that say so are read, each after its checksum.

    Raises:
        IndexCorrupt: one of them is missing or altered.
    """
    for name in (FILE, ARTICLES_FILE, SENTENCES_FILE):
        manifest.check_file(folder, name)
    articles, sentences = steadily(lambda: load_sentences(folder))
    try:
        sources = json.loads((folder / FILE).read_bytes())
        found = {source: articles[name] for name, source in sources.items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise IndexCorrupt(f"{folder.name}: {FILE}: {error}") from error
    return Known(found, {source: sentences[sentences.span(article.id)] for source, article in found.items()})
