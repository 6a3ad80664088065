"""One post of a policy file's tests: its text, its author, its place and time."""

from __future__ import annotations

from collections.abc import Mapping

from bbs.document import Node, Table
from bbs.policy.build import Build
from bbs.policy.submission import KINDS, ROLES, Author, Submission
from bbs.policy.times import read_date, read_duration, read_time

POST = {
    "title": "the title",
    "body": "the text",
    "by": "facts about the author",
    "at": "lesson-clock time, 14:05",
    "date": "the day, 2026-03-14",
    "site": "the site's id",
    "board": "the board's id",
    "kind": "the kind of writing",
    "confirm": "true: its author was asked, and sends it all the same",
}
"""Keys of a post in a test."""
BY = {
    "role": "the author's role; student when left out",
    "tier": "the author's tier; intranet when left out",
    "name": "the author's pseudonym",
    "age": "how long ago the author joined, 10 minutes",
    "posts": "how many posts the author wrote before",
}
"""Facts about the author of a post in a test."""


def read_post(node: Node, build: Build, keys: Mapping[str, str] = POST) -> Submission:
    """A post as it is written in a test, with every fact that is given; problems are reported."""
    if not isinstance(node, Table):
        return Submission(build.word(node, "post", blank=True) or "")
    table = build.keys(node, "a post", keys)
    if table is None or "body" not in table:
        build.problems.add(node, "this post has no `body`", "add body: the text")
        return Submission("")
    by, at, date, kind, confirm = (table.get(key) for key in ("by", "at", "date", "kind", "confirm"))
    return Submission(
        body=_optional(table, "body", build) or "",
        title=_optional(table, "title", build) or "",
        kind=(build.choice(kind, "kind", KINDS) if kind is not None else None) or "reply",
        site=_optional(table, "site", build),
        board=_optional(table, "board", build),
        by=_read_by(by, build) if by is not None else Author(),
        at=read_time(at, build, "at") if at is not None else None,
        date=read_date(date, build, "date") if date is not None else None,
        confirmed=bool(build.truth(confirm, "confirm")) if confirm is not None else False,
    )


def _optional(table: Table, key: str, build: Build) -> str | None:
    node = table.get(key)
    return build.word(node, key, blank=True) if node is not None else None


def _read_by(node: Node, build: Build) -> Author:
    table = build.keys(node, "`by`", BY)
    if table is None:
        return Author()
    role, age, posts = (table.get(key) for key in ("role", "age", "posts"))
    return Author(
        name=_optional(table, "name", build) or "",
        role=(build.choice(role, "role", ROLES) if role is not None else None) or "student",
        tier=_optional(table, "tier", build) or "intranet",
        age=read_duration(age, build, "age") if age is not None else None,
        posts=build.whole(posts, "posts") if posts is not None else None,
    )
