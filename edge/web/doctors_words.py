"""What the doctor found, in plain English -> the same with what the page finds it by in its own language.

Refuses to know: what is checked. A device's own words, and a line of the configuration, stay as they are.
"""

from collections.abc import Mapping
from typing import Any

from edge.sentence import Phrasebook, Sentence
from edge.web.answers import Check, Problem, worded


class DoctorsWords:
    """english: the words of the box."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._trouble, self._finding = Phrasebook(english).find, Phrasebook(english, "doctor").find

    def told(self, found: Mapping[str, Any]) -> Check:
        """found: doctor.Result.as_json. What went wrong with a device is known by its sentence and advice together."""
        sentence, advice = found["sentence"], found["advice"]
        whole = self._trouble(f"{sentence}: {advice}" if advice else sentence)
        if isinstance(whole, Sentence):
            return Check(name=found["name"], state=found["level"], text=_problem(whole), advice=None)
        said = self._finding(advice) if advice else ""
        return Check(
            name=found["name"], state=found["level"], text=_problem(self._finding(sentence)), advice=_problem(said) if said else None
        )


def _problem(said: str) -> Problem:
    return Problem(error=str(said), **worded(said))
