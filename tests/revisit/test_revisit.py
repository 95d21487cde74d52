"""A recording's session once more: the same events, and the angles and ranges that `analyze` finds in the same clip."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.analysis.excursions import with_ranges
from edge.commands.analysis.load_report import load_report
from edge.commands.analysis.rep_moments import peak_moments
from edge.commands.analysis.report import Facts, report
from edge.commands.analysis.spool import open_spool
from edge.commands.analysis.study import study
from edge.commands.analysis.workload import spans_of, workload
from edge.estimate.body.clinical_table import CLINICAL_INDEX, CLINICAL_NAMES
from edge.messages import Rep, Tick
from edge.respond.sentences import load
from edge.revisit import Findings, findings, findings_of, revisited
from edge.revisit.once_more import timed_from
from edge.store.archive import open_archive
from edge.store.recording import Recording, RecordingHeader, RecordingWriter, read_recording
from tests.kept_visit import ANA, CLIP, LATE_S, T0, Kept, kept_visit, messages
from tools.evaluation.landmarks import clip

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept_visit(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def recording(kept: Kept) -> Recording:
    with open_archive(kept.folder, SystemClock()) as archive:
        return archive.recording(kept.session)


@pytest.fixture(scope="module")
def found(recording: Recording) -> Findings:
    return findings(recording)


def test_what_was_said_is_told_as_it_was_recorded(recording: Recording) -> None:
    said = [timed_from(T0, message) for message in messages() if isinstance(message, Rep)]
    with revisited(recording) as visit:
        assert list(map(repr, visit.ledger.reps)) == list(map(repr, said))
        assert (visit.compared > 50, visit.different) == (True, 0)
        assert visit.frames == clip(CLIP).facts.frames
        assert visit.seen == clip(CLIP).facts.seen
        assert [text.set_number for text in visit.coach] == [1]
        assert not visit.lost


def test_ranges_and_load_are_those_of_analyze(found: Findings) -> None:
    """The same clip, as `analyze` goes through it."""
    facts = clip(CLIP).facts
    with open_spool() as spool:
        ledger = study(clip(CLIP), build_pipeline(ANA, body=True), spool.add)
        told = report(ledger, Facts(facts.path, facts.frames, facts.seen, facts.fps, 0.0, facts.duration_s), load("english"))
        told["reps"] = with_ranges(told["reps"], spool)
        work = workload(spans_of(ledger, "squat", 0.0, facts.duration_s), spool)
        moments = peak_moments([(rep.t_start, rep.t_end) for rep in ledger.reps], spool)
    assert len(told["reps"]) == len(found.numbers) == 13
    apart: list[float] = []
    for place, rep in enumerate(told["reps"]):
        known = {name for name, tells in zip(CLINICAL_NAMES, found.reps.told[place], strict=True) if tells}
        assert set(rep["rom_deg"]) == known
        for name, (low, high) in rep["rom_deg"].items():
            column = CLINICAL_INDEX[name]
            apart += [float(found.reps.least[place, column]) - low, float(found.reps.most[place, column]) - high]
    assert np.abs(apart).max() <= 0.06, "a tenth of a degree, rounded"
    words = load("english")
    squat = load_report(found.loads["squat"].loads, words, found.loads["squat"].doubts)
    for joint, entry in load_report(work.loads, words, work.doubts).items():
        assert squat[joint]["trusted"] == entry["trusted"]
        assert squat[joint]["peak_percent"] == pytest.approx(entry["peak_percent"], abs=0.11)
    for now, then in zip(moments, found.moments, strict=True):
        assert [one.nm for one in now] == pytest.approx([one.nm for one in then], abs=0.5, nan_ok=True)
        assert [(one.joint, one.trusted, one.doubts) for one in now] == [(one.joint, one.trusted, one.doubts) for one in then]


def test_the_error_of_a_range_is_that_of_its_ends(recording: Recording, found: Findings) -> None:
    column = CLINICAL_INDEX["right_knee_flexion"]
    with revisited(recording) as visit:
        rep = visit.ledger.reps[3]
        rows = [row for row in visit.spool.rows() if rep.t_start <= row["t"] <= rep.t_end]
    angles, sds = (np.degrees([row[name][column] for row in rows]) for name in ("clinical", "clinical_sd"))
    assert found.reps.most[3, column] == pytest.approx(np.nanmax(angles))
    assert found.reps.most_sd[3, column] == pytest.approx(sds[int(np.nanargmax(angles))])
    assert found.reps.least_sd[3, column] == pytest.approx(sds[int(np.nanargmin(angles))])


def test_the_track_is_the_state_nearest_to_each_moment(recording: Recording, found: Findings) -> None:
    track = found.track
    assert track.t[:3].tolist() == [0.0, 0.1, 0.2]
    assert len(track.t) == int(found.sight.duration_s * 10) + 1
    assert not track.known[: int(10 * LATE_S)].any()
    with revisited(recording) as visit:
        rows = np.array(list(visit.spool.rows()))
    for place in np.flatnonzero(track.known)[::40]:
        row = rows[np.argmin(np.abs(rows["t"] - track.t[place]))]
        assert np.abs(row["t"] - track.t[place]) <= 0.051
        np.testing.assert_array_equal(track.world[place], row["world"])
        np.testing.assert_array_equal(track.angles[place], row["clinical"])


def test_what_is_kept_is_read_back_as_it_was(found: Findings) -> None:
    again = Findings.decode(found.encode())
    assert again is not None
    assert (again.sight, again.numbers) == (found.sight, found.numbers)
    np.testing.assert_array_equal(again.track.world, found.track.world)
    np.testing.assert_array_equal(again.reps.most, found.reps.most)
    assert repr(again.moments) == repr(found.moments)
    assert repr(again.loads["squat"].loads) == repr(found.loads["squat"].loads)
    assert Findings.decode(found.encode()[:-20]) is None
    assert Findings.decode(b"") is None


def test_findings_are_found_once_and_kept_under_the_recordings_key(kept: Kept) -> None:
    heard: list[float] = []
    with open_archive(kept.folder, SystemClock()) as archive:
        record, recording = archive.session(kept.session), archive.recording(kept.session)
        first = findings(recording, record, archive, done=heard.append)
        assert heard[0] < heard[-1] <= first.sight.duration_s
        heard.clear()
        second = findings(recording, record, archive, done=heard.append)
        assert heard == [], "the second time they are there"
        assert second.sight == first.sight
        (file,) = (kept.folder / "recordings").glob(f"{kept.session}.found")
        assert Findings.decode(file.read_bytes()) is None, "sealed"
        file.write_bytes(b"damaged")
        assert findings(recording, record, archive).sight == first.sight


def test_a_cut_off_recording_gives_what_is_whole(kept: Kept, tmp_path: Path) -> None:
    cut = kept_visit(tmp_path)
    with open_archive(cut.folder, SystemClock()) as archive:
        path = archive.recording_path(cut.session)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with revisited(archive.recording(cut.session)) as visit:
            half = findings_of(visit)
    assert "breaks off" in str(half.sight.lost)
    assert 0 < len(half.numbers) < 13
    assert 5.0 < half.sight.duration_s < 35.0


def test_a_recording_of_nobody_has_an_empty_track(tmp_path: Path) -> None:
    path = tmp_path / "idle.mcap"
    with RecordingWriter(path, RecordingHeader("idle", t0=10.0)) as writer:
        for tenth in range(30):
            writer.write(Tick(10.0 + tenth / 10))
    found = findings(read_recording(path))
    assert not found.track.known.any()
    assert (found.numbers, dict(found.loads), found.sight.frames) == ((), {}, 0)
    text = "".join(found.track.json())
    assert '"world":[null' in text


def test_a_lost_header_does_not_move_the_session(kept: Kept) -> None:
    with open_archive(kept.folder, SystemClock()) as archive:
        headless = archive.recording(kept.session)
    headless.header = replace(headless.header, t0=0.0)
    with revisited(headless) as visit:
        assert visit.t0 == pytest.approx(T0 + LATE_S)
    with revisited(headless, t0=T0) as visit:
        assert visit.t0 == T0
