"""Every sentence exists in every language, with the same fields, for every key the rules use."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from edge.errors import InputError
from edge.respond.audio import Audio
from edge.respond.button import ButtonInput
from edge.respond.buzzer import BuzzerOutput
from edge.respond.haptics import HapticOutput
from edge.respond.lights import LightOutput
from edge.respond.pins.board import boards
from edge.respond.sentences import languages, load, plain, say
from edge.respond.speech import Speech

EDGE = Path(__file__).parents[2] / "edge"
RULES = tomllib.loads((EDGE / "judge" / "exercises.toml").read_text(encoding="utf-8"))
EXERCISES = {name: rules for name, rules in RULES.items() if name != "aliases"}
FAULTS = [fault for rules in EXERCISES.values() for fault in rules.get("faults", [])]
FORBIDDEN = {"english": ("injur", "diagnos", "risk"), "spanish": ("lesi", "diagn", "riesgo")}


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_english_and_spanish() -> None:
    assert languages() == ("english", "spanish")


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_same_keys_and_fields_in_every_language(language: str) -> None:
    english, other = load("english"), load(language)
    assert set(other) == set(english)
    named = {key for key in english if not key.startswith("trouble.")}
    assert {key: fields_of(other[key]) for key in named} == {key: fields_of(english[key]) for key in named}
    assert [key for key in set(english) - named if not fields_of(other[key]) <= fields_of(english[key])] == []


def test_every_cue_fault_and_exercise_of_the_rules_has_words(language: str) -> None:
    needed = {fault["cue"] for fault in FAULTS} | {f"fault.{fault['name']}" for fault in FAULTS}
    needed |= {f"exercise.{rules.get('as', name)}" for name, rules in EXERCISES.items()} | {"exercise.idle", "exercise.unknown"}
    assert needed - set(load(language)) == set()


def keys_in_code() -> set[str]:
    """Every key of a sentence that stands in the code."""
    texts = [path.read_text(encoding="utf-8") for path in EDGE.rglob("*.py")]
    tables = "|".join(sorted({key.partition(".")[0] for key in load("english")}))
    return {key for text in texts for key in re.findall(rf'"((?:{tables})\.[a-z_]+)"', text)}


def test_every_key_in_the_code_has_words_and_no_sentence_is_left_over() -> None:
    used = keys_in_code() | {fault["cue"] for fault in FAULTS}
    of_names = (
        "exercise", "fault", "side", "posture", "angle", "joint", "severity", "facing", "place", "measure", "sex", "role", "direction",
        "trouble", "field", "wanted", "why", "source", "doctor", "mistake", "what", "problem", "kind", "check_name", "files", "network",
        "board", "program", "file",
    )  # fmt: skip
    named = tuple(f"{table}." for table in of_names)
    assert used - set(load("english")) == set()
    assert {key for key in load("english") if not key.startswith(named)} - used == set()
    assert {key for key in load("english") if key.startswith("fault.")} == {f"fault.{fault['name']}" for fault in FAULTS}


def test_what_the_pins_of_a_header_are_and_every_output_have_words(language: str) -> None:
    uses = {use for board in boards().values() for use in board.fixed.values()}
    outputs = {one.name for one in (HapticOutput, BuzzerOutput, LightOutput, ButtonInput, Audio, Speech)}
    assert {f"what.{use}" for use in uses} | {f"source.{name}" for name in outputs} <= set(load(language))


def test_no_sentence_claims_to_know_about_health(language: str) -> None:
    assert [text for text in load(language).values() if any(word in text.lower() for word in FORBIDDEN[language])] == []


def test_cues_are_short_enough_to_follow_while_moving(language: str) -> None:
    words = load(language)
    assert [fault["cue"] for fault in FAULTS if len(words[fault["cue"]]) > 60] == []


def test_fields_are_filled_in_and_names_put_into_words() -> None:
    words = {"done": "{exercise}: {number}", "exercise.push_up": "push-up"}
    assert say(words, "done", [("exercise", "push_up"), ("number", "8")]) == "push-up: 8"
    assert say(words, "done", [("exercise", "push_up")]) == "push-up: "


@pytest.mark.parametrize(("tongue", "said"), [("english", "Set done: {} of {} good"), ("spanish", "Serie terminada: {} de {} bien")])
@pytest.mark.parametrize("number", ["1", "8"])
def test_a_set_is_counted_in_words_that_are_right_for_one_and_for_many(tongue: str, said: str, number: str) -> None:
    assert say(load(tongue), "praise.set_done", [("number", number), ("good", "1")]) == said.format("1", number)


def test_a_key_without_words_is_said_readably() -> None:
    assert say({}, "common.knees_in") == "knees in" == plain("knees_in")


def test_unknown_language_names_those_there_are() -> None:
    with pytest.raises(InputError, match="english, spanish"):
        load("klingon")
