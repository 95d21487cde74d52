"""What the user wishes -> a video watched, and all that was asked for about it written.

Refuses to know: options and their spelling. Whatever can be refused is refused before the work begins.
"""

import resource
import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from edge.assembly import build_pipeline, demand_configuration, load_configuration
from edge.capture.video import Video, open_video
from edge.clock import Clock, SystemClock
from edge.commands.analysis.angle_file import check_table, write_table
from edge.commands.analysis.annotate import annotate
from edge.commands.analysis.best_effort import in_words, learn_strength
from edge.commands.analysis.destination import demand_not_read, destination, named
from edge.commands.analysis.excursions import with_ranges
from edge.commands.analysis.film import Film, pose_model
from edge.commands.analysis.force_plates import force_plates
from edge.commands.analysis.json_file import write_json
from edge.commands.analysis.load_report import load_report
from edge.commands.analysis.opensim_folder import check_folder, files_in, write_folder
from edge.commands.analysis.progress import Done, progress
from edge.commands.analysis.readings import beside, readings
from edge.commands.analysis.rep_moments import peak_moments, with_moments
from edge.commands.analysis.report import Facts, report
from edge.commands.analysis.spool import Spool, open_spool
from edge.commands.analysis.story import Story
from edge.commands.analysis.study import TimedMind, study
from edge.commands.analysis.summary import print_summary
from edge.commands.analysis.table import Table, is_table
from edge.commands.analysis.workload import LoadAtMoments, Workload, spans_of, workload
from edge.commands.analysis.writer import check_ending, how_it_plays
from edge.config_options import Store
from edge.errors import InputError
from edge.estimate.body.plates import Plates
from edge.estimate.body.strength import Strength
from edge.ledger import Ledger
from edge.messages import Command, ImuSample, Nobody, Person, Pose, Sample
from edge.physique import Physique
from edge.respond.sentences import load
from edge.sentence import Phrasebook
from edge.state import State, state_folder
from edge.store.acquaintance import physique_of
from edge.store.archive import has_archive, open_archive
from edge.taught import TAUGHT
from edge.weights import checked_folder

LANGUAGE = "english"
NOBODY_STOOD = "--knees was left out: nobody with a sensor on the leg stood still and upright in the first 10 s"


@dataclass(frozen=True, slots=True)
class Wishes:
    """imu: the readings of a worn sensor, or None. json: a path, - for standard output, or None. annotate: the video to write, angles:
    the table, opensim: the folder, or None. plates: the forces under the feet, or None. best_effort: the person's strength is learned.
    rotate_deg: the picture is turned clockwise first. knees: right and left, deg, of somebody who stands at first, or None. config: says
    where models and people are kept; None for the box's own, which may be bad."""

    video: Path
    exercise: str
    person: Person
    load_kg: float | None
    imu: Path | None
    json: str | None
    annotate: Path | None
    angles: Path | None = None
    opensim: Path | None = None
    plates: Path | None = None
    best_effort: bool = False
    rotate_deg: int = 0
    knees: tuple[float, float] | None = None
    config: Path | None = None

    @property
    def store(self) -> Store:
        """Raises ConfigError for a bad file that was named."""
        return (demand_configuration(self.config) if self.config else load_configuration().config).store

    @property
    def state(self) -> Path:
        return state_folder(self.store.state_dir)


