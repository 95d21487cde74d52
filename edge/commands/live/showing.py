"""A clip -> coached before your eyes, and the report beside the truth.

Refuses to know: options and their spelling.
"""

import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from edge.clock import SystemClock
from edge.commands.live.console import Onlooked
from edge.commands.live.program import end, hold, playing
from edge.commands.live.report import print_figures, print_report, summary, true_blocks
from edge.commands.live.terminal import Terminal
from edge.config import Loaded
from edge.config_options import Config
from edge.ledger import Ledger
from edge.live import Visit, Wish
from edge.messages import Event
from edge.respond.cards import sound_cards
from edge.respond.sentences import load
from edge.state import state_folder


@dataclass(frozen=True, slots=True)
class Showing:
    """truth: the file that says what is really in the clip, if anybody knows. port: None for no page. json: print only the report."""

    clip: Path
    truth: Path | None
    port: int | None
    json: bool


class Memory:
    """An output that keeps everything for the report."""

    def __init__(self) -> None:
        self.ledger = Ledger()

    def deliver(self, event: Event) -> None:
        self.ledger.add(event)


def show(showing: Showing) -> None:
    """Play, coach, report. The machine's configuration plays no part: a demo is the same everywhere, with sound where that can be.

    What it keeps lies apart from what is kept about people, and is everybody's to see.
    """
    kept = state_folder() / "demo"
    config = Config.model_validate({"respond": {"audio": {"use": bool(sound_cards())}}, "store": {"state_dir": str(kept)}})
    words = load(config.respond.language)
    wish = playing(Wish(Loaded(config), made_up=True, page=showing.port is not None, port=showing.port), showing.clip)
    console = Onlooked(highlight=False, file=io.StringIO() if showing.json else None)
    memory = Memory()
    console.print("\n[bold]EdgeCoach[/bold] watches a clip as if it were a camera, and coaches.")

    def report(visit: Visit) -> None:
        truth = true_blocks(showing.truth) if showing.truth and not visit.stopped else None
        if showing.json:
            print(json.dumps(summary(memory.ledger, visit, truth), indent=2), flush=True)
        console.print()
        print_report(console, words, memory.ledger, truth)
        print_figures(console, visit.health)
        if visit.watched and not visit.stopped:
            console.print("\n  The page stays while a browser shows it; Ctrl-C ends it.", style="dim")

    replay = f"EDGECOACH_STATE={shlex.quote(str(kept))} edgecoach replay"
    visit = hold(wish, Terminal(console, words, SystemClock(), [memory], replay), report=report)
    end(visit)
