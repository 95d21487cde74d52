"""`edgecoach explain ANGLE`: what an angle means, its axis, sign, normal range and source.

Refuses to know: how angles are measured.
"""

import json
import re
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.estimate.body.clinical_table import ClinicalAngle

AXES = {"X": "X, forward", "Y": "Y, along the moving segment", "Z": "Z, to the right of the person", "": "none: not a turn about one axis"}


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    angle: list[str] = typer.Argument(None, help="An angle, or words of its name; all are listed if left out.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Explain an angle as it stands in the results: definition, axis, sign, normal range, source.

    Examples:

      edgecoach explain

      edgecoach explain left_hip_abduction

      edgecoach explain hip extension
    """
    from edge.estimate.body.clinical_table import CLINICAL

    wanted = " ".join(angle or ())
    chosen = matching(wanted) if wanted.strip() else CLINICAL
    if as_json:
        print(json.dumps({"angles": [_facts(one) for one in chosen]}, indent=2))
    elif chosen is CLINICAL:
        print("\n".join(f"{one.name:34}{_normal(one) or 'no normal range'}" for one in CLINICAL))
        print("\nFor one of them:  edgecoach explain left_hip_abduction")
    else:
        print("\n\n".join(map(in_words, chosen)))


def matching(wanted: str) -> tuple["ClinicalAngle", ...]:
    """The angle of that name, or those that all the words speak of. Raises InputError naming the nearest."""
    from difflib import get_close_matches

    from edge.errors import InputError
    from edge.estimate.body.clinical_table import CLINICAL, CLINICAL_NAMES

    words = _words(wanted)
    exact = tuple(one for one in CLINICAL if one.name == "_".join(words))
    spoken = tuple(one for one in CLINICAL if set(words) <= {*_spoken_of(one)})
    if words and (found := exact or spoken):
        return found
    near = get_close_matches("_".join(words), CLINICAL_NAMES, 3, 0.5)
    advice = f"nearest: {', '.join(near)}" if near else "edgecoach explain lists them all"
    raise InputError(f"there is no angle called {wanted!r}", advice)


def _words(text: str) -> list[str]:
    """Knees are knee."""
    return [word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", text.lower())]


def _spoken_of(angle: "ClinicalAngle") -> list[str]:
    """The words by which people ask for it: those of its name, its axis, and the motions in brackets (extension, adduction, sag)."""
    return _words(" ".join([angle.name, angle.axis, *re.findall(r"\((\w+)", f"{angle.positive} {angle.negative}")]))


def in_words(angle: "ClinicalAngle") -> str:
    """Several lines for a person."""
    hand = f"{'the opposite of ' if angle.sign < 0 else ''}the right-handed turn about {angle.axis}" if angle.axis else ""
    rows = (
        ("Definition", angle.definition),
        ("Axis", AXES[angle.axis]),
        ("Positive", angle.positive + (f"; {hand}" if hand else "")),
        ("Negative", angle.negative),
        ("Normal range", _normal(angle) or "none published"),
        ("Source", angle.source),
        ("Caution", angle.caution),
    )
    return "\n".join([f"{angle.title}  ({angle.name}, degrees)", *(f"  {head:14}{text}" for head, text in rows if text)])


def _normal(angle: "ClinicalAngle") -> str:
    return f"{angle.normal_deg[0]:g} to {angle.normal_deg[1]:g} degrees" if angle.normal_deg else ""


def _facts(angle: "ClinicalAngle") -> dict[str, object]:
    return {
        "name": angle.name,
        "definition": angle.definition,
        "axis": angle.axis or None,
        "right_handed": angle.sign > 0 if angle.axis else None,
        "positive": angle.positive,
        "negative": angle.negative,
        "normal_deg": list(angle.normal_deg) if angle.normal_deg else None,
        "source": angle.source,
        "caution": angle.caution or None,
    }
