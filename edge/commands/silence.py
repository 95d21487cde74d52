"""`edgecoach silence`: motor, buzzer and lights off, for systemd to call when EdgeCoach has stopped or crashed.

Refuses to know: how a pin is driven.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.config_options import Respond


def register(app: typer.Typer) -> None:
    app.command()(silence)


def silence(
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
) -> None:
    """Switch every output off: motor, buzzer and lights. For the service's ExecStopPost=; does nothing where none is configured.

    Example:  edgecoach silence
    """
    from edge.clock import SystemClock
    from edge.errors import EdgeError
    from edge.respond.pins.factory import open_factory
    from edge.respond.silence import switch_off
    from edge.respond.wiring import wired

    troubles = list(switch_off(list(wired(_respond(config))), lambda: open_factory("silence", SystemClock())))
    if troubles:
        raise EdgeError("; ".join(dict.fromkeys(map(str, troubles))))


def _respond(path: Path | None) -> "Respond":
    """What is configured; of a file with mistakes, the sections without."""
    from pydantic import ValidationError

    from edge.config import PATH, load_safely
    from edge.config_lines import read_lines
    from edge.config_options import Buzzer, Haptics, Lights, Respond, Section
    from edge.given_file import PAGE_BYTES, read_given

    loaded = load_safely(path)
    if not loaded.safe_mode:
        return loaded.config.respond
    with suppress(OSError):
        reading = read_lines(read_given(path or PATH, PAGE_BYTES).decode("utf-8-sig", "replace"))
        sections: dict[str, type[Section]] = {"haptics": Haptics, "buzzer": Buzzer, "lights": Lights}
        sound: dict[str, Section] = {}
        for name, section in sections.items():
            with suppress(ValidationError):
                sound[name] = section.model_validate(reading.value_of(("respond", name)) or {})
        return Respond.model_validate(sound)
    return Respond()
