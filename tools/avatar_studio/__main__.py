"""tools/avatar: words of a command line -> clips with their truth.

Refuses to know: how clips are made.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.avatar_studio.clip import is_made, make_clip
from tools.avatar_studio.film import QUALITY, FilmFailed
from tools.avatar_studio.gear import OCCLUDERS
from tools.avatar_studio.population import (
    SESSION_EXERCISES,
    TEMPOS,
    VIEWS,
    half_hidden,
    half_out,
    random_idle,
    random_session,
    random_spec,
    seen_from_anywhere,
)
from tools.avatar_studio.programs import EXERCISES
from tools.avatar_studio.showcase import DEMO_QUALITY, GOLDEN_QUALITY, demo, golden
from tools.avatar_studio.spec import HELD_OUT_SEED, HeldOutSeed, Scene, Spec, check_seed
from tools.avatar_studio.truth import truth

EXAMPLES = f"""examples:
  tools/avatar clip squat.mp4 --exercise squat --view 45 --seed 7     one clip, and squat.json beside it
  tools/avatar clip s.mp4 --exercise lunge --tempo slow --reps 5 --occluder bench --passer-by 3
  tools/avatar clip talk.mp4 --idle 60 --seed 3                       a minute of somebody who does not exercise
  tools/avatar clip visit.mp4 --session 3 --seed 5                    walks in, three sets with rests, walks out
  tools/avatar population DIR --count 40 --seed 1000                  random people for `tools/evaluate avatar DIR`
  tools/avatar demo edge/demo_clip                                    the clip that `tools/demo` plays
  tools/avatar golden tests/golden                                    the short clips of the golden tests

