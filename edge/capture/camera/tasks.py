"""Frames in order -> the landmarks of one person, by the mediapipe package's own pose landmarker and a .task file.

For users who bring a lite, full or heavy .task file (`edgecoach models add`) and the extra [mediapipe].
Refuses to know: cameras, what the person does. Runs under Python 3.6 as far as mediapipe does.
"""

import glob
import os
from typing import Any, Optional

import numpy as np

from edge.capture.camera.blazepose import Landmarks, PoseModel
from edge.capture.camera.wire import FAULT, CameraFailure


class TaskPose(PoseModel):
    """mediapipe's PoseLandmarker in video mode, behind the face of BlazePose. path: of a .task file.

    Its score is the landmarks' mean visibility: the package tells no other.
    """

    def __init__(self, path: str) -> None:
        try:
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision
        except ImportError as error:
            raise CameraFailure(
                FAULT, "the runtime mediapipe is not installed", "install edgecoach[mediapipe] or choose another"
            ) from error
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=path), running_mode=vision.RunningMode.VIDEO, num_poses=1
        )
        try:
            self._landmarker = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise CameraFailure(FAULT, f"the model {path} cannot be read", "add another with `edgecoach models add`") from error
        self._image = mediapipe.Image
        self._rgb = mediapipe.ImageFormat.SRGB
        self._last_ms = -1
        self._seen = False

    def feed(self, image: np.ndarray, t: float) -> Optional[Landmarks]:
        # The package wants whole milliseconds that rise.
        self._last_ms = max(self._last_ms + 1, round(t * 1e3))
        picture = self._image(image_format=self._rgb, data=np.ascontiguousarray(image))
        found = self._landmarker.detect_for_video(picture, self._last_ms)
        fresh, self._seen = not self._seen, bool(found.pose_landmarks)
        return _landmarks(found, image.shape[1], image.shape[0], fresh) if self._seen else None

    def reset(self) -> None:
        self._seen = False  # the package keeps its own track, and loses it by itself


def _landmarks(found: Any, width: int, height: int, fresh: bool) -> Landmarks:
    image = np.array([(p.x * width, p.y * height, p.z * width, p.visibility) for p in found.pose_landmarks[0]])
    world = np.array([(p.x, p.y, p.z) for p in found.pose_world_landmarks[0]])
    return Landmarks(image, world, float(image[:, 3].mean()), fresh)


def task_file(models_dir: str) -> str:
    """The one .task file of a models directory. Raises CameraFailure where there is none, or more than one."""
    paths = sorted(glob.glob(os.path.join(models_dir, "*.task")))
    if not paths:
        raise CameraFailure(FAULT, f"no .task file is in {models_dir}", "run `edgecoach models add FILE.task`")
    if len(paths) > 1:
        names = ", ".join(os.path.basename(path) for path in paths)
        raise CameraFailure(FAULT, f"{models_dir} holds {len(paths)} .task files ({names})", "leave one there")
    return paths[0]
