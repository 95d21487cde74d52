"""CSV lines that a hobby board prints on a serial line -> ImuSample.

A line is `ax,ay,az,gx,gy,gz` in m/s2 (with gravity) and rad/s, or `t_ms,ax,ay,az,gx,gy,gz` with the board's own milliseconds; commas,
semicolons, tabs or spaces between them, and labels such as `ax:` before them (as the Arduino plotter wants) do not matter. What is not
such a line is skipped. Refuses to know: who prints the lines, and threads.
"""

import errno
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from edge.capture.fifo_clock import FifoClock
from edge.capture.imu_calibration import Correction
from edge.capture.line_clock import LineClock
from edge.capture.mpu6050 import Pause
from edge.clock import Clock
from edge.errors import DeviceFault, DeviceLost, DeviceMissing
from edge.messages import ImuSample

BAUD = 115_200
LOOK_S = 0.005
LISTEN_S, GIVE_UP_S, SILENT_S = 1.0, 5.0, 1.0
"""How long is listened at first, to measure the rate; how long is waited for that (many boards restart when they are opened, which
takes two seconds); a board that was heard and is silent for so long has stopped."""
LOOK_AGAIN_S = 0.25
"""A board that is away is looked for this often, which costs the look for a file: replugged, it is back within two seconds."""
LONGEST_LINE = 256
ENOUGH, A_FEW = 20, 5
"""Readings that tell the rate, and that tell that it is the board again whose rate is known."""
SAME_RATE = 0.1
"""Relative: further off than this, a known rate is another board's, or another sketch's."""

MOST_ACCEL, MOST_GYRO = 400.0, 70.0
"""m/s2 and rad/s: 40 g and 4000 degrees a second, more than any hobby chip measures. Larger numbers are in other units."""

NAMED = bytes.maketrans(b";\t", b",,")


class Line(Protocol):
    """An opened serial line. Raises OSError where it is gone."""

    name: str

    def waiting(self) -> bytes:
        """What has come since the last time, at once."""
        ...


class SerialLine:
    """A pyserial port, opened without waiting."""

    def __init__(self, port: Any, name: str) -> None:
        self._port, self.name = port, name

    def waiting(self) -> bytes:
        content: bytes = self._port.read(max(1, self._port.in_waiting))
        return content


@contextmanager
def open_line(name: str) -> Iterator[SerialLine]:
    """A serial port at 115200 baud, for ourselves alone. Raises DeviceMissing with what to do."""
    import serial

    try:
        port = serial.Serial(name, BAUD, timeout=0, exclusive=True)
    except OSError as error:  # serial.SerialException is one
        raise _cannot_open(name, error) from error
    with port:
        yield SerialLine(port, name)


def _cannot_open(name: str, error: OSError) -> DeviceMissing:
    match error.errno:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return DeviceMissing(f"there is no serial line {name}", "plug the board in; `ls /dev/serial/by-id` lists those that are there")
        case errno.EACCES | errno.EPERM:
            return DeviceMissing(f"{name} may not be opened by this user", "add the user to the group dialout, then log in again")
        case errno.EAGAIN | errno.EBUSY:
            return DeviceMissing(f"another program reads {name}", "close the serial monitor, or stop EdgeCoach: `systemctl stop edgecoach`")
        case _:
            return DeviceMissing(f"{name} cannot be opened as a serial line", "correct serial_port: `ls /dev/serial/by-id` lists them")


def parsed(line: bytes) -> list[float] | None:
    """Its six or seven numbers; None for anything else."""
    parts = [part.rpartition(b":")[2].strip() for part in line.strip().translate(NAMED).replace(b" ", b",").split(b",")]
    try:
        numbers = [float(part) for part in parts if part]
    except ValueError:
        return None
    return numbers if len(numbers) in (6, 7) and all(map(math.isfinite, numbers)) else None


class RateMeter:
    """How many readings a second, by a first second of them. came: those of them until now."""

    def __init__(self) -> None:
        self.came, self._first, self._last = 0, 0.0, 0.0
        self._done = False

    def count(self, new: int, now: float) -> float | None:
        """So many came just now. The rate, once, when it is known."""
        if self._done or not new:
            return None
        self._first = self._first or now
        self._last, self.came = now, self.came + new
        self._done = self.came >= ENOUGH and self._last - self._first >= LISTEN_S
        return (self.came - 1) / (self._last - self._first) if self._done else None


