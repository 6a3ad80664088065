"""The first page: every decision as it comes, newest first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from aiohttp import web

from bbs.console.frame import console_page
from bbs.console.guarded import guarded
from bbs.entries import Entry, entry_of
from bbs.policy.submission import Verdict
from bbs.policy.verdicts import GLOSS
from bbs.store import Post, Store, decisions, posts, runaways
from bbs.store.posts import NEWEST
from bbs.web.keys import RULEBOOK, STORE

ROWS = 50
"""Decisions on one page."""
BLANK = {field.name: "" for field in fields(Entry)}
"""A row that says nothing: the pattern for those that the stream of events adds."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page was asked to show; empty for everything."""

    verdict: str
    rule: str
    before: str


async def decisions_page(request: web.Request) -> web.Response:
    """GET /: the table; the newest page, unfiltered, goes on growing by itself."""
    store, chosen = request.app[STORE], _chosen(request)
    found = await _page(store, chosen)
    shown = found[:ROWS]
    live = not (chosen.verdict or chosen.rule or chosen.before)
    return await console_page(
        request,
        "decisions.html",
        "/",
        entries=[entry_of(post) for post in shown],
        chosen=chosen,
        verdicts=[(verdict.word, GLOSS[verdict]) for verdict in Verdict],
        policy=request.app[RULEBOOK].policy,
        guarded=await guarded(request),
        last_guarded=await runaways.last(store),
        live=live,
        blank=BLANK,
        newest=await _mark(store, shown) if live else "",
        older=_older(chosen, shown[-1]) if len(found) > ROWS else "",
    )


def _chosen(request: web.Request) -> Chosen:
    known = {verdict.word for verdict in Verdict}
    verdict = request.query.get("verdict", "")
    return Chosen(
        verdict=verdict if verdict in known else "",
        rule=request.query.get("rule", "").strip()[:100],
        before=request.query.get("before", "")[:100],
    )


async def _page(store: Store, chosen: Chosen) -> list[Post]:
    start = await posts.by_id(store, chosen.before) if chosen.before else None
    return await posts.page(
        store,
        before=start.seq if start else NEWEST,
        verdict=chosen.verdict or None,
        by=chosen.rule or None,
        limit=ROWS + 1,
    )


async def _mark(store: Store, shown: list[Post]) -> int:
    """From where the stream of events goes on, so that nothing is lost between the page and the stream."""
    row = await decisions.of_post(store, shown[0].id) if shown else None
    return row.audit if row else 0


def _older(chosen: Chosen, last: Post) -> str:
    asked = {"verdict": chosen.verdict, "rule": chosen.rule, "before": last.id}
    return "/?" + urlencode({name: value for name, value in asked.items() if value})
