"""One post through three lenses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bbs.console.frame import console_page
from bbs.entries import entry_of
from bbs.lenses import Lenses, WordsGone, lenses_on
from bbs.policy.explain import explain, sentence
from bbs.policy.submission import Decision, Text
from bbs.policy.verdicts import GLOSS, View
from bbs.traces import HOUSE, trace_of
from bbs.web.keys import RULEBOOK, STORE


@dataclass(frozen=True, slots=True)
class Layer:
    """What one of the two policies decided by itself."""

    name: str
    verdict: str
    gloss: str
    by: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as somebody sees it, and whether these are the words that were written."""

    title: str
    body: str
    note: str
    changed: bool


async def post_page(request: web.Request) -> web.Response:
    """GET /posts/{post}: what the operator, the readers and the author see, side by side."""
    try:
        lenses = await lenses_on(request.app[STORE], request.match_info["post"])
    except WordsGone as gone:
        return await console_page(request, "gone.html", "", entry=entry_of(gone.post))
    post = lenses.post
    return await console_page(
        request,
        "post.html",
        "",
        entry=entry_of(post),
        reason=post.reason,
        trace=trace_of(lenses.combined, post.original, await _sentence(request, lenses)),
        reader=_seen(lenses.reader, post.original),
        author=_seen(lenses.author, post.original),
        policy=_policy_in_words(lenses),
        layers=[_layer("House rules", lenses.house), _layer("Policy in force", lenses.policy)],
    )


def _seen(view: View | None, original: Text) -> Seen | None:
    if view is None:
        return None
    return Seen(view.title, view.body, view.note, Text(view.title, view.body) != original)


def _policy_in_words(lenses: Lenses) -> str:
    version = lenses.version
    return (
        f"{version.title or version.policy_id}, version {version.number}"
        if version
        else "a version no longer kept"
    )


def _layer(name: str, decision: Decision) -> Layer:
    return Layer(name, decision.verdict.word, GLOSS[decision.verdict], decision.by)


async def _sentence(request: web.Request, lenses: Lenses) -> str:
    """Why, with what would have changed it, asked of the very version that decided."""
    if lenses.version is None or lenses.combined.by.startswith(HOUSE):
        return sentence(lenses.combined)
    policy = await request.app[RULEBOOK].policy_of(lenses.version.seq)
    explanation = await asyncio.to_thread(explain, policy, lenses.submission)
    return explanation.sentence
