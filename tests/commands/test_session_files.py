"""`edgecoach sessions report|export|track`: files of a real session, and one sentence for what cannot be."""

import csv
import html
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import c3d
import pytest

from edge.application import build
from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.kept import looking
from edge.commands.kept.files import whole
from edge.commands.kept.looking import known_of, outlined, progress_of
from edge.event_json import rep_json
from edge.ledger import Ledger
from edge.messages import Session, Tick
from edge.physique import Physique
from edge.records import SessionRecord
from edge.replay import Comparison, replay
from edge.respond.sentences import load
from edge.revisit import Findings, findings
from edge.revisit.once_more import Done
from edge.store.archive import Archive, open_archive
from edge.store.opensim import read_markers
from edge.store.recording import Recording, read_recording
from tests.kept_visit import ANA, STARTED_AT, T0, Kept, kept_visit

pytestmark = pytest.mark.weights
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """With a second session, of nothing, and a third, that nobody is."""
    made = kept_visit(tmp_path_factory.mktemp("kept"))
    with open_archive(made.folder, SystemClock()) as archive:
        for name, whose in (("s-empty", made.person), ("s-guest", "")):
            writing = archive.begin(Session(name, ANA, STARTED_AT + 86_400.0, True, T0, "abc"), whose)
            for tenth in range(20):
                writing.write(Tick(T0 + tenth / 10))
            writing.end({})
        found = known_of(archive, made.session).found
        assert found is not None, "found once for all of these tests"
    return made


