"""A path named by the user -> a file that is there in whole or not at all.

Refuses to know: what is written. Whether it can be written is found out before the work begins.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import InputError


def demand_not_read(path: Path, *sources: Path | None) -> None:
    """Raises InputError where the path is one of the files that are read."""
    if path.exists() and any(source and source.exists() and path.samefile(source) for source in sources):
        raise InputError(f"{path} is read, and would be overwritten", "choose another name for what is written")


@contextmanager
def named(path: Path) -> Iterator[None]:
    """What the disk refuses while this is written carries the name that the user gave it. Raises InputError where its folder is gone."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{path} is gone, it was there at the beginning", "make its folder again, then try again") from None
    except OSError as trouble:
        trouble.filename = str(path)
        raise


@contextmanager
def destination(path: Path) -> Iterator[Path]:
    """Gives a path to write to; it takes the wanted one's place when the block ends well, and vanishes otherwise.

    Who may read it is as it was for the file that it replaces, else as for any new file of this user. Raises InputError at once where
    the path cannot be written. A pipe or device is written to directly.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file in it")
    if path.exists() and not path.is_file():
        yield path
        return
    part = path.with_name(f".edgecoach-{secrets.token_hex(4)}{path.suffix}")
    try:
        part.touch(exist_ok=False)
        if path.exists():
            shutil.copymode(path, part)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({(error.strerror or str(error)).lower()})", "choose another place") from None
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
