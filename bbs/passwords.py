"""What may be a password: long enough, and nothing that stands on the wall."""

from __future__ import annotations

import unicodedata

from bbs import names
from bbs.drafts import DraftError, check_characters

SHORTEST, LONGEST = 8, 200
"""Characters of a password."""


def usable(password: str, name: str, class_code: str) -> str:
    """The password in the form that is kept (NFKC). Raises DraftError, which says what is wrong."""
    password = unicodedata.normalize("NFKC", password)
    if len(password) < SHORTEST:
        raise DraftError("password", f"This is too short. Take at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise DraftError("password", f"This is too long. Take at most {LONGEST} characters.")
    check_characters(password, "password")
    if not password.strip():
        raise DraftError("password", "Blanks alone are easy to guess. Take some words.")
    if names.plain(password) == names.plain(name):
        raise DraftError("password", "This is your name here, which everybody can read. Take something else.")
    if names.plain(password) == names.plain(class_code):
        raise DraftError("password", "This is the class code, which everybody knows. Take something else.")
    return password


THE_TICKET = "This is your return ticket, which works already. Take something else."
