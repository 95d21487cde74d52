"""A restored archive takes the place of the old one whole, or not at all, wherever the power is cut; and tells nobody its keys."""

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from edge.errors import EdgeError
from edge.store import exchange, restoring
from edge.store.archive import has_archive
from edge.store.exchange import ENTERING, NEW, OLD, WHOLE, workplace
from edge.store.restoring import Restored, rehearse, restore
from tests.store.kept import MESSAGES, NOON, Wall, met, opened, trained

FEW = MESSAGES[:200]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A backup of a box with Anna; since then the box knows Bert, too, and one session more."""
    place = tmp_path / "stick"
    place.mkdir()
    clock = Wall(NOON - 1.0)
    with opened(tmp_path / "box", clock) as archive:
        anna = met(archive)
        trained(archive, anna.id, "a1", messages=FEW)
        archive.care.print_recovery_key()
        archive.care.back_up(place)
        clock.at += 1.0
        bert = met(archive, "Bert")
        trained(archive, bert.id, "b1", messages=FEW)
    return place


def names(box: Path) -> list[str]:
    """Who is in the archive, which is whole and alone in its folder."""
    assert has_archive(box)
    with opened(box) as archive:
        assert archive.verify() == []
        assert not [name for name in (NEW, WHOLE, ENTERING, OLD) if (box / name).exists()]
        there = [person.body.name for person in archive.people()]
        recordings = sorted(path.stem for path in (box / "recordings").iterdir())
    assert recordings == {"Anna": ["a1"], "Bert": ["a1", "b1"]}[there[-1]]
    return there


def killed(work: Callable[[], object]) -> bool:
    """Do it in a process of its own; gives whether that was killed."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


def die_at(step: int) -> None:
    """From now on this process is killed before its `step`-th change of a name on the disk, from 0."""
    left = itertools.count(step, -1)

    def dying(really: Callable[..., object]) -> Callable[..., object]:
        def change(*args: object, **named: object) -> object:
            if next(left) <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return really(*args, **named)

        return change

    for where, name in ((Path, "rename"), (Path, "mkdir"), (os, "rmdir"), (os, "unlink")):
        setattr(where, name, dying(getattr(where, name)))


def restored_until(box: Path, stick: Path, step: int) -> None:
    def take_place(folder: Path) -> None:
        die_at(step)
        exchange.take_place(folder)

    restoring.take_place = take_place  # type: ignore[attr-defined]
    restore(box, stick, Wall(), replace=True)


def opened_until(box: Path, step: int) -> None:
    die_at(step)
    exchange.go_on(box)


def as_before(before: Path, box: Path) -> None:
    shutil.rmtree(box, ignore_errors=True)
    shutil.copytree(before, box)


def test_wherever_it_is_killed_the_old_archive_or_the_new_one_is_there_whole(tmp_path: Path, stick: Path) -> None:
    box, before, dies = tmp_path / "box", tmp_path / "before", True
    found: list[list[str]] = []
    box.rename(before)
    while dies:
        as_before(before, box)
        dies = killed(partial(restored_until, box, stick, len(found)))
        found.append(names(box))
    assert len(found) > 12
    assert found == [["Anna", "Bert"]] + [["Anna"]] * (len(found) - 1)


def test_what_is_killed_while_it_is_finished_is_finished_the_next_time(tmp_path: Path, stick: Path) -> None:
    box, before, step, dies = tmp_path / "box", tmp_path / "before", 0, True
    assert killed(partial(restored_until, box, stick, 3))
    box.rename(before)
    while dies:
        as_before(before, box)
        dies = killed(partial(opened_until, box, step))
        assert names(box) == ["Anna"]
        step += 1
    assert step > 10


def test_a_rehearsal_keeps_its_keys_beside_the_archive_and_leaves_nothing(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, seen = tmp_path / "box", []
    really = restoring._rebuild

    def watched(new: Path, *rest: object) -> Restored:
        done = really(new, *rest)  # type: ignore[arg-type]
        seen.append((new.parent, new.stat().st_mode & 0o777, (new / "box.key").stat().st_mode & 0o777))
        with opened(box) as archive:
            assert [person.body.name for person in archive.people()] == ["Anna", "Bert"], "others may go on meanwhile"
        assert new.exists()
        return done

    monkeypatch.setattr(restoring, "_rebuild", watched)
    rehearse(box, stick, Wall())
    assert seen == [(box, 0o700, 0o600)]
    assert names(box) == ["Anna", "Bert"]


def test_what_a_killed_rehearsal_left_goes_when_the_archive_is_opened(tmp_path: Path, stick: Path) -> None:
    box = tmp_path / "box"
    (box / NEW).mkdir()
    (box / NEW / "box.key").write_bytes(b"secret")
    assert names(box) == ["Anna", "Bert"]
    assert stick.exists()


def test_one_restores_or_rehearses_at_a_time_and_nobody_opens_half_an_archive(tmp_path: Path, stick: Path) -> None:
    box = tmp_path / "box"
    with workplace(box):
        with pytest.raises(EdgeError, match="already: wait until that is done"):
            rehearse(box, stick, Wall())
        (box / WHOLE).mkdir()
        with pytest.raises(EdgeError, match="is being brought back into"):
            opened(box)
        (box / WHOLE).rmdir()
