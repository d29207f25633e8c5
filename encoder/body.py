"""The body: MiniLM's six layers over the new vocabulary.

Each new input row starts as the mean of the English rows whose words lie nearest in the static student's space
(softmax over the cosines, WECHSEL: Minixhofer et al. 2022); rows of pieces that MiniLM has are copied.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize
from transformers import BertModel

from encoder.examples import Examples, Weights, distance_and_loss
from encoder.teacher import DIM, batches_of_one_length, brief, load_body, move
from encoder.vocabulary import Vocabulary

logger = logging.getLogger(__name__)

WEIGHTS = Weights(
    language={"de": 1.3, "en": 0.35, "ko": 5.5, "ru": 2.6},
    source={
        "word": 0.25,
        "gloss": 0.15,
        "term": 4.0,
        "mlqe_pe": 2.0,
        "korean_news_park": 2.0,
        "korean_jhe": 1.5,
        "tico19": 1.5,
        "pawsx": 1.5,
        "tatoeba_anki": 0.5,
        "stylekqc": 0.5,
        "iot_beginners": 0.5,
        "python_docs_ko": 0.35,
    },
)
NEIGHBOURS, SOFTMAX_SCALE = 10, 10.0
WARM_UP_STEPS = 100
FEWEST, MOST = 32, 160  # examples a batch: the contrast needs company
_DRAWN_AT_ONCE = 20_000
_LOG_EVERY, _SAVE_EVERY_S = 50, 300.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How fast a run learns; the rates fall in a straight line to 0."""

    row_rate: float  # of SparseAdam, at the start
    body_rate: float  # of AdamW, at the start
    frozen: float  # share of the run in which the rows learn alone, against the body as it was
    tokens: int  # a batch, about


FIRST = Schedule(row_rate=1e-3, body_rate=1e-4, frozen=0.1, tokens=640)
FURTHER = Schedule(row_rate=7e-4, body_rate=1e-4, frozen=0.0, tokens=1600)
"""Of a run that goes on from weights that were trained already."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to train: until `examples` were seen or `seconds` have passed, whichever the run reaches first.

    The learning rate falls in a straight line to 0 at the end, so a run must know its end from the start.
    """

    examples: int
    seconds: float = float("inf")

    def share(self, seen: int, elapsed: float) -> float:
        """The part of the run that is over, in [0, 1]."""
        return min(1.0, max(seen / self.examples, elapsed / self.seconds))


def first_rows(vocabulary: Vocabulary, static: NDArray[np.float32], minilm: torch.Tensor) -> torch.Tensor:
    """Input rows to start from, shape (vocabulary, 384), out of MiniLM's, shape (its vocabulary, 384)."""
    space = normalize(torch.from_numpy(static), dim=-1)
    anchors = space[vocabulary.english_words]
    sources = minilm[[vocabulary.copied[index] for index in vocabulary.english_words]]
    rows = []
    for chunk in torch.split(space, 4096):
        cosines, nearest = (chunk @ anchors.T).topk(min(NEIGHBOURS, len(anchors)), dim=1)
        shares = torch.softmax(SOFTMAX_SCALE * cosines, dim=1)
        rows.append((shares[:, :, None] * sources[nearest]).sum(dim=1))
    started = torch.cat(rows)
    for ours, theirs in vocabulary.copied.items():
        started[ours] = minilm[theirs]
    return started


def new_body(vocabulary: Vocabulary, static: NDArray[np.float32]) -> BertModel:
    """MiniLM's layers over the vocabulary's first rows."""
    body = load_body()
    rows = first_rows(vocabulary, static, body.embeddings.word_embeddings.weight.detach())
    return _with_sparse_rows(body, rows)


def trained_body(folder: Path) -> BertModel:
    """The body that `encoder.unpack` gave in `folder`, to be trained further."""
    body = load_body(folder)
    return _with_sparse_rows(body, body.embeddings.word_embeddings.weight.detach())


def _with_sparse_rows(body: BertModel, rows: torch.Tensor) -> BertModel:
    """Over these input rows, of which a step touches only those that its batch holds."""
    body.embeddings.word_embeddings = torch.nn.Embedding(
        len(rows), DIM, padding_idx=0, sparse=True, _weight=rows
    )
    body.config.vocab_size = len(rows)
    return body


