"""Frames in order -> the landmarks of one person, tracked: BlazePose's own loop (Bazarevsky et al. 2020).

The detector looks at the whole frame only while nobody is tracked, when the picture jumped, or when the track is in doubt; otherwise
each frame is read in the region that the last one predicted.
Refuses to know: cameras, runtimes, what the person does. Runs under Python 3.6.
"""

import os
from typing import Callable, Dict, List, NamedTuple, Optional

import numpy as np

from edge.capture.camera import detector, landmarker
from edge.capture.camera.detector import Detection, Infer
from edge.capture.camera.landmarker import Reading
from edge.capture.camera.models import chosen, open_network
from edge.capture.camera.one_euro import OneEuro
from edge.capture.camera.region import ONE, TWO, Region, circle_around, distance, plausible, region_around
from edge.capture.camera.scene import Scene

PREFERENCES = ("largest", "nearest", "center", "left", "right")
MIN_SCORE = 0.5
"""Under it the landmark network says that nobody is in its region."""
DOUBT = 0.75
"""Under it a track may have settled on a thing: real people in 52 clips score 0.99 in the median."""
CHECK_S = 1.0
"""How often the detector is asked while a track is in doubt, or where a place is watched."""
MEMORY_S = 2.0
"""For so long after a loss, whoever is nearest to where the person was is that person."""
ELSEWHERE = 0.35
"""Regions further apart than this, in sizes, hold different bodies."""
TRIES = 3
"""How many detections are looked at before a frame is given up."""


class Landmarks(NamedTuple):
    """One person in one frame.

    image: (33, 4) x y z px and visibility 0..1. world: (33, 3) m, hip-centred, x right, y down, z away.
    score: 0..1. fresh: the track began here, so what came before does not continue.
    """

    image: np.ndarray
    world: np.ndarray
    score: float
    fresh: bool


class PoseModel:
    """Whatever finds one person's landmarks, frame by frame."""

    def feed(self, image: np.ndarray, t: float) -> Optional[Landmarks]:
        """The person in an (H, W, 3) uint8 RGB frame taken at t s (rising), or None where nobody is."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget everybody and everything seen so far."""
        raise NotImplementedError


class BlazePose(PoseModel):
    """One person's landmarks, frame by frame.

    detect, landmarks: the two networks. smooth: filter the landmarks as MediaPipe's solution does (the next region always is).
    prefer: who is chosen among several: the largest; nearest to the last one seen; or whoever stands in the centre, left or right of
    the picture, and then the place is watched: when people swap, the track changes within two seconds to the one who stands there.
    """

    def __init__(self, detect: Infer, landmarks: Infer, *, smooth: bool = False, prefer: str = "largest") -> None:
        if prefer not in PREFERENCES:
            raise ValueError("prefer must be one of " + ", ".join(PREFERENCES))
        self.detect = detect
        self.landmarks = landmarks
        self._smooth = smooth
        self._prefer = prefer
        self.reset()

    def reset(self) -> None:
        self._scene = Scene()
        self._region: Optional[Region] = None
        self._last_region: Optional[Region] = None
        self._last_seen = self._checked = -1e9
        self._rival = False
        self._filter = _Filter(self._smooth)

    def feed(self, image: np.ndarray, t: float) -> Optional[Landmarks]:
        if self._region is not None and not plausible(self._region, image):
            self._region = None
        if self._scene.jumped(image):
            return self._start_over(image, t)
        if self._region is None:
            return self._search(image, t)
        reading = landmarker.read(self.landmarks, image, self._region)
        if reading.score < MIN_SCORE:
            self._region = None
            return self._search(image, t)
        if self._must_check(reading, t):
            return self._check(image, t, self._region, reading)
        return self._accept(reading, t, fresh=False)

    def _start_over(self, image: np.ndarray, t: float) -> Optional[Landmarks]:
        """After a cut: whoever is chosen begins anew, but the old place is still worth a look where the detector finds nobody."""
        old, self._region, self._last_region = self._region, None, None
        found = self._ranked(detector.detect(self.detect, image), t)
        same_place = [region for region in found if old is not None and distance(region, old) < ELSEWHERE]
        if self._prefer not in _ORDER:
            found = same_place + found
        return self._first(image, found + ([] if old is None else [old]), t)

    def _search(self, image: np.ndarray, t: float) -> Optional[Landmarks]:
        return self._first(image, self._ranked(detector.detect(self.detect, image), t), t)

    def _first(self, image: np.ndarray, regions: List[Region], t: float) -> Optional[Landmarks]:
        """A track that begins in the first of some regions that holds a body."""
        for region in regions[:TRIES]:
            reading = landmarker.read(self.landmarks, image, region)
            if reading.score >= MIN_SCORE:
                return self._accept(reading, t, fresh=True)
        return None

    def _ranked(self, found: List[Detection], t: float) -> List[Region]:
        """Where people were found, the one to follow first."""
        regions = [detection.region for detection in found]
        last = self._last_region
        if self._prefer in _ORDER:
            return sorted(regions, key=_ORDER[self._prefer])
        if last is not None and (self._prefer == "nearest" or t - self._last_seen <= MEMORY_S):
            near = last
            return sorted(regions, key=lambda region: distance(region, near))
        return sorted(regions, key=lambda region: -float(region.size))

    def _must_check(self, reading: Reading, t: float) -> bool:
        in_doubt = reading.score < DOUBT or self._prefer in _ORDER
        return in_doubt and t - self._checked >= CHECK_S

    def _check(self, image: np.ndarray, t: float, region: Region, reading: Reading) -> Landmarks:
        """Ask the detector who is to be followed; change to somebody else only if it says so twice running."""
        first = self._ranked(detector.detect(self.detect, image), t)[:1]
        rivals = [other for other in first if distance(other, region) >= ELSEWHERE]
        twice = self._rival and t - self._checked < 2.0 * CHECK_S
        self._checked, self._rival = t, bool(rivals)
        for other in rivals if twice else []:
            better = landmarker.read(self.landmarks, image, other)
            if better.score >= DOUBT:
                return self._accept(better, t, fresh=True)
        return self._accept(reading, t, fresh=False)

    def _accept(self, reading: Reading, t: float, fresh: bool) -> Landmarks:
        """Hand the reading out and predict where to look next."""
        if fresh:
            self._filter, self._rival = _Filter(self._smooth), False
        centre, rim = self._filter.rim(reading, t)
        self._region = self._last_region = region_around(centre, rim, reading.frame)
        self._last_seen = t
        return self._filter.landmarks(reading, t, fresh)


