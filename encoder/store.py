"""From the packed weights in the repository to a folder that sentence-transformers loads."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from encoder.errors import EncoderCorrupt, EncoderMissing, EncoderUnwritable
from encoder.packing import unpack as unpack_tensors

logger = logging.getLogger(__name__)

PACKED = Path(__file__).parent / "weights"
CHECKSUMS = "checksums"  # the packed files, each with its SHA-256, in the format of sha256sum
UNPACKED_CHECKSUMS = "checksums.unpacked"  # the same for what `unpack` writes
WEIGHTS = "model.safetensors"
GRAPH = "graph.onnx"  # how to compute with the weights; holds none itself
# From a token's vector to the fewer numbers that are kept of it; (dim, width) float32.
PROJECTION = "projection.npy"
LOCK = ".lock"  # of who unpacks


def unpack(target_root: Path, packed: Path = PACKED) -> Path:
    """Give the folder that `SentenceTransformer(path)` loads, unpacking it on first use.

    It is `<target_root>/<checksum>/`, built beside and renamed, so it is whole or not there; of processes that race
    one unpacks, and the others wait. The unpacked files are hashed on every call, the packed ones before they are
    unpacked; an unpacked copy that was damaged is made anew, and what else lies there goes: an older encoder's
    copy, what a killed process left.

    Raises:
        EncoderMissing: a packed file is not there.
        EncoderCorrupt: a packed file, or what came out of it, is not what was shipped; the message names the file.
        EncoderUnwritable, OSError: the unpacked files cannot be written.
    """
    target = target_root / checksum(packed)
    if target.exists() and not _damage_of(target, packed):
        return target
    verify(packed, CHECKSUMS)
    target_root.mkdir(parents=True, exist_ok=True)
    with FileLock(target_root / LOCK):
        if target.exists():
            if not (damage := _damage_of(target, packed)):  # another process was first
                return target
            logger.warning("Unpacking the encoder again: %s", damage)
        for entry in target_root.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
        beside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target_root))
        try:
            write_unpacked(packed, beside)
            verify(beside, UNPACKED_CHECKSUMS, listed_in=packed)
            beside.chmod(0o755)
            beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return target


def checksum(packed: Path = PACKED) -> str:
    """Name this version of the weights: 16 hexadecimal digits, from the hash over all its files' hashes."""
    return digest(packed / CHECKSUMS)[:16]


def verify(folder: Path, listing: str, listed_in: Path | None = None) -> None:
    """Hash every file that `listing` names.

    Raises:
        EncoderMissing: one of them, or the listing itself, is not there.
        EncoderCorrupt: one of them has other bytes.
    """
    for expected, name in read_listing((listed_in or folder) / listing):
        if digest(folder / name) != expected:
            message = f"{folder / name} is not the file that was shipped (its SHA-256 differs)"
            raise EncoderCorrupt(message)


def read_listing(path: Path) -> list[tuple[str, str]]:
    """Read lines of `<sha256>  <file name>`, the format of sha256sum."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise EncoderMissing(f"{path} is not there") from None
    pairs = [
        (first, name) for first, separator, name in (line.partition("  ") for line in lines) if separator
    ]
    if not pairs or len(pairs) != len(lines):
        raise EncoderCorrupt(f"{path} is not a list of checksums")
    return pairs


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise EncoderMissing(f"{path} is not there") from None


def write_unpacked(packed: Path, target: Path) -> None:
    """Write the plain model: every packed tensor as float32 in one file, every other file as it is.

    Raises:
        EncoderMissing, EncoderCorrupt: a packed file cannot be read.
        EncoderUnwritable: the disk is full, or the folder cannot be written.
    """
    packed_tensors = {}
    for _, name in read_listing(packed / CHECKSUMS):
        source, copy = packed / name, target / name
        if name.endswith(".safetensors"):
            try:
                packed_tensors.update(load_file(source))
            except SafetensorError as error:
                raise EncoderCorrupt(f"{source} cannot be read: {error}") from error
        elif name != UNPACKED_CHECKSUMS:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    try:
        save_file(unpack_tensors(packed_tensors), target / WEIGHTS, metadata={"format": "pt"})
    except SafetensorError as error:  # what the library makes of an OSError
        raise EncoderUnwritable(f"{target / WEIGHTS}: {error}: make room for it") from error


def _damage_of(target: Path, packed: Path) -> str:
    """What is wrong with an unpacked copy; nothing where it is whole."""
    try:
        verify(target, UNPACKED_CHECKSUMS, listed_in=packed)
    except (EncoderCorrupt, EncoderMissing) as damage:
        return str(damage)
    return ""
