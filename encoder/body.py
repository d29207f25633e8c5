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
from encoder.teacher import batches_of_one_length, load_body
from encoder.vocabulary import Vocabulary

log = logging.getLogger(__name__)

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
ROW_RATE, BODY_RATE = 1e-3, 1e-4  # of SparseAdam and AdamW at the start
FROZEN_SHARE = 0.1  # of the run: the rows learn first, against the body as it was
WARM_UP_STEPS = 100
TOKENS_A_BATCH = 640
FEWEST, MOST = 32, 160  # examples a batch: the contrast needs company
_DRAWN_AT_ONCE = 8000
_LOG_EVERY, _SAVE_EVERY_S = 50, 300.0


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
    for chunk in space.split(4096):
        cosines, nearest = (chunk @ anchors.T).topk(min(NEIGHBOURS, len(anchors)), dim=1)
        shares = torch.softmax(SOFTMAX_SCALE * cosines, dim=1)
        rows.append((shares[:, :, None] * sources[nearest]).sum(dim=1))
    started = torch.cat(rows)
    for ours, theirs in vocabulary.copied.items():
        started[ours] = minilm[theirs]
    return started


class BodyTraining:
    """One run over one model, with a checkpoint to go on from."""

    def __init__(
        self, vocabulary: Vocabulary, static: NDArray[np.float32], checkpoint: Path, device: str
    ) -> None:
        self.model = load_body()
        old = self.model.embeddings.word_embeddings.weight.detach()
        rows = first_rows(vocabulary, static, old)
        table = torch.nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0, sparse=True)
        self.model.embeddings.word_embeddings = table
        self.model.config.vocab_size = len(rows)
        self.model.embeddings.position_embeddings.requires_grad_(requires_grad=False)
        self.model.embeddings.token_type_embeddings.requires_grad_(requires_grad=False)
        self.model.to(device).train()
        self._body = [p for p in self.model.parameters() if p.requires_grad and p is not table.weight]
        self._row_optimizer = torch.optim.SparseAdam([table.weight], lr=ROW_RATE)
        self._body_optimizer = torch.optim.AdamW(self._body, lr=BODY_RATE, weight_decay=0.01, fused=True)
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
            queue = queue or draw_batches(examples, generator)
            self._set_rates(done)
            batch = queue.pop()
            distance = self._learn(examples.tokens(batch), targets[examples.targets[batch]])
            self._step, self._seen = self._step + 1, self._seen + len(batch)
            self._elapsed = time.monotonic() - started
            if self._step % _LOG_EVERY == 0:
                log.info("body %.3f, %d examples: distance %.4f", done, self._seen, distance)
            if time.monotonic() - saved > _SAVE_EVERY_S:
                self._save()
                saved = time.monotonic()
        self._save()
        return self.model.eval()

    def _learn(self, tokens: list[NDArray[np.int64]], targets: NDArray[np.float16]) -> float:
        device = self.model.device
        hidden = self.model(input_ids=torch.from_numpy(np.stack(tokens)).to(device)).last_hidden_state
        vectors = normalize(hidden.mean(dim=1), dim=-1)
        distance, loss = distance_and_loss(vectors, torch.from_numpy(targets).to(device).float())
        self._row_optimizer.zero_grad(set_to_none=True)
        self._body_optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
        self._row_optimizer.step()
        self._body_optimizer.step()
        return distance.item()

    def _set_rates(self, done: float) -> None:
        frozen = done < FROZEN_SHARE
        for parameter in self._body:
            parameter.requires_grad_(not frozen)
        self._row_optimizer.param_groups[0]["lr"] = (
            ROW_RATE * min(1, (self._step + 1) / WARM_UP_STEPS) * (1 - done)
        )
        self._body_optimizer.param_groups[0]["lr"] = BODY_RATE * (1 - done) / (1 - FROZEN_SHARE)

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
        log.info("going on after %d examples", self._seen)


def draw_batches(examples: Examples, generator: np.random.Generator) -> list[NDArray[np.int64]]:
    """Draw examples by their chances and cut them into batches of one length, in random order."""
    drawn = generator.choice(len(examples), _DRAWN_AT_ONCE, p=examples.chances)
    positions = batches_of_one_length(examples.lengths[drawn], TOKENS_A_BATCH, at_least=FEWEST, at_most=MOST)
    batches = [drawn[batch] for batch in positions if len(batch) >= FEWEST // 2]
    generator.shuffle(batches)
    return batches
