"""Files to articles: every format, encoding and refusal of `index/` is decided in this package."""

from index.reading.article import read_bytes
from index.reading.beside import TRANSLATION_BYTES, metadata_beside, read_at_most, with_translations
from index.reading.folder import Reading, article_files, read_beside, read_file, read_folder
from index.reading.head import metadata_spans
from index.reading.metadata import SIDECAR_SUFFIX, Metadata, parse_sidecar
from index.reading.names import NAMES_FILE, read_names
from index.reading.refusals import REMEDIES, faults, refusal
from index.reading.translation import (
    TRANSLATION_SUFFIX,
    parse_translation,
    stale_translation,
    template,
    translated,
    translations_by_stem,
)

__all__ = [
    "NAMES_FILE",
    "REMEDIES",
    "SIDECAR_SUFFIX",
    "TRANSLATION_BYTES",
    "TRANSLATION_SUFFIX",
    "Metadata",
    "Reading",
    "article_files",
    "faults",
    "metadata_beside",
    "metadata_spans",
    "parse_sidecar",
    "parse_translation",
    "read_at_most",
    "read_beside",
    "read_bytes",
    "read_file",
    "read_folder",
    "read_names",
    "refusal",
    "stale_translation",
    "template",
    "translated",
    "translations_by_stem",
    "with_translations",
]
