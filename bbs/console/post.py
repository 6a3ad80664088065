"""One post through three lenses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bbs.console.frame import console_page
from bbs.entries import entry_of
from bbs.lenses import Lenses, WordsGone, lenses_on
from bbs.policy.explain import Explanation, sentence, what_if
from bbs.policy.layers import explain_both
from bbs.policy.submission import Decision, Honoured, Text
from bbs.policy.verdicts import GLOSS, View
from bbs.store import decisions
from bbs.traces import trace_of
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
    honoured: tuple[Honoured, ...]


async def post_page(request: web.Request) -> web.Response:
    """GET /posts/{post}: what the operator, the readers and the author see, side by side."""
    try:
        lenses = await lenses_on(request.app[STORE], request.match_info["post"])
    except WordsGone as gone:
        return await console_page(request, "gone.html", "", entry=entry_of(gone.post))
    post, explanation = lenses.post, await _explained(request, lenses)
    said = explanation.sentence if explanation else sentence(lenses.combined)
    return await console_page(
        request,
        "post.html",
        "",
        entry=entry_of(post),
        reason=post.reason,
        history=await decisions.history(request.app[STORE], post.id) if post.rerun else (),
        trace=trace_of(lenses.combined, post.original, said),
        what_if=what_if(explanation) if explanation else (),
        not_matched=explanation.not_matched if explanation else (),
        reader=_seen(lenses.reader, post.original),
        author=_seen(lenses.author, post.original),
        policy=_policy_in_words(lenses),
        layers=[_layer("House rules", lenses.house), _layer("Policy in force", lenses.policy)],
    )


def _seen(view: View | None, original: Text) -> Seen | None:
    if view is None:
        return None
    changed = Text(view.title, view.body) != original
    return Seen(view.title, view.body, view.note, changed, view.honoured)


def _policy_in_words(lenses: Lenses) -> str:
    version = lenses.version
    return (
        f"{version.title or version.policy_id}, version {version.number}"
        if version
        else "a version no longer kept"
    )


def _layer(name: str, decision: Decision) -> Layer:
    return Layer(name, decision.verdict.word, GLOSS[decision.verdict], decision.by)


async def _explained(request: web.Request, lenses: Lenses) -> Explanation | None:
    """What would have changed it, asked of the very versions that decided.

    None where they are no longer kept, or where something else decided: the teacher's own words pass unread.
    """
    rulebook, stored = request.app[RULEBOOK], lenses.combined
    if lenses.version is None:
        return None
    policy, house = (
        await rulebook.policy_of(lenses.version.seq),
        await rulebook.policy_of(lenses.house_version),
    )
    found = await asyncio.to_thread(explain_both, house, policy, lenses.submission)
    again = found.decision
    return found if (again.verdict, again.by) == (stored.verdict, stored.by) else None
