"""A file of ground forces named by the user (.mot, .sto) -> force plates on the film's time line.

Refuses to know: where the plates lie; the feet tell.
"""

from pathlib import Path

import numpy as np

from edge.errors import InputError
from edge.estimate.body.plates import Plates, plates_of
from edge.store.opensim import read_storage

FEWEST = 2


def force_plates(path: Path) -> Plates:
    """Raises InputError for a file that holds no force plate, or none that anybody stood on."""
    storage = read_storage(path)
    plates = plates_of(storage.t, dict(zip(storage.names, storage.values.T, strict=True)))
    if plates.wrenches.shape[1] < FEWEST:
        raise InputError(f"{path} holds one force plate", "measure each foot on its own: the right one first, then the left one")
    if not np.any(plates.wrenches):
        raise InputError(f"nobody stands on the force plates of {path}", "check that its forces are in newtons, with y up")
    return plates
