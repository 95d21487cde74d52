"""Seals: as the standards have them, each for one thing only, and what an earlier version sealed still opens."""

from io import BufferedWriter, BytesIO

import pytest

from edge.store.sealed_file import HEAD, MAGIC, SealedFile, unsealed
from edge.store.sealing import SealBroken, derive, new_key, seal, unseal

KEY = bytes(range(32))
SEALED = "6465666768696a6b6c6d6e6f0975b00736faea116b1b02ea4a2915f6c049a227"
"""Anna, as person p1's row, by the first version."""
SEALED_FILE = (
    "45646765436f616368207365616c656420310d0a00ec0a5ea16465666768696a6b6c6d6e6f7071727301000000000000001400000028eec1dbb49a63e0b945880b7f1fb4"
    "5387adc0a5ec0a5ea16465666768696a6b6c6d6e6f70717273020000000000000013000000f18b7e2f1dcaa378c01947829db37548c84b20"
)
"""Two blocks of the recording s1, by the first version."""


def test_what_the_first_version_sealed_opens() -> None:
    assert unseal(KEY, bytes.fromhex(SEALED), "people|p1|p1") == b"Anna"
    assert list(unsealed(bytes.fromhex(SEALED_FILE), KEY, "s1")) == [(1, b"one "), (2, b"two")]


def test_a_seal_opens_with_its_key_as_what_it_is_about_and_unchanged() -> None:
    sealed = seal(KEY, b"Anna", "people|p1|p1")
    assert unseal(KEY, sealed, "people|p1|p1") == b"Anna"
    for key, content, about in (
        (new_key(), sealed, "people|p1|p1"),
        (KEY, sealed, "people|p2|p2"),
        (KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]), "people|p1|p1"),
        (KEY, bytes([sealed[0] ^ 1]) + sealed[1:], "people|p1|p1"),
        (KEY, b"", "people|p1|p1"),
    ):
        with pytest.raises(SealBroken):
            unseal(key, content, about)


def test_no_two_seals_are_alike() -> None:
    assert len({seal(KEY, b"Anna", "people|p1|p1") for _ in range(100)}) == 100


def test_keys_are_derived_as_rfc_5869_has_it() -> None:
    """Its third test case: without a salt or a purpose."""
    assert derive(b"\x0b" * 22, "").hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_each_purpose_and_each_salt_has_a_key_of_its_own() -> None:
    assert len({derive(KEY, purpose, salt) for purpose in ("audit", "cards") for salt in (b"", b"one", b"two")}) == 6


def first_block(content: bytes) -> bytes:
    """Of a new recording of that person's, without its head."""
    file = BytesIO()
    sealed = SealedFile(BufferedWriter(file), KEY, "s1")
    sealed.write(content)
    sealed.flush()
    return file.getvalue()[len(MAGIC) + HEAD.size :]


def test_no_two_recordings_of_a_person_are_under_one_stream_of_bits() -> None:
    """Else what both say would show where they differ: AES-GCM under one key and one number."""
    one, other = first_block(bytes(1000)), first_block(bytes(1000))
    assert sum(a == b for a, b in zip(one, other, strict=True)) < 30
