"""tools/bench-vm without a machine: what it needs, what it would run, when it builds, and how results are told."""

import io
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from edge.errors import EdgeError
from tests.house.source import ROOT
from tools.bench_vm import build as building
from tools.bench_vm import machine, needs
from tools.bench_vm.__main__ import app
from tools.bench_vm.place import Place, alone, chosen
from tools.bench_vm.report import Conditions, as_object, plain_name, print_report
from tools.bench_vm.session import Result, batches, read_results

NAME = "tests/bench/guest/check_imu.py::test_a_stuck_bus[busy]"
CONDITIONS = Conditions("tcg", "6.1.0-1-amd64", "abc1234+", 60.0, 1500.0)
PASSED = Result(NAME, "passed", 21.4, {"back_after_s": "0.9"})
FAILED = Result("tests/bench/guest/check_pins.py::test_a_press", "failed", 30.0, {}, "\n".join(f"line {n}" for n in range(40)))


def case(name: str, inside: str) -> str:
    return f'<testcase name="{name}" time="1.0">{inside}</testcase>'


def junit(*cases: str) -> str:
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A machine's folder with a kernel in it."""
    boot = tmp_path / "rootfs" / "boot"
    boot.mkdir(parents=True)
    for name in ("vmlinuz-6.1.0-9-amd64", "initrd.img-6.1.0-9-amd64"):
        (boot / name).touch()
    return Place(tmp_path)


# --- what it needs -----------------------------------------------------------------------------------------------


def test_missing_programs_are_told_with_their_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EdgeError, match="sudo apt install openssh-client qemu-system-x86 qemu-utils") as told:
        needs.require(needs.TO_RUN, "the bench machine")
    assert told.value.exit_code == 1


