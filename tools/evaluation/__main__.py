"""tools/evaluate: KIND and DIR -> a table and one JSON object.

Refuses to know: how any kind is scored.
"""

import json as json_format
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from edge.errors import EdgeError, InputError
from tools.evaluation.tables import print_tables

FOLDER_KINDS = ("videos", "films", "edges", "avatar", "golden", "broad", "metamotion", "repmate", "muvr", "opencap", "uiprmd", "continuity")

WORN_KINDS = ("metamotion", "muvr")
"""Sets of a worn sensor, whose labels are only planned or typed."""

Kind = Annotated[str, typer.Argument(help=", ".join((*FOLDER_KINDS, "synthetic, teach or alignment.")))]
Folder = Annotated[Path | None, typer.Argument(help="A folder in the layout of that kind; synthetic, teach and alignment need none.")]
Json = Annotated[str | None, typer.Option(metavar="FILE", help="Write {kind, n_cases, n_people, summary, cases}; - for standard output.")]
Baselines = Annotated[bool, typer.Option("--baselines", help="videos, metamotion, muvr: what the usual counters make of the same.")]
Accept = Annotated[bool, typer.Option("--accept", help="golden: print what is said otherwise than before, and expect it from now on.")]
Model = Annotated[
    Path | None,
    typer.Option(metavar="FILE.osim", help="opencap: the folder holds joint angles alone (.mot), of a body like this."),
]


def main(
    kind: Kind, folder: Folder = None, json: Json = None, baselines: Baselines = False, accept: Accept = False, model: Model = None
) -> None:
    """Scores the shipped code and weights on a folder of labelled recordings, through the very path of analyze."""
    try:
        result = evaluate(kind, folder, baselines, accept, model)
    except EdgeError as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(problem.exit_code) from None
    if json == "-":
        json_format.dump(result, sys.stdout, indent=1)
        return
    if json is not None:
        Path(json).write_text(json_format.dumps(result, indent=1), encoding="utf-8")
    print_tables(Console(width=None if sys.stdout.isatty() else 160), result)
    for case in result["cases"]:
        for difference in case.get("differences", ()):
            print(case["session"], difference)


def evaluate(kind: str, folder: Path | None, baselines: bool = False, accept: bool = False, model: Path | None = None) -> dict[str, Any]:
    """The object of one evaluation. Raises InputError for a kind or folder that is not there."""
    if kind == "synthetic":
        from tools.evaluation.synthetic import synthetic

        return synthetic()
    if kind == "teach":
        from tools.evaluation.teach import teach

        return teach()
    if kind == "alignment":
        from tools.evaluation.alignment import alignment

        return alignment()
    if kind not in FOLDER_KINDS:
        raise InputError(f"there is no kind {kind!r}", "choose " + ", ".join((*FOLDER_KINDS, "synthetic", "teach", "alignment")))
    if folder is None or not folder.is_dir():
        raise InputError(f"{folder or 'nothing'} is not a folder", f"give one in the layout of {kind}")
    if kind == "golden":
        from tools.evaluation.golden import golden

        return golden(folder, accept)
    if kind == "opencap":
        from tools.evaluation.opencap import opencap

        return opencap(folder, model)
    return _of_folder(kind, folder, baselines)


def _of_folder(kind: str, folder: Path, baselines: bool) -> dict[str, Any]:
    """Each kind is a module, and in it a function, of that name."""
    if kind == "videos":
        from tools.evaluation.baselines import peaks, thresholds
        from tools.evaluation.videos import videos

        return videos(folder, {"thresholds": thresholds, "peaks": peaks} if baselines else {})
    evaluation: Callable[..., dict[str, Any]] = getattr(import_module(f"tools.evaluation.{kind}"), kind)
    return evaluation(folder, baselines) if kind in WORN_KINDS else evaluation(folder)


if __name__ == "__main__":
    typer.run(main)
