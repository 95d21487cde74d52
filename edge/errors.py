"""A failure -> one sentence that says what happened and one that says what to do.

Refuses to know: where the sentence is shown. Log, page and command line print the same text.
"""

import errno

INTERRUPTED = 130
"""Exit code of a program that Ctrl-C ended: 128 + SIGINT, as shells expect."""


class EdgeError(Exception):
    """Something a user can cause or cure: a missing device, a bad file, a wrong option.

    what: what happened, one sentence without a full stop.
    advice: what to do about it, one sentence without a full stop; empty where nothing helps.
    """

    exit_code = 1

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}: {self.advice}" if self.advice else self.what


class InputError(EdgeError):
    """A bad argument or file named by the user (exit code 2)."""

    exit_code = 2


class ConfigError(InputError):
    """A configuration that cannot be used."""


class DeviceMissing(EdgeError):
    """The device is not there, or another program holds it."""


class DeviceLost(EdgeError):
    """The device was there and went away."""


class DeviceFault(EdgeError):
    """The device answers, and answers wrongly."""


def from_outside(trouble: OSError) -> EdgeError | None:
    """What the system refused -> the sentence for whoever named the path or owns the disk; None for what is a fault of ours."""
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return EdgeError(f"{trouble.filename or 'what was to be written'} found no room on the disk", "free some, then try again")
    if trouble.filename is not None and trouble.errno in (errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENAMETOOLONG, errno.EROFS):
        return InputError(f"{trouble.filename} cannot be used ({trouble.strerror})", "check the path, and who may use it")
    if trouble.filename is not None and trouble.errno in (errno.EIO, errno.ENODEV):
        return EdgeError(f"{trouble.filename} cannot be used ({trouble.strerror})", "put its disk or stick back in, or take another")
    return None