def visit(wishes: Wishes) -> None:
    """Watches, then writes. Raises EdgeError for anything a user can cause; what was half written is gone then."""
    with ExitStack() as stack:
        video = _table(wishes) if is_table(wishes.video) else stack.enter_context(open_video(wishes.video, rotate_deg=wishes.rotate_deg))
        json_path, film_path, table_path = _destinations(wishes, stack)
        felt = readings(wishes.imu) if wishes.imu else ()
        ground = force_plates(wishes.plates) if wishes.plates else None
        seen = _watch(video, felt, ground, wishes, stack.enter_context(open_spool()))
        if seen.stood_s == 0.0:
            print(NOBODY_STOOD, file=sys.stderr)
        if wishes.json != "-":  # before anything is written, which a full disk may end
            print_summary(Console(), seen.report, load(LANGUAGE))
        learned = _learn(wishes, seen.work) if wishes.best_effort else {}
        if film_path is not None:
            _draw(wishes, film_path, seen)
        if json_path is not None:
            with named(Path(str(wishes.json))), json_path.open("w", encoding="utf-8") as out:
                write_json(out, seen.report, seen.spool)
        if table_path is not None and wishes.angles is not None:
            with named(wishes.angles):
                write_table(table_path, seen.spool)
        folder_files = write_folder(wishes.opensim, _name_of(wishes.video), seen.spool) if wishes.opensim else ()
        if wishes.json == "-":
            write_json(sys.stdout, seen.report, seen.spool)
            return
    if learned:
        print(f"Learned of {wishes.person.name}: {in_words(learned)}.")
    for path in filter(None, (Path(wishes.json) if wishes.json else None, wishes.annotate, wishes.angles, *folder_files)):
        print(f"Written: {path}{how_it_plays(path)}")
    if wishes.opensim and not folder_files:
        print(f"Nothing for OpenSim in {wishes.opensim}: no body was seen")


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that is known after watching."""

    ledger: Ledger
    facts: Facts
    report: dict[str, Any]
    spool: Spool
    work: Workload
    stood_s: float | None


def _table(wishes: Wishes) -> Table:
    """Raises InputError for a film, or a turn, of what has no pictures."""
    if wishes.annotate is not None:
        raise InputError(f"{wishes.video} has no pictures to draw on", "leave --annotate out, or give the video")
    if wishes.rotate_deg:
        raise InputError(f"{wishes.video} has no pictures to turn", "leave --rotate out")
    return Table(wishes.video)


def _lost(said: str) -> tuple[str, ...]:
    """What the camera's side says of a damaged file, as a Sentence."""
    return (Phrasebook(load("english")).find(said),) if said else ()


def _watch(video: Video | Table, felt: Iterable[ImuSample], ground: Plates | None, wishes: Wishes, spool: Spool) -> _Seen:
    clock = SystemClock()
    known = _known(wishes)
    pipeline = build_pipeline(
        known.person,
        wishes.exercise,
        body=True,
        plates=ground,
        lengths=known.lengths,
        strengths=known.strengths,
        taught=State(wishes.state).get(TAUGHT),
        measured=isinstance(video, Table),
    )
    mind = TimedMind(pipeline, clock)
    with progress("Watching", video.facts.frames) as watched:
        film, began = _film(video, clock, watched, wishes.store), clock.now()
        ledger = study(beside(_told(film, wishes), felt), mind, spool.add)
    length_s, lost = film.end_s - film.start_s, film.lost
    facts = Facts(str(wishes.video), film.frames, film.seen, film.facts.fps, film.start_s, length_s, lost, _lost(lost))
    speed = facts.duration_s / max(clock.now() - began, 1e-9)
    told = report(ledger, facts, load(LANGUAGE))
    work = workload(spans_of(ledger, told["exercise"]["name"], facts.start_s, facts.end_s), spool)
    told["load"] = load_report(work.loads, load(LANGUAGE), work.doubts)
    told["timing"] = timing(film, mind.think_s, speed)
    moments = peak_moments([(rep.t_start, rep.t_end) for rep in ledger.reps], spool)
    told["reps"] = with_moments(with_ranges(told["reps"], spool), moments, known.person, load(LANGUAGE))
    return _Seen(ledger, facts, told, spool, work, pipeline.stood_s)


def _film(video: Video | Table, clock: Clock, watched: Done, store: Store) -> Film | Table:
    if isinstance(video, Table):
        video.watched = watched
        return video
    return Film(video, pose_model(checked_folder(store.models_dir)), clock, watched)


