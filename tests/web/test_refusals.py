"""What the API refuses: one sentence, and a key under which the page finds it in its own language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from edge.errors import InputError
from edge.records import Role
from edge.respond.sentences import load
from edge.sentence import Sentence
from edge.web.services import LANGUAGES
from tests.web.box import LAN, Box, asked

WEB = Path(__file__).parents[2] / "edge" / "web"
WORDS = {short: load(language) for short, language in LANGUAGES.items()}


def bare(tree: ast.AST) -> Iterator[int]:
    """Lines that refuse something in words that only English has."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "Refused":
            continue
        if isinstance(node.args[1], ast.Constant | ast.JoinedStr | ast.BinOp):
            yield node.lineno


def test_nothing_is_refused_in_english_alone() -> None:
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in WEB.glob("*.py")}
    assert {name: lines for name, tree in trees.items() if (lines := list(bare(tree)))} == {}


def test_a_refusal_can_be_said_in_the_language_of_whoever_asked(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        told = (await box.browser().send("POST", "login", {"code": "wrong"})).json()
        assert told == {"error": "This is no code of this box.", "key": "refusal.wrong_code", "fields": {}}
        words = (await box.browser().get("words/es")).json()
        assert words[told["key"]] == "este código no es de este aparato"

    asked(tmp_path, scenario, words=WORDS)


def test_what_it_is_about_comes_with_it(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        denied = (await (await box.browser().log_in(Role.CLINICIAN)).get("technician")).json()
        assert (denied["key"], denied["fields"]) == ("refusal.for_role", {"role": "technician"})
        gone = (await box.browser().send("POST", "command", {"name": "exercise", "value": "flying"})).json()
        assert (gone["key"], gone["fields"]) == ("refusal.no_exercise", {"exercise": "flying"})
        assert gone["error"] == "There is no exercise called flying: choose one from the list, or auto."

    asked(tmp_path, scenario)


def test_what_no_page_can_cause_stays_in_english(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        odd = (await box.browser().send("POST", "command", {"name": "nonsense"})).json()
        assert (odd["key"], odd["fields"], odd["error"][-1]) == ("", {}, ".")

    asked(tmp_path, scenario)


def test_who_may_not_come_in_is_told_why(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        assert (await box.browser(LAN).get("people")).json()["key"] == "refusal.log_in"
        assert (await box.browser().get("nowhere")).json()["key"] == "refusal.nothing_here"

    asked(tmp_path, scenario)


def test_the_text_of_an_error_is_its_sentence() -> None:
    sentence = Sentence("refusal.busy", "the box is busy")
    assert str(InputError(sentence)) is sentence
