"""The kernel's list of sound cards, and the programs that play and speak -> a finding.

Refuses to know: whether anything is heard: `edgecoach probe audio` plays.
"""

import os
import shutil
from pathlib import Path

from edge.doctor import Finding, Level, Patient, check
from edge.respond.cards import sound_cards

DEVICES = Path("/dev/snd")


@check("audio", "respond")
def audio(patient: Patient) -> Finding:
    wanted = patient.loaded.config.respond.audio
    if not wanted.use:
        return Finding(Level.INFO, "nothing is played: respond.audio.use is false")
    if shutil.which("aplay") is None:
        return Finding(Level.WARNING, "aplay is not installed, so nothing can be played", "sudo apt install alsa-utils")
    cards = sound_cards()
    if not cards:
        return Finding(Level.WARNING, "there is no sound card", "plug a loudspeaker in; lights and vibration work without")
    closed = [device for device in DEVICES.glob("pcm*p") if not os.access(device, os.W_OK)]
    if closed:
        return Finding(Level.ISSUE, f"{closed[0]} may not be opened by this user", "add the user to the group audio, then log in again")
    if shutil.which("espeak-ng") is None and not wanted.voice.endswith(".onnx"):
        return Finding(Level.WARNING, f"{', '.join(cards)}; but there is no voice", "sudo apt install espeak-ng")
    return Finding(Level.OK, ", ".join(cards))
