"""What waits for a disk that opens a record late: in order, bounded, and what is lost of it said."""

from edge.errors import EdgeError
from edge.messages import Command, Score, Tick
from edge.store.backlog import Backlog
from edge.store.encoding import Message


def waiting(backlog: Backlog) -> list[Message | EdgeError]:
    return list(backlog.take(len(backlog)))


def test_what_waits_is_handed_on_in_order_and_by_and_by() -> None:
    backlog = Backlog("s1", recorded=True)
    messages: list[Message] = [Tick(1.0), Score(1.1, 90.0), Tick(1.2), Score(1.3, 80.0)]
    for message in messages:
        backlog.add(message)
    assert list(backlog.take(3)) == messages[:3]
    assert list(backlog.take(3)) == messages[3:]
    assert (len(backlog), backlog.problems, backlog.until) == (0, [], 1.3)


def test_a_recording_that_has_to_wait_too_long_ends_and_what_comes_out_of_the_session_goes_on() -> None:
    backlog = Backlog("s1", recorded=True, capacity=3)
    for t in range(6):
        backlog.add(Tick(float(t)))
        backlog.add(Score(t + 0.5, 90.0))
    (problem,) = backlog.problems
    assert str(problem) == "the disk is too slow, so the recording s1 ends here: the session goes on without it"
    kept = waiting(backlog)
    assert kept == [Tick(0.0), Score(0.5, 90.0), Tick(1.0), problem, *(Score(t + 0.5, 90.0) for t in range(1, 6))]
    assert backlog.until == 5.5, "the session lasted until then"


def test_rows_that_are_too_many_are_lost_and_that_is_said_once() -> None:
    backlog = Backlog("s1", recorded=False, most_rows=2)
    for t in range(5):
        backlog.add(Tick(float(t)))
        backlog.add(Score(t + 0.5, 90.0))
    assert waiting(backlog) == [Score(0.5, 90.0), Score(1.5, 90.0)]
    assert [str(problem) for problem in backlog.problems] == [
        "the disk does not answer, so what comes out of this session is lost from now on: check the disk"
    ]


def test_nothing_waits_that_would_not_be_recorded() -> None:
    backlog = Backlog("s1", recorded=True)
    off = Command(1.1, "recording", "off")
    for message in (Tick(1.0), off, Tick(1.2), Score(1.3, 90.0)):
        backlog.add(message)
    assert waiting(backlog) == [Tick(1.0), off, Score(1.3, 90.0)]
