"""A clip -> frames a second of our BlazePose, on either runtime, and of mediapipe's, both on one and the same processor, taking turns.

Refuses to know: accuracy (that is parity's).
"""

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.capture.camera import detector, landmarker
from edge.capture.camera.blazepose import BlazePose
from edge.weights import checked_folder
from tools.pose_oracle.clip import BLOCK, INTERVAL_S, blocks
from tools.pose_oracle.package import Package
from tools.pose_oracle.parity import blazepose

WANTED = 1.7
RUNTIMES = ("onnxruntime", "litert")


class Stages:
    """Milliseconds by stage: wraps a stage's function where the module holds it."""

    def __init__(self) -> None:
        self.ms: dict[str, list[float]] = defaultdict(list)
        self._plain: list[tuple[Any, str, Callable[..., Any]]] = []

    def watch(self, module: Any, function: str, stage: str) -> None:
        plain = getattr(module, function)
        self._plain.append((module, function, plain))
        setattr(module, function, self._timed(plain, stage))

    def leave(self) -> None:
        """The functions as they were."""
        for module, function, plain in self._plain:
            setattr(module, function, plain)

    def _timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            start = time.perf_counter()
            result = function(*args)
            self.ms[stage].append((time.perf_counter() - start) * 1e3)
            return result

        return timed


def _watched(pose: BlazePose) -> Stages:
    stages = Stages()
    stages.watch(landmarker, "cut_out", "cut out and shrink")
    stages.watch(landmarker, "refined", "refine on the heat map")
    stages.watch(landmarker, "read", "landmarks, all")
    stages.watch(detector, "detect", "detector, all")
    stages.watch(pose, "landmarks", "landmarks, network")
    return stages


def measure(clip: Path, runtime: str, limit: int) -> dict[str, Any]:
    """Both over one clip, block by block in turn."""
    pose, package = blazepose(runtime, str(checked_folder())), Package(smooth=False)
    stages = _watched(pose)
    wall_ms: list[float] = []
    busy_ms: list[float] = []
    t = 0.0
    for block in blocks(clip, limit):
        for frame in block:
            t += INTERVAL_S
            start, busy = time.perf_counter(), time.process_time()
            pose.feed(frame, t)
            wall_ms.append((time.perf_counter() - start) * 1e3)
            busy_ms.append((time.process_time() - busy) * 1e3)
        package.process(block)
    package.close()
    stages.leave()
    frames = _frames(clip, wall_ms, package.wall_ms) | {"processor_time_ratio": sum(package.busy_ms[BLOCK:]) / sum(busy_ms[BLOCK:])}
    return frames | {"runtime": runtime, "stages_ms": {stage: float(np.median(ms)) for stage, ms in stages.ms.items()}}


def _frames(clip: Path, ours: list[float], theirs: list[float]) -> dict[str, Any]:
    """Rates after the first block, in which both warm up."""
    ours, theirs = ours[BLOCK:], theirs[BLOCK:]
    rates = {name: 1e3 * len(ms) / sum(ms) for name, ms in (("ours_fps", ours), ("mediapipe_fps", theirs))}
    medians = {"ours_ms_p50": float(np.median(ours)), "mediapipe_ms_p50": float(np.median(theirs))}
    return {"clip": clip.name, "frames": len(ours), **rates, **medians, "ratio": rates["ours_fps"] / rates["mediapipe_fps"]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools/bench pose", description=__doc__)
    parser.add_argument("clips", nargs="+", type=Path, metavar="CLIP")
    parser.add_argument("--runtime", choices=RUNTIMES, help="only that one (default: one after the other)")
    parser.add_argument("--frames", type=int, default=240, help="of each clip, at most")
    parser.add_argument("--processor", type=int, default=min(os.sched_getaffinity(0)), help="the one to run on")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    os.sched_setaffinity(0, {asked.processor})
    cv2.setNumThreads(1)
    runtimes = [asked.runtime] if asked.runtime else RUNTIMES
    results = [measure(clip, runtime, asked.frames) for clip in asked.clips for runtime in runtimes]
    for result in results:
        print(
            f"{result['clip']}, {result['runtime']}: {result['frames']} frames on processor {asked.processor}: "
            f"ours {result['ours_fps']:.1f} a second ({result['ours_ms_p50']:.1f} ms), "
            f"mediapipe {result['mediapipe_fps']:.1f} ({result['mediapipe_ms_p50']:.1f} ms), "
            f"{result['ratio']:.2f} times (wanted {WANTED}); by processor time {result['processor_time_ratio']:.2f} times"
        )
        print("  median ms: " + ", ".join(f"{stage} {ms:.2f}" for stage, ms in result["stages_ms"].items()))
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
