"""What a person may ask of the cues, and what they are told when it cannot be."""

import pytest

from edge.errors import InputError
from edge.respond.switches import Switches


@pytest.mark.parametrize(
    ("name", "value"),
    [("voice", "0"), ("voice", "1"), ("light", "0.25"), ("voice_gap_s", "1"), ("voice_gap_s", "60")],
)
def test_a_switch_goes_to_both_of_its_ends(name: str, value: str) -> None:
    assert getattr(Switches().turned(f"cues.{name}", value), name) == float(value)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("voice", "1.1", "give a number from 0 to 1"), ("haptics", "-0.1", "give a number from 0 to 1"),
        ("light", "loud", "give a number from 0 to 1"), ("sound", "nan", "give a number from 0 to 1"),
        ("voice_gap_s", "0.9", "give a number from 1 to 60"), ("voice_gap_s", "61", "give a number from 1 to 60"),
        ("quiet", "1", "say on or off"), ("count_aloud", "yes", "say on or off"),
    ],
)  # fmt: skip
def test_what_a_switch_cannot_be_is_said_with_what_it_can(name: str, value: str, advice: str) -> None:
    with pytest.raises(InputError, match=rf"{name} cannot be '{value}': {advice}"):
        Switches().turned(f"cues.{name}", value)


def test_a_mistyped_switch_is_answered_with_the_nearest_and_any_other_with_all() -> None:
    with pytest.raises(InputError, match=r"there is no cue switch 'voise': did you mean voice\?$"):
        Switches().turned("cues.voise", "1")
    with pytest.raises(InputError, match=r"did you mean sound, voice, haptics, light, voice_gap_s, count_aloud, quiet\?$"):
        Switches().turned("cues.xyz", "1")
