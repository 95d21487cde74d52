"""What is damaged, told to everybody in their language; the English is the same wherever it stands."""

import ast
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from edge.records import SessionSummary
from edge.respond.sentences import load
from edge.sentence import Phrasebook, Sentence, as_said, translated
from edge.store.recovery import Loss

EDGE = Path(__file__).parents[1] / "edge"
MADE_OF_THE_WORDS = ("sentence.py", "doctors_words.py")
"""Where no English is written that could be another than that of the words."""


def keys(tree: ast.AST) -> Iterator[str]:
    """Of every Sentence that is made there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence":
            assert isinstance(node.args[0], ast.Constant)
            yield str(node.args[0].value)


def strings(tree: ast.AST) -> set[str]:
    """Everything that is written there, as one where it goes over several lines."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_english_of_the_code_is_that_of_the_words() -> None:
    paths = [path for path in EDGE.rglob("*.py") if path.name not in MADE_OF_THE_WORDS]
    words, trees = load("english"), [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    made = [(key, strings(tree)) for tree in trees for key in keys(tree)]
    assert {key for key, _ in made} == {key for key in words if key.startswith(("damage.", "refusal."))}
    assert [key for key, written in made if words[key] not in written] == []


def test_it_is_said_in_another_language_with_what_it_is_about() -> None:
    inner = Sentence("damage.event", "e {number} {session}", number="7", session="s1")
    said = Sentence("damage.in_session", "{session}: {what}", session="s1", what=inner)
    assert said == "s1: e 7 s1"
    assert translated(said, load("spanish")) == "s1: el suceso 7 de la sesión s1 está dañado"
    assert translated("plain", load("spanish")) == "plain"


def test_what_holds_it_can_be_made_json() -> None:
    told = SessionSummary("s1", "", 0.0, True, 0.0, damage=Sentence("damage.record", "the record of {session} is damaged", session="s1"))
    assert json.loads(json.dumps(asdict(told)))["damage"] == "the record of s1 is damaged"


def test_a_loss_is_as_many_sentences_as_things_were_lost() -> None:
    lost = Loss(messages=3, seconds=1.25, breaks_off_s=2.0, header=True)
    assert str(lost) == "; ".join(translated(one, load("english")) for one in lost.sentences())
    assert [translated(one, load("spanish"))[:12] for one in lost.sentences()] == ["su cabecera ", "se interrump", "3 mensajes ("]
    assert Loss().sentences() == ()


def test_what_is_a_sentence_already_stays_that_one() -> None:
    """Though another one reads the same in English."""
    book = Phrasebook({"trouble.away": "the {what} is away", "trouble.watch": "the watch is away"})
    said = Sentence("refusal.away", "the watch is away")
    assert book.find(said) is said
    assert as_said(said) is said


def test_the_plainest_words_that_fit_are_found() -> None:
    book = Phrasebook({"trouble.away": "the {what} is away", "trouble.watch": "the watch is away"})
    found = [book.find(text) for text in ("The watch is away.", "the camera is away", "the camera has left")]
    assert [one.key if isinstance(one, Sentence) else None for one in found] == ["trouble.watch", "trouble.away", None]
