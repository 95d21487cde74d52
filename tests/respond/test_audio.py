"""The loudspeaker: a real aplay into a file where there is one, and scripts in its place for what goes wrong."""

import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.clock import SystemClock
from edge.errors import DeviceFault, DeviceLost, DeviceMissing
from edge.messages import Cue
from edge.respond import aplay as aplaying
from edge.respond import audio as sounding
from edge.respond.audio import Audio
from edge.respond.tones import MELODIES, sound
from tests.respond.sound import program, recorded, run, running, scenario, tone, until

real = pytest.mark.skipif(shutil.which("aplay") is None, reason="aplay is not installed: sudo apt install alsa-utils")
CLOCK = SystemClock()
PLAYS = 'echo "Playing raw data" >&2; exec cat > "$PLAYED"'


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def loud(path: Path) -> int:
    return int(np.count_nonzero(recorded(path)))


@pytest.mark.audio
@real
def test_a_tone_is_played_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "played"
    audio, wanted = Audio(f"file:FILE={path},FORMAT=raw", CLOCK), sound(MELODIES["count.faulty"])

    async def story() -> None:
        async with running(audio):
            audio.deliver(tone(CLOCK.now(), "count.faulty"))
            await until(lambda: recorded(path).size > wanted.size)

    scenario(story)
    assert recorded(path)[: wanted.size].tolist() == wanted.tolist()


@pytest.mark.audio
@real
def test_a_device_that_is_not_there_is_named_with_advice() -> None:
    with pytest.raises(DeviceMissing, match=r"'plughw:31,0' cannot be opened .*aplay -L"):
        asyncio.run(run(Audio("plughw:31,0", CLOCK)))


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a script in aplay's place puts what it is to play."""
    program(tmp_path, "aplay", PLAYS, monkeypatch)
    monkeypatch.setenv("PLAYED", str(tmp_path / "played"))
    return tmp_path / "played"


def given(audio: Audio, path: Path, *cues: Cue) -> None:
    """The cues, delivered while it is open."""

    async def story() -> None:
        async with running(audio):
            for cue in cues:
                audio.deliver(cue)
            audio.deliver(tone(CLOCK.now(), "count.faulty"))
            await until(lambda: loud(path) >= int(np.count_nonzero(sound(MELODIES["count.faulty"]))))

    scenario(story)


def test_what_is_late_or_not_a_tone_is_not_played(played: Path) -> None:
    late = tone(CLOCK.now() - 1.0)
    given(Audio("default", CLOCK), played, late, replace(tone(CLOCK.now()), channel="haptic"), tone(CLOCK.now(), "view.step_back"))
    assert loud(played) == np.count_nonzero(sound(MELODIES["count.faulty"]))


def test_nothing_is_kept_for_later_while_it_is_closed(played: Path) -> None:
    audio = Audio("default", CLOCK)
    audio.deliver(tone(CLOCK.now(), expires=CLOCK.now() + 60.0))
    given(audio, played)
    assert loud(played) == np.count_nonzero(sound(MELODIES["count.faulty"]))


def test_leaving_ends_the_player(played: Path, tmp_path: Path) -> None:
    program(tmp_path, "aplay", 'echo $$ > "$PLAYED.pid"; ' + PLAYS, pytest.MonkeyPatch())
    given(Audio("default", CLOCK), played)
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path(f"{played}.pid").read_text()), 0)


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ('echo "aplay: main:831: audio open error: Device or resource busy" >&2; exit 1', DeviceMissing, "resource busy.*another program"),
        ('echo "aplay: main:831: audio open error: Permission denied" >&2; exit 1', DeviceMissing, "group audio"),
        ("exit 1", DeviceMissing, "said nothing"),
        ("sleep 60", DeviceFault, "does not answer"),
        ('echo "Playing raw data" >&2; echo "aplay: xrun: No such device" >&2; exit 1', DeviceLost, "is gone .No such device"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    script: str, error: type[Exception], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aplaying, "ANSWERS_S", 0.3)
    program(tmp_path, "aplay", f"exec {script}" if script.startswith("sleep") else script, monkeypatch)
    with pytest.raises(error, match=words):
        asyncio.run(run(Audio("default", CLOCK)))


def test_without_aplay_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceMissing, match="alsa-utils"):
        asyncio.run(run(Audio("default", CLOCK)))


def test_a_card_that_takes_nothing_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aplaying, "ANSWERS_S", 0.2)
    program(tmp_path, "aplay", 'echo "Playing raw data" >&2; exec sleep 60', monkeypatch)
    audio = Audio("default", CLOCK, pause=lambda _: asyncio.sleep(0))

    async def story() -> None:
        losing = asyncio.ensure_future(run(audio))
        while not losing.done():
            audio.deliver(tone(CLOCK.now()))
            await asyncio.sleep(0.01)
        with pytest.raises(DeviceFault, match="does not answer"):
            losing.result()

    scenario(story)


def test_a_card_that_leaves_while_nothing_is_played_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """aplay, as it is when its card has gone: it waits for something to play, and fails then."""
    monkeypatch.setattr(sounding, "LOOK_EVERY_S", 0.05)
    said = 'echo "aplay: pcm_write:2127: write error: No such device" >&2'
    program(tmp_path, "aplay", f'echo "Playing raw data" >&2; head -c 1 >/dev/null; {said}; exit 1', monkeypatch)
    with pytest.raises(DeviceLost, match=r"is gone .No such device"):
        scenario(lambda: run(Audio("default", CLOCK)))


def test_a_hundred_losses_leave_no_process_no_task_and_no_word_in_the_log_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program(tmp_path, "aplay", 'echo "Playing raw data" >&2', monkeypatch)

    async def story() -> None:
        audio = Audio("default", CLOCK)
        before = len(asyncio.all_tasks()), open_files()
        for _ in range(100):
            with pytest.raises(DeviceLost):
                await run(audio)
        await asyncio.sleep(0.05)
        assert (len(asyncio.all_tasks()), open_files()) == before

    scenario(story)
    assert caplog.messages == []
