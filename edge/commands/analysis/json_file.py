"""The report and the body's states -> one JSON object, written piece by piece.

Refuses to know: what the numbers mean. An hour of angles passes through, and is never held.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import numpy as np

from edge.commands.analysis.spool import Spool
from edge.estimate.body.clinical_table import CLINICAL_NAMES


def write_json(out: TextIO, report: Mapping[str, Any], spool: Spool) -> None:
    """Writes the report's keys, and `angles` as {names, t_s, deg, sd_deg}; null where an angle is unknown.

    In ASCII, as any terminal takes it, and a file's name that is no text, too.
    """
    out.write("{\n")
    for key, value in report.items():
        out.write(f"{json.dumps(key)}: {json.dumps(value)},\n")
    out.write(f'"angles": {{"names": {json.dumps(CLINICAL_NAMES)},\n"t_s": ')
    _array(out, (f"{row['t']:.3f}" for row in spool.rows()))
    for key, column in (("deg", "clinical"), ("sd_deg", "clinical_sd")):
        out.write(f',\n"{key}": ')
        _array(out, (_degrees(row[column]) for row in spool.rows()))
    out.write("}\n}\n")


def _array(out: TextIO, items: Iterable[str]) -> None:
    gap = "["
    for item in items:
        out.write(gap + item)
        gap = ","
    out.write("]" if gap == "," else "[]")


def _degrees(radians: np.ndarray) -> str:
    """One row; a tenth of a degree is finer than any camera sees."""
    values = (math.degrees(value) for value in radians.tolist())
    return "[" + ",".join(f"{value:.1f}" if math.isfinite(value) else "null" for value in values) + "]"
