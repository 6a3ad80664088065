"""Ids that people see: opaque, so that they neither count nor order anything."""

from __future__ import annotations

import secrets
from string import ascii_lowercase

LENGTH = 12
"""Characters of an id: 60 bits, enough that two never meet and none can be guessed."""

_LETTERS = bytes((ascii_lowercase + "234567").encode() * 8)
"""A letter for every byte, each of the 32 for eight of them."""


def new_id() -> str:
    """A fresh id: 12 characters of lowercase base32."""
    return secrets.token_bytes(LENGTH).translate(_LETTERS).decode("ascii")
