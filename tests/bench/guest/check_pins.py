"""Motor, buzzer, light and button on a GPIO chip of the kernel, which is taken out and put back."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from edge.messages import Command
from tests.bench.guest import pins
from tests.bench.guest.box import Box, edgecoach
from tests.bench.guest.conftest import Figure

MOTOR, BUZZER, RED, BUTTON = 18, 17, 22, 27
ALL = (MOTOR, BUZZER, RED, BUTTON)
WIRED = (
    f'[respond.haptics]\npin = "GPIO{MOTOR}"\n[respond.buzzer]\npin = "GPIO{BUZZER}"\n'
    f'[respond.lights]\nred = "GPIO{RED}"\n[respond.button]\npin = "GPIO{BUTTON}"\n'
)
OUTPUTS = ("haptic", "buzzer", "lights", "button")
RECOVERED_S = 2.0

Boxes = Callable[[str], Box]


@contextmanager
def seen_meanwhile(number: int, seen: list[bool]) -> Iterator[None]:
    """The line's level, looked at 200 times a second until it is left."""
    over = Event()

    def look() -> None:
        while not over.wait(0.005):
            seen.append(pins.is_high(number))

    looking = Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def test_a_press_arrives_as_a_command(box: Boxes, figure: Figure) -> None:
    pins.put_in(*ALL)
    pins.pull(BUTTON, up=True)
    pressed = []
    with box(WIRED) as running:
        running.wait_there("button")
        time.sleep(2.0)
        for seconds in (0.3, 0.3, 2.0):
            pressed.append(time.monotonic())
            pins.pull(BUTTON, up=False)
            time.sleep(seconds)
            pins.pull(BUTTON, up=True)
            time.sleep(1.0)
        running.end()
    told = [command for command in running.recorded(Command) if command.name == "session"]
    assert [command.value for command in told] == ["stop", "start", "stop"], "the session that was on, and the next one"
    figure("pressed 0.3 s: told after", f"{told[0].t - pressed[0]:.2f} s")


def test_the_chip_is_taken_out_and_put_back(box: Boxes, figure: Figure) -> None:
    """All outputs lose it and find it again; at the end they are off."""
    pins.put_in(*ALL)
    with box(WIRED) as running:
        for output in OUTPUTS:
            running.wait_there(output)
        time.sleep(3.0)
        broken = time.monotonic()
        pins.take_out()
        lost = max(running.wait_lost(output, broken, 10.0) for output in OUTPUTS)
        pins.put_back()
        mended = time.monotonic()
        back = max(running.wait_there(output, mended, 10.0) for output in OUTPUTS)
        time.sleep(2.0)
        assert [len(running.since(broken, output)) for output in OUTPUTS] == [2] * len(OUTPUTS), running.log
        assert running.end() == 130
    figure("chip out: lost after", f"{lost - broken:.1f} s")
    figure("chip out: back after", f"{back - mended:.1f} s")
    assert back - mended <= RECOVERED_S
    assert not any(map(pins.is_high, (MOTOR, BUZZER, RED)))


def test_the_motor_is_felt(box: Boxes, figure: Figure) -> None:
    """`probe haptics` moves the line, and leaves it low; `silence` has nothing against it."""
    pins.put_in(*ALL)
    described = box(WIRED)
    seen: list[bool] = []
    with seen_meanwhile(MOTOR, seen):
        probed = edgecoach(described, "probe", "haptics")
    figure("line seen high", f"{sum(seen)} of {len(seen)} times")
    assert probed.returncode == 0, probed.stderr
    assert any(seen)
    assert not pins.is_high(MOTOR)
    assert edgecoach(described, "silence").returncode == 0


def test_a_pin_in_use_is_told_by_whom(box: Boxes) -> None:
    pins.put_in(*ALL)
    described = box(WIRED)
    with described as running:
        running.wait_there("haptic")
        probed = edgecoach(described, "probe", "haptics")
        assert probed.returncode == 1
        assert "in use by edgecoach" in probed.stderr, probed.stderr
