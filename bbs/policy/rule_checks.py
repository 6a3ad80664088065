"""What makes no sense together in a rule, so that it would never do what it says."""

from __future__ import annotations

from collections.abc import Sequence

from bbs.document import Table
from bbs.policy.actions import Action, Points
from bbs.policy.build import Build
from bbs.policy.submission import Verdict
from bbs.policy.telling import Tell


def check_effects(table: Table, build: Build, actions: Sequence[Action], *, hits: bool) -> None:
    """An edit works on hits, and points are not given by what asks for points or for other rules."""
    hitless = [action.word for action in actions if action.needs_hits]
    if hitless and not hits:
        build.problems.add(
            table.key("then"),
            f"`{hitless[0]}` needs words to work on, and this rule finds none",
            "let its `if` look for something: words, looks_like, shapes or patterns",
        )
    if build.needs and any(isinstance(action, Points) for action in actions):
        build.problems.add(
            table.key("then"),
            "a rule that asks for `matched` or `score` gives no points",
            "give them in the rules that it asks for",
        )


def check_fields(build: Build) -> None:
    """A name is the body of a text of kind `name`; in every other kind of writing there is none to look in."""
    for place in build.in_name if "name" not in build.kinds else ():
        build.problems.add(
            place,
            "`in: name` looks at names only, and this rule asks for no kind: name",
            "add kind: name, or take name away",
        )


def contradiction(tell: Tell, verdict: Verdict | None) -> tuple[str, str] | None:
    """Why this telling makes no sense with this verdict, and what to write instead."""
    word = (
        f"with {verdict.word}: the post appears"
        if verdict is not None
        else "without a verdict: nothing is refused"
    )
    if verdict is None or verdict <= Verdict.ALLOW:
        if tell.kind in {"refused", "pretend"}:
            return (
                f"`tell: {tell.kind}` makes no sense {word}",
                "use nothing, reason or full",
            )
    elif verdict is Verdict.WARN and tell.kind in {"nothing", "pretend"}:
        return f"a warning asks the author, so `tell: {tell.kind}` makes no sense", "use tell: reason"
    elif verdict is Verdict.SHADOW and tell.kind != "nothing":
        return (
            "a shadowed post looks published, so its author can't be told",
            "use tell: nothing, or then: hold",
        )
    elif verdict is Verdict.DROP and tell.kind not in {"nothing", "pretend"}:
        return f"a dropped post is answered “sent”, so `tell: {tell.kind}` makes no sense", "use then: block"
    return None
