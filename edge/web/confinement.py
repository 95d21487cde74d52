"""What this process may still open, and that it is to speak to nobody -> enforced by the kernel, for its children too, until they end.

By what Linux gives everybody, without any right of root: Landlock for files (from 5.13 on; linux/landlock.h), seccomp for the network
(linux/seccomp.h). Where the kernel has one of them not, the other still holds. Nobody can be let out again.
Refuses to know: what the process does.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""Landlock's system calls, by the same numbers on every machine."""
VERSION, PATH_BENEATH = 1, 1
RULESET, RULE = struct.Struct("<3Q"), struct.Struct("<Qi")
"""landlock_ruleset_attr: files, network, scope; landlock_path_beneath_attr: rights, file. Older kernels know only the first fields."""
FIELDS = ((1, 8), (4, 16), (6, 24))
"""From which version on how many bytes of landlock_ruleset_attr are known."""

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""From which version on how many rights on files there are."""
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
OWN = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
TCP, SCOPE = (4, 0b11), (6, 0b11)
"""The version from which on there are, and all of: binding and connecting; abstract sockets and signals to others."""

NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_RET|BPF_K."""
INSTRUCTION = struct.Struct("<HBBI")
NUMBER_AT, MACHINE_AT = 0, 4
X32 = 0x40000000
"""From here on x86-64 has its system calls a second time."""
CALLS = {
    "x86_64": (0xC000003E, (41, 101, 310, 311, 425, 438)),
    "aarch64": (0xC00000B7, (198, 117, 270, 271, 425, 438)),
}
"""A machine's number, and what is refused there: socket, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, pidfd_getfd."""

_kernel = ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """Of this kernel; 0: it has none, or it is switched off."""
    return max(int(_kernel.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)), 0)


def can_filter() -> bool:
    """Whether this kernel filters system calls for everybody, and we know its numbers: asked with a filter that is nowhere."""
    return platform.machine() in CALLS and _kernel.prctl(SET_SECCOMP, FILTER, None) < 0 and ctypes.get_errno() == errno.EFAULT


def confine_files(read: Iterable[str], own: Iterable[str], listed: Iterable[str] = ()) -> bool:
    """From now on only these can be opened -> whether the kernel does that. What is not there is left out.

    read: files and folders with all that is in them, to be read and run; own: also to be written; listed: folders of which only the names
    can be read. Where the kernel knows how, TCP, abstract sockets and signals to others end as well. Raises OSError where it refuses.
    """
    version = landlock_version()
    if not version:
        return False
    all_rights = (1 << _newest(RIGHTS, version)) - 1
    wanted = RULESET.pack(all_rights, *(every if version >= since else 0 for since, every in (TCP, SCOPE)))
    ruleset = _checked(_kernel.syscall(CREATE_RULESET, wanted, ctypes.c_size_t(_newest(FIELDS, version)), 0))
    try:
        for rights, places in ((READ, read), (OWN, own), (READ_DIR, listed)):
            for place in places:
                _allow(ruleset, place, rights & all_rights)
        _give_up_privileges()
        _checked(_kernel.syscall(RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def leave_network() -> bool:
    """From now on there are no new sockets, nor a look into other processes -> whether the kernel does that. Raises OSError where it
    refuses."""
    if not can_filter():
        return False
    program = b"".join(_instructions(*CALLS[platform.machine()]))
    kept = ctypes.create_string_buffer(program, len(program))
    length = len(program) // INSTRUCTION.size
    _give_up_privileges()
    _checked(_kernel.prctl(SET_SECCOMP, FILTER, struct.pack("@HP", length, ctypes.addressof(kept))))
    return True


def _instructions(machine: int, refused: tuple[int, ...]) -> Iterable[bytes]:
    """A program of the kernel's filter: other machines' calls and the refused ones end in EACCES."""
    checks = [(AT_LEAST, X32), *((EQUAL, call) for call in refused)]
    yield INSTRUCTION.pack(LOAD, 0, 0, MACHINE_AT)
    yield INSTRUCTION.pack(EQUAL, 0, len(checks) + 2, machine)
    yield INSTRUCTION.pack(LOAD, 0, 0, NUMBER_AT)
    for left, (how, value) in zip(range(len(checks), 0, -1), checks, strict=True):
        yield INSTRUCTION.pack(how, left, 0, value)
    yield INSTRUCTION.pack(RETURN, 0, 0, ALLOW)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSE)


def _allow(ruleset: int, place: str, rights: int) -> None:
    try:
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rights &= -1 if Path(place).is_dir() else OF_A_FILE
        _checked(_kernel.syscall(ADD_RULE, ruleset, PATH_BENEATH, RULE.pack(rights, handle), 0))
    finally:
        os.close(handle)


def _give_up_privileges() -> None:
    """Without this the kernel confines nobody: a program with more rights must not be fooled."""
    _checked(_kernel.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))


def _newest(table: Iterable[tuple[int, int]], version: int) -> int:
    return [value for since, value in table if version >= since][-1]


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"the kernel refuses to confine this process ({os.strerror(number)})")
    return int(answer)