class SerialReader:
    """Opened by constructing it: listens until it knows that these are readings, and how many a second. Raises DeviceFault if not.

    known_hz: the rate that this line had when it was last open; it is believed at once, and corrected after a second if it is wrong.
    garbage: bytes that were no reading.
    """

    def __init__(self, line: Line, where: str, correction: Correction, clock: Clock, pause: Pause, known_hz: float | None = None) -> None:
        self._line, self._where, self._correction, self._clock = line, where, correction, clock
        self._rest = b""
        self.garbage = 0
        self._numbered = FifoClock(0.01)
        self._stamped = LineClock()
        self._meter = RateMeter()
        self.rate_hz = self._listen(pause, known_hz)
        self._numbered = FifoClock(1.0 / self.rate_hz)
        self._alive_since = clock.now()

    @property
    def identity(self) -> str:
        return f"serial line {self._line.name}"

    def next_look_s(self) -> float:
        return LOOK_S

    def poll(self) -> Sequence[ImuSample]:
        """Readings since the last poll. Raises DeviceLost where the line is gone, DeviceFault where it is silent."""
        now = self._clock.now()
        found = list(self._readings())
        if found:
            self._alive_since = now
            self._correct(self._meter.count(len(found), now))
            return self._samples(found, now)
        if now - self._alive_since > SILENT_S:
            raise DeviceFault(f"no readings come on {self._line.name}", "check that the board still runs its sketch")
        self._numbered.feed(now, now, 0)
        return ()

    def _samples(self, found: Sequence[Sequence[float]], now: float) -> Sequence[ImuSample]:
        if len(found[-1]) == 7 and len(found[0]) == 7:
            times = [self._stamped.feed(numbers[0] / 1000.0, now) for numbers in found]
        else:
            times = [*self._numbered.feed(now, now, len(found))]
        return [ImuSample(t, self._where, *self._correction(numbers[-6:])) for t, numbers in zip(times, found, strict=True)]

    def _readings(self) -> Iterator[list[float]]:
        """The numbers of the whole lines that have come."""
        try:
            self._rest += self._line.waiting()
        except OSError as error:
            raise DeviceLost(f"the serial line {self._line.name} is gone", "check the board's plug and cable") from error
        *lines, self._rest = self._rest.split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            self._skip(self._rest)
            self._rest = b""
        for line in lines:
            numbers = parsed(line)
            if numbers is None:
                self._skip(line)
            else:
                yield self._plausible(numbers)

    def _skip(self, content: bytes) -> None:
        """No reading, or what was one: nobody knows how many are missing."""
        self.garbage += len(content)
        self._numbered.forget()

    def _plausible(self, numbers: list[float]) -> list[float]:
        accel, gyro = max(map(abs, numbers[-6:-3])), max(map(abs, numbers[-3:]))
        if accel > MOST_ACCEL or gyro > MOST_GYRO:
            found = f"an acceleration of {accel:g} m/s2" if accel > MOST_ACCEL else f"a turn of {gyro:g} rad/s"
            problem = f"the lines on {self._line.name} are in other units: {found} cannot be"
            raise DeviceFault(problem, "print m/s2 and rad/s, not raw counts, g or degrees")
        return numbers

    def _listen(self, pause: Pause, known_hz: float | None) -> float:
        """Readings a second: of a first second of them, or as it is known once a few have come."""
        began = self._clock.now()
        while True:
            pause(LOOK_S)
            now = self._clock.now()
            if now - began > GIVE_UP_S:
                raise self._not_understood(self._meter.came)
            if (rate_hz := self._meter.count(len(list(self._readings())), now)) is not None:
                return rate_hz
            if known_hz is not None and self._meter.came >= A_FEW:
                return known_hz

    def _correct(self, measured_hz: float | None) -> None:
        if measured_hz is not None and abs(measured_hz / self.rate_hz - 1.0) > SAME_RATE:
            self.rate_hz, self._numbered = measured_hz, FifoClock(1.0 / measured_hz)

    def _not_understood(self, came: int) -> DeviceFault:
        wanted = f"let the board print lines ax,ay,az,gx,gy,gz in m/s2 and rad/s at {BAUD} baud"
        if came:
            return DeviceFault(f"only {came} readings came on {self._line.name} in {GIVE_UP_S:g} s", f"{wanted}, 20 a second or more")
        if self.garbage or self._rest:
            return DeviceFault(f"what comes on {self._line.name} are no readings", wanted)
        return DeviceFault(f"nothing comes on {self._line.name}", "check that the board runs its sketch, and that it is this line")


class SerialOpener:
    """One board's line, opened again and again: its rate is measured once."""

    def __init__(self, port: str, where: str, clock: Clock) -> None:
        self._port, self._where, self._clock = port, where, clock
        self._known_hz: float | None = None

    @contextmanager
    def open(self, correction: Correction, pause: Pause) -> Iterator[SerialReader]:
        """See open_line and SerialReader for what it raises."""
        with open_line(self._port) as line:
            reader = SerialReader(line, self._where, correction, self._clock, pause, self._known_hz)
            try:
                yield reader
            finally:
                self._known_hz = reader.rate_hz
