"""Frames -> what mediapipe's own pose solution says of them, in its own environment and process.

Run there as a file, it answers on its standard output; imported here, it is the other end. Only the standard library and numpy at import.
Refuses to know: our own BlazePose.
"""

import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

ENVIRONMENT = Path(__file__).parents[2] / ".cache" / "oracle" / "bin" / "python"
ANSWER = struct.Struct("<?dd")
SHAPE = struct.Struct("<III")
LANDMARKS = np.dtype([("image", "<f4", (33, 4)), ("world", "<f4", (33, 3)), ("region", "<f4", 5)])


class Answer(NamedTuple):
    """Of one frame in which somebody was found.

    image: (33, 4) x y z as fractions of the frame's width and height, visibility. world: (33, 3) m.
    region: (5,) where it was read: centre x y, width and height as fractions of the frame, rotation rad.
    """

    image: np.ndarray
    world: np.ndarray
    region: np.ndarray


class Package:
    """The package as a child process, on the processors that this one may use.

    wall_ms, busy_ms: what each frame so far took, on the clock and of the processor.
    """

    def __init__(self, smooth: bool) -> None:
        command = [str(ENVIRONMENT), __file__, "smooth" if smooth else "raw"]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.wall_ms: list[float] = []
        self.busy_ms: list[float] = []

    def process(self, frames: list[np.ndarray]) -> list[Answer | None]:
        """What it says of (H, W, 3) RGB frames of one size, which it holds before it starts; None where it finds nobody."""
        assert self._child.stdin
        self._child.stdin.write(SHAPE.pack(len(frames), *frames[0].shape[:2]))
        for frame in frames:
            self._child.stdin.write(np.ascontiguousarray(frame).tobytes())
        self._child.stdin.flush()
        return [self._answer() for _ in frames]

    def _answer(self) -> Answer | None:
        assert self._child.stdout
        found, wall_ms, busy_ms = ANSWER.unpack(_exactly(self._child.stdout, ANSWER.size))
        self.wall_ms.append(wall_ms)
        self.busy_ms.append(busy_ms)
        if not found:
            return None
        values = np.frombuffer(_exactly(self._child.stdout, LANDMARKS.itemsize), LANDMARKS)[0]
        return Answer(*(values[field].astype(float) for field in ("image", "world", "region")))

    def close(self) -> None:
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the mediapipe process ended")
    return data


def _solution(smooth: bool) -> Any:
    """mediapipe.solutions.pose.Pose(model_complexity=1), the same graph and options, asked for its regions as well."""
    from mediapipe.python.solution_base import SolutionBase
    from mediapipe.python.solutions import pose

    regions = ["pose_rect_from_detection", "pose_rect_from_landmarks"]

    class Pose(pose.Pose):  # type: ignore[misc]
        def process(self, image: np.ndarray) -> Any:
            return SolutionBase.process(self, input_data={"image": image})

    def with_regions(self: Any, *args: Any, outputs: list[str], **options: Any) -> None:
        plain(self, *args, outputs=[*outputs, *regions], **options)

    plain, SolutionBase.__init__ = SolutionBase.__init__, with_regions
    return Pose(model_complexity=1, smooth_landmarks=smooth)


def _serve(smooth: bool, frames: IO[bytes], answers: IO[bytes]) -> None:
    solution = _solution(smooth)
    region = None
    while header := frames.read(SHAPE.size):
        count, height, width = SHAPE.unpack(header)
        block = np.frombuffer(_exactly(frames, count * height * width * 3), np.uint8).reshape(count, height, width, 3)
        for frame in block:
            start, busy = time.perf_counter(), time.process_time()
            found = solution.process(frame)
            wall_ms, busy_ms = (time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3
            answers.write(ANSWER.pack(found.pose_landmarks is not None, wall_ms, busy_ms))
            if found.pose_landmarks is not None:
                answers.write(_packed(found, found.pose_rect_from_detection or region))
            region = found.pose_rect_from_landmarks
        answers.flush()


def _packed(found: Any, region: Any) -> bytes:
    values = np.zeros(1, LANDMARKS)
    values["image"] = [(point.x, point.y, point.z, point.visibility) for point in found.pose_landmarks.landmark]
    values["world"] = [(point.x, point.y, point.z) for point in found.pose_world_landmarks.landmark]
    values["region"] = (region.x_center, region.y_center, region.width, region.height, region.rotation)
    return values.tobytes()


if __name__ == "__main__":
    # What the package prints on standard output must not fall among the answers.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    _serve(sys.argv[1] == "smooth", sys.stdin.buffer, out)
