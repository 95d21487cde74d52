"""`edgecoach probe audio`: the loudspeaker and the voice, tried out, and what to do about what was found.

Refuses to know: how sound is made.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.respond.trial import Trial

SENTENCE, FIELDS = "praise.set_done", (("good", "7"), ("number", "8"))
SLOW_MS = 500.0
"""A voice that takes longer for a sentence speaks after the moment."""


def audio(
    device: str = typer.Option("", help="ALSA device instead of the configured one, such as plughw:1,0."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Play the tones of a good and of a faulty repetition, the warning, and a sentence. Whether they are heard, only you can tell.

    Examples:

      edgecoach probe audio

      edgecoach probe audio --device plughw:1,0 --json
    """
    import asyncio
    import json

    from edge.assembly import demand_configuration
    from edge.clock import SystemClock
    from edge.respond.sentences import load, say
    from edge.respond.trial import try_out
    from edge.respond.voice import choose_voice

    respond = demand_configuration(config).respond
    sentence = say(load(respond.language), SENTENCE, FIELDS)
    voice = choose_voice(respond.language, respond.audio.voice)
    trial = asyncio.run(try_out(device or respond.audio.device, voice, sentence, SystemClock()))
    advice = list(advised(trial))
    if as_json:
        print(json.dumps(asdict(trial) | {"advice": advice}, indent=2))
    else:
        _tell(trial, sentence, advice)


def advised(trial: "Trial") -> Iterator[str]:
    """What to do, a sentence for each thing that is not as it should be."""
    if trial.trouble:
        yield f"{trial.trouble}."
    if (trial.speech_ms or 0.0) > SLOW_MS:
        yield "The voice is slow here: until its sentences have been prepared once, some are not said."
    yield "If you heard nothing, turn it up, or choose another device: `aplay -L` lists them."


def _tell(trial: "Trial", sentence: str, advice: list[str]) -> None:
    print(f"{trial.device}: open after {trial.open_ms:.0f} ms; played {', '.join(trial.tones)}")
    if trial.speech_ms is not None:
        print(f"  voice {trial.voice}: “{sentence}”, prepared in {trial.speech_ms:.0f} ms")
    for line in advice:
        print(f"  {line}")
