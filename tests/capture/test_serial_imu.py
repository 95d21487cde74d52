"""The serial IMU over a real pseudo-terminal: real pyserial, real bytes; what the board prints is scripted."""

import itertools
import math
import os
import pty
import select
import tty
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given, strategies

from edge.capture.imu_calibration import Correction
from edge.capture.line_clock import LineClock
from edge.capture.serial_imu import SerialLine, SerialReader, open_line, parsed
from edge.errors import DeviceFault, DeviceLost, DeviceMissing
from edge.messages import ImuSample
from tests.capture.chips import FakeClock


@dataclass
class Board:
    """The other end of a pseudo-terminal. It prints what it is given, while time passes by a fake clock."""

    end: int
    other: int
    name: str
    clock: FakeClock = field(default_factory=FakeClock)
    script: Iterator[bytes] = field(default_factory=lambda: iter(()))
    line: SerialLine | None = None

    def pass_by(self, seconds: float) -> None:
        self.clock.pass_by(seconds)
        if (content := next(self.script, b"")) and os.write(self.end, content):
            select.select([self.other], [], [], 1.0)  # the kernel carries it over in its own time

    def reader(self, known_hz: float | None = None) -> SerialReader:
        assert self.line is not None
        return SerialReader(self.line, "wrist", Correction(1.0, 1.0), self.clock, self.pass_by, known_hz)


@pytest.fixture
def board() -> Iterator[Board]:
    end, other = pty.openpty()
    tty.setraw(other)
    made = Board(end, other, os.ttyname(other))
    with open_line(made.name) as line:
        made.line = line
        yield made
    os.close(other)
    if made.end >= 0:
        os.close(made.end)


def line_of(nth: int, stamped: bool = False) -> bytes:
    stamp = f"{5 * nth}," if stamped else ""
    return f"{stamp}{nth / 1000:.3f},0.5,9.8,0.1,-0.2,0.3\r\n".encode()


def lines(stamped: bool = False) -> Iterator[bytes]:
    """200 a second, one for each look of 5 ms."""
    return (line_of(nth, stamped) for nth in range(10**9))


def looked(board: Board, reader: SerialReader, looks: int) -> list[ImuSample]:
    found: list[ImuSample] = []
    for _ in range(looks):
        board.pass_by(reader.next_look_s())
        found += reader.poll()
    return found


@pytest.mark.parametrize("stamped", [False, True])
def test_lines_become_samples_with_even_times(board: Board, stamped: bool) -> None:
    board.script = lines(stamped)
    reader = board.reader()
    assert reader.rate_hz == pytest.approx(200.0, rel=0.01)
    samples = looked(board, reader, 400)
    assert len(samples) == pytest.approx(400, abs=1)
    assert samples[0].accel[1:] == (0.5, 9.8)
    assert samples[0].gyro == (0.1, -0.2, 0.3)
    assert {round(b.accel[0] - a.accel[0], 6) for a, b in itertools.pairwise(samples)} == {0.001}
    assert all(b.t - a.t == pytest.approx(0.005, abs=0.001) for a, b in itertools.pairwise(samples[1:]))
    assert samples[-1].t == pytest.approx(board.clock.now(), abs=0.006)


def test_garbage_is_skipped_and_readings_go_on(board: Board) -> None:
    board.script = lines()
    reader = board.reader()
    before = looked(board, reader, 50)
    good = lines()
    board.script = iter(
        [b"\xff\xfe\x00garb", b"age\n1,2,3\n", b"x" * 1000, b"\nNaN,0,0,0,0,0\n", b"0.1,0.2,", *(next(good) for _ in range(50))]
    )
    after = looked(board, reader, 55)
    assert len(before) == pytest.approx(50, abs=1)
    assert [round(sample.accel[0] * 1000) for sample in after[-49:]] == list(range(1, 50))
    assert reader.garbage > 1000
    assert all(a.t < b.t for a, b in itertools.pairwise(after))


def test_a_board_that_says_hello_first_is_understood(board: Board) -> None:
    board.script = iter([b"Booting...\r\n", b"MPU6050 found!\r\n", *(line_of(nth) for nth in range(10**4))])
    assert board.reader().rate_hz == pytest.approx(200.0, rel=0.02)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ([], "nothing comes on {name}: check that the board runs its sketch"),
        ([b"\x00\xff\x7f\x13\n"] * 2000, "what comes on {name} are no readings: let the board print lines ax,ay,az,gx,gy,gz"),
        ([b"\xf3" * 40] * 2000, "what comes on {name} are no readings"),
        ([line_of(1)] * 5, "only 5 readings came on {name} in 5 s"),
        ([b"120,-340,16384,12,-9,3\n"] * 2000, "are in other units: an acceleration of 16384 m/s2 cannot be: print m/s2 and rad/s"),
        ([b"0.1,0.2,9.8,250,0,0\n"] * 2000, "a turn of 250 rad/s cannot be"),
    ],
)
def test_what_is_no_imu_is_refused_in_a_sentence(board: Board, script: list[bytes], sentence: str) -> None:
    board.script = iter(script)
    with pytest.raises(DeviceFault) as refused:
        board.reader()
    assert sentence.format(name=board.name) in str(refused.value)


