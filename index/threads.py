"""How many threads NumPy's products and FAISS take; the encoder says for each call."""

from __future__ import annotations

import numpy as np  # noqa: F401 - only what is loaded can be limited
from threadpoolctl import threadpool_limits


def one_blas_thread() -> None:
    """Lets this process multiply on one thread from now on.

    What a question multiplies is too small to share: on busy cores waiting for the other threads took 13 ms of 14.
    """
    threadpool_limits(limits=1, user_api="blas")


def one_thread() -> None:
    """Lets this thread's work in NumPy and FAISS take one core; the environment is read when they are imported."""
    threadpool_limits(limits=1)
