"""The loudspeaker: a card of snd-aloop that is busy, removed and put back, and that is heard at its other end."""

import subprocess
import time
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from tests.bench.guest.box import Box, edgecoach
from tests.bench.guest.conftest import Figure
from tests.bench.guest.faults import Fault, Patience, endure

LOUDSPEAKER, FAR_END = "plughw:Loopback,0,0", "plughw:Loopback,1,0"
SOUNDING = f'[respond.audio]\ndevice = "{LOUDSPEAKER}"\n'
SOURCE = "audio"
RECOVERED_S = 2.0
PATIENCE = Patience(noticed_s=10.0, back_s=RECOVERED_S, settle_s=3.0)
DRIVER = Path("/sys/bus/platform/drivers/snd_aloop")
CARD = "snd_aloop.0"

Boxes = Callable[[str], Box]


def plug_in() -> None:
    subprocess.run(["modprobe", "snd-aloop", "pcm_substreams=1"], check=True)


def control(name: str) -> None:
    """Unbind the card from its driver, which is what unplugging it does, or bind it. The kernel waits until nobody has it open."""
    writing = subprocess.Popen(["sh", "-c", f"echo {CARD} > {DRIVER / name}"])
    try:
        writing.wait(15)
    except subprocess.TimeoutExpired:
        raise AssertionError("somebody keeps the unplugged card open") from None


def test_the_card_is_removed_and_put_back(box: Boxes, figure: Figure) -> None:
    plug_in()
    with box(SOUNDING) as running:
        running.wait_there(SOURCE)
        endure(running, SOURCE, (Fault("card removed", partial(control, "unbind"), partial(control, "bind")),), PATIENCE, figure)
        assert running.end() == 130


def test_another_program_plays(box: Boxes, figure: Figure) -> None:
    plug_in()
    held = subprocess.Popen(["aplay", "-q", "-D", LOUDSPEAKER, "-f", "cd", "/dev/zero"])
    with box(SOUNDING) as running:
        running.wait(r"WARNING edge.daemon: audio: .*another program", 0.0, 90.0)
        time.sleep(3.0)
        held.kill()
        held.wait()
        freed = time.monotonic()
        back = running.wait_there(SOURCE, freed, 40.0)
        assert running.end() == 130
    figure("freed: back after", f"{back - freed:.1f} s")
    assert back - freed <= RECOVERED_S


def test_there_is_no_card(box: Boxes) -> None:
    with box(SOUNDING) as running:
        running.wait(r"WARNING edge.daemon: audio: .*plug a loudspeaker", 0.0, 90.0)
        assert running.end() == 130


def test_tones_and_speech_are_heard_at_the_far_end(box: Boxes, figure: Figure, tmp_path: Path) -> None:
    plug_in()
    heard = tmp_path / "heard.wav"
    recorder = subprocess.Popen(["arecord", "-q", "-D", FAR_END, "-f", "S16_LE", "-r", "48000", "-c", "2", "-d", "60", str(heard)])
    time.sleep(2.0)
    probed = edgecoach(box(SOUNDING), "probe", "audio")
    recorder.terminate()
    recorder.wait()
    assert probed.returncode == 0, probed.stdout + probed.stderr
    loud_s = seconds_of_sound(heard)
    figure("sound", f"{loud_s:.1f} s")
    assert loud_s > 0.2


def seconds_of_sound(path: Path) -> float:
    """How much of a recording is louder than a hundredth of full scale, in blocks of 10 ms."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        left = np.frombuffer(file.readframes(file.getnframes()), "<i2")[::2]
    block = rate // 100
    blocks = left[: len(left) // block * block].reshape(-1, block).astype(float) / 32768.0
    return float((np.abs(blocks).max(axis=1) > 0.01).sum() / 100.0)
