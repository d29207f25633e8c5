"""The recipe: `python -m encoder.train` remakes the encoder from the training data.

Four steps, each kept in the work folder and skipped when it is there: the vocabulary, the teacher's vectors,
the static student, the body. Stop it when you like; the same command goes on from the last checkpoint.

`--start encoder/weights` trains what was released further: its vocabulary and body in place of new ones.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from encoder import corpus
from encoder.body import FIRST, FURTHER, BodyTraining, Budget, new_body, trained_body
from encoder.body import WEIGHTS as BODY_WEIGHTS
from encoder.corpus import Pair
from encoder.errors import EncoderError, RecipeError
from encoder.examples import make_examples
from encoder.projection import sample_texts
from encoder.release import release
from encoder.static import WEIGHTS as STATIC_WEIGHTS
from encoder.static import train_static
from encoder.store import checksum, unpack
from encoder.teacher import Teacher, load_tokenizer
from encoder.vocabulary import Vocabulary, train_vocabulary

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the result, apart from the machine."""

    pieces: int = 46_000  # of the Unigram vocabulary, before MiniLM's own join them
    passes: float = 2.5  # of the static student
    examples: int = 120_000  # that the body sees; more would help
    seed: int = 0
    start: str | None = None  # checksum of the weights to go on from
    bfloat16: bool = False


def main() -> None:
    """Read the command line and run the recipe."""
    default = Recipe()
    parser = argparse.ArgumentParser(
        prog="python -m encoder.train", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the training data")
    parser.add_argument(
        "--work", type=Path, default=Path("var/encoder-training"), help="checkpoints and result"
    )
    parser.add_argument("--pieces", type=int, default=default.pieces, help="pieces of the new vocabulary")
    parser.add_argument("--passes", type=float, default=default.passes, help="passes of the static student")
    parser.add_argument("--examples", type=int, default=default.examples, help="examples that the body sees")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="end the body after so long, annealed"
    )
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--start", type=Path, help="packed weights to train further, such as encoder/weights")
    parser.add_argument(
        "--bfloat16", action="store_true", help="products of short numbers: faster on new processors"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        start = checksum(args.start) if args.start else None
        recipe = Recipe(args.pieces, args.passes, args.examples, args.seed, start, args.bfloat16)
        train(args.data, args.work, recipe, start=args.start, minutes=args.minutes, device=args.device)
    except EncoderError as error:
        sys.exit(f"Error: {error}")


def train(
    data: Path,
    work: Path,
    recipe: Recipe,
    *,
    start: Path | None = None,
    minutes: float = float("inf"),
    device: str = "cpu",
) -> Path:
    """Run every step that is not done yet; the packed result lies in the folder that this returns.

    Args:
        data: the training data.
        work: checkpoints, and the result.
        recipe: all that decides the result.
        start: the packed weights that the recipe goes on from.
        minutes: end the body after so long, annealed.
        device: as torch names it.

    Raises:
        RecipeError: the data are missing, or the work folder belongs to another recipe.
        EncoderError: what it shall start from cannot be read, or its result not be written.
    """
    torch.manual_seed(recipe.seed)
    work.mkdir(parents=True, exist_ok=True)
    _claim(work, recipe)
    sentences = corpus.read_sentences(data, recipe.seed)
    pairs = [*sentences, *corpus.read_dictionary(data), *corpus.read_terms()]
    pairs += corpus.english_to_itself(sentences)
    teacher = Teacher(work / "teacher", device, bfloat16=recipe.bfloat16)
    if start is None:
        vocabulary = _vocabulary(work / "vocabulary", pairs, recipe.pieces)
        tokenizer = vocabulary.tokenizer
        targets, row_of = teacher.vectors(pair.english for pair in pairs)
        static = _static(work / "static.npy", pairs, targets, row_of, tokenizer, recipe, device)
        body, schedule = new_body(vocabulary, static), FIRST
    else:
        folder = unpack(work / "start", start)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        targets, row_of = teacher.vectors(pair.english for pair in pairs)
        body, schedule = trained_body(folder), FURTHER
    examples = make_examples(pairs, row_of, tokenizer, BODY_WEIGHTS)
    training = BodyTraining(body, schedule, work / "body.pt", device, bfloat16=recipe.bfloat16)
    model = training.run(examples, targets, Budget(recipe.examples, 60 * minutes), recipe.seed)
    tensors = {name: tensor.cpu().numpy() for name, tensor in model.state_dict().items()}
    release(tensors, tokenizer, work / "weights", sample_texts(sentences, recipe.seed))
    logger.info("packed into %s", work / "weights")
    return work / "weights"


def _static(
    file: Path,
    pairs: list[Pair],
    targets: NDArray[np.float16],
    row_of: dict[str, int],
    tokenizer: Tokenizer,
    recipe: Recipe,
    device: str,
) -> NDArray[np.float32]:
    """The static student's vectors of the pieces, kept in `file`."""
    if not file.exists():
        examples = make_examples(pairs, row_of, tokenizer, STATIC_WEIGHTS)
        rows = train_static(
            examples, targets, row_of, tokenizer, passes=recipe.passes, seed=recipe.seed, device=device
        )
        np.save(file, rows)
    static: NDArray[np.float32] = np.load(file)
    return static


def _claim(work: Path, recipe: Recipe) -> None:
    """Refuse a folder whose checkpoints were made by another recipe: they would mix silently."""
    file = work / "recipe.json"
    if not file.exists():
        file.write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    elif (found := json.loads(file.read_text(encoding="utf-8"))) != asdict(recipe):
        raise RecipeError(f"{work} belongs to {found}, not to {asdict(recipe)}: choose another --work")


def _vocabulary(stem: Path, pairs: list[Pair], pieces: int) -> Vocabulary:
    tokenizer_file, rest_file = stem.with_suffix(".tokenizer.json"), stem.with_suffix(".rows.json")
    if not rest_file.exists():
        vocabulary = train_vocabulary(pairs, load_tokenizer(), pieces)
        vocabulary.tokenizer.save(str(tokenizer_file))
        rest_file.write_text(
            json.dumps([list(vocabulary.copied.items()), vocabulary.english_words]), encoding="utf-8"
        )
    copied, english_words = json.loads(rest_file.read_text(encoding="utf-8"))
    return Vocabulary(Tokenizer.from_file(str(tokenizer_file)), dict(copied), english_words)


if __name__ == "__main__":
    main()
