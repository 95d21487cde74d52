"""Sentences: the real espeak-ng where there is one, and a script in its place."""

import asyncio
import io
import shutil
import tomllib
import wave
from pathlib import Path

import numpy as np
import pytest

from edge.clock import SystemClock
from edge.errors import DeviceFault, DeviceMissing
from edge.messages import Cue, Priority
from edge.respond.sentences import languages, load
from edge.respond.speech import ROOM, Speech
from edge.respond.tones import RATE_HZ, Pcm
from edge.respond.voice import ESPEAK, choose_voice, from_wav
from tests.house.source import ROOT
from tests.respond.sound import program, run, running, scenario, until, words

real = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed: sudo apt install espeak-ng")
CLOCK = SystemClock()


def wav(samples: Pcm, rate: int = RATE_HZ, channels: int = 1, width: int = 2) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return made.getvalue()


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An espeak-ng that notes what it was asked to say, and says 0.1 s of sevens."""
    (tmp_path / "sevens.wav").write_bytes(wav(np.full(2205, 7, np.int16)))
    program(tmp_path, "espeak-ng", f'cat >> "{tmp_path}/asked"; echo >> "{tmp_path}/asked"; cat "{tmp_path}/sevens.wav"', monkeypatch)
    return tmp_path


def asked(engine: Path) -> list[str]:
    path = engine / "asked"
    return path.read_text().splitlines() if path.exists() else []


def speech(folder: Path, played: list[tuple[Cue, Pcm]], language: str = "english") -> Speech:
    return Speech(choose_voice(language), load(language), folder, lambda cue, samples: played.append((cue, samples)), CLOCK)


def spoken(one: Speech, cue: Cue, played: list[tuple[Cue, Pcm]]) -> None:
    """The cue, delivered while it is open, until it was said."""

    async def story() -> None:
        async with running(one):
            one.deliver(cue)
            await until(lambda: bool(played))

    scenario(story)


@pytest.mark.audio
@real
@pytest.mark.parametrize("language", languages())
def test_every_language_has_a_voice_that_speaks_its_sentences(language: str, tmp_path: Path) -> None:
    voice, text = choose_voice(language), load(language)["common.chest_up"]

    async def story() -> None:
        await voice.check()
        samples = from_wav(await voice.speak(text))
        assert 0.4 < samples.size / RATE_HZ < 3.0
        assert np.abs(samples.astype(int)).max() > 3000

    scenario(story)


@pytest.mark.audio
@real
def test_a_voice_that_does_not_exist_is_named() -> None:
    with pytest.raises(DeviceMissing, match=r"'atlantean' .*--voices"):
        asyncio.run(choose_voice("english", "atlantean").check())


def test_every_language_of_the_product_has_a_voice() -> None:
    assert set(ESPEAK) == set(languages())


def test_a_sentence_is_spoken_in_words_with_its_fields(engine: Path) -> None:
    played: list[tuple[Cue, Pcm]] = []
    cue = Cue(CLOCK.now(), "voice", "praise.set_done", Priority.PRAISE, CLOCK.now() + 10, (("number", "8"), ("good", "6")))
    spoken(speech(engine / "speech", played), cue, played)
    assert "Set done: 6 of 8 good" in asked(engine)
    assert [(said.text, set(samples.tolist())) for said, samples in played] == [("praise.set_done", {7})]


def test_a_sentence_is_spoken_once_by_the_engine_and_then_kept(engine: Path) -> None:
    for _ in range(2):
        played: list[tuple[Cue, Pcm]] = []
        spoken(speech(engine / "speech", played), words(CLOCK.now()), played)
    assert asked(engine).count("Go deeper") == 1


def test_what_waits_comes_before_what_may_be_needed(engine: Path) -> None:
    played: list[tuple[Cue, Pcm]] = []
    one = speech(engine / "speech", played)
    spoken(one, words(CLOCK.now(), "dog.legs_straight"), played)
    assert len(asked(engine)) < len(one.beforehand())


def test_sentences_that_can_be_known_are_prepared_and_readings_are_not(tmp_path: Path) -> None:
    prepared = speech(tmp_path, []).beforehand()
    assert {"1", "30", "Go deeper", "Lift your chest"} <= set(prepared)
    assert not any("{" in text for text in prepared)
    assert not {load("english")[key] for key in ("exercise.squat", "sheet.repetitions_note", "refusal.busy")} & set(prepared)


def test_a_damaged_file_is_spoken_again(engine: Path) -> None:
    folder = engine / "speech"
    played: list[tuple[Cue, Pcm]] = []
    again: list[tuple[Cue, Pcm]] = []
    spoken(speech(folder, played), words(CLOCK.now()), played)
    for path in folder.iterdir():
        path.write_bytes(b"RIFF")
    spoken(speech(folder, again), words(CLOCK.now()), again)
    assert set(again[0][1].tolist()) == {7}
    assert asked(engine).count("Go deeper") == 2


def test_a_disk_that_cannot_be_written_costs_no_sentence(engine: Path) -> None:
    (engine / "speech").write_text("a file where the folder should be")
    played: list[tuple[Cue, Pcm]] = []
    spoken(speech(engine / "speech", played), words(CLOCK.now()), played)
    assert len(played) == 1


def test_the_last_room_on_a_disk_is_left_to_sessions(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = shutil.disk_usage(engine)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: there._replace(free=ROOM - 1))
    played: list[tuple[Cue, Pcm]] = []
    spoken(speech(engine / "speech", played), words(CLOCK.now()), played)
    assert len(played) == 1
    assert list((engine / "speech").iterdir()) == []


def test_without_the_engine_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceMissing, match="apt install espeak-ng"):
        asyncio.run(run(speech(tmp_path / "speech", [])))


@pytest.mark.parametrize("hangs", ["exec sleep 60", "sleep 60; echo"], ids=["itself", "in a child"])
def test_an_engine_that_hangs_is_ended_and_said(hangs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that it started: a child that is left behind would hold the pipes, and the box would wait for it."""
    monkeypatch.setattr("edge.respond.voice.SPEAKS_S", 0.2)
    program(tmp_path, "espeak-ng", hangs, monkeypatch)

    async def said() -> None:
        async with asyncio.timeout(20):
            await choose_voice("english").speak("Go deeper")

    with pytest.raises(DeviceFault, match="does not answer"):
        asyncio.run(said())


