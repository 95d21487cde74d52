"""One tone and one sentence at once, block by block."""

import numpy as np
import pytest

from edge.messages import Cue, Priority
from edge.respond.mixer import BLOCK, TAIL, Mixer
from edge.respond.tones import LOUDEST, MELODIES, RATE_HZ, WARNING, Pcm, melody, sound


def heard(mixer: Mixer, blocks: int = 1000) -> Pcm:
    """Everything that it gives."""
    given: list[Pcm] = []
    while len(given) < blocks and (block := mixer.block()) is not None:
        given.append(np.frombuffer(block, "<i2"))
    return np.concatenate(given)


def pitch_hz(samples: Pcm) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * RATE_HZ / samples.size


def constant(value: int, seconds: float) -> Pcm:
    return np.full(round(seconds * RATE_HZ), value, np.int16)


def test_a_sound_comes_out_whole_and_then_silence() -> None:
    mixer, samples = Mixer(), np.arange(1000, dtype=np.int16)
    assert mixer.block() is None
    mixer.play("tone", samples, 1.0, Priority.COUNT)
    out = heard(mixer)
    assert out[:1000].tolist() == samples.tolist()
    assert not out[1000:].any()
    assert out.size - 1000 >= TAIL
    assert mixer.block() is None


def test_strength_is_loudness() -> None:
    mixer = Mixer()
    mixer.play("tone", constant(10_000, 0.1), 0.25, Priority.COUNT)
    assert heard(mixer).max() == 2500


def test_a_tone_and_a_sentence_are_heard_together_and_do_not_wrap_around() -> None:
    mixer = Mixer()
    mixer.play("voice", constant(30_000, 0.1), 1.0, Priority.FORM)
    mixer.play("tone", constant(20_000, 0.1), 1.0, Priority.COUNT)
    assert heard(mixer, 1).tolist() == [32767] * BLOCK


def test_a_newer_tone_replaces_the_older_one() -> None:
    mixer = Mixer()
    mixer.play("tone", constant(1, 1.0), 1.0, Priority.COUNT)
    mixer.play("tone", constant(2, 0.1), 1.0, Priority.COUNT)
    assert set(heard(mixer).tolist()) == {0, 2}


def test_a_sentence_is_only_cut_short_by_one_that_matters_as_much() -> None:
    mixer = Mixer()
    assert mixer.play("voice", constant(1, 1.0), 1.0, Priority.FORM)
    assert not mixer.play("voice", constant(2, 0.1), 1.0, Priority.COUNT)
    assert set(heard(mixer, 5).tolist()) == {1}
    assert mixer.play("voice", constant(3, 0.1), 1.0, Priority.SAFETY)
    assert set(heard(mixer).tolist()) == {0, 3}


def test_silence_forgets() -> None:
    mixer = Mixer()
    mixer.play("voice", constant(1, 1.0), 1.0, Priority.FORM)
    mixer.silence()
    assert mixer.block() is None


def test_good_is_high_and_faulty_is_low_and_they_differ_in_rhythm_too() -> None:
    good, faulty = sound(MELODIES["count.good"]), sound(MELODIES["count.faulty"])
    assert pitch_hz(good) > 2.0 * pitch_hz(faulty)
    assert len(MELODIES["count.good"]) == 1
    assert len(MELODIES["count.faulty"]) == 3


@pytest.mark.parametrize("notes", [*MELODIES.values(), WARNING])
def test_tones_neither_click_nor_clip_and_leave_room_for_the_next_repetition(notes: tuple[tuple[float, float], ...]) -> None:
    samples = sound(notes).astype(float)
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    assert 0.5 * LOUDEST * 32767 < np.abs(samples).max() <= LOUDEST * 32767
    assert samples.size / RATE_HZ < 0.6


def test_a_warning_sounds_like_one_whatever_it_says() -> None:
    assert melody(Cue(0.0, "tone", "common.chest_up", Priority.SAFETY, 1.0)) == WARNING
    assert melody(Cue(0.0, "tone", "common.chest_up", Priority.FORM, 1.0)) == ()
