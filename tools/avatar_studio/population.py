"""A seed -> a spec: somebody, somewhere, doing something, filmed from somewhere.

Refuses to know: how any of it moves or looks.
"""

from dataclasses import replace

import numpy as np

from tools.avatar_studio.body import Body, Colour, Shape
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.gear import OCCLUDERS
from tools.avatar_studio.geometry import Array
from tools.avatar_studio.performance import perform
from tools.avatar_studio.programs import EXERCISES, FAULTS, ON_THE_FLOOR, ONE_SIDED, TOO_SHORT
from tools.avatar_studio.spec import Part, Scene, Sensor, Spec, check_seed
from tools.avatar_studio.timing import RepPlan

Random = np.random.Generator

VIEWS: dict[str, tuple[float, float]] = {"front": (0, 14), "45": (32, 58), "side": (76, 104), "behind": (118, 148)}
"""Azimuth of the camera from straight ahead, deg, to either side."""
FLOOR_VIEWS: dict[str, tuple[float, float]] = {"front": (28, 44), "45": (44, 64), "side": (76, 104), "behind": (114, 132)}
"""The same for people on the floor, whom nobody films along their axis."""
CLOSER = (1.15, 2.0)
"""So many times larger than fits into the picture."""
ANY_HEIGHT_M = (0.3, 2.1)
"""From a shelf near the floor to one above the head."""
_ANYWHERE, _HIDDEN, _CLOSE = 1, 2, 3
"""Their lots are drawn apart from all others of a seed, which stay as they are."""
SKINS = ((0.86, 0.67, 0.56), (0.92, 0.74, 0.64), (0.74, 0.54, 0.41), (0.54, 0.36, 0.26), (0.33, 0.21, 0.15))
HAIRS = ((0.05, 0.04, 0.04), (0.17, 0.10, 0.06), (0.62, 0.47, 0.26), (0.5, 0.5, 0.5), (0.38, 0.14, 0.06))
FLOORS = ((0.50, 0.34, 0.20), (0.62, 0.50, 0.36), (0.35, 0.24, 0.16), (0.45, 0.45, 0.44), (0.40, 0.42, 0.46), (0.55, 0.50, 0.42))
TEMPOS: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "normal": ((0.8, 1.6), (0.05, 0.5), (0.7, 1.3)),
    "slow": ((1.6, 2.2), (0.2, 0.6), (1.6, 2.0)),
    "fast": ((0.45, 0.6), (0.0, 0.08), (0.4, 0.55)),
    "paused": ((0.9, 1.4), (1.5, 3.0), (0.8, 1.2)),
}
"""Seconds to the turning point, there, and back."""
UNHURRIED = {"lunge": 1.5, "side_lunge": 1.5, "step_up": 1.6, "sit_to_stand": 1.2, "pull_up": 1.2}
"""Movements that nobody does as quickly as the others."""


def random_spec(
    seed: int,
    exercise: str | None = None,
    view: str | None = None,
    reps: int | None = None,
    tempo: str | None = None,
    faults: float = 0.35,
    size: int = 426,
    fps: float = 30.0,
) -> Spec:
    """One exercise by one random person.

    exercise, view, tempo: a name out of EXERCISES, VIEWS, TEMPOS, or any. reps: 3 to 5 unless said. faults: the share of
    faulty repetitions. size: px of the picture's longer side. Raises HeldOutSeed, KeyError for an unknown name.
    """
    rng = np.random.default_rng(check_seed(seed))
    name = exercise or str(rng.choice(list(EXERCISES)))
    view = view or str(rng.choice(list(VIEWS)))
    pace = TEMPOS[tempo or str(rng.choice(list(TEMPOS), p=[0.55, 0.15, 0.15, 0.15]))]
    plans = random_reps(rng, name, reps or int(rng.integers(3, 6)), pace, faults)
    part = Part(name, plans, options=_options(rng, name))
    spec = _spec(seed, rng, (part,), view, name in ON_THE_FLOOR, size, fps)
    return replace(spec, camera=framed(spec))


