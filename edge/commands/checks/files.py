"""The configuration, the state folder, the disk and the models -> findings.

Refuses to know: devices.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryFile

from edge.doctor import Finding, Level, Patient, check
from edge.weights import how_to_fetch, verify

HOUR_MB = 50
"""The most that an hour of recording takes."""
HOURS_TOO_FEW, HOURS_FEW = 2, 20


@check("configuration", "house")
def configuration(patient: Patient) -> Finding:
    mistakes = patient.loaded.mistakes
    if mistakes:
        more = f" (the first of {len(mistakes)})" if len(mistakes) > 1 else ""
        advice = f"run `edgecoach config check {patient.config_path}`; until then the daemon opens no device"
        return Finding(Level.ISSUE, f"{patient.config_path}: {mistakes[0]}{more}", advice)
    if patient.config_path.exists():
        return Finding(Level.OK, f"{patient.config_path} is right")
    return Finding(Level.INFO, f"there is no {patient.config_path}: the defaults are in force")


@check("state", "store")
def state(patient: Patient) -> Finding:
    folder = _nearest(patient.state)
    try:
        with TemporaryFile(dir=folder):
            return Finding(Level.OK, f"{patient.state} can be written")
    except OSError as error:
        advice = "make it writable for this user, or set store.state_dir"
        return Finding(Level.ISSUE, f"{folder} cannot be written ({error.strerror}), so nothing is recorded or learned", advice)


@check("disk", "store")
def disk(patient: Patient) -> Finding:
    if state(patient).level == Level.ISSUE:
        return Finding(Level.INFO, "not looked at while nothing can be written there")
    hours = shutil.disk_usage(_nearest(patient.state)).free / 1e6 / HOUR_MB
    sentence = f"room for {hours:.0f} hours of recording"
    if hours >= HOURS_FEW:
        return Finding(Level.OK, sentence)
    return Finding(Level.WARNING if hours >= HOURS_TOO_FEW else Level.ISSUE, f"only {sentence}", "delete old recordings")


@check("models", "capture")
def models(patient: Patient) -> Finding:
    findings = verify(patient.models)
    wrong = [f"{finding.file} ({finding.problem})" for finding in findings if finding.problem]
    if wrong:
        sentence = f"in {patient.models} these model files are missing or not the right ones: {', '.join(wrong)}"
        return Finding(Level.ISSUE, sentence, how_to_fetch(patient.models))
    return Finding(Level.OK, f"all {len(findings)} model files in {patient.models} are the right ones")


def _nearest(folder: Path) -> Path:
    """The folder, or what is there of its path: the doctor makes no folders."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
