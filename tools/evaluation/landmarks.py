"""A video file -> its Poses, remembered between runs: the pose model takes most of the time and rarely changes.

Refuses to know: what the poses are used for. Remembered under the hash of the file, of the models and of the code that saw it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import edge.capture
from edge.capture.camera.models import chosen
from edge.capture.video import open_video
from edge.clock import SystemClock
from edge.commands.analysis import film
from edge.commands.analysis.film import Film, pose_model
from edge.commands.analysis.report import Facts
from edge.messages import Nobody, Pose
from edge.weights import checked_folder, model_hashes

IMAGE_STEP = np.array([0.1, 0.1, 0.1, 0.001])
"""Poses are rounded at the door to these steps (px and visibility), so whole numbers hold them exactly."""
WORLD_STEP = 0.001


@dataclass(frozen=True, slots=True)
class Clip:
    """What the camera made of one file. t: (n,) s; someone: (n,) bool; image: (n, 33, 4), world: (n, 33, 3) int32 steps."""

    facts: Facts
    width: int
    height: int
    t: np.ndarray
    someone: np.ndarray
    image: np.ndarray
    world: np.ndarray

    def __iter__(self) -> Iterator[Pose | Nobody]:
        """As Film gives them."""
        for seq, t in enumerate(self.t.tolist()):
            if self.someone[seq]:
                image, world = _coarse(self.image[seq], 10.0, 1000.0), self.world[seq] / 1000.0
                yield Pose(t, seq, image, world, self.width, self.height)
            else:
                yield Nobody(t, seq)


def _coarse(steps: np.ndarray, tenths: float, thousandths: float) -> np.ndarray:
    image = np.empty((33, 4))
    image[:, :3] = steps[:, :3] / tenths
    image[:, 3] = steps[:, 3] / thousandths
    return image


def clip(path: Path, remember: bool = True) -> Clip:
    """What the camera makes of the file, from memory where it is known. Raises EdgeError for a file that cannot be read."""
    kept = _memory() / f"{_key(path)}.npz"
    if remember and kept.exists():
        return _load(kept, path)
    seen = _watch(path)
    if remember:
        _save(kept, seen)
    return seen


def _watch(path: Path) -> Clip:
    with open_video(path) as video:
        frames = Film(video, pose_model(checked_folder()), SystemClock())
        samples = list(frames)
        facts = Facts(str(path), frames.frames, frames.seen, video.facts.fps, frames.start_s, frames.end_s - frames.start_s, video.lost)
        width, height = video.facts.width, video.facts.height
    nothing = np.zeros((33, 4)), np.zeros((33, 3))
    bodies = [(sample.image, sample.world) if isinstance(sample, Pose) else nothing for sample in samples]
    return Clip(
        facts,
        width,
        height,
        np.array([sample.t for sample in samples]),
        np.array([isinstance(sample, Pose) for sample in samples], bool),
        np.rint(np.array([image for image, _ in bodies]) / IMAGE_STEP).astype(np.int32),
        np.rint(np.array([world for _, world in bodies]) / WORLD_STEP).astype(np.int32),
    )


def _memory() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "edgecoach" / "landmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _key(path: Path) -> str:
    """Changes with the file, the models, the libraries and every line of code between the file and its poses."""
    camera = Path(edge.capture.__file__).parent
    code = [*sorted((camera / "camera").glob("*.py")), camera / "video.py", Path(film.__file__), Path(__file__)]
    digest = hashlib.sha256(
        f"{chosen('auto')} {cv2.__version__} {np.__version__} {sorted(model_hashes(checked_folder()).items())}".encode()
    )
    for file in [*code, *(sorted(path.iterdir()) if path.is_dir() else [path])]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _save(kept: Path, seen: Clip) -> None:
    """In one step, so that an interrupted run leaves nothing half written."""
    part = kept.with_suffix(f".{os.getpid()}.npz")
    facts = np.array(
        [seen.facts.frames, seen.facts.seen, seen.facts.fps, seen.facts.start_s, seen.facts.duration_s, seen.width, seen.height]
    )
    np.savez_compressed(part, facts=facts, lost=seen.facts.lost, t=seen.t, someone=seen.someone, image=seen.image, world=seen.world)
    part.replace(kept)


def _load(kept: Path, path: Path) -> Clip:
    with np.load(kept) as file:
        frames, seen, fps, start, duration, width, height = file["facts"].tolist()
        facts = Facts(str(path), int(frames), int(seen), fps, start, duration, str(file["lost"]))
        return Clip(facts, int(width), int(height), file["t"], file["someone"], file["image"], file["world"])
