"""A movement shown live: what is collected, kept and chosen, in the session that is on and in its replay."""

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edge.assembly import build_pipeline
from edge.errors import InputError
from edge.lessons import Teacher
from edge.messages import Command, MotionState, Pose, Rep, Sample
from edge.replay import watch
from edge.state import Json, State, state_folder
from edge.taught import TAUGHT, Taught, all_of, keep
from edge.web.desk import Desk
from tests.judge.made_states import states_of
from tests.judge.test_teach import curls
from tests.judge.watched import samples_of
from tests.scripted_daemon import FakeClock
from tests.scripted_visit import Unhurried, hold, recording_of, wish
from tools.avatar_studio import MEASURED, random_spec, truth


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeClock(), ["squat"])


@pytest.fixture
def teacher(tmp_path: Path, desk: Desk) -> Teacher:
    return Teacher(State(tmp_path), desk)


def show(teacher: Teacher, states: list[MotionState]) -> None:
    for state in states:
        teacher.look(state)
    asyncio.run(teacher.finish())


def asked(desk: Desk, many: int) -> list[tuple[str, str]]:
    async def read() -> list[Sample]:
        commands = desk.commands()
        return [await anext(commands) for _ in range(many)]

    return [(one.name, one.value) for one in asyncio.run(read()) if isinstance(one, Command)]


def test_what_is_shown_is_found_kept_and_can_be_chosen(tmp_path: Path, teacher: Teacher, desk: Desk) -> None:
    assert teacher.now()["state"] == "none"
    teacher.begin("Band pull", 4)
    teacher.look(None)
    show(teacher, states_of(curls(1, 1, 1, 1)))
    now = teacher.now()
    assert (now["state"], now["label"], now["found"]["reps"], now["found"]["side"]) == ("found", "Band pull", 4, "left")
    with pytest.raises(InputError):
        desk.take("exercise", "band_pull")
    assert asyncio.run(teacher.keep()) == "band_pull"
    desk.take("exercise", "band_pull")
    (name, value), chosen = asked(desk, 2)
    assert (name, chosen) == ("teach", ("exercise", "band_pull"))
    assert value.startswith('{"band_pull": {"counts": "elbow"')
    assert [one.name for one in all_of(State(tmp_path).get(TAUGHT))] == ["band_pull"]
    assert teacher.labels == {"band_pull": "Band pull"}
    assert teacher.now()["state"] == "none"


def test_where_nothing_is_found_it_is_shown_once_more(teacher: Teacher) -> None:
    teacher.begin("Band pull", None)
    with pytest.raises(InputError, match="nothing was repeated"):
        show(teacher, states_of({"left_elbow": curls(1)["left_elbow"] * 0.0}))
    assert teacher.now()["seconds"] == 0.0
    show(teacher, states_of(curls(1, 1, 1), t0=60.0))
    assert teacher.now()["found"]["reps"] == 3


def test_after_it_is_found_nothing_more_is_collected_and_it_can_be_dropped(teacher: Teacher) -> None:
    teacher.begin("Band pull", None)
    show(teacher, states_of(curls(1, 1, 1)))
    before = teacher.now()["seconds"]
    teacher.look(states_of(curls(1), t0=100.0)[0])
    assert teacher.now()["seconds"] == before
    teacher.discard()
    assert teacher.now() == {"state": "none", "label": "", "seconds": 0.0, "full": False, "found": None}


def test_what_was_not_begun_or_found_cannot_be_finished_or_kept(teacher: Teacher) -> None:
    with pytest.raises(InputError, match="nothing is being taught now: name an exercise first"):
        asyncio.run(teacher.finish())
    teacher.begin("Band pull", None)
    with pytest.raises(InputError, match="nothing was found yet"):
        asyncio.run(teacher.keep())
    with pytest.raises(InputError, match="there is an exercise called squat already"):
        teacher.begin("Squats", None)


def test_a_forgotten_one_is_chosen_no_more(tmp_path: Path, desk: Desk) -> None:
    keep(State(tmp_path), Taught("band_pull", "Band pull", {"counts": "elbow", "least": 40, "joint": "elbows", "camera": "front"}))
    keep(State(tmp_path), Taught("wall_slide", "Wall slide", {"counts": "hands", "least": 0.1, "joint": "elbows", "camera": "front"}))
    teacher = Teacher(State(tmp_path), desk, expected="wall_slide")
    assert [one["name"] for one in teacher.listed()] == ["wall_slide"], "one that cannot be used is not offered"
    assert "band_pull cannot be used" in teacher.mistakes[0]
    desk.take("exercise", "wall_slide")
    with pytest.raises(InputError, match="sessions on this box begin with wall_slide"):
        asyncio.run(teacher.forget("wall_slide"))
    teacher = Teacher(State(tmp_path), desk)
    asyncio.run(teacher.forget("wall_slide"))
    asyncio.run(teacher.forget("band_pull"))
    assert asked(desk, 2) == [("exercise", "wall_slide"), ("exercise", "auto")]
    with pytest.raises(InputError, match="there is no exercise called"):
        desk.take("exercise", "wall_slide")
    with pytest.raises(InputError, match="no exercise called 'squat' was taught"):
        asyncio.run(teacher.forget("squat"))
    desk.take("exercise", "squat")


