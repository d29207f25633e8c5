"""Arrays in files; NumPy's errors are translated here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt


def save_array(file: Path, array: NDArray[Any]) -> None:
    """Writes what `load_array` reads, without pickle."""
    np.save(file, array, allow_pickle=False)


def load_array(file: Path) -> NDArray[Any]:
    """An array in a file, mapped into memory, so that processes share it.

    Raises:
        IndexCorrupt: the file is missing or holds no array; names it and its folder.
    """
    try:
        # A plain array over the mapping: `np.memmap` itself is slow to take items from.
        return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise IndexCorrupt(f"{file.parent.name}/{file.name}: {error}") from error
