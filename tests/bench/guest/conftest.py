"""Fixtures of the checks, which run inside the machine of tools/bench-vm; the everyday tests do not collect them (check_*.py)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.guest.box import Box

Figure = Callable[[str, object], None]
"""Keeps a measured value for the report."""


@pytest.fixture
def figure(record_property: Figure) -> Figure:
    return record_property


@pytest.fixture
def box(tmp_path: Path) -> Callable[[str], Box]:
    """A daemon that is configured so, not started yet."""
    return lambda config: Box(tmp_path, config)
