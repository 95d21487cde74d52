"""`edgecoach access`: the codes that open the page to people: made, listed, revoked.

Refuses to know: how codes are kept, and what they open.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edge.records import Role

if TYPE_CHECKING:
    from edge.web.codes import Codes

HELP = """Say who may log in on the page: a code for each role of this box.

Example:  edgecoach access new clinician
"""
WHO = typer.Argument(metavar="ROLE", help="athlete, clinician or technician; each may do what the one before may.", show_default=False)
Who = Annotated[Role, WHO]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def register(app: typer.Typer) -> None:
    """Join `access` and its commands."""
    access = typer.Typer(help=HELP, no_args_is_help=True)
    access.command()(new)
    access.command("list")(list_codes)
    access.command()(revoke)
    app.add_typer(access, name="access")


def new(role: Who, config: Config = None, as_json: Json = False) -> None:
    """Make a code for a role and print it, once. The role's earlier code ends, and so do the logins that it opened.

    Example:  edgecoach access new clinician
    """
    from edge.clock import SystemClock

    code = _codes(config).new(role, SystemClock().wall())
    if as_json:
        print(json.dumps({"role": role.value, "code": code}))
        return
    print(f"  {code}")
    print(f"This opens the page for a {role.value}. Write it down: it is kept only as a hash, and is not shown again.")


def list_codes(config: Config = None, as_json: Json = False) -> None:
    """List the roles that have a code, and since when.

    Example:  edgecoach access list
    """
    made = _codes(config).made()
    if as_json:
        print(json.dumps({"codes": [{"role": role.value, "made_at": at} for role, at in made.items()]}))
        return
    for role, at in made.items():
        print(f"  {role.value:<12} since {datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}")
    if not made:
        print("Nobody has a code: edgecoach access new clinician makes one.")


def revoke(role: Who, config: Config = None, as_json: Json = False) -> None:
    """End a role's code, and the logins that it opened.

    Example:  edgecoach access revoke clinician
    """
    _codes(config).revoke(role)
    print(json.dumps({"role": role.value, "revoked": True}) if as_json else f"Nobody is a {role.value} any more until a new code is made.")


def _codes(config: Path | None) -> "Codes":
    from edge.assembly import load_configuration
    from edge.state import State, state_folder
    from edge.web.codes import Codes, codes_folder

    return Codes(State(codes_folder(state_folder(load_configuration(config).config.store.state_dir))))
