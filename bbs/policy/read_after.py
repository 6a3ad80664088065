"""The earlier posts of a policy file's tests: what was sent before the post that is tested, by whom and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bbs.document import Items, Node, Table
from bbs.policy.build import Build
from bbs.policy.past import before, moment_of
from bbs.policy.questions import LONGEST_WINDOW, Sent
from bbs.policy.read_post import POST, read_post
from bbs.policy.submission import Submission
from bbs.policy.times import read_duration

EARLIER = POST | {"ago": "how long before the tested post it was sent: 5 minutes"}
"""Keys of an earlier post. Without `ago`, `at` or `date` it was sent in the same moment, just before."""


def read_after(node: Node, build: Build, post: Submission) -> tuple[Sent, ...]:
    """What was sent before `post`, oldest first; problems are reported."""
    sent: list[Sent] = []
    for one in node.values if isinstance(node, Items) else (node,):
        earlier = _earlier(one, build, post)
        if sent and earlier.at and sent[-1].at and earlier.at < sent[-1].at:
            build.problems.add(one, "this post is older than the one before it", "write the oldest first")
        sent.append(earlier)
    return tuple(sent)


def _earlier(node: Node, build: Build, post: Submission) -> Sent:
    """One earlier post: by the same author unless it names another, and confirmed where it was asked about."""
    submission = replace(read_post(node, build, EARLIER), confirmed=True)
    own = node if isinstance(node, Table) else None
    by = submission.by if own and "by" in own else post.by
    submission = replace(submission, by=replace(by, name=by.name or post.by.name))
    at = _moment(own, build, submission, post) if own else moment_of(post)
    time, date = at.time() if post.at else None, at.date() if post.date else None
    return Sent(replace(submission, at=time, date=date), submission.by.name, at)


def _moment(table: Table, build: Build, own: Submission, post: Submission) -> dt.datetime:
    """When it was sent: so long ago, or on its day and at its time, or the last time that it was this time of day."""
    now, ago = moment_of(post), table.get("ago")
    clock = [key for key in ("at", "date") if key in table]
    if ago is not None and clock:
        build.problems.add(ago, f"this post has both `{clock[0]}` and `ago`", "write one of them")
    elif ago is not None:
        return before(now, read_duration(ago, build, "ago", LONGEST_WINDOW) or dt.timedelta())
    elif missing := [key for key in clock if getattr(post, key) is None]:
        problem = f"the tested post has no `{missing[0]}` to which this one is compared"
        remedy = f"write ago: 5 minutes, or give the post `{missing[0]}` too"
        build.problems.add(table.key(missing[0]), problem, remedy)
    elif clock:
        then = dt.datetime.combine(own.date or now.date(), own.at or now.time())
        if then > now and own.date:
            build.problems.add(
                table, "this post is later than the tested one", "write an earlier day or time"
            )
        return then if then <= now else before(then, dt.timedelta(days=1))
    return now
