"""Names that are no UTF-8, in letters that anybody can read."""

import codecs
import os

import pytest

from edge.foreign_names import readable, shown

codecs.register_error("edgecoach.tested", shown)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (b"caf\xe9.mp4", "caf\ufffd.mp4"),
        ("café/→.mp4".encode(), "café/→.mp4"),
        (b"\xff\xfe/\xc3\xa9", "\ufffd\ufffd/é"),
        (b"", ""),
    ],
)
def test_each_byte_that_is_no_letter_is_one_mark(name: bytes, read: str) -> None:
    assert readable(os.fsdecode(name)) == read
    assert os.fsdecode(name).encode("utf-8", "edgecoach.tested").decode() == read


def test_letters_that_were_taken_for_bytes_are_letters_again() -> None:
    """As Python keeps names where the system's letters are ASCII."""
    assert readable("caf\udcc3\udca9") == "café"


def test_what_a_stream_lacks_is_escaped_and_no_name_ends_the_work() -> None:
    assert "é→\udcff\ud800".encode("ascii", "edgecoach.tested") == b"\\xe9\\u2192\\ufffd\\ud800"
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", "edgecoach.tested")
