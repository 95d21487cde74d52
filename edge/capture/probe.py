"""A camera process, watched for a few seconds -> what its camera is worth.

Refuses to know: how that is shown, and what is worth how much.
"""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from statistics import median

from edge.capture.camera import wire
from edge.capture.camera_process import camera_process
from edge.capture.child_log import ChildLog
from edge.capture.pose import OWN_CHILD, edge_error
from edge.clock import Clock


@dataclass(frozen=True, slots=True)
class Findings:
    """fps, jitter_ms: of the camera itself. dropped: frames that the model had no time for. people, nobody: frames that it looked at.

    model_ms, delay_ms: median and 95th percentile, in the model and from the frame being taken to its pose being sent.
    brightness: 0..1.
    """

    identity: str
    runtime: str
    width: int
    height: int
    fps: float
    jitter_ms: float
    dropped: int
    people: int
    nobody: int
    model_ms: tuple[float, float]
    delay_ms: tuple[float, float]
    brightness: float


async def probe_camera(options: wire.Options, seconds: float, clock: Clock, log: ChildLog | None = None) -> Findings:
    """Watch the camera for so many seconds, or until its file ends. Raises EdgeError where there are no pictures.

    log: for the camera process's standard error; None leaves it on ours.
    """
    statuses: list[wire.Status] = []
    people = nobody = 0
    until = float("inf")
    async with camera_process(OWN_CHILD, None, log) as (writer, messages), aclosing(messages):
        writer.write(wire.encode(options))
        async for message in messages:
            match message:
                case wire.Pose():
                    people += 1
                case wire.Nobody():
                    nobody += 1
                case wire.Status():
                    until = min(until, clock.now() + seconds)
                    statuses.append(message)
                case wire.CameraFailure():
                    raise edge_error(message)
                case _:
                    break
            if clock.now() >= until:
                break
    return _summed_up(statuses, people, nobody)


def _summed_up(statuses: Sequence[wire.Status], people: int, nobody: int) -> Findings:
    """The seconds' medians; the first status, sent with the first frame, has measured nothing yet."""
    measured, last = statuses[1:] or statuses, statuses[-1]
    return Findings(
        identity=last.identity,
        runtime=last.runtime,
        width=last.width,
        height=last.height,
        fps=median(status.fps for status in measured),
        jitter_ms=median(status.jitter_ms for status in measured),
        dropped=last.dropped,
        people=people,
        nobody=nobody,
        model_ms=(median(status.model_ms_p50 for status in measured), max(status.model_ms_p95 for status in measured)),
        delay_ms=(median(status.delay_ms_p50 for status in measured), max(status.delay_ms_p95 for status in measured)),
        brightness=last.brightness,
    )
