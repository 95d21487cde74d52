"""What goes wrong in bleak, BlueZ and D-Bus -> one sentence, and what to do.

Refuses to know: what was being done. bleak need not be installed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from edge.capture.watch.radio import LEFT
from edge.errors import DeviceFault, DeviceMissing, EdgeError

RESTART = "if it goes on, run `sudo systemctl restart bluetooth`"

NO_BUS = partial(
    DeviceMissing, "there is no system bus to reach Bluetooth by", "install and start dbus; in a container, share /run/dbus with it"
)
NO_SERVICE = partial(
    DeviceMissing,
    "BlueZ, the Bluetooth service, is not running",
    "run `sudo systemctl enable --now bluetooth`, after `sudo apt install bluez` if need be",
)
NOT_STARTING = partial(DeviceMissing, "BlueZ, the Bluetooth service, does not start", "`systemctl status bluetooth` says why")
DENIED = partial(DeviceMissing, "this user may not use Bluetooth", "add the user to the group bluetooth, then log in again")
OFF = partial(
    DeviceMissing,
    "the Bluetooth adapter is off",
    "run `bluetoothctl power on`; where that is refused, `rfkill unblock bluetooth` first",
)
NO_ADAPTER = partial(DeviceMissing, "there is no Bluetooth adapter", "plug one in, of version 4.0 or newer, or switch the board's own on")
TOO_OLD = partial(DeviceMissing, "the Bluetooth adapter does not know Bluetooth Low Energy", "plug one in of version 4.0 or newer")
NOT_SEEN = partial(
    DeviceMissing,
    "the watch is not in reach",
    "wake it, switch on its heart-rate broadcast, and end its connection to a phone, or pair another",
)
NOT_CONNECTED = partial(
    DeviceMissing, "the watch is in reach but cannot be connected", "end its connection to a phone or another box, or restart it"
)

Sentence = Callable[[], EdgeError]

_REASONS: dict[str, Sentence] = {"NO_BLUETOOTH": NO_ADAPTER, "NO_BLE_CENTRAL_ROLE": TOO_OLD, "POWERED_OFF": OFF, "DENIED_BY_SYSTEM": DENIED}
"""By the names of bleak's BleakBluetoothNotAvailableReason."""

_DBUS: dict[str, Sentence] = {
    "org.freedesktop.DBus.Error.ServiceUnknown": NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": NO_SERVICE,
    "org.freedesktop.DBus.Error.NoReply": NO_SERVICE,
    "org.freedesktop.DBus.Error.TimedOut": NOT_STARTING,
    "org.freedesktop.DBus.Error.Spawn.ChildExited": NOT_STARTING,
    "org.freedesktop.DBus.Error.Spawn.ChildSignaled": NOT_STARTING,
    "org.freedesktop.DBus.Error.Spawn.Failed": NOT_STARTING,
    "org.freedesktop.systemd1.NoSuchUnit": NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": DENIED,
    "org.freedesktop.DBus.Error.UnknownObject": LEFT,
    "org.bluez.Error.NotReady": OFF,
    "org.bluez.Error.NotConnected": LEFT,
}
"""By the names of D-Bus errors."""

WHAT_BLEAK_RAISES = (OSError, EOFError, AssertionError, LookupError)
"""Besides its own: from sockets that close, and where BlueZ took an object away that bleak still holds."""


@contextmanager
def in_plain_words(doing: str) -> Iterator[None]:
    """Whatever bleak raises inside comes out as an EdgeError. doing: for the sentence, such as "looking for the watch"."""
    try:
        yield
    except EdgeError:
        raise
    except TimeoutError:
        raise DeviceFault(f"Bluetooth did not answer while {doing}", RESTART) from None
    except Exception as problem:  # its own, and D-Bus's, share no base class
        if not _foreign(problem):
            raise
        raise plain(problem, doing) from problem


def plain(problem: Exception, doing: str) -> EdgeError:
    """The sentence for one problem; for one that nobody has met yet, its own words."""
    reason = getattr(getattr(problem, "reason", None), "name", "")
    known = _REASONS.get(reason) or _DBUS.get(getattr(problem, "dbus_error", ""))
    if known:
        return known()
    if isinstance(problem, FileNotFoundError | ConnectionRefusedError):
        return NO_BUS()
    if str(problem).startswith("adapter '"):
        name = str(problem).split("'")[1]
        return DeviceMissing(f"there is no Bluetooth adapter named {name}", "correct capture.watch.adapter, or leave it empty")
    words = str(problem).strip() or type(problem).__name__
    return DeviceFault(f"Bluetooth failed while {doing} ({words})", RESTART)


def _foreign(problem: Exception) -> bool:
    """Whether it comes from the libraries and not from a bug of ours."""
    libraries = {kind.__module__.split(".")[0] for kind in type(problem).__mro__}
    return isinstance(problem, WHAT_BLEAK_RAISES) or bool(libraries & {"bleak", "dbus_fast"})
