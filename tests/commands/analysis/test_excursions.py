"""From where to where an angle went in a repetition."""

from collections.abc import Iterator

import pytest

from edge.commands.analysis.excursions import with_ranges
from edge.commands.analysis.spool import BATCH, Spool, open_spool
from tests.commands.analysis.test_report import state, with_body

FPS = 30.0


@pytest.fixture
def spool() -> Iterator[Spool]:
    with open_spool() as opened:
        yield opened


def test_each_repetition_has_its_own_ranges_even_across_batches(spool: Spool) -> None:
    for n in range(3 * BATCH):
        spool.add(with_body(n / FPS, float(n % 300)))
    reps = [
        {"number": 1, "start_s": 0.0, "end_s": 2.0},
        {"number": 2, "start_s": 5.0, "end_s": 9.9},
        {"number": 3, "start_s": 8.0, "end_s": 9.0},
    ]
    told = with_ranges(reps, spool)
    assert [rep["rom_deg"]["left_knee_flexion"] for rep in told] == [[0.0, 60.0], [150.0, 297.0], [240.0, 270.0]]
    assert [rep["number"] for rep in told] == [1, 2, 3]
    assert "neck_flexion" not in told[0]["rom_deg"], "never known"


def test_what_was_known_in_half_of_it_has_no_range(spool: Spool) -> None:
    for n in range(60):
        spool.add(with_body(n / FPS, 20.0) if n % 2 else state(n / FPS, 20.0))
    assert with_ranges([{"start_s": 0.0, "end_s": 2.0}], spool)[0]["rom_deg"] == {}


@pytest.mark.parametrize("reps", [[], [{"start_s": 100.0, "end_s": 101.0}]])
def test_no_repetitions_and_no_moments(reps: list[dict[str, float]], spool: Spool) -> None:
    spool.add(with_body(0.0, 20.0))
    assert [rep["rom_deg"] for rep in with_ranges(reps, spool)] == [{}] * len(reps)
