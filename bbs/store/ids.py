"""Ids that people see: opaque, so that they neither count nor order anything."""

from __future__ import annotations

import base64
import secrets

LENGTH = 12
"""Characters of an id: 60 bits, enough that two never meet and none can be guessed."""


def new_id() -> str:
    """A fresh id: 12 characters of lowercase base32."""
    return base64.b32encode(secrets.token_bytes(8)).decode("ascii").lower()[:LENGTH]
