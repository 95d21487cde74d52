"""The names of everything the avatar can do -> the programs that move it.

Refuses to know: how any of it is done.
"""

from collections.abc import Callable

from tools.avatar_studio.body import Body
from tools.avatar_studio.motion import Motion
from tools.avatar_studio.programs import floor, idle, legs, upper
from tools.avatar_studio.programs.legs import Options
from tools.avatar_studio.programs.stance import Random
from tools.avatar_studio.timing import Timing

Program = Callable[[Body, Timing, Random, Options], Motion]
IdleProgram = Callable[[Body, int, float, Random], Motion]

EXERCISES: dict[str, Program] = {
    "squat": legs.squat, "jump_squat": legs.jump_squat, "sit_to_stand": legs.sit_to_stand, "lunge": legs.lunge,
    "split_squat": legs.split_squat, "side_lunge": legs.side_lunge, "step_up": legs.step_up, "heel_raise": legs.heel_raise,
    "marching": legs.marching, "standing_leg_raise": legs.standing_leg_raise,
    "bicep_curl": upper.bicep_curl, "shoulder_abduction": upper.shoulder_abduction, "overhead_press": upper.overhead_press,
    "deadlift": upper.deadlift, "row": upper.row, "pull_up": upper.pull_up, "dip": upper.dip,
    "push_up": floor.push_up, "glute_bridge": floor.glute_bridge, "straight_leg_raise": floor.straight_leg_raise,
    "sit_up": floor.sit_up,
}  # fmt: skip
"""Counted exercises, by the product's own names."""

HOLDS: dict[str, Program] = {"plank": floor.plank, "wall_sit": legs.wall_sit}
"""Positions that are timed, not counted."""

IDLE: dict[str, IdleProgram] = {
    "stand": idle.stand, "talk": idle.talk, "wave": idle.wave, "phone": idle.phone, "pick_up": idle.pick_up,
    "set_up_bar": idle.set_up_bar, "sit": idle.sit,
}  # fmt: skip
"""What is done on the spot between sets."""

WALKS = ("walk_in", "walk_out", "walk_about")

FAULTS: dict[str, tuple[str, ...]] = {
    "squat": ("shallow", "knees_in", "trunk_lean", "hip_shift"), "jump_squat": ("shallow",), "sit_to_stand": ("not_upright", "trunk_lean"),
    "lunge": ("shallow", "trunk_lean", "knees_in"), "split_squat": ("shallow", "trunk_lean", "knees_in"),
    "side_lunge": ("shallow", "trunk_lean"), "step_up": ("trunk_lean",), "heel_raise": ("shallow",), "marching": ("low_knee",),
    "standing_leg_raise": ("shallow", "trunk_lean"), "bicep_curl": ("shallow", "swing", "elbow_drift", "uneven"),
    "shoulder_abduction": ("shallow", "uneven", "shrug"), "overhead_press": ("not_locked", "trunk_lean", "uneven"),
    "deadlift": ("shallow", "round_back"), "row": ("shallow", "swing"), "pull_up": ("shallow", "swing"), "dip": ("shallow", "trunk_lean"),
    "push_up": ("shallow", "hips_sag", "hips_high"), "glute_bridge": ("low_hips",), "straight_leg_raise": ("shallow", "bent_knee"),
    "sit_up": ("shallow",),
}  # fmt: skip
"""What can be done wrong in each."""

TOO_SHORT = ("shallow", "not_upright", "low_knee", "not_locked", "low_hips")
"""Faults that are nothing but too little of the movement."""

ONE_SIDED = ("lunge", "split_squat", "side_lunge", "step_up", "marching", "standing_leg_raise", "straight_leg_raise")
"""Exercises whose every repetition belongs to one side."""

ON_THE_FLOOR = ("push_up", "plank", "glute_bridge", "straight_leg_raise", "sit_up")

__all__ = ["EXERCISES", "FAULTS", "HOLDS", "IDLE", "ONE_SIDED", "ON_THE_FLOOR", "TOO_SHORT", "WALKS"]
