"""Every form that can be read, and which one a file has."""

from __future__ import annotations

from bbs.document import did_you_mean
from bbs.importing import automoderator, discourse, e2guardian, hosts, plain, pleroma
from bbs.importing.decoding import UnusableError, decoded
from bbs.importing.taken import Format, Taken

__all__ = ["FORMATS", "UnusableError", "read"]

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        automoderator.FORMAT,
        discourse.FORMAT,
        pleroma.FORMAT,
        e2guardian.FORMAT,
        hosts.FORMAT,
        plain.CSV,
        plain.LINES,
    )
}
"""By what `--from` calls them, in the order in which a file is tried."""


def read(data: bytes, file: str, form: str = "") -> tuple[Taken, Format]:
    """What a file holds, and which form that was; one is guessed where none is named.

    Raises UnusableError where it holds nothing, or the form is not known.
    """
    if form and form not in FORMATS:
        near = did_you_mean(form, FORMATS)
        raise UnusableError(
            f"`{form}` is no form that can be read; {near or 'write one of'} {', '.join(FORMATS)}"
        )
    text, odd = decoded(data)
    chosen = FORMATS[form] if form else next(one for one in FORMATS.values() if one.recognised(file, text))
    taken = chosen.read(text, file)
    taken.left[:0] = odd
    return taken, chosen