class BodyTraining:
    """One run over one model, with a checkpoint to go on from."""

    def __init__(
        self, body: BertModel, schedule: Schedule, checkpoint: Path, device: str, *, bfloat16: bool = False
    ) -> None:
        self.model = body
        self._schedule = schedule
        self._bfloat16 = bfloat16
        self.model.embeddings.position_embeddings.requires_grad_(requires_grad=False)
        self.model.embeddings.token_type_embeddings.requires_grad_(requires_grad=False)
        self.model.train()
        move(self.model, device)
        rows = self.model.embeddings.word_embeddings.weight
        self._body = [p for p in self.model.parameters() if p.requires_grad and p is not rows]
        self._row_optimizer = torch.optim.SparseAdam([rows], lr=schedule.row_rate)
        self._body_optimizer = torch.optim.AdamW(
            self._body, lr=schedule.body_rate, weight_decay=0.01, fused=True
        )
        self._checkpoint = checkpoint
        self._step, self._seen, self._elapsed = 0, 0, 0.0
        if checkpoint.exists():
            self._load()

    def run(self, examples: Examples, targets: NDArray[np.float16], budget: Budget, seed: int) -> BertModel:
        """Train to the end of the budget; a checkpoint every five minutes."""
        generator = np.random.default_rng((seed, self._step))
        started = saved = time.monotonic() - self._elapsed
        queue: list[NDArray[np.int64]] = []
        while (done := budget.share(self._seen, self._elapsed)) < 1:
            queue = queue or draw_batches(examples, generator, self._schedule.tokens)
            self._set_rates(done)
            batch = queue.pop()
            distance = self._learn(examples.tokens(batch), targets[examples.targets[batch]])
            self._step, self._seen = self._step + 1, self._seen + len(batch)
            self._elapsed = time.monotonic() - started
            if self._step % _LOG_EVERY == 0:
                logger.info("body %.3f, %d examples: distance %.4f", done, self._seen, distance)
            if time.monotonic() - saved > _SAVE_EVERY_S:
                self._save()
                saved = time.monotonic()
        self._save()
        self.model.eval()  # type: ignore[no-untyped-call]  # torch leaves it without types
        return self.model

    def _learn(self, tokens: list[NDArray[np.int64]], targets: NDArray[np.float16]) -> float:
        device = self.model.device
        with brief(str(device), on=self._bfloat16):
            hidden = self.model(input_ids=torch.from_numpy(np.stack(tokens)).to(device)).last_hidden_state
        vectors = normalize(hidden.float().mean(dim=1), dim=-1)
        distance, loss = distance_and_loss(vectors, torch.from_numpy(targets).to(device).float())
        self._row_optimizer.zero_grad(set_to_none=True)
        self._body_optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        self._row_optimizer.step()  # type: ignore[no-untyped-call]  # torch leaves it without types
        self._body_optimizer.step()
        return distance.item()

    def _set_rates(self, done: float) -> None:
        frozen = done < self._schedule.frozen
        for parameter in self._body:
            parameter.requires_grad_(not frozen)
        warm = min(1, (self._step + 1) / WARM_UP_STEPS)
        self._row_optimizer.param_groups[0]["lr"] = self._schedule.row_rate * warm * (1 - done)
        self._body_optimizer.param_groups[0]["lr"] = (
            self._schedule.body_rate * (1 - done) / (1 - self._schedule.frozen)
        )

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "rows": self._row_optimizer.state_dict(),
            "body": self._body_optimizer.state_dict(),
            "progress": (self._step, self._seen, self._elapsed),
        }
        beside = self._checkpoint.with_suffix(".tmp")
        torch.save(state, beside)
        beside.replace(self._checkpoint)

    def _load(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self.model.load_state_dict(state["model"])
        self._row_optimizer.load_state_dict(state["rows"])
        self._body_optimizer.load_state_dict(state["body"])
        self._step, self._seen, self._elapsed = state["progress"]
        logger.info("going on after %d examples", self._seen)


def draw_batches(examples: Examples, generator: np.random.Generator, tokens: int) -> list[NDArray[np.int64]]:
    """Draw examples by their chances and cut them into batches of one length and about `tokens`, in random order."""
    drawn = generator.choice(len(examples), _DRAWN_AT_ONCE, p=examples.chances)
    positions = batches_of_one_length(examples.lengths[drawn], tokens, at_least=FEWEST, at_most=MOST)
    batches = [drawn[batch] for batch in positions if len(batch) >= FEWEST // 2]
    generator.shuffle(batches)
    return batches
