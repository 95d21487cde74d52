"""UI-PRMD's Kinect files (Vakanski et al. 2018) -> joints in space, the poses that a camera in the Kinect's place would give, true angles.

A joint's position is given in its parent's axes, its angles about X, Y, Z turn them, Z first, X, then Y. Of the orders that code
for this data uses, only this one leaves a standing foot where it stood. Refuses to know: exercises, estimates.
"""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.errors import InputError
from edge.estimate.body.turns import angles_of_matrix, matrices
from edge.messages import LANDMARKS, Array, Pose

FPS = 30.0
JOINTS = (
    "waist", "spine", "chest", "neck", "head", "head_tip", "left_collar", "left_shoulder", "left_elbow", "left_wrist",
    "right_collar", "right_shoulder", "right_elbow", "right_wrist", "left_hip", "left_knee", "left_ankle", "left_toes",
    "right_hip", "right_knee", "right_ankle", "right_toes",
)  # fmt: skip
PARENTS = (-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)
J = {name: i for i, name in enumerate(JOINTS)}
ANATOMICAL = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
"""Columns: our x forward, y up, z to the right in the Kinect's axes, whose x points to the person's left and z forward."""

WIDTH, HEIGHT, FOCAL_PX, CAMERA_HEIGHT_M = 480, 640, 640.0, 1.0
"""A telephone held upright."""
FLATTENING = 0.85
"""So much of a depth does the pose model show on average; the Kinect measures all of it, and the body expects what the pose model shows."""
HEEL = -0.3
"""Behind the ankle, in lengths of the foot; SOLE_M below it."""
SOLE_M = 0.06
HAND_M = {"pinky": 0.08, "index": 0.09, "thumb": 0.05}
FACE_M = {"nose": (0.0, 0.0, 0.11), "eye": (0.03, 0.03, 0.09), "ear": (0.075, 0.01, 0.0), "mouth": (0.03, -0.05, 0.09)}
"""Left, up and forward of the middle of the head."""


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """at: (n, 22, 3) m, x to the left of a person who faces the camera, y up, z towards it. turn: (n, 22, 3, 3) of each joint's axes."""

    at: Array
    turn: Array

    def __len__(self) -> int:
        return len(self.at)


def skeleton(positions: Path, angles: Path) -> Skeleton:
    """One episode. Raises InputError for files that do not hold 22 joints."""
    offsets, turns = table(positions, len(JOINTS)) / 100.0, table(angles, len(JOINTS))
    if len(offsets) != len(turns):
        raise InputError(f"{positions.name} has {len(offsets)} frames and its angles {len(turns)}", "they belong to one recording")
    local = matrices(np.radians(turns[..., [2, 0, 1]]))
    at, turn = np.empty_like(offsets), np.empty_like(local)
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            at[:, joint], turn[:, joint] = offsets[:, joint], local[:, joint]
        else:
            turn[:, joint] = turn[:, parent] @ local[:, joint]
            at[:, joint] = at[:, parent] + np.einsum("nij,nj->ni", turn[:, parent], offsets[:, joint])
    return Skeleton(at, turn)


def table(path: Path, joints: int) -> Array:
    """(n, joints, 3), plain or gzipped. Raises InputError for a file that does not hold them."""
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("ascii")
        rows = [[float(cell) for cell in line.replace(",", " ").split()] for line in text.splitlines() if line.strip()]
    except (OSError, EOFError, ValueError, zlib.error) as problem:
        raise InputError(f"{path} cannot be read ({problem})", "it holds one row of numbers a frame") from None
    if not rows or {len(row) for row in rows} != {3 * joints}:
        raise InputError(f"{path} does not hold {3 * joints} numbers a row", f"three for each of {joints} joints")
    return np.array(rows).reshape(len(rows), joints, 3)


