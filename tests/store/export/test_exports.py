"""Files for other programs, read back by those who know their formats."""

import csv
import json
import sys
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import c3d
import numpy as np
import pytest
from mcap.reader import make_reader

from edge.errors import InputError
from edge.messages import LANDMARKS, Cue, Priority, Rep, Set, Side, Tick
from edge.store.encoding import ADAPTERS, describe
from edge.store.export.c3d_file import MOST_FRAMES, steady, write_c3d
from edge.store.export.fhir import LOINC, UCUM, bundle
from edge.store.export.plain_recording import Moment, write_plain
from edge.store.export.tables import folder_or_zip, write_csv, write_parquet
from edge.store.export.viewable import viewable
from edge.store.opensim import Markers
from edge.store.recording import RecordingHeader, read_recording
from tests.store.report.made_sheets import EMPTY, ZOSIA, session
from tests.store.sessions import same
from tests.store.sessions import session as messages_of

COLUMNS: dict[str, list[Any]] = {"number": [1, 2], "good": [True, False], "range_deg": [74.7, None], "faults": ["", 'shallow, "deep"']}


def markers(seconds: float, hz: float = 30.0) -> Markers:
    t = 3.0 + np.arange(int(seconds * hz)) / hz
    points = np.stack([np.stack([np.sin(t + k), np.full(len(t), 0.1 * k), t], axis=1) for k in range(33)], axis=1)
    points[5, 2] = np.nan
    return Markers(LANDMARKS, t, points)


# --- tables -------------------------------------------------------------------------------------------------------------


