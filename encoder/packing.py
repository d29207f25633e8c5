"""Weights in a quarter of the space: int8 with one scale per row.

A matrix row r becomes round(r / s) with s = max|r| / 127, so every value comes back within s / 2.
Vectors (biases, layer norms) stay float32: they are few, and every token passes through them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[np.generic]]
"""Arrays by name, as safetensors stores them."""

SCALE = ".scale"  # the suffix of the array that holds a packed matrix's scales
PART = ".part"  # followed by a number: a matrix that was cut by rows, to keep files small


def pack(tensors: Tensors) -> Tensors:
    """Pack every float matrix (rows, columns) into int8 plus its scales (rows, 1); other arrays pass as they are."""
    packed: Tensors = {}
    for name, tensor in tensors.items():
        if tensor.ndim != 2 or not np.issubdtype(tensor.dtype, np.floating):  # noqa: PLR2004 - a matrix has two axes
            packed[name] = tensor
            continue
        values = tensor.astype(np.float32)
        peak = np.abs(values).max(axis=1, keepdims=True)
        scale = np.where(peak > 0, peak / 127, 1).astype(np.float32)
        packed[name] = np.rint(values / scale).astype(np.int8)
        packed[name + SCALE] = scale
    return packed


def cut(name: str, matrix: NDArray[np.generic], parts: int) -> list[Tensors]:
    """Cut a matrix by rows into named parts that `unpack` joins again."""
    return [{f"{name}{PART}{i}": part} for i, part in enumerate(np.array_split(matrix, parts))]


def unpack(packed: Tensors) -> Tensors:
    """Undo `pack` and `cut`: float32 matrices again; exact products, so the result is the same on every machine."""
    tensors: Tensors = {}
    parts: dict[str, list[NDArray[np.generic]]] = {}
    for name in sorted(packed):
        if name.endswith(SCALE):
            continue
        scale = packed.get(name + SCALE)
        tensor = packed[name] if scale is None else packed[name].astype(np.float32) * scale
        whole, separator, _ = name.partition(PART)
        if separator:
            parts.setdefault(whole, []).append(tensor)
        else:
            tensors[name] = tensor
    return tensors | {name: np.concatenate(pieces) for name, pieces in parts.items()}
