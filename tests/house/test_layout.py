"""How the checkout is laid out and how its files look (DESIGN sections 1 and 9)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, Module, files, modules

FOLDERS = (".ci", ".pictures", "deploy", "docs", "edge", "models", "systemd", "tests", "tools")
TOP_FILES = (".gitignore", "LICENSE", "README.md", "pyproject.toml")
NOT_NOUNS_OF_THE_TRADE = ("utils", "util", "helpers", "helper", "manager", "base", "core", "common", "misc")

FILE_LINES = 320
FUNCTION_LINES = 40
LONG_FOR_A_REASON = {
    "edge.messages": "every value that flows, in one place",
}

LOCATIONS = re.compile(r"pypi\.org|pythonhosted\.org|(?:extra-)?index-url\s*=|find-links\s*=|(?<![\w.~])/(?:work|root|opt/pypi\S*)/[\w.]")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
PLAIN_TEXT = (".py", ".toml", ".txt", ".md", ".html", ".css", ".js", ".json", ".service", ".target", ".rules", "")


def written() -> Iterator[tuple[Path, str]]:
    """Every text file that a person wrote or a tool wrote for us, but this one, which names what it forbids."""
    for path in files():
        if path.suffix in PLAIN_TEXT and path != Path(__file__).relative_to(ROOT):
            yield path, (ROOT / path).read_text(encoding="utf-8")


def long_functions(module: Module) -> Iterator[str]:
    """Functions longer than a reader wants to hold in mind, docstring not counted."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
            lines = (node.end_lineno or start) - start + 1
            if lines > FUNCTION_LINES and f"{module.name}.{node.name}" not in LONG_FOR_A_REASON:
                yield f"{module.name}:{node.lineno} {node.name} has {lines} lines"


def undescribed(module: Module) -> bool:
    """Whether a module with any code in it does not say what it refuses to know."""
    return any(not isinstance(part, ast.Expr) for part in module.tree.body) and "Refuses to know" not in (
        ast.get_docstring(module.tree) or ""
    )


def test_only_the_rooms_of_the_house() -> None:
    assert sorted({path.parts[0] for path in files() if len(path.parts) > 1} - set(FOLDERS)) == []
    assert sorted({path.name for path in files() if len(path.parts) == 1} - set(TOP_FILES)) == []


def test_files_are_nouns_of_the_trade() -> None:
    assert [str(path) for path in files() if {Path(part).stem for part in path.parts} & set(NOT_NOUNS_OF_THE_TRADE)] == []


def test_no_file_knows_this_machine_or_a_registry() -> None:
    assert [f"{path}: {found[0]}" for path, text in written() if (found := LOCATIONS.search(text))] == []


def test_nothing_is_left_for_later() -> None:
    assert [f"{path}: {found[0]}" for path, text in written() if (found := UNFINISHED.search(text))] == []


def test_files_are_short() -> None:
    code = [module for folder in ("edge", "tests", "tools") for module in modules(folder)]
    lengths = {module.name: module.text.count("\n") for module in code if module.name not in LONG_FOR_A_REASON}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_are_short() -> None:
    assert [line for folder in ("edge", "tools") for module in modules(folder) for line in long_functions(module)] == []


def test_every_module_says_what_it_refuses_to_know() -> None:
    assert [module.name for module in modules() if undescribed(module)] == []


@pytest.mark.parametrize(
    "text", ["https://pypi.org/simple", "--find-links=/x", "cp /work/shared/a.mp4 .", "'/root/.cache'", "extra-index-url = x"]
)
def test_the_rule_sees_locations(text: str) -> None:
    assert LOCATIONS.search(text)


@pytest.mark.parametrize("text", ["edge/root/x", "https://developers.google.com/mediapipe", "a framework/tool", "/var/lib/edgecoach"])
def test_the_rule_lets_plain_paths_be(text: str) -> None:
    assert not LOCATIONS.search(text)


def test_the_rule_sees_long_functions() -> None:
    body = "    x = 1\n" * FUNCTION_LINES
    assert list(long_functions(Module("edge.a", f"def f():\n{body}"))) != []
    assert list(long_functions(Module("edge.a", f"def f():\n{body[:-10]}"))) == []


def test_the_rule_sees_modules_without_a_limit() -> None:
    assert undescribed(Module("edge.a", '"""frames -> poses."""\nx = 1'))
    assert not undescribed(Module("edge.a", '"""frames -> poses. Refuses to know: cameras."""\nx = 1'))
    assert not undescribed(Module("edge.a", '"""The checks."""', package=True))
