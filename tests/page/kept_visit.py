"""One real session of the demo's clip, as the API told it, and a staff's box to look at it with.

`data/demo_visit.json.gz` holds the session and its track, made by `edgecoach demo` and edge.revisit. What takes a child process of
minutes (tracks, reports, analyses) is answered from it; everything else is the real server.
"""

import gzip
import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route

from edge.config_lines import Mistake
from edge.estimate.body.clinical_table import CLINICAL_INDEX, CLINICAL_NAMES
from edge.estimate.body.muscles import GENERATORS
from edge.messages import BodyState, MotionState
from edge.records import RecordingState
from tests.page.made_box import MadeBox, made_box
from tests.web.memory_archive import session

Json = dict[str, Any]

KEPT = Path(__file__).parent / "data" / "demo_visit.json.gz"
LATER_S = 2.0
MONTH_S = 30 * 86_400.0
LATEST = 1_800_000_000.0
MISTAKE = Mistake(14, "capture.camera.rate_hz", "rate_hz must be from 1 to 240, and 500 is not")
TECHNICIAN: Json = {
    "checks": [
        {"name": "camera", "level": "ok", "sentence": "/dev/video0 gives 640 x 480 at 30 Hz", "advice": ""},
        {"name": "watch", "level": "issue", "sentence": "the watch was not found", "advice": "wear it and run edgecoach pair"},
    ],
    "cameras": [
        {"source": "v4l2", "device": "/dev/video0", "name": "HD USB Camera"},
        {"source": "v4l2", "device": "/dev/video2", "name": "Integrated camera"},
    ],
    "camera": None,
    "logs": ["09:00:01 INFO camera came", "09:00:02 WARNING watch is away", "09:00:03 ERROR the disk is full"],
}


@lru_cache
def visit() -> Json:
    """session, track: as GET /api/sessions/{id} and its track answer."""
    whole: Json = json.loads(gzip.decompress(KEPT.read_bytes()))
    return whole


def later(seconds: float = LATER_S) -> Json:
    """The same session, begun so much earlier before the first movement: all its times are later."""
    moved = deepcopy(visit())
    for kind in ("reps", "segments", "sets", "faults", "cues"):
        for one in moved["session"][kind]:
            one.update({name: one[name] + seconds for name in ("start_s", "turn_s", "end_s", "t_s") if name in one})
    moved["track"]["t"] = [t + seconds for t in moved["track"]["t"]]
    moved["session"] |= {"id": "later", "duration_s": moved["session"]["duration_s"] + seconds, "started_at": LATEST - MONTH_S}
    return moved


@contextmanager
def staff_box(folder: Path, **wanted: Any) -> Iterator[MadeBox]:
    """A box where everybody is a technician, with sessions over half a year, one of each state of recording."""
    with made_box(folder, all_open=True, technician=lambda: TECHNICIAN, **wanted) as box:
        states = (RecordingState.WHOLE, RecordingState.DAMAGED, RecordingState.CUT_OFF, RecordingState.NONE, RecordingState.WHOLE)
        for number, state in enumerate(states):
            kept = session(f"k{number}", "p1", LATEST - number * MONTH_S)
            summary = replace(kept.summary, recording=state, clock_trusted=number != 2)
            box.archive.keep(replace(kept, summary=summary))
        box.moments = [(t, events, state and with_body(state), picture) for t, events, state, picture in box.moments]
        yield box


def with_body(state: MotionState) -> MotionState:
    """Made-up clinical angles: both knees 60 +- 30 degrees, left 10 more; the hips surely, the trunk vaguely; the rest unknown."""
    angles, sds = np.full(len(CLINICAL_NAMES), np.nan), np.full(len(CLINICAL_NAMES), np.nan)
    swing = 30.0 * math.sin(2.0 * state.t)
    for name, degrees, sd in (
        ("left_knee_flexion", 70.0 + swing, 5.0), ("right_knee_flexion", 60.0 + swing, 5.0), ("left_hip_flexion", 40.0, 2.0),
        ("right_hip_flexion", 150.0, 2.0), ("trunk_inclination", 20.0, 20.0),
    ):  # fmt: skip
        angles[CLINICAL_INDEX[name]], sds[CLINICAL_INDEX[name]] = math.radians(degrees), math.radians(sd)
    none, shares = np.full(47, np.nan), np.full((len(GENERATORS) // 2, 2), np.nan)
    body = BodyState(state.t, np.full(57, np.nan), none, none, angles, sds, np.full_like(angles, np.nan), none, none, shares, shares)
    return replace(state, body=body)


def answer(page: Page, pattern: str, reply: Callable[[Route], object] | Json, status: int = 200) -> None:
    """Requests to such addresses get this reply."""
    page.route(re.compile(pattern), reply if callable(reply) else lambda route: route.fulfill(status=status, json=reply))


def keep(page: Page, kept: Json, session_id: str) -> None:
    """This browser's box knows such a session; its track is ready at the second look."""
    looks = iter([{"progress": 0.5}])
    answer(page, rf"/api/sessions/{session_id}$", kept["session"] | {"id": session_id})

    def track(route: Route) -> None:
        waiting = next(looks, None)
        route.fulfill(status=202 if waiting else 200, json=waiting or kept["track"])

    answer(page, rf"/api/sessions/{session_id}/track$", track)
