"""People come and go: which session each sample belongs to, with pipelines and records that write down what they are told."""

from collections.abc import Iterator

import numpy as np
import pytest

from edge.attendance import BLIND_S, GONE_S, LEFT_S, Attendance, Sitting, Wanted
from edge.messages import Alignment, Command, Event, ImuSample, MotionState, Nobody, Pose, Rep, Sample, Side, Tick


def rep(t: float) -> Rep:
    return Rep(t, 1, "squat", Side.BOTH, t - 2, t - 1, t, 1.5, (1.0, 0.0, 1.0), True, 90.0, 1.0)


class Thinking:
    """Says that a repetition was done at each of these times."""

    def __init__(self, reps_at: tuple[float, ...] = ()) -> None:
        self.state: MotionState | None = None
        self.alignments: tuple[Alignment, ...] = ()
        self.stood_s: float | None = None
        self.fed: list[Sample] = []
        self.finished: float | None = None
        self._reps_at = reps_at

    def feed(self, sample: Sample) -> Iterator[Event]:
        self.fed.append(sample)
        if sample.t in self._reps_at:
            yield rep(sample.t)

    def finish(self, t: float) -> Iterator[Event]:
        self.finished = t
        yield rep(t)


class Kept:
    def __init__(self) -> None:
        self.messages: list[Sample | Event] = []
        self.worth: bool | None = None

    def write(self, message: Sample | Event) -> None:
        assert self.worth is None, "written after its end"
        self.messages.append(message)

    def end(self, worth: bool) -> None:
        self.worth = worth


class Box:
    """An Attendance and all that it ever opened."""

    def __init__(self, reps_at: tuple[float, ...] = (), left_s: float = LEFT_S) -> None:
        self.opened: list[tuple[Wanted, Thinking, Kept]] = []
        self.changes: list[str | None] = []
        self.events: list[Event] = []
        self._reps_at = reps_at
        self.attendance = Attendance(self._begin, Thinking, self._changed, left_s)

    def _begin(self, wanted: Wanted) -> Sitting:
        mind, record = Thinking(self._reps_at), Kept()
        self.opened.append((wanted, mind, record))
        return Sitting(str(len(self.opened)), wanted, mind, record)

    def _changed(self, now: Sitting | None) -> None:
        self.changes.append(now.session_id if now else None)

    def take(self, *samples: Sample) -> None:
        """As the daemon does it."""
        for arrived in samples:
            for sample in self.attendance.admit(arrived):
                self.attendance.keep(sample)
                for event in self.attendance.feed(sample):
                    self.attendance.keep(event)
                    self.events.append(event)


def pose(t: float) -> Pose:
    return Pose(t, 0, np.zeros((33, 4)), np.zeros((33, 3)), 640, 480)


def test_a_session_begins_by_itself_when_somebody_comes() -> None:
    box = Box()
    box.take(Nobody(0.0, 0), Tick(0.1), pose(1.0), pose(1.1))
    (wanted, mind, kept), *more = box.opened
    assert (wanted, more) == (Wanted("", False, 1.0), [])
    assert mind.fed == kept.messages
    assert [sample.t for sample in mind.fed] == [1.0, 1.1]
    assert box.changes == ["1"]


def test_what_was_seen_before_a_session_is_none_of_it_however_late_it_is_answered() -> None:
    """It may show who stood there before; and a repetition that began before its session stands at a negative time."""
    box = Box()
    box.take(Command(2.0, "person", "p-1"), Nobody(1.4, 0), pose(1.9), Tick(2.0), pose(2.0), pose(2.1))
    assert [(type(one).__name__, one.t) for one in box.opened[0][1].fed] == [("Command", 2.0), ("Tick", 2.0), ("Pose", 2.0), ("Pose", 2.1)]
    assert box.opened[0][1].fed == box.opened[0][2].messages