def test_without_qemu_the_command_ends_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    python = ROOT / ".venv/bin/python"
    environment = {**os.environ, "PATH": str(tmp_path / "empty"), "PYTHONPATH": str(ROOT), "EDGECOACH_BENCH": str(tmp_path)}
    command = [str(python), "-m", "tools.bench_vm", "sensors"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("bench-vm: the bench machine needs programs that are not here: sudo apt install ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["sensors", "--help"], ["shell", "--help"]])
def test_help_holds_an_example(words: list[str]) -> None:
    assert "tools/bench-vm" in CliRunner().invoke(app, words).output.partition("Usage")[2].partition("\n")[2]


def test_the_machine_lies_where_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EDGECOACH_BENCH", str(tmp_path))
    assert chosen().folder == tmp_path
    monkeypatch.delenv("EDGECOACH_BENCH")
    assert chosen().folder == Path.home() / ".cache/edgecoach/bench-vm"


def test_one_machine_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    with alone(Place(tmp_path / "new")), pytest.raises(EdgeError, match="at work already"), alone(Place(tmp_path / "new")):
        pass
    with alone(Place(tmp_path / "new")):
        pass


# --- what it would run -------------------------------------------------------------------------------------------


def test_qemu_is_reached_from_this_computer_only_and_reaches_nobody(place: Place) -> None:
    command = machine.qemu_command(place, "tcg", 2222)
    assert command[command.index("-netdev") + 1] == "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22"
    assert command[command.index("-kernel") + 1].endswith("boot/vmlinuz-6.1.0-9-amd64")


def test_only_an_emulated_machine_counts_its_time_by_what_it_does(place: Place) -> None:
    emulated, virtual = (machine.qemu_command(place, accel, 1) for accel in ("tcg", "kvm"))
    assert "-icount" in emulated
    assert "tsc=reliable" in emulated[emulated.index("-append") + 1]
    assert "-icount" not in virtual
    assert "tsc" not in virtual[virtual.index("-append") + 1]
    assert (virtual[virtual.index("-accel") + 1], virtual[virtual.index("-smp") + 1]) == ("kvm", "2")


def test_the_newest_kernel_is_taken(place: Place) -> None:
    (place.rootfs / "boot" / "vmlinuz-6.1.0-10-amd64").touch()
    assert place.kernel_version == "6.1.0-10-amd64"


def test_a_machine_that_was_not_built_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EdgeError, match="sudo tools/bench-vm build"), machine.Machine(Place(tmp_path), "tcg"):
        pass
    with pytest.raises(EdgeError, match="has no kernel"):
        Place(tmp_path).boot("vmlinuz")


@pytest.mark.parametrize(("greeting", "is_ssh"), [(b"SSH-2.0-OpenSSH_9.2\r\n", True), (b"HTTP/1.1 400\r\n", False)])
def test_a_port_is_an_ssh_servers_only_when_it_says_so(greeting: bytes, is_ssh: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as others:
        asked = others.submit(machine.ssh_greets, server.getsockname()[1])
        with server.accept()[0] as connection:
            connection.sendall(greeting)
        assert asked.result() is is_ssh


def test_a_port_that_nobody_holds_is_no_ssh_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not machine.ssh_greets(port)


# --- when it builds ----------------------------------------------------------------------------------------------


def test_each_step_is_done_again_when_one_before_it_changes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make_disk(built: Place) -> None:
        made.append("make_disk")
        built.disk.touch()

    for name in ("make_debian", "make_modules", "make_packages", "make_settings"):
        monkeypatch.setattr(building, name, lambda _, name=name: made.append(name))
    monkeypatch.setattr(building, "make_disk", make_disk)
    building.build(place, lambda _: None)
    assert made == ["make_debian", "make_modules", "make_packages", "make_settings", "make_disk"]
    assert building.up_to_date(place)
    made.clear()
    building.build(place, lambda _: None)
    assert made == []
    monkeypatch.setattr(building, "GUEST_PACKAGES", ("bumble",))
    assert not building.up_to_date(place)
    building.build(place, lambda _: None)
    assert made == ["make_packages", "make_settings", "make_disk"]


def test_what_fails_while_building_names_the_log(place: Place) -> None:
    with pytest.raises(EdgeError, match=r"false failed while the machine was built: .*build\.log"):
        building.run_logged(place, ["false"])


# --- how results are told ----------------------------------------------------------------------------------------


def test_pytests_report_is_read() -> None:
    figures = '<properties><property name="back_after_s" value="0.9" /></properties>'
    failure, skip = '<failure message="short">assert 3 &lt; 2</failure>', '<skipped message="no card" />'
    names = [NAME, "check_a.py::test_b", "check_a.py::test_c", "check_a.py::test_d"]
    told = junit(case("test_a_stuck_bus[busy]", figures), case("test_b", failure), case("test_c", skip))
    read = read_results(names, told, 21.4)
    assert read[0] == PASSED
    assert [(one.outcome, one.why) for one in read[1:]] == [
        ("failed", "assert 3 < 2"), ("skipped", "no card"), ("error", "pytest did not run it"),
    ]  # fmt: skip


def test_only_checks_that_leave_nothing_behind_share_a_snapshot() -> None:
    lines = [f"tests/bench/guest/check_lines.py::test_{letter}" for letter in "ab"]
    assert batches([NAME, *lines, "tests/bench/guest/check_imu.py::test_c"]) == [[NAME], lines, ["tests/bench/guest/check_imu.py::test_c"]]


def test_names_are_for_people() -> None:
    assert plain_name(NAME) == "imu: a stuck bus[busy]"


def test_the_report_tells_what_was_exercised_and_why_it_failed() -> None:
    paper = io.StringIO()
    print_report(Console(file=paper, width=160), CONDITIONS, [PASSED, FAILED])
    text = paper.getvalue()
    assert "imu: a stuck bus[busy]" in text
    assert "back_after_s 0.9" in text
    assert "line 39" in text
    assert "line 20" not in text
    assert text.endswith(
        "1 of 2 checks passed on an emulated (tcg) machine, Linux 6.1.0-1-amd64, commit abc1234+: booted in 60 s, 25.0 minutes in all\n"
    )


def test_the_object_has_everything() -> None:
    told = as_object(CONDITIONS, [PASSED, FAILED])
    assert (told["n_checks"], told["n_passed"], told["conditions"]["accel"]) == (2, 1, "tcg")
    assert told["checks"][1]["why"] == FAILED.why


# --- a QEMU that goes ---------------------------------------------------------------------------------------------

MORTAL = """
import os, signal, socket, sys
path, last_words = sys.argv[1:]
server = socket.create_server(path, family=socket.AF_UNIX)
print("listening", flush=True)
connection, _ = server.accept()
connection.sendall(b'{"QMP": {}}\\n')
connection.recv(1000)
connection.sendall(last_words.encode())
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("last_words", ["", '{"return": {}}\n', '{"retu'])
def test_a_qemu_that_is_killed_is_told_in_one_sentence(tmp_path: Path, last_words: str) -> None:
    place = Place(tmp_path)
    with subprocess.Popen([sys.executable, "-c", MORTAL, str(place.monitor), last_words], stdout=subprocess.PIPE) as qemu:
        assert qemu.stdout is not None
        qemu.stdout.readline()
        running = machine.Machine(place, "tcg")
        running._qemu = qemu
        for ask in (running.save, running.resume):
            with pytest.raises(EdgeError, match="QEMU ended: its words are in"):
                ask()
