"""What was erased -> a receipt that nobody but this box can have written (Ed25519), and the check of one.

Refuses to know: names. Who was erased is a random id, which the person was told.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from edge.errors import InputError
from edge.store.box_key import BoxKey

Receipt = dict[str, Any]
"""What is said, with `box`, its public key, and `signature` over all the rest."""


def box_id(box: BoxKey) -> str:
    """What tells this box from others, in its backups: of its public key, so that it stays the same for as long as the box key does."""
    return hashlib.sha256(_signing(box).public_key().public_bytes_raw()).hexdigest()[:16]


def sign(box: BoxKey, said: Receipt) -> Receipt:
    """The receipt of what is said."""
    signing = _signing(box)
    content = {**said, "box": signing.public_key().public_bytes_raw().hex()}
    return {**content, "signature": base64.b64encode(signing.sign(_canonical(content))).decode()}


def check_receipt(receipt: Receipt, box: BoxKey) -> None:
    """Raises InputError where it was changed, or is not this box's."""
    content = {name: value for name, value in receipt.items() if name != "signature"}
    try:
        public = bytes.fromhex(content["box"])
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(receipt["signature"]), _canonical(content))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        raise InputError("this receipt was changed, or is none", "`edgecoach sessions receipts ID --json` tells it once more") from None
    if public != _signing(box).public_key().public_bytes_raw():
        raise InputError("this receipt is another box's", "check it on the box that gave it")


def _signing(box: BoxKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(box.derived("receipts"))


def _canonical(content: Receipt) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