def _known(wishes: Wishes) -> Physique:
    """With what is kept about this person; a guest, and anybody where nothing is kept, as they come."""
    if wishes.person.guest or not has_archive(wishes.state):
        return Physique(wishes.person)
    with open_archive(wishes.state, SystemClock()) as archive:
        return physique_of(archive, wishes.person)


def _learn(wishes: Wishes, work: Workload) -> dict[str, Strength]:
    with open_archive(wishes.state, SystemClock()) as archive:
        return learn_strength(archive, wishes.person, work)


def _draw(wishes: Wishes, out: Path, seen: _Seen) -> None:
    segments = seen.ledger.segments(seen.facts.end_s)
    story = Story(seen.ledger, segments, seen.facts.start_s, seen.facts.end_s, load(LANGUAGE))
    known = any(entry["peak_percent"] is not None for entry in seen.report["load"].values())
    shown = LoadAtMoments(seen.spool) if known else None
    with progress("Drawing", seen.facts.frames) as drawn:
        annotate(wishes.video, out, seen.facts.steady_fps, seen.spool, story, segments, shown, drawn, wishes.rotate_deg)


def _told(frames: Iterable[Pose | Nobody], wishes: Wishes) -> Iterator[Sample]:
    """Load and knees are told as the page would tell them, at the first frame."""
    wished = [] if wishes.load_kg is None else [("load_kg", f"{wishes.load_kg:g}")]
    if wishes.knees is not None:
        wished.append(("stand", "{:g} {:g}".format(*wishes.knees)))
    for frame in frames:
        yield from (Command(frame.t, *wish) for wish in wished)
        wished = []
        yield frame


def _destinations(wishes: Wishes, stack: ExitStack) -> tuple[Path | None, Path | None, Path | None]:
    """Where the JSON, the video and the table of angles are written to, known to be writable, as is the folder for OpenSim."""
    json_path = None if wishes.json in (None, "-") else Path(str(wishes.json))
    _demand_apart(json_path, wishes.annotate, wishes.angles)
    if wishes.annotate is not None:
        check_ending(wishes.annotate)
    if wishes.angles is not None:
        check_table(wishes.angles)
    if wishes.opensim is not None:
        check_folder(wishes.opensim)
    written = (json_path, wishes.annotate, wishes.angles)
    for path in (*filter(None, written), *_opensim_files(wishes)):
        demand_not_read(path, wishes.video, wishes.imu, wishes.plates)
    json_part, film, table = (None if path is None else stack.enter_context(destination(path)) for path in written)
    return json_part, film, table


def _opensim_files(wishes: Wishes) -> tuple[Path, ...]:
    return files_in(wishes.opensim, _name_of(wishes.video)) if wishes.opensim is not None else ()


def _name_of(video: Path) -> str:
    """`set` for set.mp4, and a folder's own name for `.`"""
    return (video.resolve() if video.is_dir() else video).stem


def _demand_apart(*written: Path | None) -> None:
    places = [path.absolute() for path in written if path is not None]
    for path in places:
        if places.count(path) > 1:
            raise InputError(f"{path} would be written twice", "name a file of its own for each thing that is written")


def timing(film: Film | Table, think_s: "array[float]", realtime_factor: float) -> dict[str, Any]:
    """How fast it went. peak_rss_mb: of this process, since it began."""
    return {
        "realtime_factor": round(realtime_factor, 2),
        **_percentiles("pose", film.pose_s),
        **_percentiles("think", think_s),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0, 1),
    }


def _percentiles(what: str, seconds: "array[float]") -> dict[str, float | None]:
    if not len(seconds):
        return {f"{what}_ms_p50": None, f"{what}_ms_p95": None}
    middle, slow = np.percentile(np.frombuffer(seconds, np.float32), (50, 95)) * 1000.0
    return {f"{what}_ms_p50": round(float(middle), 3), f"{what}_ms_p95": round(float(slow), 3)}
