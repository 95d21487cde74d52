"""The kernel's list of sound cards -> their names.

Refuses to know: which one is used.
"""

from pathlib import Path

CARDS = Path("/proc/asound/cards")


def sound_cards(listing: Path = CARDS) -> list[str]:
    """` 0 [PCH ]: HDA-Intel - HDA Intel PCH` -> `HDA Intel PCH`; none where the kernel knows of no sound."""
    try:
        lines = listing.read_text().splitlines()
    except OSError:
        return []
    return [line.split(" - ", 1)[1].strip() for line in lines if " - " in line]
