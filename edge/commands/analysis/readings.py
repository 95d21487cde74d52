"""A worn sensor's file, and the frames of a video -> both in one line, in order of time.

Refuses to know: what is seen and what is felt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from edge.capture.imu_file import ImuFile
from edge.errors import InputError
from edge.messages import ImuSample, Nobody, Pose, Sample
from edge.store.recording import read_recording

RECORDING = ".mcap"


def readings(path: Path) -> Iterable[ImuSample]:
    """Those of a CSV file, or of a recording, in which time begins with its first frame. Raises InputError for a file that is neither."""
    if path.suffix.lower() != RECORDING:
        return ImuFile(path)
    began: float | None = None
    felt: list[ImuSample] = []
    for sample in read_recording(path).samples():
        if isinstance(sample, ImuSample):
            felt.append(sample)
        elif began is None and isinstance(sample, Pose | Nobody):
            began = sample.t
    if not felt:
        raise InputError(f"no worn sensor is in the recording {path}", "leave --imu out")
    began = felt[0].t if began is None else began
    return [replace(sample, t=sample.t - began) for sample in felt]


def beside(frames: Iterable[Sample], felt: Iterable[ImuSample]) -> Iterator[Sample]:
    """The frames, and before each what was felt since the one before; nothing from before the first or after the last."""
    coming = iter(felt)
    waiting, started = next(coming, None), False
    for frame in frames:
        while waiting is not None and waiting.t <= frame.t:
            if started:
                yield waiting.rounded()
            waiting = next(coming, None)
        started = True
        yield frame
