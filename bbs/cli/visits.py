"""The answer to a visit, and the matrix, in words for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bbs.cli.output import columns
from bbs.network.matrix import Row
from bbs.network.resolve import OPENS, Ask, Network, Opened, Refused
from bbs.network.retelling import is_tunnel, told

_LONGEST = 300
"""Characters of an address that are shown."""
_NO_TUNNEL = "The browser's own error: it shows nothing of the answer to a refused tunnel (https)."


def visit_in_words(network: Network, ask: Ask, result: Opened | Refused) -> Iterator[str]:
    """What comes of a visit, as lines for people."""
    what = result.site.title if result.site else result.host
    scheme = "https" if is_tunnel(ask) else "http"
    rows = [("address", f"{scheme}://{ask.host}{ask.path}"[:_LONGEST]), ("method", ask.method)]
    if isinstance(result, Opened):
        yield f"{what} opens for tier {ask.tier}."
        rows += [("notice", result.notice)] if result.notice else []
    else:
        yield f"{what} is refused to tier {ask.tier}: {result.way.word}."
        gets = _NO_TUNNEL if is_tunnel(ask) else result.way.about
        rows += [("visitor gets", gets), ("is told", told(ask, result) or "no reason")]
        rows += [("leads to", f"{result.how.to}{result.how.page}")] if result.how.to else []
        rows += [("measured as", result.way.ooni)] if result.way.ooni else []
    ground = result.ground
    rows += [("decided by", f"{ground.rule}, {ground.file}:{ground.line}: {ground.why}")]
    if ask.at is None and any(rule.window for rule in network.in_force):
        rows += [("time", "not given, so rules with a time do not hold; add --at HH:MM")]
    yield from columns(rows)


def matrix_rows(network: Network, rows: Iterable[Row]) -> list[list[str]]:
    """The matrix as a table: a row a site, a column a tier."""
    head = ["", *network.tiers]
    return [head, *([row.site.id, *map(_cell, row.cells.values())] for row in rows)]


def _cell(result: Opened | Refused) -> str:
    word = result.way.word if isinstance(result, Refused) else "opens"
    rule = "" if result.ground.rule == OPENS else f"{result.ground.rule}, "
    return f"{word} ({rule}line {result.ground.line})"