Seeds from 0 to {HELD_OUT_SEED - 1}; what is made already is left alone, so an interrupted run goes on where it stopped.
exercises: {", ".join(EXERCISES)}
views: {", ".join(VIEWS)}   tempos: {", ".join(TEMPOS)}"""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 2 for a bad argument, 1 for a failure, 130 for Ctrl-C."""
    options = _parser().parse_args(words)
    try:
        options.run(options)
    except KeyboardInterrupt:
        print("stopped: finished clips are kept", file=sys.stderr)
        return 130
    except HeldOutSeed as refused:
        print(refused, file=sys.stderr)
        return 2
    except (FilmFailed, OSError) as failed:
        print(f"the clip could not be written: {failed}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/avatar", description="Makes clips of a made-up person, with the exact truth beside each.", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    clip = _command(commands, "clip", "one clip", _clip)
    clip.add_argument("file", type=Path, metavar="FILE.mp4")
    clip.add_argument("--seed", type=int, default=1, help="who, where and how; the same seed gives the same clip (default 1)")
    what = clip.add_mutually_exclusive_group()
    what.add_argument("--exercise", choices=list(EXERCISES), metavar="NAME", help="what is done (default: any)")
    what.add_argument("--idle", type=_between(5, 3600), metavar="SECONDS", help="everything but exercise")
    sets = _between(1, len(SESSION_EXERCISES), int)
    what.add_argument("--session", type=sets, metavar="SETS", help="a whole visit")
    clip.add_argument("--view", choices=list(VIEWS), help="from where (default: any)")
    clip.add_argument("--tempo", choices=list(TEMPOS), help="how fast (default: any)")
    clip.add_argument("--reps", type=_between(1, 100, int), help="how many (default: 3 to 5)")
    clip.add_argument("--faults", type=_between(0, 1), default=0.35, help="share of faulty repetitions (default 0.35)")
    start = "cut off the beginning: starts in mid-movement"
    clip.add_argument("--start", type=_between(0, 3600), default=0.0, metavar="SECONDS", help=start)
    clip.add_argument("--occluder", choices=OCCLUDERS, help="something in front of the legs")
    clip.add_argument("--passer-by", type=float, metavar="SECONDS", help="when somebody else walks past")
    _common(clip)
    people = _command(commands, "population", "random people, every exercise and view in turn", _population)
    people.add_argument("folder", type=Path, metavar="DIR")
    people.add_argument("--count", type=_between(1, 100_000, int), default=40, help="how many clips (default 40)")
    people.add_argument("--seed", type=int, default=1000, help="seed of the first; the others follow (default 1000)")
    people.add_argument("--idle", type=_between(0, 600, int), default=0, metavar="MINUTES", help="and so many minutes without exercise")
    people.add_argument("--anywhere", action="store_true", help="filmed from any side and height, for `tools/train`")
    partly = people.add_mutually_exclusive_group()
    partly.add_argument("--close", action="store_true", help="filmed from so near that some of the body is out of the picture")
    partly.add_argument("--hidden", action="store_true", help="half hidden: a bench or a box before the legs, and somebody walks past")
    _common(people)
    for name, help_, run in (("demo", "the clip of tools/demo", _demo), ("golden", "the clips of the golden tests", _golden)):
        _command(commands, name, help_, run).add_argument("folder", type=Path, metavar="DIR")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_: str, run: Callable[[argparse.Namespace], None]
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.set_defaults(run=run)
    return command


def _between(low: float, high: float, kind: Callable[[str], float] = float) -> Callable[[str], float]:
    """An argument's type: a number from low to high."""

    def number(text: str) -> float:
        value = kind(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
        return value

    return number


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--size", type=_between(64, 3840, int), default=426, help="longer side of the picture, px (default 426)")
    command.add_argument("--fps", type=_between(1, 240), default=30.0, help="frames a second (default 30)")


def _clip(options: argparse.Namespace) -> None:
    o = options
    if o.idle is not None:
        spec = random_idle(o.seed, o.idle, o.view, o.size, o.fps)
    elif o.session is not None:
        spec = random_session(o.seed, o.session, o.view, o.size, o.fps)
    else:
        spec = random_spec(o.seed, o.exercise, o.view, o.reps, o.tempo, o.faults, o.size, o.fps)
    scene: Scene = replace(spec.scene, occluder=o.occluder or "", passer_by_s=o.passer_by)
    _film(o.file.parent, {o.file.stem: replace(spec, scene=scene, start_s=o.start)}, again=True)


def _population(options: argparse.Namespace) -> None:
    o = options
    check_seed(o.seed + o.count - 1)
    names, views = list(EXERCISES), list(VIEWS)
    specs = {}
    for i in range(o.count):
        exercise, view = names[i % len(names)], views[(i + i // len(views)) % len(views)]
        specs[f"{i:03d}_{exercise}_{view}"] = random_spec(o.seed + i, exercise, view, size=o.size, fps=o.fps)
    for minute in range(o.idle):
        specs[f"idle_{minute}"] = random_idle(o.seed + minute, 60.0, views[minute % 2], o.size, o.fps)
    for wanted, change in ((o.anywhere, seen_from_anywhere), (o.close, half_out), (o.hidden, half_hidden)):
        specs = {name: change(spec) for name, spec in specs.items()} if wanted else specs
    _film(o.folder, specs)


def _demo(options: argparse.Namespace) -> None:
    _film(options.folder, {"demo": demo()}, again=True, quality=DEMO_QUALITY, truth_name="truth.json")


def _golden(options: argparse.Namespace) -> None:
    for name, spec in golden().items():
        if not (options.folder / name / "truth.json").is_file():
            _film(options.folder / name, {"clip": spec}, again=True, quality=GOLDEN_QUALITY, truth_name="truth.json")


def _film(folder: Path, specs: dict[str, Spec], again: bool = False, quality: int = QUALITY, truth_name: str = "") -> None:
    """Film what is not there yet, or everything `again`, with a bar that counts frames."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: spec for name, spec in specs.items() if again or not is_made(folder, name)}
    if len(wanted) < len(specs):
        print(f"{len(specs) - len(wanted)} of {len(specs)} clips are there already", file=sys.stderr)
    with _bar() as bar:
        task = bar.add_task("", total=sum(len(truth(spec)) for spec in wanted.values()))
        for name, spec in wanted.items():
            bar.update(task, description=folder.name if truth_name else name)
            make_clip(folder, name, spec, lambda: bar.advance(task), quality, truth_name)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("frames"), TimeRemainingColumn(),
        console=Console(stderr=True),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
