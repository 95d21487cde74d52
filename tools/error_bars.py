"""What `tools/evaluate avatar --json` wrote -> the README's figure of error bars, .pictures/error_bars.png.

Refuses to know: how anything was measured.
How to use it:  tools/evaluate avatar DIR --json FILE; .venv/bin/python -m tools.error_bars FILE .pictures
"""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tools.demo_pictures import INK, LINE, PALE, STYLE

VIEWS = {"side": "from the side", "45": "at 45°", "front": "from the front", "behind": "from behind"}
JOINTS = ("knee", "hip")
COLOUR = {"knee": LINE["knee"], "hip": LINE["elbow"]}


def main(answer: Path, folder: Path) -> None:
    said = json.loads(answer.read_text(encoding="utf-8"))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.2), dpi=150, layout="constrained")
        _bars(figure.subplots(), said["summary"], said["n_people"])
        figure.savefig(folder / "error_bars.png")


def _bars(axes: Axes, summary: dict[str, Any], people: int) -> None:
    """For each view and joint how far the angle is off, and above it how wide the stated band is."""
    for k, joint in enumerate(JOINTS):
        places = np.arange(len(VIEWS)) + 0.36 * (k - 0.5)
        off = [summary[f"{joint}_mae_{view}_deg"] or np.nan for view in VIEWS]
        band = [summary[f"{joint}_halfwidth_{view}_deg"] or np.nan for view in VIEWS]
        axes.bar(places, off, 0.32, color=COLOUR[joint], label=f"{joint}: mean error")
        axes.plot(places, band, "_", color=INK, markersize=22, markeredgewidth=2, label="half of the stated 95 % band" if k else None)
    axes.set_xticks(range(len(VIEWS)), list(VIEWS.values()))
    axes.set(ylabel="degrees", ylim=(0, None), title=f"{people} avatars, through the real pose model")
    axes.grid(axis="y", color=PALE, alpha=0.35, linewidth=0.6)
    axes.legend(frameon=False, fontsize=8.5)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
