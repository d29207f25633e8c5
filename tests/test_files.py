"""Files that survive what may happen to them."""

import pytest

from index.files import steadily


def test_a_passing_fault_of_the_interpreter_costs_nobody_an_index() -> None:
    faults = [SystemError("AST constructor recursion depth mismatch"), SystemError("again")]

    def load() -> str:
        if faults:
            raise faults.pop()
        return "loaded"

    assert steadily(load) == "loaded"


def test_a_lasting_fault_is_not_hidden() -> None:
    def load() -> str:
        raise SystemError("for good")

    with pytest.raises(SystemError, match="for good"):
        steadily(load)
