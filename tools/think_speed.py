"""Made-up visits -> what everything after the pose costs on one processor: thinking, replaying, recording, remembering.

Refuses to know: pictures and pose models.
How to use it:  tools/bench think [--minutes 60]
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.analysis.spool import open_spool
from edge.commands.analysis.study import TimedMind, study
from edge.messages import ImuSample, Nobody, Pose, Sample
from edge.replay import replay, watch, with_ticks
from edge.store.recording import RecordingHeader, RecordingWriter, read_recording
from tools.avatar_studio import as_poses, random_session, truth

IMU_HZ = 100
RECORDED_MINUTES = 5.0
FIRST_SEED = 2000
EARLY = 0.2
"""Share of the time after which memory is expected to stay as it is."""


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench think", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=60.0, help="of made-up visits (default 60)")
    minutes = options.parse_args().minutes
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        json.dump({**thinking(minutes), **recording(Path(folder), min(minutes, RECORDED_MINUTES))}, sys.stdout, indent=2)
    print()


def visits(minutes: float) -> Iterator[Pose | Nobody]:
    """One visit after another, 30 samples a second, as the camera would hand them on."""
    start = 0.0
    for seed in count(FIRST_SEED):
        real = truth(random_session(seed))
        for sample in as_poses(real, np.random.default_rng(seed)):
            t = start + sample.t
            if t >= minutes * 60.0:
                return
            yield replace(sample, t=t).rounded() if isinstance(sample, Pose) else replace(sample, t=t)
        start += float(real.t[-1]) + 1.0 / real.spec.fps


def thinking(minutes: float) -> dict[str, Any]:
    """Milliseconds of thought a frame, and how much memory grew after the first fifth, through the path of `analyze`."""
    mind, early = TimedMind(build_pipeline(), SystemClock()), [0.0]

    def frames() -> Iterator[Pose | Nobody]:
        for sample in visits(minutes):
            if not early[0] and sample.t > EARLY * minutes * 60.0:
                early[0] = memory_mb()
            yield sample

    with open_spool() as spool:
        ledger = study(frames(), mind, spool.add)
        late = memory_mb()
    p50, p95, p99 = np.percentile(np.frombuffer(mind.think_s, np.float32), (50, 95, 99)) * 1000.0
    return {
        "minutes": minutes,
        "frames": len(mind.think_s),
        "reps": len(ledger.reps),
        "think_ms_p50": round(float(p50), 3),
        "think_ms_p95": round(float(p95), 3),
        "think_ms_p99": round(float(p99), 3),
        "memory_mb": round(late, 1),
        "memory_grew_mb": round(late - early[0], 1),
    }


def recording(folder: Path, minutes: float) -> dict[str, Any]:
    """Size of an hour with IMU and events, and how fast it and one of poses alone are replayed from their files."""
    poses, worn = folder / "poses.mcap", folder / "worn.mcap"
    _record(poses, with_ticks(visits(minutes)))
    _record(worn, _with_imu(with_ticks(visits(minutes))))
    return {
        "recording_mb_per_hour": round(worn.stat().st_size / 1e6 / (minutes / 60.0), 1),
        "replay_x_real_time": round(minutes * 60.0 / _replaying(poses), 1),
        "replay_with_imu_x_real_time": round(minutes * 60.0 / _replaying(worn), 1),
    }


def _record(path: Path, samples: Iterator[Sample]) -> None:
    with RecordingWriter(path, RecordingHeader("bench")) as writer:
        for sample, events in watch(samples, build_pipeline()):
            for message in (sample, *events):
                writer.write(message)


def _replaying(path: Path) -> float:
    """The seconds that a replay takes, as `edgecoach replay` does it."""
    clock = SystemClock()
    began = clock.now()
    for _ in replay(read_recording(path), build_pipeline()):
        pass
    return clock.now() - began


def _with_imu(samples: Iterator[Sample]) -> Iterator[Sample]:
    """The same with a wrist's IMU: noise in every bit that a real one has."""
    rng, sent = np.random.default_rng(FIRST_SEED), 0
    for sample in samples:
        while sent < sample.t * IMU_HZ:
            accel, gyro = rng.normal((0.0, 0.0, 9.81), 0.8), rng.normal(0.0, 0.6, 3)
            yield ImuSample(sent / IMU_HZ, "wrist", (accel[0], accel[1], accel[2]), (gyro[0], gyro[1], gyro[2]))
            sent += 1
        yield sample


def memory_mb() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
