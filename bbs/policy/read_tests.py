"""The tests and labelled examples of a policy file."""

from __future__ import annotations

from collections.abc import Collection

from bbs.document import Items, Node, Table, Text
from bbs.policy.build import Build
from bbs.policy.expected import Examples, PolicyTest
from bbs.policy.language import NOT_YET_TEST, TEST
from bbs.policy.submission import KINDS, Author, Submission, Verdict
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
_OTHERS = ("default", "exempt", "mode", "score")


def read_tests(node: Node | None, build: Build, rules: Collection[str]) -> tuple[PolicyTest, ...]:
    """Every test that could be read; problems are reported."""
    if node is None:
        return ()
    if not isinstance(node, Items):
        build.problems.add(node, "`tests` must be a list", "begin each test with  - post: the text")
        return ()
    tests = [_read_test(one, build, rules) for one in node]
    return tuple(test for test in tests if test is not None)


def _read_test(node: Node, build: Build, rules: Collection[str]) -> PolicyTest | None:
    table = build.keys(node, "a test", TEST, later=NOT_YET_TEST)
    if table is None:
        return None
    post, score, shown = table.get("post"), table.get("score"), table.get("shown")
    if post is None:
        build.problems.add(table, "this test has no `post`", "write post: the text")
        return None
    if len(table.entries) == 1:
        build.problems.add(table, "this test expects nothing", "add gives: and a verdict")
    hits, by_rule, gives, told = (table.get(key) for key in ("hits", "by_rule", "gives", "told"))
    to_nobody = isinstance(shown, Text) and not shown.quoted and shown.value in {"null", "~", ""}
    return PolicyTest(
        mark=table.mark,
        submission=_read_post(post, build),
        gives=_verdict(gives, build) if gives is not None else None,
        by_rule=build.choice(by_rule, "rule", (*rules, *_OTHERS)) if by_rule is not None else None,
        shown=build.word(shown, "shown", blank=True) if shown is not None and not to_nobody else None,
        shown_to_nobody=to_nobody,
        told=build.word(told, "told") if told is not None else None,
        score=build.whole(score, "score", least=-1_000_000) if score is not None else None,
        hits=tuple(build.choices(hits, "rule", rules)) if hits is not None else (),
    )


def _verdict(node: Node, build: Build) -> Verdict | None:
    words = {verdict.word: verdict for verdict in Verdict}
    word = build.choice(node, "verdict", words)
    return words[word] if word else None


def _read_post(node: Node, build: Build) -> Submission:
    if not isinstance(node, Table):
        return Submission(build.word(node, "post", blank=True) or "")
    table = build.keys(node, "post", POST)
    if table is None or "body" not in table:
        build.problems.add(node, "this post has no `body`", "write post: {body: the text}")
        return Submission("")
    by, at, date, kind = (table.get(key) for key in ("by", "at", "date", "kind"))
    return Submission(
        body=_optional(table, "body", build) or "",
        title=_optional(table, "title", build) or "",
        kind=(build.choice(kind, "kind", KINDS) if kind is not None else None) or "reply",
        site=_optional(table, "site", build),
        board=_optional(table, "board", build),
        by=_read_by(by, build) if by is not None else Author(),
        at=read_time(at, build, "at") if at is not None else None,
        date=read_date(date, build, "date") if date is not None else None,
    )


def _optional(table: Table, key: str, build: Build) -> str | None:
    node = table.get(key)
    return build.word(node, key, blank=True) if node is not None else None


def _read_by(node: Node, build: Build) -> Author:
    table = build.keys(node, "by", BY)
    if table is None:
        return Author()
    age, posts = table.get("age"), table.get("posts")
    return Author(
        name=_optional(table, "name", build) or "",
        role=_optional(table, "role", build) or "student",
        tier=_optional(table, "tier", build) or "intranet",
        age=read_duration(age, build, "age") if age is not None else None,
        posts=build.whole(posts, "posts") if posts is not None else None,
    )


def read_examples(node: Node | None, build: Build) -> Examples:
    """Texts labelled fine and unwanted."""
    labels = {"fine": "texts that should appear", "unwanted": "texts that should not"}
    table = build.keys(node, "examples", labels) if node is not None else None
    if table is None:
        return Examples()
    texts = {
        key.value: tuple(text.value for text in build.texts(value, key.value)) for key, value in table.entries
    }
    return Examples(texts.get("fine", ()), texts.get("unwanted", ()))
