"""The paired watch and the Bluetooth that it needs -> a finding.

Refuses to know: whether the watch is heard: `edgecoach probe watch` listens.
"""

import asyncio

from edge.capture.watch.bluez import Bluetooth
from edge.capture.watch.pairing import remembered
from edge.doctor import Finding, Level, Patient, check
from edge.state import State


@check("watch", "capture")
def watch(patient: Patient) -> Finding:
    wanted = patient.loaded.config.capture.watch
    if not wanted.use:
        return Finding(Level.INFO, "no watch is sought: capture.watch.use is false")
    paired = remembered(State(patient.state))
    if paired is None:
        return Finding(Level.INFO, "no watch is paired", "run `edgecoach pair`, if there is one")
    asyncio.run(Bluetooth(wanted.adapter).check())
    return Finding(Level.OK, f"{paired.name or paired.address} is paired and Bluetooth is on; `edgecoach probe watch` listens to it")
