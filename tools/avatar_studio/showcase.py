"""The clips that are kept with the project: the demo, and short ones for the golden tests.

Refuses to know: how they are rendered, where they are kept.
"""

from dataclasses import replace

from tools.avatar_studio.body import Shape
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.population import random_spec
from tools.avatar_studio.programs.legs import ARMS_FRONT
from tools.avatar_studio.spec import Part, Scene, Sensor, Spec
from tools.avatar_studio.timing import RepPlan

GOLDEN_QUALITY, DEMO_QUALITY = 29, 26
QUIET = Sensor(noise=0.004, blur=0.5, exposure=1.0)

_SQUATS = (
    RepPlan(1.0, 0.15, 0.85, 0.25),
    RepPlan(1.05, 0.2, 0.9, 0.25, reach=1.03),
    RepPlan(0.95, 0.1, 0.85, 0.3),
    RepPlan(1.0, 0.1, 0.8, 0.3, reach=0.64, fault="shallow"),
    RepPlan(1.0, 0.2, 0.9, 0.25, reach=1.02),
    RepPlan(1.1, 0.15, 0.9, 0.3),
    RepPlan(1.1, 0.2, 1.0, 0.35, reach=0.97, fault="trunk_lean", size=1.3),
    RepPlan(1.0, 0.2, 0.9, 0.2, reach=1.02),
)
_PUSH_UPS = tuple(RepPlan(0.85, 0.1, 0.75, 0.15, reach=1.03) for _ in range(5))


def demo() -> Spec:
    """Walks in, 8 squats of which two are faulty, a rest, 5 push-ups: what `tools/demo` plays."""
    squatting = 40.0
    return Spec(
        seed=2026,
        parts=(
            Part("walk_in", seconds=3.0),
            Part("stand", seconds=0.8, heading_deg=squatting),
            Part("squat", _SQUATS, options={"arms": ARMS_FRONT, "stance": 0.32}, heading_deg=squatting),
            Part("stand", seconds=1.2, heading_deg=squatting),
            Part("push_up", _PUSH_UPS, options={"lead": 0.9}),
        ),
        body=Shape(
            height=1.74, girth=1.02, skin=(0.74, 0.54, 0.41), hair=(0.10, 0.07, 0.05), shirt=(0.12, 0.45, 0.50),
            pants=(0.10, 0.12, 0.20), shoes=(0.85, 0.35, 0.20), sleeve=0.45, trousers=0.66,
        ),
        camera=Camera(azimuth_deg=82, distance=2.75, height=1.05, target=(-0.12, 0.0, 0.84), fov_deg=54, width=640, height_px=480),
        scene=Scene(floor=(0.46, 0.32, 0.20), wall=(0.70, 0.69, 0.63), mat=(0.22, 0.26, 0.36), light=(1.4, 2.2, 2.6)),
        sensor=QUIET,
        view="45",
    )  # fmt: skip


def _short(seed: int, exercise: str, view: str, reps: int = 3) -> Spec:
    spec = random_spec(seed, exercise, view, reps, tempo="normal", faults=0.0)
    return replace(spec, sensor=QUIET)


def golden() -> dict[str, Spec]:
    """Short clips by name: each a few seconds of one thing, from one side."""
    passed, spoken = _short(109, "squat", "side", reps=4), _short(110, "shoulder_abduction", "front")
    return {
        "squat_front": _short(101, "squat", "front"),
        "squat_45": _short(102, "squat", "45"),
        "squat_side": _short(103, "squat", "side"),
        "push_up_side": _short(104, "push_up", "side"),
        "bicep_curl_front": _short(105, "bicep_curl", "front"),
        "lunge_side": _short(106, "lunge", "side"),
        "marching_front": _short(107, "marching", "front", reps=6),
        "sit_to_stand_45": _short(108, "sit_to_stand", "45"),
        "squat_with_passer_by": replace(passed, scene=replace(passed.scene, passer_by_s=2.0)),
        "talking_front": replace(spoken, parts=(Part("talk", seconds=7.0),)),
    }
