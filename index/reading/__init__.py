"""Files to articles: every format, encoding and refusal of `index/` is decided in this package."""

from index.reading.article import read_bytes
from index.reading.folder import Reading, article_files, read_file, read_folder
from index.reading.head import metadata_spans
from index.reading.metadata import SIDECAR_SUFFIX, Metadata, parse_sidecar
from index.reading.refusals import REMEDIES

__all__ = [
    "REMEDIES",
    "SIDECAR_SUFFIX",
    "Metadata",
    "Reading",
    "article_files",
    "metadata_spans",
    "parse_sidecar",
    "read_bytes",
    "read_file",
    "read_folder",
]
