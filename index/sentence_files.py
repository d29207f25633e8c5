"""An index's articles and sentences in a folder: JSON and an array."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.arrays import load_array, save_array
from index.errors import IndexCorrupt
from index.models import Article
from index.sentence_table import SentenceTable
from index.translation_document import part_of

ARTICLES_FILE = "articles.json"
SENTENCES_FILE = "sentences.npy"


def save_sentences(folder: Path, articles: Mapping[str, Article], sentences: SentenceTable) -> None:
    """Writes what `load_sentences` reads."""
    records = [asdict(article) for article in articles.values()]
    (folder / ARTICLES_FILE).write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    save_array(folder / SENTENCES_FILE, sentences.rows)


def load_sentences(folder: Path) -> tuple[dict[str, Article], SentenceTable]:
    """The articles by id and the sentences of an index that was saved into `folder`, without its arms.

    Raises:
        IndexCorrupt: a file is missing, unreadable, or does not fit the other.
    """
    try:
        records = json.loads((folder / ARTICLES_FILE).read_text(encoding="utf-8"))
        articles = {record["id"]: _article(record) for record in records}
        return articles, SentenceTable(tuple(articles), load_array(folder / SENTENCES_FILE))
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise IndexCorrupt(f"{folder.name}: {error}") from error


def _article(record: dict[str, Any]) -> Article:
    parts = tuple(map(part_of, record.get("translations", ())))
    return Article(**record | {"translations": parts})
