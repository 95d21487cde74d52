"""A datasheet's register table as class attributes <-> bytes on a bus.

Refuses to know: which chip it is, and which bus it is on.
"""

import struct
from typing import Any, Protocol, Self, overload

from edge.errors import DeviceFault


class Registers(Protocol):
    """A chip with numbered one-byte registers. Raises OSError, as the kernel gives it, where the bus fails."""

    def read(self, register: int, length: int) -> bytes:
        """So many bytes from there on, in one transaction, so that they belong together."""
        ...

    def write(self, register: int, value: int) -> None: ...


class Bits:
    """Some bits of a register, numbered as the datasheet does: 7 is the highest. Reading the attribute reads the bus.

    Setting it writes the register and reads it back. Raises DeviceFault where the chip did not take it.
    """

    def __init__(self, register: int, *, high: int = 7, low: int = 0) -> None:
        self.register, self._low = register, low
        self._mask = (1 << (high - low + 1)) - 1

    @overload
    def __get__(self, chip: None, owner: type) -> Self: ...
    @overload
    def __get__(self, chip: Registers, owner: type) -> int: ...
    def __get__(self, chip: Registers | None, owner: type) -> Self | int:
        if chip is None:
            return self
        return self.of(chip.read(self.register, 1)[0])

    def __set__(self, chip: Registers, value: int) -> None:
        around = chip.read(self.register, 1)[0] & ~(self._mask << self._low)
        wanted = around | (value << self._low)
        chip.write(self.register, wanted)
        taken = chip.read(self.register, 1)[0]
        if taken != wanted:
            problem = f"the chip's register 0x{self.register:02X} was set to 0x{wanted:02X} and holds 0x{taken:02X}"
            raise DeviceFault(problem, "check its supply voltage and wires; where they are good, replace it")

    def of(self, value: int) -> int:
        """These bits, out of a register's byte that was read already."""
        return (value >> self._low) & self._mask


class Command:
    """A register whose bits the chip clears by itself: written, and not read back."""

    def __init__(self, register: int) -> None:
        self.register = register

    def __set__(self, chip: Registers, value: int) -> None:
        chip.write(self.register, value)


class Block:
    """Registers that are read in one burst. form: as in `struct`; a datasheet's words are big-endian."""

    def __init__(self, register: int, form: str) -> None:
        self.register, self._form = register, struct.Struct(form)

    @overload
    def __get__(self, chip: None, owner: type) -> Self: ...
    @overload
    def __get__(self, chip: Registers, owner: type) -> tuple[Any, ...]: ...
    def __get__(self, chip: Registers | None, owner: type) -> Self | tuple[Any, ...]:
        if chip is None:
            return self
        return self._form.unpack(chip.read(self.register, self._form.size))
