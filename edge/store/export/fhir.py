"""The sheet of a session -> a FHIR R4 bundle: Patient (a pseudonym), Device, Observations and a report that gathers them.

Codes are LOINC's where LOINC has one for what was measured. How far a joint goes in an exercise is not what the joint can do, so LOINC's
"active range of motion" would say something else: angles, load and form carry this project's own codes. Units are UCUM's; a standard
deviation is the standard extension for uncertainty (iso21090). Refuses to know: where the numbers come from, and names of people.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from edge.store.report.sheet import ExerciseSheet, Measured, SessionSheet, Subject

Resource = dict[str, Any]

LOINC, UCUM, OWN = "http://loinc.org", "http://unitsofmeasure.org", "urn:edgecoach:codes"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
UNCERTAINTY = "http://hl7.org/fhir/StructureDefinition/iso21090-uncertainty"
UNCERTAINTY_TYPE = "http://hl7.org/fhir/StructureDefinition/iso21090-uncertaintyType"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
WHY_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
MEASURED, ENTERED = "activity", "vital-signs"
"""Categories of what was seen, and of what a person said."""
LOINC_CODES = {
    "exercise_duration": ("55411-3", "Exercise duration"),
    "exercise_activity": ("73985-4", "Exercise activity"),
    "body_height": ("8302-2", "Body height"),
    "body_weight": ("29463-7", "Body weight"),
}
SEXES = {"F": "female", "M": "male"}


def bundle(sheet: SessionSheet) -> Resource:
    """A collection. Where the clock could not be trusted no time is claimed."""
    patient, device = _patient(sheet), _device(sheet)
    observations = [observation for make in (_session, _body, _exercises) for observation in make(sheet)]
    found = [patient, device, *(_common(sheet, one, number) for number, one in enumerate(observations))]
    entries = [*found, _report(sheet, found[2:])]
    about = {"resourceType": "Bundle", "id": _id(sheet, "bundle"), "type": "collection"}
    stamp = {"timestamp": _when(sheet)} if sheet.clock_trusted else {}
    return {**about, **stamp, "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in entries]}


def _id(sheet: SessionSheet, what: str) -> str:
    """The same for the same session every time."""
    return str(uuid5(NAMESPACE_URL, f"urn:edgecoach:session:{sheet.session_id}:{what}"))


def _patient_id(subject: Subject, sheet: SessionSheet) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:edgecoach:person:{subject.id}")) if subject.id else _id(sheet, "guest")


def _patient(sheet: SessionSheet) -> Resource:
    subject = sheet.subject
    known = {"identifier": [{"system": "urn:edgecoach:person", "value": subject.id}]} if subject.id else {}
    sex = {"gender": SEXES[subject.sex]} if subject.sex in SEXES else {}
    return {"resourceType": "Patient", "id": _patient_id(subject, sheet), **known, **sex}


def _device(sheet: SessionSheet) -> Resource:
    about = sheet.certificate
    versions = [("EdgeCoach", about.version), ("configuration", about.config_hash), *sorted(about.models.items())]
    return {
        "resourceType": "Device",
        "id": _id(sheet, "device"),
        "deviceName": [{"name": "EdgeCoach", "type": "model-name"}],
        "type": {"text": "Markerless movement analysis by one camera"},
        "version": [{"type": {"text": name}, "value": value} for name, value in versions if value],
    }


def _common(sheet: SessionSheet, observation: Resource, number: int) -> Resource:
    """What all observations share. Their ids differ by what they are of."""
    name = hashlib.sha256(f"{number} {observation['code']}".encode()).hexdigest()[:12]
    category = observation.pop("category", MEASURED)
    return {
        "resourceType": "Observation",
        "id": _id(sheet, name),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": category}]}],
        "subject": _of_patient(sheet),
        **(_entered(sheet) if category == ENTERED else _measured_by(sheet)),
        **observation,
    }


def _of_patient(sheet: SessionSheet) -> Resource:
    return _reference("Patient", _patient_id(sheet.subject, sheet))


def _reference(kind: str, its_id: str) -> Resource:
    return {"reference": f"urn:uuid:{its_id}", "type": kind}


def _measured_by(sheet: SessionSheet) -> Resource:
    return {"device": _reference("Device", _id(sheet, "device")), **_period(sheet)}


def _period(sheet: SessionSheet) -> Resource:
    return {"effectivePeriod": {"start": _when(sheet), "end": _when(sheet, sheet.duration_s)}} if sheet.clock_trusted else {}


def _entered(sheet: SessionSheet) -> Resource:
    """As it was known when the session began, by no device. The profile of vital signs wants a time, or a word on why there is none."""
    method = {"method": {"text": "as the person said"}}
    if sheet.clock_trusted:
        return {**method, "effectiveDateTime": _when(sheet)}
    return {**method, "_effectiveDateTime": {"extension": [{"url": WHY_ABSENT, "valueCode": "unknown"}]}}


def _session(sheet: SessionSheet) -> Iterator[Resource]:
    yield {"code": _loinc("exercise_duration"), "valueQuantity": _quantity(sheet.duration_s / 60.0, "min", 2)}
    if sheet.score is not None:
        yield {"code": _own("form_score", "Form score, 0 to 100"), "valueQuantity": _quantity(sheet.score, "{score}")}


def _body(sheet: SessionSheet) -> Iterator[Resource]:
    """As it was entered."""
    if sheet.subject.height_m:
        yield {"category": ENTERED, "code": _loinc("body_height"), "valueQuantity": _quantity(100.0 * sheet.subject.height_m, "cm")}
    if sheet.subject.mass_kg:
        yield {"category": ENTERED, "code": _loinc("body_weight"), "valueQuantity": _quantity(sheet.subject.mass_kg, "kg")}


def _exercises(sheet: SessionSheet) -> Iterator[Resource]:
    for part in sheet.exercises:
        yield _done(part)
        for row in part.ranges:
            parts = (("least", row.least), ("most", row.most), ("reach", row.reach))
            yield {
                "code": _own(f"angle.{row.angle}", f"{_plain(row.angle)} in the typical {_plain(part.exercise)}"),
                "method": {"text": "Joint angle in an exercise, markerless, ISB conventions; not the joint's active range of motion"},
                "component": [{"code": _own(f"angle.{name}", name), "valueQuantity": _measured(value)} for name, value in parts],
            }
        for load in part.loads:
            yield {
                "code": _own(f"load.{load.joint}", f"strength utilisation, {_plain(load.joint)}, in the typical {_plain(part.exercise)}"),
                **_load(load.percent if load.trusted else None, load.band),
                **({"note": [{"text": note} for note in load.notes]} if load.notes else {}),
            }


def _done(part: ExerciseSheet) -> Resource:
    counts: list[tuple[str, float, str]] = [("repetitions", len(part.reps), "{#}")] if part.reps else []
    counts += [("good_repetitions", part.good, "{#}")] if part.judged else []
    counts += [("unjudged_repetitions", len(part.reps) - part.judged, "{#}")] if part.judged < len(part.reps) else []
    counts += [("held", part.held_s, "s")] if part.holds else []
    counts += [("form_score", part.score, "{score}")] if part.score is not None else []
    return {
        "code": _loinc("exercise_activity"),
        "valueCodeableConcept": _own(f"exercise.{part.exercise}", _plain(part.exercise)),
        "component": [{"code": _own(name, _plain(name)), "valueQuantity": _quantity(value, unit)} for name, value, unit in counts],
    }


def _load(percent: float | None, band: tuple[float, float] | None) -> Resource:
    if percent is None or band is None:
        return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": "unknown"}]}}
    return {"valueQuantity": _measured(Measured(percent, band[1] - percent), "%")}


def _report(sheet: SessionSheet, observations: list[Resource]) -> Resource:
    coach = {"conclusion": "\n".join(text for _, text in sheet.coach)} if sheet.coach else {}
    return {
        "resourceType": "DiagnosticReport",
        "id": _id(sheet, "report"),
        "identifier": [{"system": "urn:edgecoach:session", "value": sheet.session_id}],
        "status": "final",
        "code": _own("movement_report", "Movement and load in one training session"),
        "subject": _of_patient(sheet),
        **_period(sheet),
        "result": [_reference("Observation", one["id"]) for one in observations],
        **coach,
    }


def _when(sheet: SessionSheet, later: float = 0.0) -> str:
    return datetime.fromtimestamp(sheet.started_at + later, UTC).isoformat(timespec="seconds")


def _loinc(name: str) -> Resource:
    code, display = LOINC_CODES[name]
    return {"coding": [{"system": LOINC, "code": code, "display": display}], "text": display}


def _own(code: str, text: str) -> Resource:
    return {"coding": [{"system": OWN, "code": code}], "text": text}


def _quantity(value: float, unit: str, digits: int = 1) -> Mapping[str, Any]:
    return {"value": round(value, digits), "unit": unit, "system": UCUM, "code": unit}


def _measured(value: Measured, unit: str = "deg") -> Mapping[str, Any]:
    doubt = [{"url": UNCERTAINTY, "valueDecimal": round(value.sd, 1)}, {"url": UNCERTAINTY_TYPE, "valueCode": "N"}]
    return {**_quantity(value.value, unit), **({"extension": doubt} if math.isfinite(value.sd) else {})}


def _plain(name: str) -> str:
    return name.replace("_", " ")
