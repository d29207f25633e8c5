"""What a power cut must not take back."""

from __future__ import annotations

import os
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Waits until the disk has the folder's names: a new or renamed file is only lasting after this."""
    if os.name == "nt":  # Windows opens no folders, and flushes names by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
