"""`edgecoach models`: which pose models are here, fetched and verified.

Refuses to know: how a network is converted or run.
"""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer

from edge.errors import EdgeError
from edge.weights import INSTALL, Finding, how_to_fetch, manifest, models_folder, problem_of, trained, verify

HELP = """Fetch the pose models, once: then no network is needed. List, verify or add to them.

Example:  edgecoach models fetch
"""
FOLDER = typer.Option(
    None, "--folder", help="Models folder, if not store.models_dir of the configuration, $EDGECOACH_MODELS or ~/.cache/edgecoach/models."
)
JSON = typer.Option(False, "--json", help="Print one JSON object instead.")


def register(app: typer.Typer) -> None:
    """Join `models` and its four commands."""
    models = typer.Typer(help=HELP, no_args_is_help=True)
    models.command("list")(show)
    models.command("fetch")(fetch)
    models.command("add")(add)
    models.command("verify")(check)
    app.add_typer(models, name="models")


def show(folder: Path | None = FOLDER, as_json: bool = JSON) -> None:
    """List the models, where they come from, and whether they are here.

    Example:  edgecoach models list --json
    """
    place = _place(folder)
    here = {finding.file: finding.problem for finding in verify(place)}
    networks = [
        {"name": n.name, "what": n.what, "origin": n.origin, "licence": n.licence, "sha256": n.sha256, "side_px": n.side_px}
        | {"problems": [f"{file} is {here[file]}" for file in n.files if here[file]]}
        for n in manifest().networks
    ]
    added = [file for file in here if file.endswith(".task")]
    ours = [{**asdict(one), "problem": problem_of(one)} for one in manifest().trained]
    if as_json:
        print(json.dumps({"folder": str(place), "networks": networks, "trained": ours, "added": added}, indent=2))
        return
    for network in networks:
        print(f"{network['name']:20} {'not ready' if network['problems'] else 'ready':10} {network['what']} {network['licence']}")
    for one in ours:
        state = f"{one['problem']}: {INSTALL}" if one["problem"] else "ready"
        print(f"{one['name']:20} {state:10} {one['what']} {one['licence']}")
    for file in added:
        print(f"{file:20} {here[file] or 'ready':10} Added by you, for the runtime mediapipe")
    missing = any(network["problems"] for network in networks)
    print(f"in {place}{f': {how_to_fetch(place)}' if missing else ''}")


def fetch(
    folder: Path | None = FOLDER,
    wheel: Path | None = typer.Option(None, "--wheel", help="The package's file, already at hand: no network is used."),
) -> None:
    """Download the pose models, check their hashes, and convert them for this machine.

    Example:  edgecoach models fetch
    """
    from edge.fetch import fetch as bring

    place = _place(folder)
    if not bring(place, partial(print, flush=True), wheel):
        print(f"Nothing to do: every model in {place} is right")


def add(task: Path = typer.Argument(help="A pose_landmarker .task file: lite, full or heavy."), folder: Path | None = FOLDER) -> None:
    """Take in a .task file of your own, for the runtime `mediapipe` of the extra \\[mediapipe].

    Example:  edgecoach models add pose_landmarker_heavy.task
    """
    from edge.fetch import add as take_in

    print(f"Added {take_in(_place(folder), task)}: set the camera's runtime to mediapipe to use it")


def check(folder: Path | None = FOLDER, as_json: bool = JSON) -> None:
    """Read every model file and compare its hash. Exit code 1 if one is wrong.

    Example:  edgecoach models verify
    """
    place = _place(folder)
    findings, ours = verify(place), [Finding(one.file, one.sha256, problem_of(one)) for one in manifest().trained]
    wrong = [finding for finding in findings if finding.problem]
    if as_json:
        right = not any(finding.problem for finding in (*findings, *ours))
        print(json.dumps({"files": [asdict(finding) for finding in (*findings, *ours)], "right": right}, indent=2))
    else:
        for finding in (*findings, *ours):
            print(f"{finding.file:28} {finding.problem or 'right'}")
    for one in manifest().trained:
        trained(one.name)
    if wrong:
        raise EdgeError(f"{len(wrong)} of {len(findings)} model files are wrong or missing", how_to_fetch(place))


def _place(folder: Path | None) -> Path:
    """As named, else as every other command finds it. A bad configuration names no other."""
    from edge.assembly import load_configuration

    return folder or models_folder(load_configuration().config.store.models_dir)