def _spec(seed: int, rng: Random, parts: tuple[Part, ...], view: str, floor: bool, size: int, fps: float) -> Spec:
    """Those parts by somebody, somewhere."""
    camera = random_camera(rng, view, floor, size)
    return Spec(seed, parts, random_shape(rng), camera, random_scene(rng), random_sensor(rng), view, fps)


def random_idle(seed: int, seconds: float, view: str | None = None, size: int = 426, fps: float = 30.0) -> Spec:
    """Somebody who does everything but exercise for about that long. Raises HeldOutSeed."""
    rng = np.random.default_rng(check_seed(seed))
    view = view or str(rng.choice(list(VIEWS)))
    parts = [Part("walk_in", seconds=float(rng.uniform(3.2, 4.5)))]
    while (left := seconds - sum(p.seconds + 1 for p in parts)) > 3:
        parts += _idle_stretch(rng, left)
    spec = _spec(seed, rng, tuple(parts), view, False, size, fps)
    upright = replace(spec, parts=(Part("stand", seconds=2), Part("pick_up", seconds=2)))
    return replace(spec, camera=framed(upright, 0.78))


def _idle_stretch(rng: Random, left: float) -> list[Part]:
    name = str(rng.choice(_IDLE_NAMES, p=_IDLE_SHARES))
    if name == "leave":
        return [Part("walk_out", seconds=float(rng.uniform(3.2, 4.5))), Part("walk_in", seconds=float(rng.uniform(3.2, 4.5)))]
    low, high = _IDLE_SECONDS.get(name, (4.0, 12.0))
    return [Part(name, seconds=min(left, float(rng.uniform(low, high))))]


_IDLE_NAMES = ("talk", "stand", "walk_about", "phone", "pick_up", "set_up_bar", "wave", "sit", "leave")
_IDLE_SHARES = (0.30, 0.12, 0.12, 0.10, 0.08, 0.08, 0.08, 0.06, 0.06)
_IDLE_SECONDS = {"pick_up": (2.2, 4.0), "wave": (2.5, 5.0), "talk": (8.0, 25.0)}


def random_session(seed: int, sets: int = 3, view: str | None = None, size: int = 426, fps: float = 30.0) -> Spec:
    """A visit: walks in, sets of different exercises with talk and rests between them, walks out. Raises HeldOutSeed."""
    rng = np.random.default_rng(check_seed(seed))
    view = view or str(rng.choice(["front", "45", "side"]))
    parts = [Part("walk_in", seconds=float(rng.uniform(3.2, 4.5)))]
    for name in rng.choice(SESSION_EXERCISES, sets, replace=False):
        parts += _idle_stretch(rng, 20.0)
        pace = TEMPOS[str(rng.choice(["normal", "normal", "slow", "fast"]))]
        plans = random_reps(rng, str(name), int(rng.integers(4, 9)), pace, 0.25)
        parts.append(Part(str(name), plans, options=_options(rng, str(name))))
    parts += [Part("stand", seconds=2.0), Part("walk_out", seconds=float(rng.uniform(3.2, 4.5)))]
    spec = _spec(seed, rng, tuple(parts), view, False, size, fps)
    return replace(spec, camera=framed(spec))


SESSION_EXERCISES = (
    "squat", "lunge", "bicep_curl", "shoulder_abduction", "overhead_press", "deadlift", "row", "marching", "heel_raise",
    "push_up", "glute_bridge", "side_lunge", "jump_squat",
)  # fmt: skip
"""What a visit is made of: exercises that need no furniture."""


