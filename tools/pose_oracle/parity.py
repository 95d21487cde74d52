"""Clips -> how far our landmarks are from mediapipe's on identical frames, in percent of torso length.

Three numbers a clip: `given`, both reading the same region of each frame; `free`, each following its own track; and `itself`, the package
against itself when 4 x 4 pixels in the middle of each frame are one grey level brighter, which nobody can see: a program that rounds
otherwise cannot be expected nearer than that, because each frame's region follows from the last one's landmarks, and small differences grow
tenfold in a frame. LiteRT computes with the package's own kernels, and rounds as it does; onnxruntime does not.
Refuses to know: who of the two is nearer to the truth.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from edge.capture.camera import landmarker
from edge.capture.camera.blazepose import BlazePose, open_pose
from edge.capture.camera.region import Region, frame_of
from edge.weights import checked_folder
from tools.pose_oracle.clip import INTERVAL_S, blocks
from tools.pose_oracle.package import Answer, Package

LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP = 11, 12, 23, 24
LIMIT_PERCENT = 0.6
ROW = "{:32} {:6} {:>6} {:>8} {:>8} {:>8} {:>9} {:>9} {:>11}"


@dataclass
class Difference:
    """Over one clip, for each frame in which both saw somebody: the mean over the 33 landmarks, percent of torso length, and mm."""

    clip: str
    smooth: bool
    frames: int = 0
    only_ours: int = 0
    only_theirs: int = 0
    given: list[float] = field(default_factory=list)
    free: list[float] = field(default_factory=list)
    itself: list[float] = field(default_factory=list)
    world_mm: list[float] = field(default_factory=list)

    def row(self) -> str:
        means = [f"{np.mean(values or [np.nan]):.3f}" for values in (self.given, self.free, self.itself, self.world_mm)]
        return ROW.format(self.clip[:32], "smooth" if self.smooth else "raw", self.frames, *means, self.only_ours, self.only_theirs)


def blazepose(runtime: str, folder: str) -> BlazePose:
    """Our own loop, whose stages can be looked into. Ends the program for a runtime that has none."""
    pose = open_pose(runtime, folder, threads=1)
    if not isinstance(pose, BlazePose):
        sys.exit(f"the runtime {runtime} has a loop of its own: name onnxruntime or litert")
    return pose


def percent(points: np.ndarray, theirs: np.ndarray) -> float:
    """Mean distance of (33, 2) px from theirs, in percent of their torso."""
    torso = np.linalg.norm(theirs[[LEFT_SHOULDER, RIGHT_SHOULDER]].mean(0) - theirs[[LEFT_HIP, RIGHT_HIP]].mean(0))
    return float(100.0 * np.linalg.norm(points - theirs, axis=1).mean() / max(torso, 1.0))


def touched(frame: np.ndarray) -> np.ndarray:
    """The same (H, W, 3) frame, its middle one grey level brighter."""
    other = frame.copy()
    middle = other[frame.shape[0] // 2 - 2 :, frame.shape[1] // 2 - 2 :][:4, :4]
    middle += middle < 255
    return other


class Comparison:
    """Both sides over one clip, block by block."""

    def __init__(self, clip: Path, runtime: str, smooth: bool) -> None:
        folder = str(checked_folder())
        self.result = Difference(clip.name, smooth)
        self._ours = open_pose(runtime, folder, smooth=smooth)
        self._reader = blazepose(runtime, folder)
        self._theirs, self._theirs_again = Package(smooth), Package(smooth)

    def add(self, block: list[np.ndarray]) -> None:
        theirs, again = self._theirs.process(block), self._theirs_again.process([touched(frame) for frame in block])
        for frame, answer, other in zip(block, theirs, again, strict=True):
            self._add(frame, answer, other)

    def _add(self, frame: np.ndarray, theirs: Answer | None, again: Answer | None) -> None:
        result, size = self.result, np.array([frame.shape[1], frame.shape[0]])
        result.frames += 1
        found = self._ours.feed(frame, result.frames * INTERVAL_S)
        result.only_ours += theirs is None and found is not None
        result.only_theirs += theirs is not None and found is None
        if theirs is None:
            return
        wanted = theirs.image[:, :2] * size
        if found is not None:
            result.free.append(percent(found.image[:, :2], wanted))
            result.world_mm.append(float(1e3 * np.linalg.norm(found.world - theirs.world, axis=1).mean()))
        if again is not None:
            result.itself.append(percent(again.image[:, :2] * size, wanted))
        if not result.smooth:
            result.given.append(percent(_given(self._reader, frame, theirs.region), wanted))

    def close(self) -> None:
        self._theirs.close()
        self._theirs_again.close()


def _given(reader: BlazePose, frame: np.ndarray, region: np.ndarray) -> np.ndarray:
    """(33, 2) px, read by us in their region."""
    x, y, side_x, side_y, rotation = region.astype(np.float32)
    same = Region(x, y, side_x, side_y, rotation, frame_of(frame))
    return landmarker.read(reader.landmarks, frame, same).image[:, :2]


def _all(clips: list[Path], runtime: str, limit: int, smooths: list[bool]) -> Iterator[Difference]:
    print(ROW.format("clip, % of torso", "", "frames", "given", "free", "itself", "world mm", "only ours", "only theirs"))
    for clip in clips:
        for smooth in smooths:
            comparison = Comparison(clip, runtime, smooth)
            for block in blocks(clip, limit):
                comparison.add(block)
            comparison.close()
            print(comparison.result.row(), flush=True)
            yield comparison.result


def _means(results: list[Difference]) -> Iterator[str]:
    for smooth in sorted({result.smooth for result in results}):
        of_kind = [result for result in results if result.smooth == smooth]
        for name in ("given", "free", "itself"):
            means = [float(np.mean(values)) for result in of_kind if (values := getattr(result, name))]
            if means:
                kind = "smooth_landmarks" if smooth else "raw landmarks"
                figures = f"mean of {len(means)} clips {np.mean(means):.3f} %, median {np.median(means):.3f} %"
                yield f"{kind}, {name}: {figures} (limit {LIMIT_PERCENT})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools/oracle", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="+", type=Path, metavar="CLIP")
    parser.add_argument("--runtime", choices=["litert", "onnxruntime"], default="litert")
    parser.add_argument("--frames", type=int, default=100, help="of each clip, at most")
    parser.add_argument("--smooth", choices=["no", "yes", "both"], default="both", help="smooth_landmarks of the package")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    smooths = {"no": [False], "yes": [True], "both": [False, True]}[asked.smooth]
    results = list(_all(asked.clips, asked.runtime, asked.frames, smooths))
    print("\n".join(_means(results)))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(result) for result in results]))


if __name__ == "__main__":
    main()
