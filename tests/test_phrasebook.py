"""What the code says in plain English to whoever stands before the box, and what finds it again in their language."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from edge.doctor import load_checks, registered
from edge.plain_words import in_plain_words
from edge.respond.sentences import load
from edge.sentence import Phrasebook, Sentence, translated
from edge.store.database import SAID
from edge.web.questions import NewPerson, PersonChange, SessionsQuery

EDGE = Path(__file__).parents[1] / "edge"
ERRORS = {"EdgeError", "InputError", "DeviceMissing", "DeviceLost", "DeviceFault", "CameraFailure"}
HEARD = (
    "capture/*.py", "capture/camera/*.py", "capture/watch/*.py", "respond/aplay.py", "respond/voice.py", "respond/pins/*.py",
    "store/keeper.py", "store/writing.py", "store/keyring.py", "store/running.py", "store/recording.py",
    "state.py", "revisit/exports.py", "commands/analysis/table.py",
)  # fmt: skip
"""Where whatever a page can show comes from."""
OF_THE_TERMINAL = (
    "probe.py", "imu_probe.py", "imu_calibration.py", "imu_file.py", "pairing.py", "simulated_watch.py", "wire.py", "line_clock.py",
)  # fmt: skip
"""What only a command can be told."""
NEVER = "cannot name a learned value"
"""Only the code names them."""
OF_NO_LANGUAGE = {"X1", "X1: X1", "X1: X1 (the first of X1)"}
"""A device's own name, and a line of the configuration, which are told as they are."""
BOOK, DOCTOR = Phrasebook(load("english")), Phrasebook(load("english"), "doctor")


def error(node: ast.AST) -> list[ast.expr]:
    """The sentence and the advice of an error that is made there, or made ready by `partial`; nothing of anything else."""
    match node:
        case ast.Call(func=ast.Name(id="partial"), args=[ast.Name(id=kind), *parts]) | ast.Call(func=ast.Name(id=kind), args=parts):
            return parts[kind == "CameraFailure" :] if kind in ERRORS else []
    return []


def ways(node: ast.AST, named: Mapping[str, list[ast.AST]]) -> list[str]:
    """All that may stand there, something for whatever is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) if name in named:
            return [text for one in named[name] for text in ways(one, named)]
        case ast.IfExp(body=one, orelse=other):
            return ways(one, named) + ways(other, named)
        case ast.FormattedValue(value=value):
            return ways(value, named) or ["X1"]
        case ast.JoinedStr(values=parts):
            return ["".join(whole) for whole in product(*(ways(part, named) or ["X1"] for part in parts))]
    return []


FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def within(node: ast.AST) -> Iterator[ast.AST]:
    """All that stands there, but not what stands in a function in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, FUNCTION):
            yield from within(child)


def names(nodes: Iterable[ast.AST]) -> dict[str, list[ast.AST]]:
    """What is written down under a name there, as far as it can be told."""
    named = defaultdict[str, list[ast.AST]](list)
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named[node.targets[0].id] += [ast.Constant(text) for text in ways(node.value, {})]
    return {name: values for name, values in named.items() if values}


def said(path: Path) -> Iterator[tuple[str, int]]:
    """Every error that is made there, as a person reads it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    everywhere = names(within(tree))
    functions = [node for node in within(tree) if isinstance(node, FUNCTION)]
    for nodes in ([*within(tree)], *([*ast.walk(function)] for function in functions)):
        named = everywhere | names(nodes)
        for node in nodes:
            for parts in product(*(ways(part, named) or [""] for part in error(node))):
                if parts and parts[0].replace("X1", "").strip():
                    yield ": ".join(part or "what to do" for part in parts), node.lineno  # type: ignore[attr-defined]


def test_whatever_a_page_can_show_is_found_in_the_language_of_who_reads_it() -> None:
    paths = [path for pattern in HEARD for path in EDGE.glob(pattern) if path.name not in OF_THE_TERMINAL]
    assert len(paths) > 40
    told = [(path.name, line, text) for path in paths for text, line in said(path)]
    assert len(told) > 80
    assert [one for one in told if NEVER not in one[2] and not isinstance(BOOK.find(one[2]), Sentence)] == []


def test_what_the_archive_refuses_is_found_too() -> None:
    told = [f"the archive /state/archive.db cannot be used, for {said}: {advice}" for said, advice in SAID.values()]
    found = [BOOK.find(one) for one in told]
    assert [one for one in found if not isinstance(one, Sentence)] == []
    assert {one.fields["file"] for one in found if isinstance(one, Sentence)} == {"/state/archive.db"}


def findings(path: Path) -> Iterator[tuple[str, int]]:
    """Every sentence and advice of the doctor's that is made there; a name means whatever is given to it in that function."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            named = defaultdict[str, list[ast.AST]](list)
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    named[node.targets[0].id].append(node.value)
            known = {name: values for name, values in named.items() if any(ways(value, {}) for value in values)}
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                    yield from ((text, node.lineno) for part in node.args[1:] for text in ways(part, known))


