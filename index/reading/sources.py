"""Names for what an article was made from, so that an unchanged file need not be read into one again."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

_ROOM = Path(__file__).parent.parent
# Everything whose change could turn the same bytes into another article, or cut it into other sentences.
_CODE = ("sentences.py", "segment.py", "models.py", "reading/*.py", "segmenting/*.py")
_LIBRARIES = (
    "charset-normalizer",
    "lingua-language-detector",
    "lxml",
    "pypdf",
    "python-frontmatter",
    "pyyaml",
    "sentencex",
    "trafilatura",
)


def source_key(file: str, data: bytes, sidecar: bytes | None) -> str:
    """SHA-256 over a file's name, its bytes, its sidecar's, and the code and libraries that read and split them."""
    digests = [hashlib.sha256(part).hexdigest() if part is not None else "" for part in (data, sidecar)]
    return hashlib.sha256("\0".join([_tools(), PurePosixPath(file).name, *digests]).encode()).hexdigest()


@cache
def _tools() -> str:
    code = hashlib.sha256()
    for pattern in _CODE:
        for path in sorted(_ROOM.glob(pattern)):
            code.update(path.read_bytes())
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return "\0".join([code.hexdigest(), unicodedata.unidata_version, *libraries])