def test_a_piper_voice_is_chosen_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sevens.wav").write_bytes(wav(np.full(1600, 7, np.int16), rate=16_000))
    program(tmp_path, "piper", f'cat > /dev/null; echo "$@" > "{tmp_path}/options"; cat "{tmp_path}/sevens.wav"', monkeypatch)
    samples = from_wav(asyncio.run(choose_voice("spanish", "es_ES-davefx.onnx").speak("Baja más")))
    assert (tmp_path / "options").read_text().split()[:2] == ["--model", "es_ES-davefx.onnx"]
    assert samples.size == pytest.approx(0.1 * RATE_HZ, abs=2)


@pytest.mark.parametrize("content", [b"", b"RIFF", wav(np.zeros(0, np.int16)), wav(np.zeros(100, np.int16), width=1)])
def test_what_is_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(DeviceFault, match=r"no .*sound"):
        from_wav(content)


def test_only_what_is_heard_is_spoken_beforehand(engine: Path) -> None:
    """Each takes the engine some tenths of a second and the disk a file: what only stands on a page is none of it."""
    rules = tomllib.loads((ROOT / "edge" / "judge" / "exercises.toml").read_text(encoding="utf-8"))
    cues = {fault["cue"].partition(".")[0] for name, rule in rules.items() if name != "aliases" for fault in rule.get("faults", [])}
    spoken, sentences = speech(engine, []).beforehand(), load("english")
    tables = {key.partition(".")[0] for key, text in sentences.items() if text in spoken}
    assert tables - cues - {"count", "praise", "view", "common"} == set()
    assert len(spoken) < 200
