"""Training examples: token ids, the row of the teacher's vector, and how often each is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from encoder.corpus import Pair

MAX_TOKENS = 40
QUESTION_WEIGHT = 1.6  # people ask questions; the data are mostly statements
SAME_MEANING = 0.9  # targets nearer than this (cosine) are no negatives of each other
CONTRAST_WEIGHT, CONTRAST_SCALE = 0.1, 20.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How often an example is drawn, as a product of the two."""

    language: dict[str, float]
    source: dict[str, float]  # 1 where a set is not named

    def of(self, pair: Pair) -> float:
        """The weight of one pair; any unit, they are divided by their sum."""
        question = pair.text.endswith("?") and pair.source not in {"word", "gloss"}
        weight = self.language[pair.language] * self.source.get(pair.source, 1.0)
        return weight * QUESTION_WEIGHT if question else weight


@dataclass(frozen=True, slots=True)
class Examples:
    """n examples, one after another: `ids[starts[i] : starts[i] + lengths[i]]` is the i-th."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]  # shape (n,)
    lengths: NDArray[np.int64]  # shape (n,), in tokens, [CLS] and [SEP] included
    targets: NDArray[np.int64]  # shape (n,), rows of the teacher's vectors
    chances: NDArray[np.float64]  # shape (n,), adds up to 1

    def __len__(self) -> int:
        return len(self.starts)

    def tokens(self, batch: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """The token ids of each example of a batch."""
        return [self.ids[self.starts[i] : self.starts[i] + self.lengths[i]] for i in batch]


def make_examples(
    pairs: Sequence[Pair], row_of: dict[str, int], tokenizer: Tokenizer, weights: Weights
) -> Examples:
    """Tokenize pairs, cut at `MAX_TOKENS`; every English text must have a row."""
    tokenizer.enable_truncation(MAX_TOKENS)
    encodings = tokenizer.encode_batch([pair.text for pair in pairs])
    tokenizer.no_truncation()
    lengths = np.array([len(encoding.ids) for encoding in encodings], dtype=np.int64)
    chances = np.array([weights.of(pair) for pair in pairs])
    return Examples(
        ids=np.concatenate([np.array(encoding.ids, dtype=np.int64) for encoding in encodings]),
        starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]),
        lengths=lengths,
        targets=np.array([row_of[pair.english] for pair in pairs], dtype=np.int64),
        chances=chances / chances.sum(),
    )


def distance_and_loss(vectors: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean cosine distance to the teacher, and the loss: that plus a tenth of in-batch contrast (InfoNCE).

    Both arguments have shape (n, 384) and unit rows. Distillation: Reimers and Gurevych 2020,
    "Making Monolingual Sentence Embeddings Multilingual"; contrast: van den Oord et al. 2018.
    """
    distance = (1 - (vectors * targets).sum(dim=1)).mean()
    similar = (targets @ targets.T > SAME_MEANING).fill_diagonal_(fill_value=False)
    logits = (CONTRAST_SCALE * vectors @ targets.T).masked_fill(similar, -torch.inf)
    contrast = cross_entropy(logits, torch.arange(len(vectors), device=vectors.device))
    return distance, distance + CONTRAST_WEIGHT * contrast