def test_whatever_the_doctor_finds_is_said_in_the_language_of_who_reads_it() -> None:
    paths = [*(EDGE / "commands" / "checks").glob("*.py"), EDGE / "doctor.py"]
    told = [(path.name, line, text) for path in paths for text, line in findings(path)]
    assert len(told) > 60
    assert [one for one in told if one[2] not in OF_NO_LANGUAGE and not isinstance(DOCTOR.find(one[2]), Sentence)] == []


def test_every_check_has_a_name_in_every_language() -> None:
    load_checks()
    for language in ("english", "spanish"):
        assert {f"check_name.{one.name}" for one in registered()} == {key for key in load(language) if key.startswith("check_name.")}


@pytest.mark.parametrize(
    ("model", "sent", "spanish"),
    [
        (NewPerson, {"name": "Ana", "height_m": 7.0}, "la estatura (m): 2.6 o menos"),
        (NewPerson, {"name": ""}, "el nombre no puede quedar en blanco"),
        (NewPerson, {"name": "x" * 61}, "el nombre: como mucho 60 caracteres"),
        (NewPerson, {"name": "a\tb"}, "el nombre tiene caracteres que aquí no se pueden usar"),
        (NewPerson, {}, "falta el nombre"),
        (NewPerson, {"name": "Ana", "mass_kg": "much"}, "el peso (kg) debe ser un número"),
        (NewPerson, {"name": "Ana", "shoes": 43}, "shoes no se puede indicar aquí"),
        (PersonChange, {"consent": {"recording": 3}}, "consent.recording debe ser sí o no"),
        (SessionsQuery, {"limit": "0"}, "el número: 1 o más"),
    ],
)
def test_a_field_that_is_wrong_is_named_in_spanish(model: Any, sent: dict[str, Any], spanish: str) -> None:
    with pytest.raises(ValidationError) as problem:
        model.model_validate(sent)
    first = problem.value.errors()[0]
    found = BOOK.find(in_plain_words(f"{'.'.join(map(str, first['loc']))}: {first['msg']}"))
    assert isinstance(found, Sentence)
    words = load("spanish")
    fields = {name: words.get(f"{name}.{value}", value) for name, value in found.fields.items()}
    assert words[found.key].format(**fields) == spanish


def test_whatever_is_wrong_with_a_file_is_found(tmp_path: Path) -> None:
    """edge.capture.camera.unreadable says it in two halves."""
    tree = ast.parse((EDGE / "capture" / "camera" / "unreadable.py").read_text(encoding="utf-8"))
    halves = [node.elts for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) == 2]
    reasons = [
        (what.value, advice)
        for what, advice in halves
        if isinstance(what, ast.Constant) and isinstance(what.value, str) and what.value.startswith(("is ", "holds ", "may ", "does "))
    ]
    assert len(reasons) >= 9
    for what, advice in reasons:
        said = str(advice.value) if isinstance(advice, ast.Constant) else "give another"
        assert isinstance(BOOK.find(f"film.mp4 {what}: {said}"), Sentence), what


def test_the_most_particular_words_win() -> None:
    found = BOOK.find("Squat.mp4 is empty: copy or record it again.")
    assert isinstance(found, Sentence)
    assert (found.key, found.fields) == ("trouble.file_empty", {"file": "Squat.mp4"})
    key_lost = load("english")["trouble.key_lost"].format(file="/s/box.key")
    lost = BOOK.find(key_lost[0].upper() + key_lost[1:])
    assert isinstance(lost, Sentence)
    assert lost.key == "trouble.key_lost"
    assert "/s/box.key" in translated(lost, load("spanish"))


def test_what_nobody_has_words_for_stays_as_it_is() -> None:
    plain, known = "the moon is full", Sentence("refusal.busy", "the box is busy")
    assert BOOK.find(plain) is plain
    assert BOOK.find(known) is known


def test_braces_and_patterns_in_a_file_name_do_no_harm() -> None:
    found = BOOK.find("a{b}(.*)[.mp4 is empty: copy or record it again")
    assert isinstance(found, Sentence)
    assert translated(found, load("spanish")) == "a{b}(.*)[.mp4 está vacío: cópialo o grábalo otra vez"
