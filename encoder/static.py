"""The static student: a text's vector is the sum of its pieces' rows. Trains in minutes and starts the body's rows."""

from __future__ import annotations

import logging

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from encoder.examples import Examples, Weights, distance_and_loss
from encoder.teacher import DIM
from encoder.vocabulary import MARK

logger = logging.getLogger(__name__)

WEIGHTS = Weights(
    language={"de": 1.0, "en": 0.6, "ko": 4.0, "ru": 2.0},
    source={"word": 0.7, "gloss": 0.5, "term": 8.0, "python_docs_ko": 0.4, "iot_beginners": 0.5},
)
BATCH = 1024
RATE = 6e-3  # of SparseAdam; falls to 0 in a straight line
NOISE = 0.003  # standard deviation of fresh rows
WORD_LENGTH = 0.3  # of rows that start as the teacher's vectors
_LOG_EVERY = 100


def train_static(
    examples: Examples,
    targets: NDArray[np.float16],
    row_of: dict[str, int],
    tokenizer: Tokenizer,
    *,
    passes: float,
    seed: int,
    device: str = "cpu",
) -> NDArray[np.float32]:
    """Train one row per piece, shape (vocabulary, 384), for `passes` times as many examples as there are."""
    generator = np.random.default_rng(seed)
    rows = _first_rows(tokenizer, targets, row_of, generator)
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(rows), freeze=False, mode="sum", sparse=True
    ).to(device)
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=RATE)
    steps = max(1, int(passes * len(examples) / BATCH))
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        batch = generator.choice(len(examples), BATCH, p=examples.chances)
        pieces = [ids[1:-1] for ids in examples.tokens(batch)]  # without [CLS] and [SEP]
        offsets = np.concatenate([[0], np.cumsum([len(ids) for ids in pieces])[:-1]])
        inputs = torch.from_numpy(np.concatenate(pieces)).to(device)
        vectors = normalize(bag(inputs, torch.from_numpy(offsets).to(device)), dim=-1)
        wanted = torch.from_numpy(targets[examples.targets[batch]]).to(device).float()
        distance, loss = distance_and_loss(vectors, wanted)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        optimizer.step()  # type: ignore[no-untyped-call]  # torch leaves it without types
        if step % _LOG_EVERY == 0:
            logger.info("static %d/%d: distance %.4f", step, steps, distance.item())
    trained: NDArray[np.float32] = bag.weight.detach().cpu().numpy()
    return trained


def _first_rows(
    tokenizer: Tokenizer, targets: NDArray[np.float16], row_of: dict[str, int], generator: np.random.Generator
) -> NDArray[np.float32]:
    """Whole English words start as the teacher's vector of the word alone, everything else as noise."""
    rows = generator.normal(0, NOISE, (tokenizer.get_vocab_size(), DIM)).astype(np.float32)
    for piece, index in tokenizer.get_vocab().items():
        if piece.startswith(MARK) and (row := row_of.get(piece.removeprefix(MARK))) is not None:
            rows[index] = WORD_LENGTH * targets[row]
    return rows