class SlowState(State):
    """A disk that takes as long as whatever else goes on meanwhile."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked, self.let_go = threading.Event(), threading.Event()

    def put(self, name: str, value: Json) -> None:
        self.asked.set()
        assert self.let_go.wait(10.0), "nothing else could go on"
        super().put(name, value)


async def meanwhile(state: SlowState, work: Coroutine[Any, Any, Any]) -> Any:
    """The work's result; its disk answers only once others had their turn."""
    task = asyncio.create_task(work)
    while not state.asked.is_set():
        await asyncio.sleep(0.001)
    state.let_go.set()
    return await task


def test_whoever_keeps_or_forgets_holds_nobody_up(tmp_path: Path, desk: Desk) -> None:
    """As the pipeline's loop, in which somebody waits for a cue."""
    state = SlowState(tmp_path)
    teacher = Teacher(state, desk)
    teacher.begin("Band pull", None)
    show(teacher, states_of(curls(1, 1, 1)))
    assert asyncio.run(meanwhile(state, teacher.keep())) == "band_pull"
    assert list(teacher.labels) == ["band_pull"]
    state.asked.clear()
    state.let_go.clear()
    asyncio.run(meanwhile(state, teacher.forget("band_pull")))
    assert teacher.labels == {}


def test_who_presses_keep_twice_keeps_it_once_and_what_is_begun_meanwhile_stays(tmp_path: Path, desk: Desk) -> None:
    state = SlowState(tmp_path)
    teacher = Teacher(state, desk)
    teacher.begin("Band pull", None)
    show(teacher, states_of(curls(1, 1, 1)))

    async def pressed() -> tuple[str | BaseException, str | BaseException]:
        first, second = asyncio.create_task(teacher.keep()), asyncio.create_task(teacher.keep())
        await asyncio.to_thread(state.asked.wait, 10.0)
        teacher.begin("Wall slide", None)
        state.let_go.set()
        return await asyncio.gather(first, second, return_exceptions=True)

    first, second = asyncio.run(pressed())
    assert first == "band_pull"
    assert isinstance(second, InputError)
    assert (teacher.now()["label"], list(teacher.labels)) == ("Wall slide", ["band_pull"])


# --- a whole visit --------------------------------------------------------------------------------------------------


class ShownAndDone(Unhurried):
    """Somebody shows a movement, a clinician teaches it and chooses it, and it is done again: all in one session."""

    def __init__(self, poses: list[Pose], box: list[tuple[Teacher, Desk]]) -> None:
        later = poses[-1].t + 5.0
        super().__init__(*poses, *(replace(pose, t=pose.t + later) for pose in poses))
        self._shown, self._box = len(poses), box

    async def _play(self) -> AsyncIterator[Sample]:
        ((teacher, desk),) = self._box
        teacher.begin("Arms up", 5)
        given = 0
        async for sample in super()._play():
            if given == self._shown:
                await teacher.finish()
                desk.take("exercise", await teacher.keep())
            yield sample
            given += 1


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Teacher, Desk]]:
    """The teacher and the desk of the visit that is held."""
    made: list[tuple[Teacher, Desk]] = []

    class Caught(Teacher):
        def __init__(self, state: State, desk: Desk, expected: str = "auto") -> None:
            super().__init__(state, desk, expected)
            made.append((self, desk))

    monkeypatch.setattr("edge.live.Teacher", Caught)
    return made


def test_one_taught_in_a_session_is_counted_in_it_and_in_the_next_and_both_replay(box: list[tuple[Teacher, Desk]]) -> None:
    real = truth(random_spec(310, "shoulder_abduction", "front", 5, "normal", faults=0.0))
    poses = [one for one in samples_of(real, MEASURED) if isinstance(one, Pose)]
    first = recording_of(hold(wish(ShownAndDone(poses, box))))
    second = recording_of(hold(wish(Unhurried(*poses), exercise="Arms up")))
    assert [one.label for one in all_of(State(state_folder()).get(TAUGHT))] == ["Arms up"]
    for recording in (first, second):
        learned = recording.header.learned.get(TAUGHT)
        again = build_pipeline(recording.header.person, recording.header.exercise, taught=learned)
        said = [event for _, events in watch(recording.samples(), again) for event in events]
        recorded = [message for message in recording.messages() if isinstance(message, Rep)]
        assert [event for event in said if isinstance(event, Rep)] == recorded
        assert sum(rep.exercise == "arms_up" for rep in recorded) == 5
