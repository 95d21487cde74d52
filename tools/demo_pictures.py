"""The built-in clip -> the README's pictures: an annotated frame, and angles with what was made of them and what is true.

Refuses to know: how a body is seen, judged or drawn; it runs `edgecoach analyze` as a person would and reads its JSON.
"""

import json
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from edge.commands.demo import CLIP

JOINTS = ("knee", "elbow")
INK, PALE, TRUE = "#1f2a37", "#94a3b8", "#475569"
LINE = {"knee": "#2563eb", "elbow": "#7c3aed"}
GOOD, FAULTY = "#16a34a", "#d97706"
Z_95 = 1.96
"""The band is where the estimate says that the angle lies, 95 times in 100."""
UNKNOWN_DEG = 60.0
"""Standard deviation of what is not visible, when sides are compared: known half of the time is not better seen."""
STYLE: dict[Any, Any] = {
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "xtick.color": TRUE,
    "ytick.color": TRUE,
    "axes.spines.top": False,
    "axes.spines.right": False,
}

Report = dict[str, Any]
Numbers = npt.NDArray[np.float64]


def main(folder: Path) -> None:
    """Writes frame.jpg and angles.png."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        film, answer = Path(place) / "film.mp4", Path(place) / "answer.json"
        subprocess.run([Path(sys.executable).with_name("edgecoach"), "analyze", CLIP, "--annotate", film, "--json", answer], check=True)
        report = json.loads(answer.read_text(encoding="utf-8"))
        cv2.imwrite(str(folder / "frame.jpg"), _frame(film, _corrected_s(report)), [cv2.IMWRITE_JPEG_QUALITY, 93])
    truth = json.loads(CLIP.with_name("truth.json").read_text(encoding="utf-8"))
    with mpl.rc_context(STYLE):
        _save(_plot(report, truth), folder / "angles.png")


def _corrected_s(report: Report) -> float:
    """The turning point of the first repetition that began after a spoken correction: its words are still on the screen then."""
    advice = {fault["cue"] for fault in report["faults"]}
    told = min(cue["t_s"] for cue in report["cues"] if cue["channel"] == "voice" and cue["text"] in advice)
    return min(float(rep["turn_s"]) for rep in report["reps"] if rep["start_s"] > told)


def _frame(film: Path, t: float) -> cv2.typing.MatLike:
    video = cv2.VideoCapture(str(film))
    video.set(cv2.CAP_PROP_POS_MSEC, t * 1000)
    there, image = video.read()
    video.release()
    assert there, f"{film} has no frame at {t} s"
    return image


def _save(figure: Figure, path: Path) -> None:
    """With as many colours as it needs, which makes the file a third of the size."""
    drawn = BytesIO()
    figure.savefig(drawn)
    Image.open(drawn).convert("RGB").quantize(128).save(path, optimize=True)


def _plot(report: Report, truth: Report) -> Figure:
    """Both joints over one time line, what is true below them."""
    figure = Figure(figsize=(11, 6.2), dpi=150, layout="constrained")
    top, middle, bottom = figure.subplots(3, 1, sharex=True, height_ratios=(10, 10, 1.5))
    for axes, joint in ((top, "knee"), (middle, "elbow")):
        _spans(axes, report["reps"])
        _angle(axes, joint, report["angles"], truth)
    _numbers(top, report["reps"])
    _cues(top, report)
    _true_repetitions(bottom, truth["reps"])
    top.set_xlim(0, report["source"]["duration_s"])
    return figure


def _spans(axes: Axes, reps: list[Report]) -> None:
    for rep in reps:
        axes.axvspan(rep["start_s"], rep["end_s"], color=GOOD if rep["good"] else FAULTY, alpha=0.14, linewidth=0)


def _angle(axes: Axes, joint: str, angles: Report, truth: Report) -> None:
    """The better seen side's flexion with its band, and the true one."""
    t, side, deg, sd = _better_seen(joint, angles)
    axes.fill_between(t, deg - Z_95 * sd, deg + Z_95 * sd, color=LINE[joint], alpha=0.18, linewidth=0, label="its 95 % band")
    axes.plot(t, deg, color=LINE[joint], linewidth=1.6, label="estimate")
    inner = np.array(truth["angles"][f"{side}_{joint}"])
    axes.plot(np.arange(inner.size) / truth["fps"], 180 - inner, color=TRUE, linewidth=1, linestyle=(0, (2, 2)), label="truth")
    axes.set(ylabel=f"{side} {joint}, degrees\n(0 is straight)", ylim=(-15, 165), yticks=(0, 45, 90, 135))
    axes.grid(axis="y", color=PALE, alpha=0.35, linewidth=0.6)
    axes.legend(loc="upper left", frameon=False, fontsize=8.5, handlelength=1.8, borderpad=0)


def _better_seen(joint: str, angles: Report) -> tuple[Numbers, str, Numbers, Numbers]:
    """(n,) s, the side with the narrower band, its (n,) flexion and standard deviation in degrees; nan where not visible."""
    deg, sd = np.array(angles["deg"], float), np.array(angles["sd_deg"], float)
    places = {side: angles["names"].index(f"{side}_{joint}_flexion") for side in ("left", "right")}
    side = min(places, key=lambda name: float(np.nan_to_num(sd[:, places[name]], nan=UNKNOWN_DEG).mean()))
    return np.array(angles["t_s"]), side, deg[:, places[side]], sd[:, places[side]]


def _numbers(axes: Axes, reps: list[Report]) -> None:
    for rep in reps:
        colour = GOOD if rep["good"] else FAULTY
        middle = (rep["start_s"] + rep["end_s"]) / 2
        axes.text(middle, -11, str(rep["number"]), color=colour, ha="center", weight="bold", fontsize=9)


def _cues(axes: Axes, report: Report) -> None:
    """Spoken words above the plot, on two lines by turns, corrections in the colour of faults."""
    advice = {fault["cue"] for fault in report["faults"]}
    for number, cue in enumerate(cue for cue in report["cues"] if cue["channel"] == "voice"):
        colour = FAULTY if cue["text"] in advice else TRUE
        t, height = cue["t_s"], 178 + 15 * (number % 2)
        axes.plot([t, t], [171, height], color=colour, linewidth=0.8, marker="v", markevery=[0], markersize=7, clip_on=False)
        axes.text(t + 0.3, height, f"“{cue['text']}”", color=colour, fontsize=8.5, ha="right", va="bottom", clip_on=False)


def _true_repetitions(axes: Axes, reps: list[Report]) -> None:
    """Each from its start to its end, with a tick at the turning point; faulty ones named."""
    for rep in reps:
        colour = FAULTY if rep["fault"] else GOOD
        axes.plot([rep["start_s"], rep["end_s"]], [0, 0], color=colour, linewidth=3, solid_capstyle="butt")
        axes.plot(rep["turn_s"], 0, marker="|", color=colour, markersize=13, markeredgewidth=1.6)
        axes.text(rep["turn_s"], -1.6, rep["fault"].replace("_", " "), color=colour, ha="center", va="top", fontsize=8.5)
    axes.set(ylim=(-4, 1.5), yticks=[], xlabel="seconds", ylabel="true\nreps")
    axes.spines["left"].set_visible(False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