def random_shape(rng: Random) -> Shape:
    """Somebody: height, build, skin, hair and clothes."""
    woman = bool(rng.random() < 0.5)
    style = str(rng.choice(["long", "pony", "bun", "short"] if woman else ["short", "short", "bald"]))
    return Shape(
        height=round(float(rng.normal(1.64 if woman else 1.76, 0.06)), 3),
        girth=float(np.clip(rng.normal(1.0, 0.10), 0.82, 1.3)),
        belly=float(max(0.0, rng.normal(0.0, 0.03))),
        bust=float(rng.uniform(0.01, 0.035)) if woman else 0.0,
        hip_width=float(rng.normal(1.05 if woman else 0.98, 0.03)),
        shoulder_width=float(rng.normal(0.93 if woman else 1.03, 0.03)),
        leg=float(rng.normal(1, 0.02)),
        arm=float(rng.normal(1, 0.02)),
        skin=SKINS[rng.integers(len(SKINS))],
        hair=HAIRS[rng.integers(len(HAIRS))],
        hair_style=style,
        shirt=_colour(rng),
        pants=_colour(rng, 0.05, 0.6),
        shoes=_colour(rng, 0.1, 0.9),
        sleeve=float(rng.choice([0.0, 0.3, 0.5, 1.9])),
        trousers=float(rng.choice([0.4, 0.62, 1.5])),
    )


def random_reps(rng: Random, exercise: str, count: int, pace: tuple[tuple[float, float], ...], faults: float) -> tuple[RepPlan, ...]:
    """Repetitions that differ a little from one another, some of them faulty; sides in turn or all one side."""
    heavy = UNHURRIED.get(exercise, 1.0)
    go, hold, back = (float(rng.uniform(*bounds)) * factor for bounds, factor in zip(pace, (heavy, 1.0, heavy), strict=True))
    one_side = str(rng.choice(["left", "right"])) if exercise in ("straight_leg_raise", "split_squat") or rng.random() < 0.3 else ""
    plans = []
    for i in range(count):
        side = "both"
        if exercise in ONE_SIDED:
            side = one_side or ("left", "right")[i % 2]
        fault = str(rng.choice(FAULTS[exercise])) if FAULTS[exercise] and rng.random() < faults else ""
        reach = float(rng.uniform(0.62, 0.78) if fault in TOO_SHORT else rng.uniform(0.93, 1.06))
        rest = float(rng.uniform(0.02, 0.2) if exercise == "marching" else rng.uniform(0.25, 1.0))
        vary = rng.uniform(0.85, 1.15, 3)
        rest = max(rest, 0.5) if exercise == "jump_squat" else rest
        plans.append(RepPlan(go * vary[0], hold * vary[1], back * vary[2], rest, reach, side, fault))
    return tuple(plans)


def _options(rng: Random, exercise: str) -> dict[str, float]:
    if exercise in ("squat", "lunge", "split_squat"):
        return {"arms": float(rng.integers(0, 3)), "stance": float(rng.uniform(0.24, 0.40)), "front": float(rng.integers(2))}
    if exercise == "straight_leg_raise":
        return {"bent": float(rng.integers(2))}
    return {}


def random_camera(rng: Random, view: str, floor: bool, size: int) -> Camera:
    """A tripod somewhere in that view; how far away is settled by `framed`."""
    azimuth = float(rng.uniform(*(FLOOR_VIEWS if floor else VIEWS)[view]) * rng.choice([-1, 1]))
    long, short = 2 * round(size / 2), 2 * round(size * 0.75 / 2)  # H.264 wants even sides
    width, height_px = (long, short) if floor else (short, long)
    return Camera(
        azimuth_deg=azimuth, height=float(rng.uniform(0.5, 1.1) if floor else rng.uniform(0.8, 1.5)),
        fov_deg=float(rng.uniform(48, 58)), roll_deg=float(rng.normal(0, 1.2)), width=width, height_px=height_px,
    )  # fmt: skip


def seen_from_anywhere(spec: Spec) -> Spec:
    """The same, filmed from any side and height: for what learns, where VIEWS are for what is measured."""
    rng = np.random.default_rng([spec.seed, _ANYWHERE])
    camera = replace(spec.camera, azimuth_deg=float(rng.uniform(-180.0, 180.0)), height=float(rng.uniform(*ANY_HEIGHT_M)))
    spec = replace(spec, camera=camera, view="anywhere")
    return replace(spec, camera=framed(spec))