def test_a_board_that_stops_and_one_that_is_unplugged(board: Board) -> None:
    board.script = lines()
    reader = board.reader()
    board.script = iter(())
    with pytest.raises(DeviceFault, match="no readings come on"):
        looked(board, reader, 1000)
    board.script = lines()
    looked(board, reader, 10)
    os.close(board.end)
    board.end = -1
    with pytest.raises(DeviceLost, match="is gone: check the board's plug and cable"):
        reader.poll()


def test_a_line_that_cannot_be_opened() -> None:
    for name, sentence in (("/dev/ttyUSB99", "there is no serial line /dev/ttyUSB99"), ("/dev/null", "cannot be opened as a serial line")):
        with pytest.raises(DeviceMissing, match=sentence), open_line(name):
            pass


def test_a_line_that_another_program_reads(board: Board) -> None:
    with pytest.raises(DeviceMissing, match="another program reads"), open_line(board.name):
        pass


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (b"1,2,3,4,5,6\r\n", [1, 2, 3, 4, 5, 6]),
        (b" 17 ; 1;2;3;4;5;-6.5e-1", [17, 1, 2, 3, 4, 5, -0.65]),
        (b"ax:0.1\tay:0.2\taz:9.8\tgx:0\tgy:0\tgz:0", [0.1, 0.2, 9.8, 0, 0, 0]),
        (b"1 2 3 4 5 6", [1, 2, 3, 4, 5, 6]),
        (b"1,2,3,4,5", None),
        (b"1,2,3,4,5,6,7,8", None),
        (b"1,2,3,4,5,inf", None),
        (b"AccelX 1,2,3,4,5,6", None),
        (b"", None),
        (b"\xff\xff", None),
    ],
)
def test_what_is_a_reading(text: bytes, numbers: list[float] | None) -> None:
    assert parsed(text) == numbers


class Scripted:
    """A line that gives one piece of bytes at each look."""

    name = "/dev/ttyFUZZ"

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def waiting(self) -> bytes:
        return next(self._pieces, b"")


NOISE = strategies.lists(
    strategies.binary(max_size=300) | strategies.text("0123456789,.-e\n\t ax:", max_size=60).map(str.encode), max_size=20
)


@given(noise=NOISE)
def test_no_garbage_does_more_than_cost_readings(noise: list[bytes]) -> None:
    """Anything at all on the line, in any pieces: one kind of error at most, and afterwards readings are read again."""
    clock, good = FakeClock(), lines()
    line = Scripted(itertools.chain(itertools.islice(good, 300), noise, [b"\n"], good))
    reader = SerialReader(line, "wrist", Correction(1.0, 1.0), clock, clock.pass_by)
    times: list[float] = []
    for _ in range(200):
        clock.pass_by(reader.next_look_s())
        with suppress(DeviceFault):  # numbers in other units
            times += [sample.t for sample in reader.poll()]
    assert len(times) >= 90
    assert all(earlier <= later for earlier, later in itertools.pairwise(times))
    assert len(reader._rest) <= 256 + 300


def test_stamps_of_a_slow_board_with_late_lines_become_our_time() -> None:
    """A resonator 0.4 % slow, lines up to 16 ms late (USB), a restart of the board."""
    clock = LineClock()
    errors, last = [], 0.0
    for nth in range(1, 20_000):
        truth = 1000.0 + 0.005 * nth
        stamp = (truth - 1000.0) * 0.996 if nth < 15_000 else (truth - 1075.0) * 0.996
        arrived = (math.ceil(truth / 0.016) * 0.016) + 0.001
        t = clock.feed(round(stamp, 3), arrived)
        assert last <= t <= arrived + 1e-9
        last = t
        errors.append(t - truth)
    assert max(errors[200:14_000]) - min(errors[200:14_000]) < 0.006


@given(noise=NOISE)
def test_no_garbage_while_it_is_opened_does_more_than_refuse_it(noise: list[bytes]) -> None:
    clock = FakeClock()
    line = Scripted(itertools.chain(noise, [b"\n"], itertools.islice(lines(), 300)))
    with suppress(DeviceFault):
        reader = SerialReader(line, "wrist", Correction(1.0, 1.0), clock, clock.pass_by)
        assert 0 < reader.rate_hz < 1000


def test_a_board_whose_rate_is_known_is_read_at_once(board: Board) -> None:
    board.script = lines()
    began = board.clock.now()
    reader = board.reader(known_hz=200.0)
    assert board.clock.now() - began < 0.05
    samples = looked(board, reader, 400)
    assert all(b.t - a.t == pytest.approx(0.005, abs=0.001) for a, b in itertools.pairwise(samples))


def test_a_rate_that_is_no_longer_true_is_corrected_within_a_second(board: Board) -> None:
    board.script = lines()
    reader = board.reader(known_hz=50.0)
    looked(board, reader, 250)
    assert reader.rate_hz == pytest.approx(200.0, rel=0.02)
    samples = looked(board, reader, 200)
    assert all(b.t - a.t == pytest.approx(0.005, abs=0.001) for a, b in itertools.pairwise(samples))