def test_what_is_fed_is_what_was_kept_before() -> None:
    """So that a record replays as its session was, whatever came before and after it."""
    box = Box()
    box.take(pose(0.0), Command(1.0, "cues.voice", "0.5"), Command(2.0, "session", "stop"), Command(3.0, "session", "start"), pose(4.0))
    for _, mind, kept in box.opened:
        assert kept.messages == mind.fed
    assert [(one.name, one.t) for one in box.opened[1][1].fed if isinstance(one, Command)] == [("cues.voice", 3.0), ("session", 3.0)]


def test_who_rests_elsewhere_may_be_away_for_longer() -> None:
    box = Box(left_s=600.0)
    box.take(pose(0.0), Nobody(1.0, 0), Tick(1.0 + LEFT_S), Tick(600.9))
    assert box.attendance.sitting is not None
    box.take(Tick(601.0))
    assert box.attendance.sitting is None


@pytest.mark.parametrize(("asked", "worth"), [(False, False), (True, True)])
def test_a_session_ends_when_its_person_left(asked: bool, worth: bool) -> None:
    box = Box()
    box.attendance.open(Wanted("", asked, 0.0))
    box.take(pose(0.0), Nobody(1.0, 0), Tick(1.0 + LEFT_S - 0.1))
    assert box.attendance.sitting is not None
    box.take(Tick(1.0 + LEFT_S))
    assert box.attendance.sitting is None
    _, mind, kept = box.opened[0]
    assert mind.finished == 1.0 + LEFT_S
    assert isinstance(kept.messages[-1], Rep), "what the end itself closes is kept too"
    assert kept.worth is worth


def test_who_was_counted_is_kept_although_nobody_asked() -> None:
    box = Box(reps_at=(2.0,))
    box.take(pose(1.0), pose(2.0), Nobody(3.0, 0), Tick(3.0 + LEFT_S))
    assert box.opened[0][2].worth is True


def test_a_session_ends_too_when_the_camera_is_away_and_nobody_is_counted() -> None:
    """Or the next person would train in it."""
    box = Box()
    box.attendance.open(Wanted("p-1", True, 0.0))
    box.take(pose(0.0), Tick(1.0), Tick(1.0 + BLIND_S), Tick(1.0 + BLIND_S + LEFT_S))
    assert box.attendance.sitting is None
    box.take(pose(300.0))
    assert box.opened[1][0] == Wanted("", False, 300.0)


def test_a_box_that_starts_without_a_camera_keeps_nothing_of_the_night() -> None:
    box = Box()
    box.attendance.open(Wanted())
    box.take(*(Tick(float(t)) for t in range(0, 400, 10)))
    assert box.attendance.sitting is None
    assert box.opened[0][2].worth is False


@pytest.mark.parametrize(("accel", "begins"), [((0.0, 0.0, 9.7), False), ((9.0, 0.0, 12.0), True)])
def test_where_no_picture_comes_a_worn_sensor_that_moves_begins_a_session(accel: tuple[float, float, float], begins: bool) -> None:
    box = Box()
    box.take(Nobody(0.0, 0), ImuSample(1.0, "wrist", (9.0, 0.0, 12.0), (0.0, 0.0, 0.0)))
    assert box.opened == [], "a picture without anybody is more to go by"
    box.take(ImuSample(1.0 + BLIND_S, "wrist", accel, (0.0, 0.0, 0.0)))
    assert bool(box.opened) is begins


def test_repetitions_counted_in_the_dark_show_that_somebody_is_there() -> None:
    box = Box(reps_at=(LEFT_S,))
    box.take(pose(0.0), Nobody(1.0, 0), Tick(LEFT_S), Tick(LEFT_S + 2.0))
    assert box.attendance.sitting is not None


