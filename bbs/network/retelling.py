"""What a network decides, as data: for programs on the command line and on the console."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bbs.network.asking import Moment
from bbs.network.matrix import Row
from bbs.network.resolve import Ask, Network, Opened, Refused


def visit_json(ask: Ask, result: Opened | Refused, when: Moment) -> dict[str, Any]:
    """The answer to a visit, with what was asked."""
    return {
        "host": ask.host,
        "path": ask.path,
        "method": ask.method,
        "tier": ask.tier,
        **when.json(),
        "site": result.site.id if result.site else None,
        **answer_json(result),
        "told": told(ask, result),
    }


def matrix_json(network: Network, rows: Iterable[Row], when: Moment) -> dict[str, Any]:
    """The matrix as data."""
    sites = [
        {
            "site": row.site.id,
            "host": row.site.host,
            "tiers": {tier: answer_json(result) for tier, result in row.cells.items()},
        }
        for row in rows
    ]
    return {"network": network.id, **when.json(), "switches": dict(network.standing), "sites": sites}


def answer_json(result: Opened | Refused) -> dict[str, Any]:
    """Verdict, what the visitor is told, and what decided."""
    refused = result if isinstance(result, Refused) else None
    return {
        "verdict": "refused" if refused else "opens",
        "way": refused.way.word if refused else None,
        "status": refused.status if refused else None,
        "ooni": refused.way.ooni if refused else None,
        "to": f"{refused.how.to}{refused.how.page}" if refused and refused.how.to else None,
        "told": refused.reason if refused else "",
        "rule": result.ground.rule,
        "file": result.ground.file,
        "line": result.ground.line,
        "why": result.ground.why,
    }


def told(ask: Ask, result: Opened | Refused) -> str:
    """What the visitor is told; browsers show nothing of an answer to a tunnel."""
    return result.reason if isinstance(result, Refused) and not is_tunnel(ask) else ""


def is_tunnel(ask: Ask) -> bool:
    """Whether https was asked for."""
    return ask.method == "CONNECT"
