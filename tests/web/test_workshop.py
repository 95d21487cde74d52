"""Child processes that make files: what the box still knows of them when they are done."""

import asyncio
import sys
from pathlib import Path

from edge.web.workshop import TOO_MUCH, USUAL, Job, Workshop

CHILD = (
    "-c",
    "import sys; from pathlib import Path; Path(sys.argv[1]).write_text('x') if sys.argv[2] == 'well' else sys.exit('it is damaged')",
)


def made(tmp_path: Path, *how: str, program: str = sys.executable) -> tuple[Workshop, list[Job]]:
    async def scenario() -> tuple[Workshop, list[Job]]:
        shop = Workshop({}, USUAL, (program, *CHILD))
        jobs = [shop.start((str(tmp_path / f"{number}.txt"), word), tmp_path / f"{number}.txt") for number, word in enumerate(how)]
        assert shop.waiting == len(how)
        async with asyncio.timeout(30):
            for job in jobs:
                await job.finished.wait()
        return shop, jobs

    return asyncio.run(scenario())


def test_what_is_finished_is_known_to_whoever_asked_for_it_and_to_nobody_else(tmp_path: Path) -> None:
    shop, jobs = made(tmp_path, "well", "badly", "well")
    assert [job.state for job in jobs] == ["done", "failed", "done"]
    assert (shop._jobs, shop.waiting) == (set(), 0)
    assert [job.out.exists() for job in jobs] == [True, False, True]


def test_a_crash_is_no_sentence_however_long_it_is_told(tmp_path: Path) -> None:
    told = "import sys; sys.exit('Traceback (most recent call last):' + '  File x, line 1\\n' * 900 + 'ValueError: of the inside')"
    shop = Workshop({}, USUAL, (sys.executable, "-c", told))

    async def scenario() -> Job:
        job = shop.start((), tmp_path / "none")
        async with asyncio.timeout(30):
            await job.finished.wait()
        return job

    assert asyncio.run(scenario()).error == TOO_MUCH
