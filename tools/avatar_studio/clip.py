"""A spec -> NAME.mp4 and NAME.json, side by side.

Refuses to know: what the clips are for.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.avatar_studio.film import QUALITY, write_film
from tools.avatar_studio.spec import Spec
from tools.avatar_studio.truth import Truth, truth

Picture = npt.NDArray[np.uint8]


def as_json(real: Truth) -> dict[str, Any]:
    """What is true about a clip, small enough to keep beside it.

    {exercise, view, fps, frames, reps: [{exercise, start_s, turn_s, end_s, side, fault}], holds: [{exercise, start_s, end_s}],
    stretches: [{name, start_s, end_s}], angles: {left_knee: [inner angle in space, deg, a frame], ...}, spec}.
    """
    return {
        "exercise": real.exercise,
        "view": real.spec.view,
        "fps": real.spec.fps,
        "frames": len(real),
        "reps": [_rounded(asdict(r)) for r in real.reps],
        "holds": [_rounded(asdict(h)) for h in real.holds],
        "stretches": [_rounded(asdict(s)) for s in real.stretches],
        "angles": {name: np.round(values, 1).tolist() for name, values in real.angles_deg().items()},
        "spec": _rounded(real.spec.as_json()),
    }


def _rounded(value: Any) -> Any:
    """The same with every number to three decimals."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


def make_clip(
    folder: Path, name: str, spec: Spec, tick: Callable[[], None] = lambda: None, quality: int = QUALITY, truth_name: str = ""
) -> None:
    """Film one clip; `tick` is called after each frame. The truth is written last, so a clip without it was interrupted."""
    from tools.avatar_studio.studio import Studio  # numba loads with it: help and truth do without

    real = truth(spec)
    write_film(folder / f"{name}.mp4", _counted(Studio(real).pictures(), tick), spec.fps, quality)
    (folder / (truth_name or f"{name}.json")).write_text(json.dumps(as_json(real), separators=(",", ":")) + "\n")


def is_made(folder: Path, name: str) -> bool:
    """Whether the clip and its truth are both there."""
    return (folder / f"{name}.mp4").is_file() and (folder / f"{name}.json").is_file()


def _counted(pictures: Iterable[Picture], tick: Callable[[], None]) -> Iterator[Picture]:
    for picture in pictures:
        yield picture
        tick()
