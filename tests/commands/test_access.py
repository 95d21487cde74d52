"""edgecoach access, as a person runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from edge.application import build
from edge.records import Role
from edge.state import State
from edge.web.codes import Codes, codes_folder


def ran(*words: str) -> tuple[int, str, str]:
    """In this process: exit code, standard output, standard error."""
    done = CliRunner().invoke(build(), words)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EDGECOACH_STATE", str(tmp_path))
    return tmp_path


def test_a_code_is_printed_once_and_opens_its_role(state: Path) -> None:
    code, out, _ = ran("access", "new", "clinician")
    printed = out.splitlines()[0].strip()
    opened = Codes(State(codes_folder(state))).open(printed)
    assert code == 0
    assert opened is not None
    assert opened.role is Role.CLINICIAN
    assert printed not in ran("access", "list")[1]


def test_a_new_code_ends_the_one_before(state: Path) -> None:
    first, second = (json.loads(ran("access", "new", "technician", "--json")[1])["code"] for _ in range(2))
    codes = Codes(State(codes_folder(state)))
    assert codes.open(first) is None
    assert codes.open(second)


def test_who_has_one_is_listed_and_revoked(state: Path) -> None:
    assert "Nobody has a code" in ran("access", "list")[1]
    ran("access", "new", "athlete")
    assert [one["role"] for one in json.loads(ran("access", "list", "--json")[1])["codes"]] == ["athlete"]
    ran("access", "revoke", "athlete")
    assert json.loads(ran("access", "list", "--json")[1]) == {"codes": []}
    code, _, problem = ran("access", "revoke", "athlete")
    assert (code, problem) == (2, "there is no code for athlete: edgecoach access list shows those there are\n")


def test_a_role_that_is_none_is_said(state: Path) -> None:
    assert ran("access", "new", "boss")[0] == 2


def test_no_recording_gets_the_hashes(state: Path) -> None:
    ran("access", "new", "clinician")
    assert State(state).all() == {}
    assert oct((state / "access" / "codes.json").stat().st_mode)[-3:] == "600"