def test_another_person_ends_the_session_before() -> None:
    box = Box()
    box.take(pose(0.0), Command(1.0, "person", "p-1"), pose(2.0))
    assert [wanted for wanted, _, _ in box.opened] == [Wanted("", False, 0.0), Wanted("p-1", True, 1.0)]
    assert box.opened[0][2].worth is False, "they only came to the box to say who they are"
    assert box.opened[0][1].fed[-1] == Command(1.0, "session", "stop")
    assert [sample.t for sample in box.opened[1][1].fed] == [1.0, 2.0]
    assert box.changes == ["1", None, "2"]


def test_a_button_toggles() -> None:
    box = Box()
    box.take(*(Command(float(t), "session", "toggle") for t in range(3)))
    assert len(box.opened) == 2
    assert [kept.worth for *_, kept in box.opened] == [True, None]
    assert box.opened[0][1].fed == [Command(0.0, "session", "start"), Command(1.0, "session", "stop")]


def test_a_start_while_a_session_is_on_changes_nothing() -> None:
    box = Box()
    box.take(pose(0.0), Command(1.0, "session", "start"))
    assert len(box.opened) == 1


def test_who_stopped_is_not_taken_up_again_before_they_have_gone() -> None:
    box = Box()
    box.take(pose(0.0), Command(1.0, "session", "stop"), pose(2.0), pose(60.0), Nobody(61.0, 0), pose(62.0))
    assert len(box.opened) == 1
    box.take(Nobody(63.0, 0), Nobody(63.0 + GONE_S, 0), pose(80.0))
    assert len(box.opened) == 2


def test_where_no_picture_comes_who_stopped_has_gone_when_no_worn_sensor_moved_for_long() -> None:
    """Or a box with worn sensors alone would begin nothing by itself any more."""

    def moved(t: float) -> ImuSample:
        return ImuSample(t, "wrist", (9.0, 0.0, 12.0), (0.0, 0.0, 0.0))

    box = Box()
    box.take(moved(0.0), Command(1.0, "session", "stop"), moved(2.0), Tick(2.0 + LEFT_S - 0.1), moved(2.0 + LEFT_S - 0.1))
    assert len(box.opened) == 1
    box.take(Tick(2.0 + 2 * LEFT_S), moved(3.0 + 2 * LEFT_S))
    assert len(box.opened) == 2


def test_what_is_wished_between_sessions_is_for_the_next_alone() -> None:
    box = Box()
    box.take(Command(1.0, "exercise", "squat"), Command(1.0, "cues.sound", "0"), pose(2.0), Command(3.0, "person", "p-1"))
    told = [[(one.name, one.value) for one in mind.fed if isinstance(one, Command)] for _, mind, _ in box.opened]
    assert told == [
        [("exercise", "squat"), ("cues.sound", "0"), ("session", "stop")],
        [("cues.sound", "0"), ("person", "p-1")],
    ]


def test_how_somebody_stood_between_sessions_is_nothing_to_the_next() -> None:
    box = Box()
    box.take(Command(1.0, "stand", "4 -2"), pose(2.0), Command(3.0, "stand", "5 5"))
    assert [one.value for _, mind, _ in box.opened for one in mind.fed if isinstance(one, Command)] == ["5 5"]


def test_how_long_whoever_was_asked_to_stand_did_is_told_by_the_session_that_is_on() -> None:
    box = Box()
    box.take(Command(1.0, "session", "start"), pose(2.0))
    assert box.attendance.stood_s is None
    box.opened[0][1].stood_s = 7.5
    assert box.attendance.stood_s == 7.5


def test_between_sessions_the_body_is_still_seen_and_nothing_is_kept() -> None:
    box = Box()
    box.take(Nobody(0.0, 0), Tick(0.1))
    assert (box.opened, box.attendance.state, box.attendance.alignments) == ([], None, ())


def test_a_session_that_cannot_begin_leaves_the_one_before() -> None:
    class Refused(Exception):
        pass

    def refuse(_: Wanted) -> Sitting:
        raise Refused

    attendance = Attendance(refuse, Thinking)
    with pytest.raises(Refused):
        attendance.open(Wanted())
    assert attendance.sitting is None
