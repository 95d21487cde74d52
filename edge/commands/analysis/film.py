"""A video and the pose model -> a Pose or Nobody for every frame, in order, as fast as they are asked for.

Refuses to know: what is done with them. Nothing is kept but how long the model took.
"""

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from edge.capture.camera.blazepose import Landmarks, PoseModel, open_pose
from edge.capture.camera.frame import Facts, Frame
from edge.capture.camera.wire import CameraFailure
from edge.capture.video import Video
from edge.clock import Clock
from edge.errors import EdgeError
from edge.messages import Nobody, Pose


class Film:
    """One video, watched once through.

    pose_s: seconds in the pose model, a frame each. frames: how many there were; seen: in how many somebody was.
    start_s, end_s: the file's own time line, from the first frame to the end of the last.
    """

    def __init__(self, video: Video, model: PoseModel, clock: Clock, watched: Callable[[int], None] = lambda frames: None) -> None:
        self._video, self._model, self._clock, self._watched = video, model, clock, watched
        self.pose_s = array("f")
        self.seen = 0
        self.start_s = self.end_s = 0.0

    @property
    def facts(self) -> Facts:
        return self._video.facts

    @property
    def lost(self) -> str:
        """After the last frame: what of the file could not be read, in words; empty for nothing."""
        return self._video.lost

    @property
    def frames(self) -> int:
        return len(self.pose_s)

    def __iter__(self) -> Iterator[Pose | Nobody]:
        for frame in self._video:
            if not self.frames:
                self.start_s = frame.t
            yield self._look(frame)
            self.end_s = frame.t + 1.0 / self.facts.fps
            self._watched(self.frames)

    def _look(self, frame: Frame) -> Pose | Nobody:
        began = self._clock.now()
        found = self._model.feed(frame.image, frame.t)
        self.pose_s.append(self._clock.now() - began)
        if found is None:
            return Nobody(frame.t, frame.seq)
        self.seen += 1
        return _pose(frame, found)


def _pose(frame: Frame, found: Landmarks) -> Pose:
    """As the daemon would hand it on: rounded before anyone sees it."""
    height, width = frame.image.shape[:2]
    return Pose(frame.t, frame.seq, found.image.astype(float), found.world.astype(float), width, height).rounded()


def pose_model(models_dir: Path, runtime: str = "auto", threads: int = 0) -> PoseModel:
    """The pose model out of its folder. threads: 0 for as many as there are.

    Raises EdgeError, naming the command that fetches it, where it is missing or damaged.
    """
    try:
        return open_pose(runtime, str(models_dir), threads)
    except CameraFailure as failure:
        raise EdgeError(failure.what, failure.advice) from None
