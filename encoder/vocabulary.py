"""The vocabulary: MiniLM's English pieces plus Unigram pieces for German, Korean and Russian.

Unigram language model: Kudo 2018, "Subword Regularization". Common English words keep MiniLM's own piece,
so that their input rows can be copied; `Vocabulary.copied` says which.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from encoder.corpus import Pair

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
MARK = "▁"  # stands before the first piece of a word
# Copies of a text in the training corpus: the smaller languages would otherwise get few pieces.
COPIES = {"de": 1, "ko": 3, "ru": 3, "en": 0}
TERM_COPIES = 10
FLOOR_WORD, FLOOR_INNER = -14.0, -15.0  # log-probabilities that let rare English words stay whole
MARK_ALONE = -25.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer and what its pieces have in common with MiniLM's."""

    tokenizer: Tokenizer
    copied: dict[int, int]  # our piece -> MiniLM's piece with the same characters
    english_words: list[
        int
    ]  # those of ours that are whole, common English words: the anchors of every other row


def train_vocabulary(pairs: list[Pair], minilm: Tokenizer, size: int) -> Vocabulary:
    """Train `size` Unigram pieces on the non-English texts, then join MiniLM's Latin pieces to them."""
    corpus = [pair.text for pair in pairs for _ in range(_copies(pair))]
    english = list(dict.fromkeys(pair.english for pair in pairs))
    scores = _train_unigram(corpus, size)
    minilm_pieces = _latin_pieces(minilm)
    for piece, score in _english_scores(minilm, minilm_pieces, english).items():
        scores[piece] = max(score, scores.get(piece, -math.inf))
    scores = _join_marks(scores, corpus)
    used = Counter(piece for encoding in _tokenizer(scores).encode_batch(corpus) for piece in encoding.tokens)
    scores = {p: s for p, s in scores.items() if used[p] > 1 or p in minilm_pieces or len(p) == 1}

    tokenizer = _tokenizer(scores)
    counts = Counter(index for encoding in tokenizer.encode_batch(english) for index in encoding.ids)
    ours, theirs = tokenizer.get_vocab(), minilm.get_vocab()
    same = minilm_pieces | {token: token for token in SPECIAL}
    copied = {ours[piece]: theirs[own] for piece, own in same.items()}
    words = [ours[p] for p in minilm_pieces if p.startswith(MARK) and len(p) > 2]  # noqa: PLR2004
    return Vocabulary(tokenizer, copied, [index for index in words if counts[index] >= 8])  # noqa: PLR2004


def _copies(pair: Pair) -> int:
    copies = COPIES[pair.language]
    return TERM_COPIES if copies and pair.source == "term" else copies


def _train_unigram(corpus: list[str], size: int) -> dict[str, float]:
    tokenizer = _tokenizer({})
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=SPECIAL,
        unk_token="[UNK]",  # noqa: S106 - a piece, not a secret
        max_piece_length=14,
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)
    pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    return {piece: score for piece, score in pieces if piece not in SPECIAL}


def _latin_pieces(minilm: Tokenizer) -> dict[str, str]:
    """MiniLM's pieces in Latin script, in our spelling: a mark before words instead of ## inside them."""
    pieces = {}
    for own in minilm.get_vocab():
        bracketed = own.startswith("[") and len(own) > 1
        if not bracketed and all(ord(c) < 0x370 or 0x2000 <= ord(c) < 0x2100 for c in own):  # noqa: PLR2004
            pieces[own[2:] if own.startswith("##") else MARK + own] = own
    return pieces


def _english_scores(minilm: Tokenizer, pieces: dict[str, str], english: list[str]) -> dict[str, float]:
    counts = Counter(token for encoding in minilm.encode_batch(english) for token in encoding.tokens)
    total = counts.total()
    return {
        piece: max(
            math.log((counts[own] + 0.3) / total), FLOOR_WORD if piece.startswith(MARK) else FLOOR_INNER
        )
        for piece, own in pieces.items()
    }


def _join_marks(scores: dict[str, float], corpus: list[str]) -> dict[str, float]:
    """Give frequent pairs of a lone mark and a piece their own piece: the trainer prefers to leave them apart."""
    follows: Counter[str] = Counter()
    total = 0
    for encoding in _tokenizer(scores).encode_batch(corpus):
        total += len(encoding.tokens)
        follows.update(MARK + second for first, second in pairwise(encoding.tokens) if first == MARK)
    joined = {p: math.log(n / total) for p, n in follows.items() if n >= 8 and p not in scores}  # noqa: PLR2004
    return scores | joined | {MARK: MARK_ALONE}


def _tokenizer(scores: dict[str, float]) -> Tokenizer:
    pieces = [(token, 0.0) for token in SPECIAL] + sorted(
        scores.items(), key=lambda item: (-item[1], item[0])
    )
    tokenizer = Tokenizer(
        models.Unigram(pieces, unk_id=1, byte_fallback=False) if scores else models.Unigram()
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    metaspace = pre_tokenizers.Metaspace(replacement=MARK, prepend_scheme="always", split=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.BertPreTokenizer(), metaspace])
    tokenizer.decoder = decoders.Metaspace(replacement=MARK, prepend_scheme="always")
    if scores:
        tokenizer.add_special_tokens(SPECIAL)
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] $B:1 [SEP]:1",
            special_tokens=[(token, SPECIAL.index(token)) for token in ("[CLS]", "[SEP]")],
        )
    return tokenizer
