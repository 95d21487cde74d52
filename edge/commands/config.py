"""`edgecoach config`: the configuration checked, shown, and its annotated sample.

Refuses to know: what an option leads to.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from edge.errors import ConfigError, InputError

HELP = """Check the configuration, show it, print its annotated sample.

Example:  edgecoach config check
"""
FILE = typer.Argument(None, metavar="FILE", help="The file; /etc/edgecoach/edgecoach.toml if not given.", show_default=False)
CONFIG = typer.Option(None, "--config", metavar="FILE", help="The same, as the other commands take it.")
JSON = typer.Option(False, "--json", help="Print one JSON object instead.")


def register(app: typer.Typer) -> None:
    """Join `config` and its commands."""
    config = typer.Typer(help=HELP, no_args_is_help=True)
    config.command()(check)
    config.command()(show)
    config.command("sample")(print_sample)
    app.add_typer(config, name="config")


def check(file: Path | None = FILE, config: Path | None = CONFIG, as_json: bool = JSON) -> None:
    """List all mistakes, each with its line and the nearest valid name. Exit code 2 if there are any.

    Example:  edgecoach config check deploy/edgecoach.toml
    """
    from edge.assembly import load_configuration
    from edge.config import PATH

    file = _meant(file, config)
    path, loaded = file or PATH, load_configuration(file)
    mistakes = [asdict(mistake) for mistake in loaded.mistakes]
    if as_json:
        print(json.dumps({"path": str(path), "valid": not mistakes, "mistakes": mistakes}, indent=2))
    else:
        for mistake in loaded.mistakes:
            print(mistake)
    if mistakes:
        raise ConfigError(f"{path} has {len(mistakes)} mistake{'s' * (len(mistakes) > 1)}")
    if not as_json:
        print(f"{path} is right" if path.exists() else f"there is no {path}: the defaults are in force")


def _meant(file: Path | None, config: Path | None) -> Path | None:
    """Either, however it was named. Raises InputError where they are two."""
    if file and config and file.resolve() != config.resolve():
        raise InputError(f"{file} and --config {config} are two files", "name one of them")
    return file or config


def show(file: Path | None = FILE, config: Path | None = CONFIG, as_json: bool = JSON) -> None:
    """Print every option in force, and which of them are defaults.

    Example:  edgecoach config show
    """
    from edge.assembly import demand_configuration
    from edge.config_sample import in_force
    from edge.config_sample import show as page

    options = demand_configuration(_meant(file, config))
    print(json.dumps(in_force(options), indent=2) if as_json else page(options), end="\n" if as_json else "")


def print_sample() -> None:
    """Print a configuration file with every option, described, at its default.

    Example:  edgecoach config sample > edgecoach.toml
    """
    from edge.config_sample import sample

    print(sample(), end="")
