"""A packed file of clips -> its arrays by name.

Refuses to know: what the names mean.
"""

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from edge.errors import InputError
from edge.messages import Array


def clips(folder: Path, parts: int, columns: int) -> Iterator[tuple[list[str], Array]]:
    """Each clip of clips.npz: the parts of its name between bars, and (n, columns). Raises InputError for a file that is otherwise."""
    path = folder / "clips.npz"
    try:
        with np.load(path) as packed:
            for name in packed.files:
                clip = np.asarray(packed[name], float)
                if name.count("|") != parts - 1 or clip.ndim != 2 or clip.shape[1] != columns:
                    raise InputError(f"{path} holds {name!r} of shape {clip.shape}", f"each clip has {parts} names and {columns} columns")
                yield name.split("|"), clip
    except FileNotFoundError:
        raise InputError(f"{path} is not there", "it holds the clips") from None
    except (ValueError, OSError, BadZipFile) as problem:
        raise InputError(f"{path} cannot be read ({problem})", "it must be a file of numpy.savez") from problem
