"""What the doctor found, in plain English -> the same with what the page finds it by in its own language.

Refuses to know: what is checked. A device's own words stay as they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from edge.sentence import Phrasebook, Sentence, worded
from edge.web.answers import Check, Problem

SEVERAL = "; "
"""Between what is said of one device and of the next."""
OF_OPTIONS = re.compile(r"(?P<option>\w+(?:\.\w+)+(?:, \w+(?:\.\w+)+)*): (?P<trouble>.+)", re.DOTALL)
"""What is wrong with a device, behind the options that name it."""


class DoctorsWords:
    """english: the words of the box."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._english = english
        self._trouble, self._finding, self._mistake = (Phrasebook(english, table).find for table in ("trouble", "doctor", "mistake"))

    def told(self, found: Mapping[str, Any]) -> Check:
        """found: doctor.Result.as_json. What went wrong with a device is known by its sentence and advice together."""
        sentence, advice = found["sentence"], found["advice"]
        with_advice = f"{sentence}: {advice}" if advice else sentence
        if told := self._of_options(with_advice):
            return Check(name=found["name"], state=found["level"], texts=told, advice=None)
        whole = self._trouble(with_advice)
        if isinstance(whole, Sentence) and not _quotes(self._finding(sentence)):
            return Check(name=found["name"], state=found["level"], texts=[_problem(whole)], advice=None)
        texts = [_problem(said) for said in self._findings(sentence)]
        return Check(name=found["name"], state=found["level"], texts=texts, advice=_problem(self._finding(advice)) if advice else None)

    def _findings(self, sentence: str) -> list[str]:
        """Of several devices, each by itself where each is known; of a file, where its first mistake is, which it is, and how many more."""
        whole = self._finding(sentence)
        if isinstance(whole, Sentence) and _quotes(whole):
            said = self._said("mistake_at", whole), self._mistake(whole.fields["mistake"])
            return [*said, self._said("mistakes_more", whole)] if "many" in whole.fields else [*said]
        parts = [self._finding(part) for part in sentence.split(SEVERAL)]
        return parts if all(isinstance(part, Sentence) for part in parts) else [whole]

    def _of_options(self, said: str) -> list[Problem]:
        """Whose trouble it is, and what it is, of one after the other; nothing where some of it is not known as that."""
        told: list[Problem] = []
        for part in said.split(SEVERAL):
            of = OF_OPTIONS.fullmatch(part)
            trouble = self._trouble(of["trouble"]) if of else part
            if of is None or not isinstance(trouble, Sentence):
                return []
            told += [_problem(Sentence("doctor.of_option", self._english["doctor.of_option"], option=of["option"])), _problem(trouble)]
        return told

    def _said(self, key: str, found: Sentence) -> Sentence:
        """Other words of what was found."""
        return Sentence(f"doctor.{key}", self._english[f"doctor.{key}"], **found.fields)


def _quotes(found: str) -> bool:
    """Whether it quotes a mistake of the configuration, which says something itself."""
    return isinstance(found, Sentence) and "mistake" in found.fields


def _problem(said: str) -> Problem:
    return Problem(error=str(said), **worded(said))
