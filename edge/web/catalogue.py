"""The exercises and clinical angles that there are -> how browsers are told of them.

Refuses to know: rules, and how an angle is measured.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Json = dict[str, Any]
JOINTS = ("neck", "trunk", "waist", "shoulder", "elbow", "hip", "knee", "ankle")


class Angle(Protocol):
    """A clinical angle, as estimate.body.clinical_table.CLINICAL has them."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def positive(self) -> str: ...
    @property
    def negative(self) -> str: ...
    @property
    def normal_deg(self) -> tuple[float, float] | None: ...
    @property
    def caution(self) -> str: ...


class ExerciseRule(Protocol):
    """An exercise, as judge.rules.Rules.all has them; one that counts each side comes twice.

    camera: front or side, from where it is seen best, empty where that is all the same. told: only a person's choice tells it.
    """

    @property
    def exercise(self) -> str: ...
    @property
    def camera(self) -> str: ...
    @property
    def hold(self) -> bool: ...
    @property
    def told(self) -> bool: ...


def exercises_json(rules: Iterable[ExerciseRule], words: Mapping[str, str]) -> list[Json]:
    """In the order of the rules, each once. side: the camera's best, any where none is better."""
    return [
        {
            "name": rule.exercise,
            "label": words.get(f"exercise.{rule.exercise}", rule.exercise.replace("_", " ")),
            "holds": rule.hold,
            "side": rule.camera or "any",
            "told": rule.told,
        }
        for rule in {rule.exercise: rule for rule in rules}.values()
    ]


def angles_json(angles: Iterable[Angle]) -> list[Json]:
    """In the order of the numbers that frames and tracks hold."""
    return [
        {
            "key": angle.name,
            "label": angle.title,
            "group": next((joint for joint in JOINTS if joint in angle.name), "hip"),
            "normal_range_deg": None if angle.normal_deg is None else list(angle.normal_deg),
            "sign": f"+ {angle.positive}; − {angle.negative}",
            "caution": angle.caution,
        }
        for angle in angles
    ]
