"""edgecoach analyze: a video -> counted, scored repetitions, advice, a JSON object and a video with everything drawn on it.

Refuses to know: how a body is seen, counted, drawn or written; it joins those who do.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from edge.commands.kept.opening import CONFIG
from edge.errors import InputError
from edge.knees import standing_knees
from edge.messages import Person

LONGEST_NAME = 60
"""As on the page."""
TURNS = (0, 90, 180, 270)
SEXES = {"f": "F", "m": "M", "female": "F", "male": "M"}

WATCHED = "A video (.mp4 .mov .avi .mkv .webm), a folder of images, or a table of keypoints or angles (.csv, a track's .json)."
Video = Annotated[Path, typer.Argument(help=WATCHED, show_default=False)]
Exercise = Annotated[str, typer.Option(help="What is being done; auto finds out by itself.")]
Name = Annotated[str, typer.Option(help="Who it is; a guest if not given.", show_default=False)]
Height = Annotated[float | None, typer.Option(help="Body height, m.", show_default=False)]
Mass = Annotated[float | None, typer.Option(help="Body mass, kg.", show_default=False)]
Sex = Annotated[str | None, typer.Option(help="F or M, for strength tables.", show_default=False)]
Age = Annotated[float | None, typer.Option(help="Years.", show_default=False)]
Load = Annotated[float | None, typer.Option(help="Weight lifted, kg.", show_default=False)]
Rotate = Annotated[int, typer.Option(help="Turn the picture clockwise first: 0, 90, 180 or 270 degrees.")]
Imu = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A worn sensor: CSV t_s,where,ax,ay,az,gx,gy,gz, or MCAP.", show_default=False),
]
Knees = Annotated[
    str | None,
    typer.Option(
        metavar="RIGHT,LEFT",
        help="For sensors on a leg: they stand at first, knees bent so, degrees, as measured.",
        show_default=False,
    ),
]
ForcePlates = Annotated[
    Path | None,
    typer.Option(
        "--plates", metavar="FILE", help="Force plates (.mot), the right foot's first, from the film's first frame on.", show_default=False
    ),
]
Json = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write everything as one JSON object; - for standard output.", show_default=False)
]
Annotate = Annotated[
    Path | None, typer.Option(metavar="OUT.mp4", help="Write the video with skeleton, counter and cues.", show_default=False)
]
Angles = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write every joint angle of every frame: .csv or .parquet.", show_default=False)
]
BestEffort = Annotated[
    bool, typer.Option("--best-effort", help="It was all they could lift: learn their strength from it (with --person).")
]
OpenSim = Annotated[
    Path | None,
    typer.Option("--opensim", metavar="DIR", help="Write markers (.trc) and coordinates (.mot) for OpenSim.", show_default=False),
]


def register(app: typer.Typer) -> None:
    app.command()(analyze)


def analyze(
    video: Video,
    exercise: Exercise = "auto",
    person: Name = "",
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    age: Age = None,
    load_kg: Load = None,
    rotate: Rotate = 0,
    imu: Imu = None,
    knees: Knees = None,
    plates: ForcePlates = None,
    json: Json = None,
    annotate: Annotate = None,
    angles: Angles = None,
    opensim: OpenSim = None,
    best_effort: BestEffort = False,
    config: Path | None = CONFIG,
) -> None:
    """Count and score the exercises in a video, every frame, as fast as it goes.

    Examples:

      edgecoach analyze set.mp4

      edgecoach analyze set.mp4 --exercise squat --json set.json

      edgecoach analyze set.mp4 --annotate set-coached.mp4

      edgecoach analyze set.mp4 --angles set.csv --opensim set

      edgecoach analyze set.csv

      edgecoach analyze set.mp4 --imu leg.csv --knees 4,6

      edgecoach analyze heaviest.mp4 --person Ana --load-kg 80 --best-effort
    """
    who = person_of(person, height, mass, sex, age)
    _demand_possible(who, best_effort, load_kg, rotate)
    stood = _stood(knees, imu)
    try:
        from edge.commands.analysis.visit import Wishes, visit

        visit(Wishes(video, exercise, who, load_kg, imu, json, annotate, angles, opensim, plates, best_effort, rotate, stood, config))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        raise


def _demand_possible(who: Person, best_effort: bool, load_kg: float | None, rotate: int) -> None:
    if best_effort and who.guest:
        raise InputError("it is not said whose best effort it is", "give --person NAME")
    _within("--load-kg", load_kg, 0.0, 600.0, "kg")
    if rotate not in TURNS:
        raise InputError(f"--rotate {rotate} is no quarter turn", "give 90, 180 or 270")


def _stood(knees: str | None, imu: Path | None) -> tuple[float, float] | None:
    if knees is None:
        return None
    if imu is None:
        raise InputError("--knees is for sensors worn on the legs", "give their readings with --imu, or leave --knees out")
    return standing_knees(knees)


def person_of(name: str, height_m: float | None, mass_kg: float | None, sex: str | None, age: float | None) -> Person:
    """The person described by the options. Raises InputError for a body that nobody has, and for what is no name."""
    name = name.strip()
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError("--person is no name", f"give at most {LONGEST_NAME} letters, in one line")
    _within("--height", height_m, 0.5, 2.6, "m")
    _within("--mass", mass_kg, 10.0, 400.0, "kg")
    _within("--age", age, 3.0, 120.0, "years")
    if sex is not None and sex.lower() not in SEXES:
        raise InputError(f"--sex {sex} is not known", "give F or M, or leave it out")
    return Person(name, height_m, mass_kg, SEXES[sex.lower()] if sex else None, age)


def _within(option: str, value: Any, least: float, most: float, unit: str) -> None:
    if value is not None and not least <= value <= most:
        raise InputError(f"{option} {value:g} cannot be right", f"give {least:g} to {most:g} {unit}")
