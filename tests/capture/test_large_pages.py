"""What is taken meanwhile lies in large pages afterwards, as it was; what was there before is left alone."""

import mmap
from pathlib import Path

import pytest

from edge.capture.camera.large_pages import COLLAPSE, HUGEPAGE, PAGE, large_pages

SWITCH = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def _taken() -> mmap.mmap:
    block = mmap.mmap(-1, 4 * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for at in range(0, len(block), mmap.PAGESIZE):
        block[at] = at // mmap.PAGESIZE % 251
    return block


def _large_kb() -> int:
    return sum(int(line.split()[1]) for line in Path("/proc/self/smaps_rollup").read_text().splitlines() if line.startswith("AnonHuge"))


@pytest.fixture
def able() -> None:
    if not SWITCH.exists() or "[never]" in SWITCH.read_text():
        pytest.skip("this kernel has no large pages for those who ask")
    probe = _taken()
    try:
        probe.madvise(HUGEPAGE)
        probe.madvise(COLLAPSE)
    except OSError:
        pytest.skip("this kernel collapses no pages on demand (Linux 6.1 does)")


@pytest.mark.usefixtures("able")
def test_what_is_taken_within_lies_in_large_pages_unchanged() -> None:
    before = _large_kb()
    with large_pages():
        block = _taken()
    assert _large_kb() - before >= 2 * PAGE // 1024
    assert all(block[at] == at // mmap.PAGESIZE % 251 for at in range(0, len(block), mmap.PAGESIZE))


@pytest.mark.usefixtures("able")
def test_what_was_there_before_is_left_alone() -> None:
    block = _taken()
    with large_pages():
        before = _large_kb()
    assert _large_kb() - before <= PAGE // 1024
    assert len(block) == 4 * PAGE


def test_without_a_list_of_the_memory_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no /proc here")

    monkeypatch.setattr("builtins.open", refuse)
    with large_pages():
        block = bytearray(4 * PAGE)
    monkeypatch.undo()
    assert not any(block)
