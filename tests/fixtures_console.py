"""A bot with an index of the article that ships, one for all tests of a file."""

from collections.abc import Iterator

import pytest
from fakes_console import Desk, make_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        made = make_desk(tmp_path_factory.mktemp("desk"), patch)
        made.run("reindex")
        yield made
