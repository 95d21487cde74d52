"""A recording -> its session, once more: lines on a terminal, a report, and the comparison with what was said then.

Refuses to know: options and their spelling.
"""

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.analysis.destination import demand_not_read, destination
from edge.commands.analysis.report import Facts, report
from edge.commands.kept.opening import archive_of, is_session, seen
from edge.commands.live.printer import Printer
from edge.config import load_safely
from edge.errors import EdgeError, InputError
from edge.ledger import Ledger
from edge.messages import Event, Nobody, Pose, Sample
from edge.replay import Comparison, replay
from edge.respond.sentences import load
from edge.revisit.once_more import timed_from
from edge.store.recording import Recording, read_recording
from edge.taught import TAUGHT


@dataclass(frozen=True, slots=True)
class Wishes:
    """recording: a file, or the id of a session that is kept. speed: times real time, None for as fast as possible.
    json: a path, - for standard output, or None. config: the file that says where sessions are kept, None for the box's own."""

    recording: Path
    speed: float | None
    compare: bool
    json: str | None
    config: Path | None


def play_again(wishes: Wishes) -> None:
    """Replays, prints and writes. Raises EdgeError for a file that cannot be used, and for a difference when one is looked for."""
    if wishes.json not in (None, "-"):
        demand_not_read(Path(wishes.json), wishes.recording)
    recording = _opened(wishes.recording, wishes.config)
    words = load(load_safely(wishes.config).config.respond.language)
    pipeline = build_pipeline(recording.header.person, recording.header.exercise, taught=recording.header.learned.get(TAUGHT))
    comparison = Comparison()
    with ExitStack() as stack:
        target = stack.enter_context(destination(Path(wishes.json))) if wishes.json not in (None, "-") else None
        console = Console(highlight=False, quiet=wishes.json == "-")
        showing = Showing(console, words)
        asyncio.run(showing.play(replay(recording, pipeline, comparison), wishes.speed))
        if showing.start is None and recording.lost:
            raise InputError(f"{wishes.recording} holds nothing that can be read", "its beginning is damaged; copy it again if you can")
        showing.close(recording, comparison)
        if wishes.compare:
            showing.compare(recording, comparison)
        text = json.dumps(_summary(showing, recording, comparison, words), indent=1, ensure_ascii=False)
        if target is not None:
            target.write_text(text + "\n", encoding="utf-8")
        elif wishes.json == "-":
            sys.stdout.write(text + "\n")
    if wishes.compare and comparison.different:
        raise EdgeError(
            f"{comparison.different} of {comparison.events} events differ from those recorded",
            "another version, model or configuration made them, or something was lost",
        )


def _opened(named: Path, config: Path | None) -> Recording:
    """A plain recording by its path, or a kept session by its id. Raises EdgeError."""
    if not is_session(named):
        return read_recording(named)
    with archive_of(config) as archive:
        seen(archive, "replayed", named.name)
        return archive.recording(named.name)


class Showing:
    """What is shown of a replay. ledger: its events, timed from the first sample."""

    def __init__(self, console: Console, words: Mapping[str, str]) -> None:
        self.ledger = Ledger()
        self.frames = self.seen = 0
        self.start: float | None = None
        self.end = self.took_s = 0.0
        self._console, self._words = console, words
        self._clock = SystemClock()

    @property
    def duration_s(self) -> float:
        return 0.0 if self.start is None else max(0.0, self.end - self.start)

    async def play(self, watched: Iterable[tuple[Sample, tuple[Event, ...]]], speed: float | None) -> None:
        """Shows everything, at a speed."""
        began = self._clock.now()
        printer: Printer | None = None
        for sample, events in watched:
            if printer is None or self.start is None:
                self.start, printer = sample.t, Printer(self._console, self._words, sample.t)
            if speed is not None:
                await asyncio.sleep(max(0.0, began + (sample.t - self.start) / speed - self._clock.now()))
            self._account(sample)
            for event in events:
                printer.deliver(event)
                self.ledger.add(timed_from(self.start, event))
        self.took_s = self._clock.now() - began

    def _account(self, sample: Sample) -> None:
        self.end = max(self.end, sample.t)
        if isinstance(sample, Pose | Nobody):
            self.frames += 1
            self.seen += isinstance(sample, Pose)

    def close(self, recording: Recording, comparison: Comparison) -> None:
        """The last lines: how much it was, how fast, what was lost."""
        counted = _counted([rep.good for rep in self.ledger.reps])
        speed = f"{self.duration_s:.1f} s replayed in {self.took_s:.1f} s ({self.duration_s / max(self.took_s, 1e-9):.0f} × real time)"
        self._console.print(f"\n  {counted}; {speed}", soft_wrap=True)
        if recording.lost:
            self._console.print(f"  The recording is damaged: {recording.lost}", style="yellow", soft_wrap=True)
        if comparison.left_open:
            going_on = "What was going on when it breaks off (a set, a hold, half a repetition) is left open and not judged"
            self._console.print(f"  {going_on}", style="yellow", soft_wrap=True)

    def compare(self, recording: Recording, comparison: Comparison) -> None:
        """The very last lines: what differs; of a recording that breaks off, how far it was compared."""
        for difference in comparison.differences:
            self._console.print(f"  {difference}", style="yellow", markup=False, soft_wrap=True)
        if not comparison.different:
            until = _until(recording, comparison)
            so_far = "" if until is None else f", as far as it goes: up to {until:.1f} s"
            self._console.print(f"  {comparison.events} events, identical to those recorded{so_far}", style="green", soft_wrap=True)


def _counted(verdicts: list[bool | None]) -> str:
    """How many were good, of those that could be judged, and how many could not."""
    unjudged = verdicts.count(None)
    if unjudged and unjudged == len(verdicts):
        return f"{unjudged} repetitions counted, not judged"
    good = f"{verdicts.count(True)} of {len(verdicts) - unjudged} repetitions good"
    return f"{good}, {unjudged} not judged" if unjudged else good


def _until(recording: Recording, comparison: Comparison) -> float | None:
    """How long after its beginning the recording breaks off, s; None where it goes to the session's end."""
    return recording.lost.breaks_off_s if comparison.left_open else None


def _summary(showing: Showing, recording: Recording, comparison: Comparison, words: Mapping[str, str]) -> dict[str, Any]:
    duration = showing.duration_s
    fps = (showing.frames - 1) / duration if showing.frames > 1 and duration else 0.0
    lost, until = recording.lost, _until(recording, comparison)
    facts = Facts(str(recording.path), showing.frames, showing.seen, fps, 0.0, duration, str(lost), lost.sentences())
    return report(showing.ledger, facts, words) | {
        "comparison": {"events": comparison.events, "different": comparison.different, "until_s": until and round(until, 3)},
        "lost": {"messages": lost.messages, "seconds": round(lost.seconds, 3), "breaks_off_s": lost.breaks_off_s, "header": lost.header},
        "timing": {"realtime_factor": round(duration / max(showing.took_s, 1e-9), 1)},
    }
