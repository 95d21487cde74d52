"""Sessions that are over are looked at again by children, while nobody trains."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edge.errors import EdgeError
from edge.web.afterwards import Afterwards
from edge.web.services import Order
from edge.web.shelf import Shelf
from edge.web.workshop import USUAL, Workshop

CHILD = """
import sys, time
from pathlib import Path
what, session, out, log = sys.argv[1:5]
with open(log, "a") as lines: lines.write(what + " " + session + "\\n")
if session == "broken": sys.exit("it is damaged")
if session == "long": time.sleep(60)
Path(out).write_text("{}")
"""


@dataclass
class Owing:
    """What a child looked at is not owed any more, but for what is broken."""

    log: Path
    sessions: list[str]
    locked: bool = False
    done: list[str] = field(default_factory=list)

    def without_outline(self) -> list[str]:
        if self.locked:
            raise EdgeError("the archive cannot be used")
        return [one for one in self.sessions if one == "broken" or f"outline {one}" not in self.said()]

    def said(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@dataclass
class Bench:
    owing: Owing
    shelf: Path
    busy: bool = False

    def afterwards(self) -> tuple[Afterwards, Workshop]:
        script = self.shelf / "child.py"
        script.write_text(CHILD)
        shop = Workshop({}, USUAL, (sys.executable, str(script)))
        made = self.shelf / "made"
        made.mkdir()
        return Afterwards(self.owing, shop, self._making, Shelf(made), lambda: self.busy), shop

    def _making(self, order: Order, out: Path) -> Sequence[str]:
        assert (order.who, order.subject) == ("", "session")
        return order.what, order.id, str(out), str(self.owing.log)


async def until(said: "Owing", lines: Sequence[str]) -> None:
    async with asyncio.timeout(30):
        while said.said() != list(lines):
            await asyncio.sleep(0.05)


def run(tmp_path: Path, sessions: list[str], scenario: object, **how: bool) -> Bench:
    bench = Bench(Owing(tmp_path / "log", sessions, how.get("locked", False)), tmp_path, how.get("busy", False))

    async def main() -> None:
        afterwards, shop = bench.afterwards()
        working = asyncio.create_task(afterwards.work(look_s=0.02, quiet_s=0.02))
        await scenario(bench)  # type: ignore[operator]
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await shop.close()
        assert list((tmp_path / "made").iterdir()) == [], "nothing of it is left"

    asyncio.run(main())
    return bench


def test_one_after_the_other_and_what_is_broken_once(tmp_path: Path) -> None:
    async def scenario(bench: Bench) -> None:
        await until(bench.owing, ["outline a", "outline broken", "outline b"])
        await asyncio.sleep(0.3)

    bench = run(tmp_path, ["a", "broken", "b"], scenario)
    assert bench.owing.said() == ["outline a", "outline broken", "outline b"]


def test_whoever_comes_ends_it_and_when_they_have_gone_it_is_begun_anew(tmp_path: Path) -> None:
    async def scenario(bench: Bench) -> None:
        await until(bench.owing, ["outline long"])
        bench.busy = True
        async with asyncio.timeout(60):
            while list((tmp_path / "made").iterdir()):
                await asyncio.sleep(0.05)
        bench.owing.log.unlink()
        await asyncio.sleep(0.2)
        assert bench.owing.said() == []
        bench.busy = False
        await until(bench.owing, ["outline long"])

    run(tmp_path, ["long"], scenario)


def test_what_is_owed_anew_is_looked_at_anew(tmp_path: Path) -> None:
    """As after a person's body was corrected, from which all loads follow."""

    async def scenario(bench: Bench) -> None:
        await until(bench.owing, ["outline a"])
        await asyncio.sleep(0.2)
        bench.owing.log.unlink()
        await until(bench.owing, ["outline a"])

    assert run(tmp_path, ["a"], scenario).owing.said() == ["outline a"], "once more, and not twice"


def test_while_somebody_trains_or_the_archive_is_away_nothing_begins(tmp_path: Path) -> None:
    async def scenario(bench: Bench) -> None:
        await asyncio.sleep(0.2)
        bench.owing.locked, bench.busy = True, False
        await asyncio.sleep(0.2)

    assert run(tmp_path, ["a"], scenario, busy=True).owing.said() == []
