"""Sessions whose records the disk opens late, with an archive that opens them when it is told to."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from edge import sittings as sitting_down
from edge.assembly import build_pipeline
from edge.attendance import Wanted
from edge.errors import InputError
from edge.messages import Command, Person, Score, Session, Tick
from edge.records import RecordingState
from edge.sittings import Plan, Sittings
from edge.state import State
from edge.store.archive import Archive
from edge.store.keeper import CAPACITY
from edge.store.writing import Writing
from edge.taught import Taught, keep
from tests.store.kept import Wall, opened


class Slow:
    """The archive, but for its first session's record: that waits until it is let go."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._first = archive, True
        self.waits, self.let_go = Event(), Event()

    def begin(self, session: Session, *about: Any, record: bool) -> Writing:
        first, self._first = self._first, False
        if first:
            self.waits.set()
            assert self.let_go.wait(60)
        return self._archive.begin(session, *about, record=record)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)


def sittings_of(folder: Path, archive: Any, notes: list[str] | None = None) -> Sittings:
    plan = Plan(State(folder), Person(), "auto", "", {}, body=False, record=True)
    return Sittings(plan, Wall(), archive, (notes if notes is not None else []).append)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


def test_a_record_that_is_opened_late_is_not_taken_for_the_newest_sessions(tmp_path: Path) -> None:
    async def scenario(slow: Slow) -> None:
        sittings = sittings_of(tmp_path, slow)
        before = sittings.begin(Wanted())
        before.record.end(worth=True)
        await until(slow.waits.is_set)  # two threads open records: else either may come first
        now = sittings.begin(Wanted())
        await until(sittings.recorded)
        slow.let_go.set()
        await sittings.settled()
        assert sittings.recorded() == now.session_id
        assert sittings.kept == before.session_id
        now.record.end(worth=True)
        await sittings.settled()
        assert (sittings.recorded(), sittings.kept) == ("", now.session_id)

    with opened(tmp_path) as archive:
        asyncio.run(scenario(Slow(archive)))


def test_a_sessions_time_begins_with_what_it_began_with(tmp_path: Path) -> None:
    async def scenario(archive: Archive) -> None:
        sittings = sittings_of(tmp_path, archive)
        begun = sittings.begin(Wanted(t=-2.5))
        begun.record.end(worth=True)
        await sittings.settled()
        assert archive.session(begun.session_id).t0 == -2.5

    with opened(tmp_path) as archive:
        asyncio.run(scenario(archive))


FAR_TOO_MANY = 3 * CAPACITY


def test_a_disk_that_takes_minutes_costs_the_recordings_end_and_nothing_else(tmp_path: Path) -> None:
    """What waits is bounded, and what is lost is said while it happens."""

    async def scenario(slow: Slow) -> str:
        sittings = sittings_of(tmp_path, slow)
        sitting = sittings.begin(Wanted())
        for number in range(FAR_TOO_MANY):
            sitting.record.write(Tick(number / 100))
        sitting.record.write(Score(FAR_TOO_MANY / 100, 90.0))
        assert len(sitting.record._backlog) <= CAPACITY + 2  # type: ignore[attr-defined]
        (said,) = sittings.problems()
        assert said.startswith(f"the disk is too slow, so the recording {sitting.session_id} ends here")
        slow.let_go.set()
        await until(sittings.recorded)
        sitting.record.write(Score(FAR_TOO_MANY / 100 + 1.0, 80.0))
        sitting.record.end(worth=True)
        await sittings.settled()
        assert sittings.problems() == [said]
        assert sittings.kept == ""
        return sitting.session_id

    with opened(tmp_path) as archive:
        session_id = asyncio.run(scenario(Slow(archive)))
        record = archive.session(session_id)
        assert [event.value for event in record.events if isinstance(event, Score)] == [90.0, 80.0]
        assert record.summary.recording is RecordingState.CUT_OFF
        assert sum(isinstance(sample, Tick) for sample in archive.recording(session_id).samples()) == CAPACITY
        assert archive.verify() == []


