"""What a clip is to show, as plain values that can be written to JSON and rendered again.

Refuses to know: how bodies move, how pictures are made.
"""

from dataclasses import asdict, dataclass, field

from tools.avatar_studio.body import Shape
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.timing import RepPlan

HELD_OUT_SEED = 900_000
"""Seeds from here on belong to the people who judge this project."""


class HeldOutSeed(ValueError):
    """The seed is one of those kept for judging."""

    def __init__(self, seed: int) -> None:
        super().__init__(f"seed {seed} is kept for judging: use one from 0 to {HELD_OUT_SEED - 1}")


def check_seed(seed: int) -> int:
    """The seed itself. Raises HeldOutSeed for one that is not ours."""
    if not 0 <= seed < HELD_OUT_SEED:
        raise HeldOutSeed(seed)
    return seed


@dataclass(frozen=True, slots=True)
class Part:
    """One thing after another: an exercise with its repetitions, a hold, or something idle for some seconds.

    heading_deg: which way it faces, to the left of x.
    """

    name: str
    reps: tuple[RepPlan, ...] = ()
    seconds: float = 0.0
    options: dict[str, float] = field(default_factory=dict)
    heading_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """The room, its light and its things; colours as displayed, 0..1.

    carpet: instead of planks. light: position of the lamp, m. mat: whether one lies there. occluder: none, bench or box,
    in front of the figure. passer_by: seconds at which somebody walks past, or none.
    """

    floor: tuple[float, float, float] = (0.50, 0.34, 0.20)
    wall: tuple[float, float, float] = (0.72, 0.70, 0.64)
    mat: tuple[float, float, float] = (0.20, 0.32, 0.36)
    door: tuple[float, float, float] = (0.45, 0.30, 0.20)
    carpet: bool = False
    light: tuple[float, float, float] = (2.3, 1.3, 2.5)
    light_colour: tuple[float, float, float] = (1.0, 0.95, 0.86)
    occluder: str = ""
    passer_by_s: float | None = None


@dataclass(frozen=True, slots=True)
class Sensor:
    """noise: of a pixel, 0..1; blur: px; exposure: a factor."""

    noise: float = 0.010
    blur: float = 0.6
    exposure: float = 1.0


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole clip. start_s: how much of its beginning is cut off, so that it may begin in mid-movement."""

    seed: int
    parts: tuple[Part, ...]
    body: Shape = field(default_factory=Shape)
    camera: Camera = field(default_factory=Camera)
    scene: Scene = field(default_factory=Scene)
    sensor: Sensor = field(default_factory=Sensor)
    view: str = "front"
    fps: float = 30.0
    start_s: float = 0.0

    def __post_init__(self) -> None:
        check_seed(self.seed)

    def as_json(self) -> dict[str, object]:
        """Plain values for a JSON file."""
        return asdict(self)
