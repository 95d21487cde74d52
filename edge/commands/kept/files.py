"""A path that somebody named, or the box's own folder for a person -> a place to write to.

Refuses to know: what is written.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from edge.commands.analysis.destination import destination
from edge.errors import EdgeError, InputError
from edge.store.archive import Archive
from edge.store.export.tables import ZIP
from edge.store.report.blocks import Document


def own_place(archive: Archive, subject: str, name: str) -> Path:
    """In the folder that goes when the person is erased. Raises EdgeError."""
    try:
        return archive.care.exports(subject) / name
    except OSError as problem:
        raise EdgeError(f"{archive.folder} cannot be written ({problem.strerror})", "name a file elsewhere") from None


def demand_free(path: Path, force: bool, folder: bool = False) -> None:
    """Raises InputError where something is there already. folder: an empty one is free, too."""
    empty = folder and path.is_dir() and not any(path.iterdir())
    if path.exists() and path.is_dir() and not folder:
        raise InputError(f"{path} is a folder", "name a file in it")
    if path.exists() and not empty and not force:
        raise InputError(f"{path} is there already", "name another, or add --force")


@contextmanager
def whole(path: Path, folder: bool = False) -> Iterator[Path]:
    """A file that is there in whole or not at all; folder: all the files of one. Raises InputError."""
    try:
        if folder and path.suffix.lower() != ZIP:
            with _whole_folder(path) as part:
                yield part
        else:
            with destination(path) as part:
                yield part
    except OSError as problem:
        raise InputError(f"{path} cannot be written ({(problem.strerror or str(problem)).lower()})", "choose another place") from None


@contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    new = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".edgecoach-", dir=path) as part:
            yield Path(part)
            for made in sorted(Path(part).iterdir()):
                made.replace(path / made.name)
    except BaseException:
        with suppress(OSError):
            if new:
                path.rmdir()
        raise


def write_report(document: Document, path: Path, kind: str) -> None:
    """kind: html or pdf. Raises OSError."""
    from edge.store.report.page import write_page
    from edge.store.report.pdf import write_pdf

    (write_pdf if kind == "pdf" else write_page)(document, path)


def tell(about: Mapping[str, Any], as_json: bool) -> None:
    """What was written, and what could not be read."""
    if as_json:
        print(json.dumps(about, indent=2))
        return
    for path in about["files"]:
        print(f"Written: {path}")
    for sentence in about["not_read"]:
        print(f"Not everything could be read: {sentence}")