def test_what_waited_is_handed_on_a_little_with_each_sample_and_in_order(tmp_path: Path) -> None:
    """All of it at once would hold a cue up."""

    async def scenario(slow: Slow) -> str:
        sittings = sittings_of(tmp_path, slow)
        sitting = sittings.begin(Wanted())
        for number in range(1000):
            sitting.record.write(Tick(number / 100))
        slow.let_go.set()
        await until(sittings.recorded)
        sitting.record.write(Tick(10.0))
        assert len(sitting.record._backlog) > 900  # type: ignore[attr-defined]
        for number in range(1001, 1100):
            sitting.record.write(Tick(number / 100))
        assert len(sitting.record._backlog) == 0  # type: ignore[attr-defined]
        sitting.record.end(worth=True)
        await sittings.settled()
        return sitting.session_id

    with opened(tmp_path) as archive:
        session_id = asyncio.run(scenario(Slow(archive)))
        assert [sample.t for sample in archive.recording(session_id).samples()] == [number / 100 for number in range(1100)]
        assert archive.sessions()[0].duration_s >= 0.0


def test_a_session_that_was_over_before_the_disk_answered_is_kept_whole(tmp_path: Path) -> None:
    async def scenario(slow: Slow) -> str:
        sittings = sittings_of(tmp_path, slow)
        sitting = sittings.begin(Wanted())
        for message in (Tick(1.0), Command(1.1, "recording", "off"), Tick(1.2), Score(2.0, 90.0)):
            sitting.record.write(message)
        sitting.record.end(worth=True)
        slow.let_go.set()
        await sittings.settled()
        return sitting.session_id

    with opened(tmp_path) as archive:
        session_id = asyncio.run(scenario(Slow(archive)))
        samples = list(archive.recording(session_id).samples())
        assert samples == [Tick(1.0), Command(1.1, "recording", "off")]
        assert len(archive.session(session_id).events) == 1


def test_a_disk_that_never_answers_holds_the_end_of_a_visit_up_for_a_while_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitting_down, "SETTLE_S", 0.05)
    notes: list[str] = []

    async def scenario(slow: Slow) -> None:
        sittings = sittings_of(tmp_path, slow, notes)
        sittings.begin(Wanted()).record.end(worth=True)
        await sittings.settled()
        assert notes == ["the disk does not answer, so the end of this session may be missing"]
        await sittings.settled()
        slow.let_go.set()

    with opened(tmp_path) as archive:
        asyncio.run(scenario(Slow(archive)))
    assert len(notes) == 1


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What every pipeline was built with that is not for the time between sessions."""
    made: list[dict[str, Any]] = []

    def building(*about: Any, **wanted: Any) -> Any:
        if "body" in wanted:
            made.append(wanted)
        return build_pipeline(*about, **wanted)

    monkeypatch.setattr(sitting_down, "build_pipeline", building)
    return made


def test_for_a_guest_everything_is_ready_before_they_come(tmp_path: Path, built: list[dict[str, Any]]) -> None:
    """The whole body takes some 20 ms to build: while nobody trains, and each guest has one of their own."""

    async def scenario() -> None:
        sittings = sittings_of(tmp_path, None)
        assert len(built) == 1
        first = sittings.begin(Wanted())
        assert len(built) == 1
        sittings.rest()
        assert len(built) == 2
        sittings.rest()
        second = sittings.begin(Wanted())
        assert len(built) == 2
        assert first.mind is not second.mind
        third = sittings.begin(Wanted())
        assert third.mind is not second.mind

    asyncio.run(scenario())


def test_what_was_taught_since_is_known_to_the_next_guest(tmp_path: Path, built: list[dict[str, Any]]) -> None:
    async def scenario() -> None:
        sittings = sittings_of(tmp_path, None)
        entry = {"counts": "hands", "least": 0.1, "joint": "elbows", "camera": "front"}
        keep(State(tmp_path), Taught("wall_slide", "Wall slide", entry))
        sittings.begin(Wanted())
        assert [list(wanted["taught"] or {}) for wanted in built] == [[], ["wall_slide"]]

    asyncio.run(scenario())


def test_an_exercise_that_nobody_knows_is_said_when_somebody_comes(tmp_path: Path) -> None:
    async def scenario() -> None:
        plan = Plan(State(tmp_path), Person(), "sqaut", "", {}, body=False, record=True)
        sittings = Sittings(plan, Wall(), None, lambda said: None)
        with pytest.raises(InputError, match="squat"):
            sittings.begin(Wanted())

    asyncio.run(scenario())
