"""What may stand behind the question mark of an API address."""

from __future__ import annotations

from aiohttp import web

from bbs.web.bodies import BadBody

MOST = 100
"""Most things in one answer."""
USUAL = 50


def query(request: web.Request, *known: str) -> dict[str, str]:
    """The query's values by name; each known, each once. Raises BadBody with 400 otherwise."""
    found: dict[str, str] = {}
    for name, value in request.query.items():
        if name not in known:
            allowed = ", ".join(known) or "nothing"
            raise BadBody(400, f"The query may name {allowed}; it may not name {name!r}.")
        if name in found:
            raise BadBody(400, f"The query names {name!r} twice.")
        found[name] = value
    return found


def limit_of(asked: dict[str, str]) -> int:
    """How many things are asked for, 1 to 100. Raises BadBody with 400 otherwise."""
    word = asked.get("limit", str(USUAL))
    if not (word.isascii() and word.isdigit() and len(word) < 10 and 1 <= int(word) <= MOST):
        raise BadBody(400, f"limit is a whole number from 1 to {MOST}, not {word[:40]!r}.")
    return int(word)