def test_a_csv_is_read_back(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", COLUMNS)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1] == {"number": "2", "good": "false", "range_deg": "", "faults": 'shallow, "deep"'}


def test_a_parquet_keeps_types_and_what_is_unknown(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(tmp_path / "a.parquet", COLUMNS)
    assert parquet.read_table(tmp_path / "a.parquet").to_pydict() == COLUMNS


def test_without_pyarrow_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pyarrow, which is not installed: install edgecoach\[report\], or export as csv"):
        write_parquet(tmp_path / "a.parquet", COLUMNS)


def test_several_files_go_into_a_folder_or_a_zip(tmp_path: Path) -> None:
    for target in (tmp_path / "all.zip", tmp_path / "all"):
        with folder_or_zip(target) as folder:
            write_csv(folder / "a.csv", COLUMNS)
    with ZipFile(tmp_path / "all.zip") as packed:
        assert packed.namelist() == ["a.csv"]
        assert packed.read("a.csv") == (tmp_path / "all" / "a.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# --- C3D ----------------------------------------------------------------------------------------------------------------


def test_a_c3d_holds_the_markers_in_millimetres(tmp_path: Path) -> None:
    given = markers(4.0)
    assert write_c3d(tmp_path / "a.c3d", given) == 30.0
    with (tmp_path / "a.c3d").open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = c3d.Reader(file)
        frames = np.array([points for _, points, _ in reader.read_frames()])
    assert [label.strip() for label in reader.point_labels] == list(LANDMARKS)
    assert (reader.point_rate, reader.header.first_frame, len(frames)) == (30.0, 1, 120)
    seen = np.isfinite(given.points)
    np.testing.assert_allclose(frames[:, :, :3][seen], 1000.0 * given.points[seen], atol=0.01)
    assert (frames[5, 2, 3], frames[5, 3, 3]) == (-1.0, 0.0), "what was not seen is marked"


def test_a_long_session_is_slower_rather_than_cut_off() -> None:
    rate, frames = steady(markers(3600.0, 20.0))
    assert rate == 10.0
    assert 35_900 < len(frames) <= MOST_FRAMES


def test_a_gap_is_not_filled() -> None:
    given = markers(6.0)
    holed = Markers(given.names, np.delete(given.t, slice(60, 120)), np.delete(given.points, slice(60, 120), axis=0))
    _, frames = steady(holed)
    assert (frames[70:110, :, 3] == -1.0).all()
    assert (frames[:55, 4, 3] == 0.0).all()


def test_there_is_no_c3d_of_nobody(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no body was seen"):
        write_c3d(tmp_path / "a.c3d", Markers(LANDMARKS, np.empty(0), np.empty((0, 33, 3))))


# --- MCAP ---------------------------------------------------------------------------------------------------------------


def moments(messages: list[Any]) -> list[Moment]:
    world = np.random.default_rng(0).normal(0.0, 0.3, (33, 3))
    there = [message.t for message in messages if isinstance(message, Tick)]
    return [
        Moment(t, world, np.ones(33, bool), {"left_knee_flexion": 12.5, "neck_rotation": None}, {"left_knee": 40.0})
        if place % 2
        else Moment(t, None, None, {"left_knee_flexion": None, "neck_rotation": None}, {"left_knee": None})
        for place, t in enumerate(there)
    ]


def test_a_plain_recording_is_the_recording_and_more(tmp_path: Path) -> None:
    messages = list(messages_of(5.0))
    path = tmp_path / "plain.mcap"
    write_plain(path, RecordingHeader("s1"), messages, moments(messages))
    recording = read_recording(path)
    again = list(recording.messages())
    assert all(same(one, other) for one, other in zip(again, messages, strict=True))
    assert not recording.lost, "what lies beside is no loss"
    with path.open("rb") as file:
        reader = make_reader(file)
        summary = reader.get_summary()
        assert summary is not None
        schemas = {channel.topic: summary.schemas[channel.schema_id] for channel in summary.channels.values()}
        found = {
            topic: [json.loads(message.data) for _, _, message in reader.iter_messages([topic])]
            for topic in ("/skeleton", "/tf", "/angles")
        }
    assert (schemas["/skeleton"].name, schemas["/skeleton"].encoding) == ("foxglove.SceneUpdate", "jsonschema")
    assert len(found["/skeleton"]) == 25
    assert len(found["/angles"]) == 50
    (line,) = found["/skeleton"][0]["entities"][0]["lines"]
    assert len(line["points"]) == 2 * 18
    assert schemas["/tf"].name == "foxglove.FrameTransforms"
    (set_down,) = found["/tf"][0]["transforms"]
    assert (set_down["parent_frame_id"], set_down["child_frame_id"]) == ("floor", found["/skeleton"][0]["entities"][0]["frame_id"])
    lowest = min(point["z"] for point in line["points"])
    assert set_down["translation"]["z"] + lowest >= -0.002, "nothing of the body is below the floor"
    assert found["/angles"][1] == {"left_knee_flexion": 12.5, "neck_rotation": None}


TYPES: dict[str, Any] = {"boolean": bool, "integer": int, "number": (int, float), "string": str}


def shown_by_foxglove(schema: dict[str, Any], value: Any, path: str) -> None:
    """As Foxglove and Lichtblick read a schema (packages/mcap-support, parseJsonSchema), and the message with it."""
    if value is None:
        assert schema.get("nullable"), path
    elif schema["type"] == "object":
        for name, one in schema["properties"].items():
            shown_by_foxglove(one, value[name], f"{path}.{name}")
    elif schema["type"] == "array":
        assert schema["items"]["type"] in (*TYPES, "object"), path
        for one in value:
            shown_by_foxglove(schema["items"], one, f"{path}[]")
    else:
        assert isinstance(value, TYPES[schema["type"]]), path


def test_foxglove_understands_every_channel_of_a_plain_recording(tmp_path: Path) -> None:
    unjudged = Rep(1.0, 1, "squat", Side.LEFT, 0.0, 0.5, 1.0, None, (0.5, 0.1, 0.4), None, None, 0.9, ("shallow",))
    cue = Cue(1.1, "voice", "report.x", Priority.FORM, 2.0, (("side", "left"),))
    messages: list[Any] = [Tick(0.1), unjudged, cue, Set(1.2, 1, "squat", 0.0, 1.0, 1, 0, None, 1), Tick(1.3)]
    path = tmp_path / "plain.mcap"
    write_plain(path, RecordingHeader("s1"), messages, moments(messages))
    told = set()
    with path.open("rb") as file:
        for schema, channel, message in make_reader(file).iter_messages():
            assert schema is not None
            if channel.message_encoding == "json":
                shown_by_foxglove(json.loads(schema.data), json.loads(message.data), channel.topic)
                told.add(channel.topic)
    assert told == {"/rep", "/cue", "/set", "/skeleton", "/tf", "/angles", "/load"}


def test_what_is_listed_of_a_message_is_all_that_foxglove_has_words_for() -> None:
    listed = {kind.__name__: viewable(json.loads(describe(kind).schema))["properties"] for kind in ADAPTERS}
    left_out = {kind.__name__: {*kind.__slots__} - {*listed[kind.__name__]} for kind in ADAPTERS}
    assert {name: fields for name, fields in left_out.items() if fields} == {"Cue": {"fields"}}, "a list of pairs"
    assert listed["Rep"]["tempo"] == {"type": "array", "items": {"type": "number"}}
    assert listed["Rep"]["range"] == {"type": "number", "nullable": True}
    assert listed["Fault"]["severity"] == {"type": "string"}


# --- FHIR ---------------------------------------------------------------------------------------------------------------


def resources(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]


@pytest.mark.parametrize("sheet", [session(), session(ZOSIA, clock_trusted=False), EMPTY], ids=["whole", "bare", "empty"])
def test_the_bundle_is_valid(sheet: Any) -> None:
    """R4B's definitions of these resources are R4's; fhir.resources has no R4 of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        standard = pytest.importorskip("fhir.resources.R4B.bundle")
        valid = standard.Bundle.model_validate_json(json.dumps(bundle(sheet)))
    assert valid.type == "collection"
    known = {entry["fullUrl"] for entry in bundle(sheet)["entry"]}
    assert len(known) == len(bundle(sheet)["entry"]), "no two resources are one"
    text = json.dumps(bundle(sheet))
    assert {part.split('"')[0] for part in text.split('"reference": "')[1:]} <= known, "all that is referred to is there"
    assert bundle(sheet) == bundle(sheet), "the same session is the same bundle"


def test_the_bundle_says_what_the_sheet_says() -> None:
    found = bundle(session())
    observations = resources(found, "Observation")
    by_text = {one["code"]["text"]: one for one in observations}
    squat = next(one for one in observations if one.get("valueCodeableConcept", {}).get("text") == "squat")
    assert [(part["code"]["text"], part["valueQuantity"]["value"]) for part in squat["component"]] == [
        ("repetitions", 8), ("good repetitions", 6), ("form score", 91.0),
    ]  # fmt: skip
    knee = by_text["left knee flexion in the typical squat"]["component"][2]["valueQuantity"]
    assert (knee["value"], knee["system"], knee["code"], knee["extension"][0]["valueDecimal"]) == (89.0, UCUM, "deg", 7.1)
    assert by_text["Exercise duration"]["valueQuantity"]["value"] == pytest.approx(80.0 / 60.0, abs=0.01)
    assert by_text["strength utilisation, neck, in the typical squat"]["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert "valueQuantity" not in by_text["strength utilisation, left ankle, in the typical squat"], "not to be trusted"
    (report,) = resources(found, "DiagnosticReport")
    assert len(report["result"]) == len(observations)
    assert datetime.fromisoformat(report["effectivePeriod"]["start"]).timestamp() == session().started_at


@pytest.mark.parametrize("trusted", [True, False])
def test_what_a_person_said_of_their_body_was_measured_by_no_device(trusted: bool) -> None:
    """The standard's profile of vital signs wants a time, or a word on why there is none."""
    sheet = replace(session(), clock_trusted=trusted)
    said = [one for one in resources(bundle(sheet), "Observation") if one["category"][0]["coding"][0]["code"] == "vital-signs"]
    assert [one["code"]["text"] for one in said] == ["Body height", "Body weight"]
    for one in said:
        assert not {"device", "effectivePeriod"} & set(one)
        assert ("effectiveDateTime" in one, "_effectiveDateTime" in one) == (trusted, not trusted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        standard = pytest.importorskip("fhir.resources.R4B.observation")
        for one in said:
            valid = standard.Observation.model_validate_json(json.dumps(one))
            assert valid.subject.type == "Patient"
            assert trusted or valid.effectiveDateTime__ext.extension[0].valueCode == "unknown"


def test_codes_are_loincs_own_or_ours() -> None:
    text = json.dumps(bundle(session()))
    systems = {part.split('"')[0] for part in text.split('"system": "')[1:]}
    assert LOINC in systems
    assert "41387" not in text, "how far a joint goes in an exercise is not its active range of motion"


def test_no_name_and_no_doubtful_time_leaves_the_box() -> None:
    found = bundle(session(ZOSIA, clock_trusted=False))
    assert ZOSIA.name not in json.dumps(found, ensure_ascii=False)
    assert "effectivePeriod" not in json.dumps(found)
    assert "timestamp" not in found
    (patient,) = resources(found, "Patient")
    assert patient["identifier"] == [{"system": "urn:edgecoach:person", "value": "p-1"}]
