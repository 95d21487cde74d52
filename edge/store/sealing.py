"""A key and some bytes -> the same bytes that nobody can read or change without the key, and back.

AES-256-GCM with a random nonce (NIST SP 800-38D: 2^32 of them a key are safe). `about` names what is sealed, so that one sealed
value cannot be put in another's place. Refuses to know: where keys come from.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(Exception):
    """The key is another one, or what was sealed has been changed or damaged."""


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, about: str) -> bytes:
    """nonce, ciphertext and tag: 28 bytes more than the content."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The content. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as broken:  # ValueError: too short to be one
        raise SealBroken(about) from broken


def derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """Another key for one purpose (HKDF, RFC 5869): knowing it does not give the first."""
    return HKDF(SHA256(), KEY_BYTES, salt or None, purpose.encode()).derive(key)