def half_out(spec: Spec) -> Spec:
    """The same filmed from so near that some of the body, oftener legs than the head, is out of the picture."""
    rng = np.random.default_rng([spec.seed, _CLOSE])
    larger = float(rng.uniform(*CLOSER))
    out = 0.5 * np.ptp(_places(spec), axis=0) * (1.0 - 1.0 / larger)
    aside, up = rng.uniform(-0.7, 0.7, 2), rng.uniform(-0.2, 1.0)
    camera = framed(spec, larger)
    x, y, z = (np.array(camera.target) + out * (*aside, up)).tolist()
    return replace(spec, camera=replace(camera, target=(x, y, z)))


def half_hidden(spec: Spec) -> Spec:
    """The same with somebody else walking past, and, where it is done on the feet, with a bench or a box before the legs."""
    rng = np.random.default_rng([spec.seed, _HIDDEN])
    occluder, passing_s = str(rng.choice(OCCLUDERS)), float(rng.uniform(2.0, 6.0))
    on_the_floor = any(part.name in ON_THE_FLOOR for part in spec.parts)
    return replace(spec, scene=replace(spec.scene, occluder="" if on_the_floor else occluder, passer_by_s=passing_s))


def framed(spec: Spec, fill: float = 0.86) -> Camera:
    """The spec's camera, aimed at the middle of all that is done and far enough away to see it."""
    points = _places(spec)
    middle = (points.min(0) + points.max(0)) / 2
    camera = replace(spec.camera, target=(float(middle[0]), float(middle[1]), float(middle[2])))
    near, far = 0.8, 6.0
    for _ in range(24):
        distance = (near + far) / 2
        fits = _fits(replace(camera, distance=distance), points, fill)
        near, far = (near, distance) if fits else (distance, far)
    return replace(camera, distance=round(far, 3))


def _places(spec: Spec) -> Array:
    """(n, 3) m where the body is at any time."""
    body = Body(spec.body)
    show = perform(body, [p for p in spec.parts if p.name in EXERCISES] or spec.parts, spec.fps, 0.0, np.random.default_rng(spec.seed))
    points = body.landmarks(body.solve(show.motion))[::5].reshape(-1, 3)
    return np.concatenate([points, points + np.array([0, 0, 0.11])])  # the top of a head lies over its landmarks


def _fits(camera: Camera, points: Array, fill: float) -> bool:
    half = np.array([camera.width, camera.height_px]) / 2
    return bool((np.abs(camera.project(points) - half) < fill * half).all())


def random_scene(rng: Random) -> Scene:
    """A room, its floor and its lamp."""
    warm = float(rng.uniform(0.55, 1.0))
    floor = np.array(FLOORS[rng.integers(len(FLOORS))]) * rng.uniform(0.8, 1.2) + rng.uniform(-0.03, 0.03, 3)
    wall = rng.uniform(0.35, 0.85) + rng.uniform(-0.06, 0.06, 3)
    return Scene(
        floor=_as_colour(floor), wall=_as_colour(wall), mat=_colour(rng, 0.1, 0.5), carpet=bool(rng.random() < 0.4),
        light=(float(rng.uniform(-1.5, 3)), float(rng.uniform(-2.5, 2.5)), 2.55),
        light_colour=(warm * 1.1, warm * float(rng.uniform(0.9, 1.05)), warm * float(rng.uniform(0.75, 1.05))),
    )  # fmt: skip


def random_sensor(rng: Random) -> Sensor:
    """A webcam, good or bad."""
    return Sensor(float(rng.uniform(0.005, 0.018)), float(rng.uniform(0.4, 0.8)), float(rng.uniform(0.8, 1.2)))


def _colour(rng: Random, low: float = 0.08, high: float = 0.85) -> Colour:
    return _as_colour(rng.uniform(low, high, 3))


def _as_colour(rgb: Array) -> Colour:
    r, g, b = (round(float(np.clip(v, 0.02, 0.98)), 3) for v in rgb)
    return (r, g, b)
