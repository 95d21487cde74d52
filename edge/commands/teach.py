"""`edgecoach teach`: an exercise that the box does not know, learned from somebody who shows it; the taught ones, listed and forgotten.

Refuses to know: how a movement is learned, and how it is kept.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from edge.errors import InputError

if TYPE_CHECKING:
    from edge.judge.teach import Learned
    from edge.state import State
    from edge.taught import Taught

Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called, as people will read it.", show_default=False)]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="A video, a table of keypoints, a recording, or a kept session's id.", show_default=False),
]
Reps = Annotated[int | None, typer.Option(min=3, max=30, help="How many repetitions are shown, if that is known.", show_default=False)]
Start = Annotated[float, typer.Option(min=0.0, help="From this second on.")]
End = Annotated[float | None, typer.Option(min=0.0, help="Up to this second.", show_default=False)]
Listed = Annotated[bool, typer.Option("--list", help="List the exercises that were taught.")]
Forget = Annotated[str, typer.Option("--forget", metavar="NAME", help="Forget one of them.", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", help="Keep what is found without asking.")]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def register(app: typer.Typer) -> None:
    app.command()(teach)


def teach(
    name: Name = "",
    shown: From = None,
    reps: Reps = None,
    start: Start = 0.0,
    end: End = None,
    listed: Listed = False,
    forget: Forget = "",
    yes: Yes = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Teach the box an exercise: somebody shows it three to eight times, and from then on it is counted when it is chosen.

    A box that is running knows it once it is started again; its page, for clinicians, teaches at once.

    Examples:

      edgecoach teach "Seated knee extension" --from shown.mp4 --reps 5

      edgecoach teach "Band pull" --from 20261121-093000-a1b2c3 --start 40 --end 70

      edgecoach teach --list

      edgecoach teach --forget band_pull
    """
    from edge.assembly import demand_configuration
    from edge.state import State, state_folder

    configured = demand_configuration(config)
    state = State(state_folder(configured.store.state_dir))
    if listed:
        _list(state, as_json)
    elif forget:
        _forget(state, forget, configured.judge.exercise, as_json)
    elif not name or shown is None:
        raise InputError("it is not said what is taught, or who shows it", "give NAME and --from FILE, or --list, or --forget NAME")
    else:
        from edge.assembly import rules_with
        from edge.commands.guides.movement import shown_in
        from edge.lessons import free_name, learned, taught_of
        from edge.taught import TAUGHT

        called = free_name(name, rules_with(state.get(TAUGHT))[0])
        found = learned(shown_in(shown, configured, config, start, end).states, reps)
        _keep(state, taught_of(called, name, found), found, yes, as_json)


def _keep(state: "State", taught: "Taught", found: "Learned", yes: bool, as_json: bool) -> None:
    from edge.taught import keep

    if not as_json:
        print(f"Found {found.in_words}, about {found.rep_s:g} s each.")
    kept = yes or (not as_json and sys.stdin.isatty() and typer.confirm(f"Keep it as {taught.name}?", default=True))
    if kept:
        keep(state, taught)
    if as_json:
        print(json.dumps({"kept": kept, **_json(taught), "found": _figures(found)}, indent=2))
    elif kept:
        print(f"Kept. Choose it on the page, or by --exercise {taught.name}.")
    else:
        print("Not kept. Add --yes to keep it without a question." if not sys.stdin.isatty() else "Not kept.")


def _list(state: "State", as_json: bool) -> None:
    from edge.assembly import rules_with
    from edge.taught import TAUGHT, all_of

    value = state.get(TAUGHT)
    taught, (_, wrong) = all_of(value), rules_with(value)
    mistakes = [*state.notices, *wrong]
    if as_json:
        print(json.dumps({"taught": [_json(one) for one in taught], "mistakes": mistakes}, indent=2))
        return
    for one in taught:
        print(f"{one.name}: {one.label}; learned from {one.summary}")
    if not taught:
        print("No exercise was taught yet.")
    for mistake in mistakes:
        print(mistake, file=sys.stderr)


def _forget(state: "State", name: str, expected: str, as_json: bool) -> None:
    from edge.taught import forget

    if name == expected:
        raise InputError(f"sessions on this box begin with {name}", "change judge.exercise in the configuration first")
    forget(state, name)
    print(json.dumps({"forgotten": name}) if as_json else f"Forgotten: {name}.")


def _json(taught: "Taught") -> dict[str, Any]:
    return {"name": taught.name, **taught.as_json()}


def _figures(found: "Learned") -> dict[str, Any]:
    from dataclasses import asdict

    return {key: value for key, value in asdict(found).items() if key != "entry"}