@pytest.fixture
def run(kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the program within this process, on that box or another: exit code, standard output, standard error."""

    def called(*words: object, folder: Path = kept.folder) -> tuple[int, str, str]:
        monkeypatch.setenv("EDGECOACH_STATE", str(folder))
        with pytest.raises(SystemExit) as ended:
            build()(prog_name="edgecoach", args=["sessions", *map(str, words)])
        out, problem = capsys.readouterr()
        return int(ended.value.code or 0), out, problem

    return called


def said(path: Path) -> str:
    """The words of a page, without its script."""
    return html.unescape(re.sub(r"<[^>]*>", "\n", path.read_text(encoding="utf-8").partition("<script>")[0]))


def log_of(kept: Kept) -> list[tuple[str, str]]:
    with open_archive(kept.folder, SystemClock()) as archive:
        return [(entry.did, entry.subject) for entry in archive.audit(5)]


def test_a_report_is_written_in_the_persons_language_without_the_name(kept: Kept, run: Run, tmp_path: Path) -> None:
    page, pdf = tmp_path / "r.html", tmp_path / "r.pdf"
    assert run("report", kept.session, "--html", page, "--pdf", pdf) == (0, f"Written: {page}\nWritten: {pdf}\n", "")
    words = said(page)
    assert "Informe de la sesión" in words
    assert "Sentadilla" in words
    assert kept.person in words
    assert "Gómez" not in page.read_text(encoding="utf-8")
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert ("took out a report", kept.session) in log_of(kept)


def test_what_the_report_says_is_what_the_record_says(kept: Kept) -> None:
    with open_archive(kept.folder, SystemClock()) as archive:
        known = known_of(archive, kept.session)
    sheet, ledger = known.sheet(load("english")), Ledger()
    for event in known.record.events:
        ledger.add(event)
    rows = sorted((row for part in sheet.exercises for row in part.reps), key=lambda row: row.number)
    recorded = [rep_json(rep, known.record.t0) for rep in ledger.reps]
    assert [(row.number, row.side, row.good, list(row.faults)) for row in rows] == [
        (rep["number"], rep["side"], rep["good"], rep["faults"]) for rep in recorded
    ]
    for row, rep in zip(rows, recorded, strict=True):
        assert row.range_deg == pytest.approx(rep["range_deg"], abs=0.051)
        assert (row.start_s, row.end_s) == pytest.approx((rep["start_s"], rep["end_s"]), abs=0.00051)
    assert (sheet.reps, sheet.good) == (known.record.summary.reps, known.record.summary.good) == (13, 11)
    assert [(one.fault, one.count) for one in sheet.deviations] == [("shallow", 2), ("trunk_lean", 1)]
    assert all(one.figure is not None and one.beside is not None for one in sheet.deviations)
    assert sheet.certificate.different == 0
    assert sheet.certificate.latency_ms == {"frame_to_answer_ms": (31.2, 48.9)}
    assert (sheet.subject.name, known.sheet(load("english"), named=True).subject.name) == ("", ANA.name)


def test_the_name_only_where_it_is_asked_for(kept: Kept, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "named.html"
    code, out, _ = run("report", kept.session, "--html", path, "--name", "--language", "english", "--json")
    assert (code, json.loads(out)) == (0, {"subject": kept.session, "files": [str(path)], "not_read": []})
    assert "Ana Gómez" in said(path)
    assert "Session report" in said(path)
    assert ("took out a report with the name", kept.session) in log_of(kept)


def test_a_person_over_time(kept: Kept, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    assert run("report", "--person", kept.person, "--html", path, "--language", "en")[0] == 0
    for words in ("Progress report", "2 sessions", "Squat: repetitions a week", "80°", "Push-up"):
        assert words in said(path), words
    with open_archive(kept.folder, SystemClock()) as archive:
        sheet = progress_of(archive, kept.person, named=False)
    (squat,) = sheet.trends["squat"]
    assert (squat.reps, squat.good, squat.range_deg and squat.range_deg.count) == (8, 6, 8)
    assert squat.load is not None
    assert [visit.reps for visit in sheet.visits] == [13, 0]


def test_without_a_file_it_goes_where_it_is_erased_with_the_person(kept: Kept, run: Run) -> None:
    for words, name in (
        (("report", kept.session), f"report-{kept.session}.html"),
        (("export", kept.session, "--format", "fhir"), "-fhir.json"),
    ):
        code, out, problem = run(*words)
        assert (code, problem) == (0, "")
        path = Path(out.removeprefix("Written: ").strip())
        assert path.name.endswith(name)
        assert path.parent == kept.folder / "exports" / kept.person
        assert path.stat().st_size > 10_000


def test_an_empty_session_and_a_guests_give_reports_that_say_so(run: Run, tmp_path: Path) -> None:
    for name in ("s-empty", "s-guest"):
        path = tmp_path / f"{name}.html"
        assert run("report", name, "--html", path, "--language", "english")[0] == 0
        assert "Nothing was counted in this session" in said(path)
    assert "Guest" in said(tmp_path / "s-guest.html")


# --- exports ------------------------------------------------------------------------------------------------------------


def test_csv_holds_what_was_counted_and_every_angle(kept: Kept, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    assert run("export", kept.session, "--format", "csv", "--out", path)[0] == 0
    with ZipFile(path) as packed:
        assert packed.namelist() == ["angles.csv", "deviations.csv", "holds.csv", "moments.csv", "repetitions.csv"]
        reps = list(csv.DictReader(packed.read("repetitions.csv").decode().splitlines()))
        angles = list(csv.reader(packed.read("angles.csv").decode().splitlines()))
        moments = list(csv.DictReader(packed.read("moments.csv").decode().splitlines()))
    knee = [one for one in moments if one["joint"] == "left_knee" and one["exercise"] == "squat"]
    ankle = [one for one in moments if one["joint"] == "left_ankle"]
    assert [int(one["repetition"]) for one in ankle] == list(range(1, 14))
    assert {(one["peak_nm"], one["trusted"]) for one in ankle} == {("", "false")}
    assert {one["direction"] for one in knee} == {"extension"}
    assert all(float(one["peak_nm"]) / 68.0 == pytest.approx(float(one["peak_nm_per_kg"]), abs=0.002) for one in knee)
    assert [rep["exercise"] for rep in reps] == ["squat"] * 8 + ["push_up"] * 5
    assert (reps[3]["good"], reps[3]["faults"]) == ("false", "shallow")
    assert float(reps[3]["range_deg"]) == pytest.approx(40.3, abs=1.0)
    assert len(angles) == 1 + 1146
    assert ("exported csv", kept.session) in log_of(kept)


def test_a_folder_of_files_comes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    """Ctrl-C left some of the files of an export, and the next try said that it was there already."""
    with suppress(KeyboardInterrupt), whole(tmp_path / "out", folder=True) as part:
        (part / "angles.csv").write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with whole(tmp_path / "out", folder=True) as part:
        (part / "angles.csv").write_text("all")
    with suppress(KeyboardInterrupt), whole(tmp_path / "out", folder=True) as part:
        (part / "angles.csv").write_text("half")
        raise KeyboardInterrupt
    assert [(path.name, path.read_text()) for path in (tmp_path / "out").iterdir()] == [("angles.csv", "all")]


def test_mcap_is_plain_replays_the_same_and_knows_nothing_of_others(kept: Kept, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.mcap"
    assert run("export", kept.session, "--format", "mcap", "--out", path)[0] == 0
    recording, comparison = read_recording(path), Comparison()
    for _ in replay(recording, build_pipeline(recording.header.person), comparison):
        pass
    assert (comparison.events > 50, comparison.different, str(recording.lost)) == (True, 0, "")
    assert recording.header.learned == {}


def test_opensim_and_c3d_hold_the_same_body(kept: Kept, run: Run, tmp_path: Path) -> None:
    assert run("export", kept.session, "--format", "opensim", "--out", tmp_path / "os")[0] == 0
    assert run("export", kept.session, "--format", "c3d", "--out", tmp_path / "s.c3d")[0] == 0
    seen = read_markers(tmp_path / "os" / f"{kept.session}.trc")
    with pytest.warns(UserWarning, match="analog"), (tmp_path / "s.c3d").open("rb") as file:
        frames = [points for _, points, _ in c3d.Reader(file).read_frames()]
    assert len(frames) == pytest.approx(len(seen.t), abs=2)
    assert frames[600][27, :3] == pytest.approx(1000.0 * seen.points[600, 27], abs=0.1)


def test_a_track_tells_its_progress(kept: Kept, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "track.json"
    monkeypatch.setenv("EDGECOACH_PROGRESS", "1")
    (kept.folder / "recordings" / f"{kept.session}.found").unlink()
    code, out, told = run("track", kept.session, "--out", path)
    assert (code, out) == (0, "")
    shares = [float(line.removeprefix("progress ")) for line in told.splitlines()]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    track = json.loads(path.read_text(encoding="utf-8"))
    assert len(track["t"]) == len(track["world"]) == len(track["angles"]["deg"]) == len(track["load"]["percent"])
    assert track["world"][0] is None
    assert len(track["world"][100]) == 99
    assert track["seen"][100].bit_length() <= 33
    assert track["lost"] == []


def test_an_outline_is_worked_out_once_and_kept_for_progress(run: Run, tmp_path: Path) -> None:
    kept = kept_visit(tmp_path / "kept")
    with open_archive(kept.folder, SystemClock()) as archive:
        assert archive.without_outline() == [kept.session]
    code, out, _ = run("outline", kept.session, folder=kept.folder)
    told = {one["exercise"]: one for one in json.loads(out)["exercises"]}
    assert (code, set(told)) == (0, {"squat", "push_up"})
    assert 50.0 < told["squat"]["mean_deg"] <= told["squat"]["most_deg"] < 120.0
    peak, low, high = told["squat"]["load"]
    assert 0.0 <= low < peak < high
    with open_archive(kept.folder, SystemClock()) as archive:
        assert archive.without_outline() == []
        outline = archive.outlines(kept.person)[kept.session].of("squat")
        assert outline is not None
        assert outline.load == (peak, low, high)


def test_a_body_that_is_corrected_while_its_loads_are_worked_out_is_looked_at_once_more(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies: list[Physique] = []

    def found(recording: Recording, record: SessionRecord, shelf: Archive, physique: Physique, done: Done) -> Findings:
        """A clinician measures Ana during the first look."""
        bodies.append(physique)
        if len(bodies) == 1:
            archive.change_person(kept.person, lambda now: replace(now, strengths={"left_knee_extension": (1.2, 0.1)}))
        return findings(recording, record, shelf, physique, done)

    with open_archive(kept.folder, SystemClock()) as archive:
        monkeypatch.setattr(looking, "findings", found)
        outlined(archive, known_of(archive, "s-empty"))
        assert [len(body.strengths) for body in bodies] == [0, 1]
        assert "s-empty" in archive.outlines(kept.person)
        archive.change_person(kept.person, lambda now: replace(now, strengths={}))


# --- what cannot be -----------------------------------------------------------------------------------------------------


def test_a_damaged_recording_gives_what_is_whole(run: Run, tmp_path: Path) -> None:
    kept = kept_visit(tmp_path / "kept")
    path = kept.folder / "recordings" / f"{kept.session}.sealed"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    code, out, _ = run("report", kept.session, "--html", tmp_path / "r.html", "--json", folder=kept.folder)
    (sentence,) = json.loads(out)["not_read"]
    assert (code, "breaks off" in sentence) == (0, True)
    assert "se interrumpe a los" in said(tmp_path / "r.html"), "said in the report as well, in its language"
    (lost,) = json.loads(run("track", kept.session, folder=kept.folder)[1])["lost"]
    assert (lost["key"], lost["text"]) == ("damage.breaks_off", sentence), "and where it is played"
    path.write_bytes(b"nothing of it is left")
    code, out, _ = run("report", kept.session, "--html", tmp_path / "n.html", folder=kept.folder)
    assert code == 0
    assert "Not everything could be read" in out
    assert "no tiene una grabación que se pueda leer" in said(tmp_path / "n.html")
    code, _, problem = run("export", kept.session, "--format", "c3d", "--out", tmp_path / "n.c3d", folder=kept.folder)
    assert (code, "no recording that can be read" in problem) == (2, True)
    assert not (tmp_path / "n.c3d").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report", "nope", "--pdf", "{new}"), "there is no session nope"),
        (("report", "--person", "nope", "--pdf", "{new}"), "there is no person nope"),
        (("report",), "it is not said what the report is of"),
        (("report", "{id}", "--pdf", "{there}"), "is there already: name another, or add --force"),
        (("report", "{id}", "--pdf", "{folder}"), "is a folder: name a file in it"),
        (("report", "{id}", "--pdf", "/nowhere/r.pdf"), "cannot be written (no such file or directory): choose another place"),
        (("report", "{id}", "--pdf", "{new}", "--language", "klingon"), "there are no words in 'klingon'"),
        (("export", "{id}", "--format", "xls"), "there is no export called xls: choose one of csv, parquet, mcap, opensim, c3d, fhir"),
        (("export", "s-empty", "--format", "c3d", "--out", "{new}"), "no body was seen in this session"),
        (("export", "s-empty", "--format", "opensim", "--out", "{new}.zip"), "no body was seen in this session"),
        (("track", "nope"), "there is no session nope"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_sentence(kept: Kept, run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    there = tmp_path / "there.pdf"
    there.write_text("mine")
    named = {"id": kept.session, "new": str(tmp_path / "new"), "there": str(there), "folder": str(tmp_path)}
    code, out, problem = run(*(word.format(**named) for word in words))
    assert (code, out) == (2, "")
    assert sentence in problem
    assert problem.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there.pdf"], "nothing half written is left"
    assert there.read_text() == "mine"