_ORDER: Dict[str, Callable[[Region], float]] = {
    "center": lambda region: abs(float(region.x) - 0.5),
    "left": lambda region: float(region.x),
    "right": lambda region: -float(region.x),
}


class _Filter:
    """MediaPipe's filters of one track (pose_landmark_filtering.pbtxt): the auxiliary points always, the landmarks on wish."""

    def __init__(self, smooth: bool) -> None:
        self._rim = OneEuro(0.01, 10.0)
        self._image = OneEuro(0.05, 80.0) if smooth else None
        self._world = OneEuro(0.1, 40.0)
        self._visibility: Optional[np.ndarray] = None

    def rim(self, reading: Reading, t: float) -> np.ndarray:
        """(2, 2) float32 fractions of the frame: steadied centre and rim of the next region."""
        return np.asarray(self._rim.feed(reading.rim, t, _scale(reading)) / np.array(reading.frame, np.float32))

    def landmarks(self, reading: Reading, t: float, fresh: bool) -> Landmarks:
        image, world, visibility = reading.image, reading.world, reading.visibility
        if self._image is not None:
            image = self._image.feed(image, t, _scale(reading))
            world = self._world.feed(world, t)
            if self._visibility is not None:
                visibility = 0.1 * visibility + 0.9 * self._visibility
            self._visibility = visibility
        return Landmarks(np.concatenate([image, visibility[:, None]], axis=1), world, reading.score, fresh)


def _scale(reading: Reading) -> float:
    """One over the body's size, px: what makes speeds in the picture comparable between near and far people."""
    centre, rim = reading.rim / np.array(reading.frame, np.float32)
    width, height = circle_around(centre, rim, reading.frame).sides
    return float(ONE / max((width + height) / TWO, ONE))


def open_pose(runtime: str, models_dir: str, threads: int = 0, smooth: bool = False, prefer: str = "largest") -> PoseModel:
    """The pose model out of a models directory: BlazePose (full), or with the runtime mediapipe, what its .task file holds.

    runtime: auto, onnxruntime, litert or mediapipe. threads: processors that a network may use; 0: as many as there are, 4 at most.
    smooth, prefer: as for BlazePose; mediapipe always smooths and has no choice. Raises CameraFailure.
    """
    runtime = chosen(runtime)
    if runtime == "mediapipe":
        from edge.capture.camera.tasks import TaskPose, task_file

        return TaskPose(task_file(models_dir))
    threads = threads or min(4, os.cpu_count() or 1)
    detect = open_network(runtime, models_dir, "pose_detection", (-1.0, 1.0), threads)
    landmarks = open_network(runtime, models_dir, "pose_landmark_full", (0.0, 1.0), threads)
    return BlazePose(detect, landmarks, smooth=smooth, prefer=prefer)
