"""How the numbers of a session came about -> the section that says so: rates, delays, view, software, and what stayed unknown.

Refuses to know: how any of it was measured.
"""

from edge.store.report.blocks import Facts, Section, Text
from edge.store.report.sheet import SessionSheet
from edge.store.report.wording import Wording

LATENCIES = {
    "frame_to_answer_ms": "sheet.frame_to_answer",
    "frame_to_cue_ms": "sheet.frame_to_cue",
    "pose_to_cue_ms": "sheet.pose_to_cue",
    "imu_to_cue_ms": "sheet.imu_to_cue",
}
SHORT_HASH = 16


def certificate(sheet: SessionSheet, wording: Wording) -> Section:
    """Always there: a report without it would claim more than it knows."""
    pairs = [*_seen(sheet, wording), *_delays(sheet, wording), *_software(sheet, wording), *_unknown(sheet, wording)]
    return Section(wording.say("sheet.certificate"), (Facts(tuple(pairs)), Text(wording.say("sheet.certificate_note"), small=True)))


def _seen(sheet: SessionSheet, wording: Wording) -> list[tuple[str, str]]:
    about = sheet.certificate
    pairs: list[tuple[str, str]] = []
    if about.frames:
        rate, share = wording.number(about.fps, 1), wording.number(100.0 * about.seen / about.frames)
        pairs.append((wording.say("sheet.camera"), wording.say("sheet.camera_rate", frames=about.frames, rate=rate, share=share)))
    for where, rate_hz in sorted(about.worn.items()):
        told = wording.say("sheet.worn_rate", where=wording.name("place", where), rate=wording.number(rate_hz))
        pairs.append((wording.say("sheet.worn"), told))
    if about.view is not None:
        told = wording.say("sheet.view_quality", quality=wording.number(100.0 * about.view), side=wording.name("facing", about.side))
        pairs.append((wording.say("sheet.view"), told))
    pairs += [(wording.say("sheet.advice"), wording.say(key)) for key in about.advice]
    return pairs


def _delays(sheet: SessionSheet, wording: Wording) -> list[tuple[str, str]]:
    pairs = []
    for name, (half, most) in sheet.certificate.latency_ms.items():
        if name in LATENCIES and half is not None and most is not None:
            told = wording.say("sheet.delay", half=wording.number(half, 1), most=wording.number(most, 1))
            pairs.append((wording.say(LATENCIES[name]), told))
    return pairs


def _software(sheet: SessionSheet, wording: Wording) -> list[tuple[str, str]]:
    about = sheet.certificate
    pairs = [(wording.say("sheet.software"), f"EdgeCoach {about.version}".strip())]
    if about.config_hash:
        pairs.append((wording.say("sheet.configuration"), about.config_hash[:SHORT_HASH]))
    pairs += [(wording.say("sheet.model"), f"{name}, sha256 {digest[:SHORT_HASH]}…") for name, digest in sorted(about.models.items())]
    if about.compared:
        key = "sheet.replayed_same" if not about.different else "sheet.replayed_different"
        pairs.append((wording.say("sheet.replayed"), wording.say(key, events=about.compared, different=about.different)))
    return pairs


def _unknown(sheet: SessionSheet, wording: Wording) -> list[tuple[str, str]]:
    """What nobody could tell, and why."""
    about, pairs = sheet.certificate, []
    if about.unknown:
        told = "; ".join(wording.angle(name) for name in about.unknown)
        pairs.append((wording.say("sheet.unknown_angles"), wording.say("sheet.unknown_because", what=told)))
    if not sheet.revisited:
        pairs.append((wording.say("sheet.unknown_angles"), wording.say("sheet.no_recording")))
    missing = [wording.say(key) for key, value in _body(sheet) if value is None]
    if missing:
        pairs.append((wording.say("sheet.body"), wording.say("sheet.body_assumed", what=", ".join(missing))))
    pairs += [(wording.say("sheet.not_read"), wording.sentence(trouble)) for trouble in about.trouble]
    return pairs


def _body(sheet: SessionSheet) -> tuple[tuple[str, object], ...]:
    whose = sheet.subject
    return ("sheet.height", whose.height_m), ("sheet.mass", whose.mass_kg), ("sheet.sex", whose.sex), ("sheet.age", whose.age)
