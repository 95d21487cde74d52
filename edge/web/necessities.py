"""This interpreter and our own package -> what a child that runs them must be able to read, and nothing of what the box keeps.

Refuses to know: what the child is for, and how it is kept from the rest.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import edge
from edge.weights import shipped

SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/sys/devices/system/cpu",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
)  # fmt: skip
"""Programs and libraries, the time zone, chance, and how many processors there are."""
NOWHERE = "/dev/null"


def to_read(program: Sequence[str], more: Iterable[Path]) -> list[str]:
    """Files and folders with all that is in them. program: the words that start the child; those that are files are read."""
    package = Path(edge.__file__).parent
    ours = [sys.prefix, sys.base_prefix, str(package), str(shipped("manifest").parent)]
    named = [word for word in program if word.startswith("/") and Path(word).is_file()]
    return [*SYSTEM, *ours, *named, *map(str, more)]


def to_list() -> list[str]:
    """Folders in which Python looks for packages: of a checkout that is the whole of it, of which only the names are needed."""
    return [str(Path(folder or ".").resolve()) for folder in sys.path if Path(folder or ".").is_dir()]
