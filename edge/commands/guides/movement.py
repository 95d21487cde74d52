"""A video, a table of keypoints, or a recorded session -> the states of the body in a part of it.

Refuses to know: what is learned from them.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from edge.assembly import landmark_errors
from edge.capture.video import open_video
from edge.clock import SystemClock
from edge.commands.analysis.film import Film, pose_model
from edge.commands.analysis.progress import progress
from edge.commands.analysis.table import Table, is_table
from edge.commands.kept.opening import archive_of, is_session, seen
from edge.config_options import Config
from edge.errors import InputError
from edge.estimate.estimator import Estimator
from edge.judge.teach import LONGEST_S, Lesson
from edge.messages import MotionState, Nobody, Pose, Sample
from edge.store.recording import read_recording
from edge.weights import checked_folder


def shown_in(named: Path, config: Config, config_path: Path | None, start_s: float, end_s: float | None) -> Lesson:
    """start_s, end_s: from the first picture on. Raises EdgeError for what cannot be opened, InputError for too long a part."""
    lesson, estimator = Lesson(), Estimator(errors=None if is_table(named) else landmark_errors())
    first: float | None = None
    with _opened(named, config, config_path) as samples:
        for sample in samples:
            if not isinstance(sample, Pose | Nobody):
                continue
            first = sample.t if first is None else first
            if end_s is not None and sample.t - first > end_s:
                break
            state = estimator.feed(sample)
            if isinstance(state, MotionState) and sample.t - first >= start_s:
                lesson.feed(state)
                if lesson.full:
                    raise InputError(f"more than {LONGEST_S:.0f} s are too long to learn from", "give the part by --start and --end, s")
    return lesson


@contextmanager
def _opened(named: Path, config: Config, config_path: Path | None) -> Iterator[Iterator[Sample]]:
    with ExitStack() as stack:
        if is_session(named):
            archive = stack.enter_context(archive_of(config_path))
            seen(archive, "taught from", named.name)
            yield archive.recording(named.name).samples()
        elif named.suffix == ".mcap":
            yield read_recording(named).samples()
        elif is_table(named):
            yield iter(Table(named))
        else:
            video = stack.enter_context(open_video(named))
            watched = stack.enter_context(progress("Watching", video.facts.frames))
            yield iter(Film(video, pose_model(checked_folder(config.store.models_dir)), SystemClock(), watched))
