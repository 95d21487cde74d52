"""How somebody comes along over weeks, as the API tells it."""

from pathlib import Path

from edge.records import Role
from tests.web.box import Box, asked
from tests.web.memory_archive import session


def test_progress_is_of_weeks_ranges_and_goals(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        box.clock.wall = lambda: 1_800_000_000.0  # type: ignore[method-assign]
        box.archive.keep(session("s0", "p1", 1_800_000_000.0 - 15 * 86400))
        box.archive.looked_at.add("s1")
        measures = ("range_deg", "sessions_a_week", "repetitions_a_week")
        await clinician.send("PATCH", "people/p1", {"goals": [{"exercise": "squat", "measure": one, "target": 9} for one in measures]})
        told = (await clinician.get("people/p1/progress")).json()
        assert [one["id"] for one in told["sessions"]] == ["s0", "s1"]
        assert told["sessions"][1]["ranges"] == {"squat": 77.3}
        assert told["sessions"][1]["load"] == {"squat": 41.0, "plank": None}
        assert [goal["done"] for goal in told["goals"]] == [85.9, 1.0, 2.0]
        assert [week["sessions"] for week in told["adherence"]] == [1, 0, 1]
        assert told["sessions"][0]["load"] == {"squat": None, "plank": None}
        assert told["unseen"] == 1

    asked(tmp_path, scenario)
