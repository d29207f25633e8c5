"""Files to articles: every format, encoding and refusal of `index/` is decided in this package."""

from index.reading.article import read_bytes
from index.reading.folder import TRANSLATION_BYTES, Reading, article_files, read_file, read_folder, translate
from index.reading.head import metadata_spans
from index.reading.metadata import SIDECAR_SUFFIX, Metadata, parse_sidecar
from index.reading.refusals import REMEDIES, printable, refusal
from index.reading.translation import (
    TRANSLATION_SUFFIX,
    hash_of,
    parse_translation,
    template,
    translated,
    translations_by_stem,
)

__all__ = [
    "REMEDIES",
    "SIDECAR_SUFFIX",
    "TRANSLATION_BYTES",
    "TRANSLATION_SUFFIX",
    "Metadata",
    "Reading",
    "article_files",
    "hash_of",
    "metadata_spans",
    "parse_sidecar",
    "parse_translation",
    "printable",
    "read_bytes",
    "read_file",
    "read_folder",
    "refusal",
    "template",
    "translate",
    "translated",
    "translations_by_stem",
]