def poses(body: Skeleton, start: int = 0) -> Iterator[Pose]:
    """As a camera in the Kinect's place would give them, all landmarks well seen. start: number of the first frame."""
    points = _landmarks(body)
    camera = points * (1.0, -1.0, -1.0) + (0.0, CAMERA_HEIGHT_M, 0.0)
    hips = camera[:, [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")]].mean(axis=1, keepdims=True)
    world = (camera - hips) * (1.0, 1.0, FLATTENING)
    image = np.full((len(body), 33, 4), 0.95)
    image[:, :, :2] = FOCAL_PX * camera[:, :, :2] / camera[:, :, 2:] + (WIDTH / 2, HEIGHT / 2)
    image[:, :, 2] = FOCAL_PX * (camera - hips)[:, :, 2] / hips[:, :, 2]
    for i, (there, guessed) in enumerate(zip(image, world, strict=True), start):
        yield Pose(i / FPS, i, there, guessed, WIDTH, HEIGHT).rounded()


def _landmarks(body: Skeleton) -> Array:
    """(n, 33, 3): joints are their own landmarks; hands, heels and the face are put where they belong."""
    at = {name: body.at[:, i] for name, i in J.items()}
    out = np.empty((len(body), len(LANDMARKS), 3))
    head, facing = 0.5 * (at["head"] + at["head_tip"]), body.turn[:, J["head"]]
    for i, name in enumerate(LANDMARKS):
        side, _, part = name.partition("_")
        if name in at:
            out[:, i] = at[name]
        elif part in HAND_M:
            out[:, i] = at[f"{side}_wrist"] + HAND_M[part] * _unit(at[f"{side}_wrist"] - at[f"{side}_elbow"])
        elif part in ("heel", "foot_index"):
            out[:, i] = at[f"{side}_ankle"] + _foot(at[f"{side}_toes"] - at[f"{side}_ankle"], part)
        else:
            left = 1.0 if "left" in name else -1.0
            face = next(offset for key, offset in FACE_M.items() if key in name)
            out[:, i] = head + facing @ (np.array(face) * (left, 1.0, 1.0))
    return out


def _foot(forward: Array, part: str) -> Array:
    """From the ankle to the heel or the toes. The Kinect's toes are at the ankle's height; the sole is below."""
    return np.asarray((HEEL if part == "heel" else 1.0) * forward - np.array([0.0, SOLE_M, 0.0]))


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def true_angles(body: Skeleton) -> dict[str, Array]:
    """(n,) degrees by our names: what the Kinect's own joints and rotations say."""
    found: dict[str, Array] = {}
    for side in ("left", "right"):
        for name, chain in {"knee_flexion": ("hip", "knee", "ankle"), "elbow_flexion": ("shoulder", "elbow", "wrist")}.items():
            found[f"{side}_{name}"] = flexion(*(body.at[:, J[f"{side}_{joint}"]] for joint in chain))
        thigh = np.swapaxes(body.turn[:, J["waist"]], 1, 2) @ body.turn[:, J[f"{side}_hip"]]
        found[f"{side}_hip_flexion"] = np.degrees(angles_of_matrix(ANATOMICAL.T @ thigh @ ANATOMICAL)[:, 0])
        arm = _unit(body.at[:, J[f"{side}_elbow"]] - body.at[:, J[f"{side}_shoulder"]])
        down = -body.turn[:, J["chest"], :, 1]
        found[f"{side}_shoulder_elevation"] = np.degrees(np.arccos(np.clip((arm * down).sum(axis=1), -1.0, 1.0)))
    return found


def flexion(above: Array, middle: Array, below: Array) -> Array:
    """(n,) degrees at the middle of three (n, 3) joints: 0 is straight."""
    cosine = (_unit(above - middle) * _unit(below - middle)).sum(axis=1)
    return np.asarray(180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def end_to_end(episodes: Sequence[Skeleton]) -> Skeleton:
    """One after the other, as if nothing lay between."""
    return Skeleton(np.concatenate([one.at for one in episodes]), np.concatenate([one.turn for one in episodes]))
