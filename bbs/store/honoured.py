"""What of a post is set in larger type, as one column: that of readers, then that of its author; NULL for nothing."""

from __future__ import annotations

import json

from bbs.policy.submission import Honoured, Text

Places = tuple[Honoured, ...]


def honoured_text(shown: Text, sees: Text | None) -> str | None:
    """The column for what readers get and what its author sees."""
    places = shown.honoured, sees.honoured if sees else ()
    return json.dumps(places, separators=(",", ":")) if any(places) else None


def read_honoured(text: str | None) -> tuple[Places, Places]:
    """What `honoured_text` wrote. Raises ValueError or TypeError for anything else."""
    if text is None:
        return (), ()
    shown, sees = json.loads(text)
    return tuple(Honoured(*one) for one in shown), tuple(Honoured(*one) for one in sees)
