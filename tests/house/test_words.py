"""What people read: complete in every language, and never a verdict on their health."""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT, files

WORDS = ROOT / "edge/respond/words"
EXERCISES = ROOT / "edge/judge/exercises.toml"
VERDICTS = re.compile(r"injury risk|risk of injury|diagnos|riesgo de lesi|diagnóst|diagnóstic", re.IGNORECASE)


def languages() -> list[Path]:
    return sorted(WORDS.glob("*.toml"))


def sentences(path: Path) -> dict[str, str]:
    """Key -> sentence; tables inside tables give dotted keys."""
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def keys_used(rules: object) -> set[str]:
    """Every cue and advice key named anywhere in the exercises."""
    if isinstance(rules, Mapping):
        named = {value for key, value in rules.items() if key in ("cue", "advice") and isinstance(value, str)}
        return named.union(*(keys_used(value) for value in rules.values()))
    if isinstance(rules, list):
        return set().union(*(keys_used(value) for value in rules))
    return set()


def test_there_are_two_languages() -> None:
    assert {path.stem for path in languages()} >= {"english", "spanish"}


@pytest.mark.parametrize("path", languages(), ids=lambda path: path.stem)
def test_every_language_says_the_same_things(path: Path) -> None:
    english, other = sentences(WORDS / "english.toml"), sentences(path)
    assert sorted(english.keys() ^ other.keys()) == []
    assert [key for key in english if fields(english[key]) != fields(other[key])] == []


@pytest.mark.parametrize("path", languages(), ids=lambda path: path.stem)
def test_every_cue_of_the_exercises_has_its_sentence(path: Path) -> None:
    used = keys_used(tomllib.loads(EXERCISES.read_text(encoding="utf-8")))
    assert len(used) > 10
    assert sorted(used - sentences(path).keys()) == []


def test_nobody_is_given_a_verdict_on_their_health() -> None:
    read_by_people = [path for path in files() if path.parts[:2] == ("edge", "web") or path.parts[:3] == ("edge", "respond", "words")]
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in read_by_people if path.suffix in (".toml", ".html", ".js", ".py")}
    assert texts
    assert [f"{path}: {found[0]}" for path, text in texts.items() if (found := VERDICTS.search(text))] == []


def test_the_rules_see() -> None:
    assert keys_used({"squat": {"faults": [{"cue": "knees_out"}], "view": {"advice": "turn"}}}) == {"knees_out", "turn"}
    assert fields("{count} of {goal}") == {"count", "goal"}
    assert VERDICTS.search("High Injury Risk")
    assert VERDICTS.search("Diagnosis: valgus")
