"""The tests and labelled examples of a policy file."""

from __future__ import annotations

from collections.abc import Collection

from bbs.document import Items, Node, Table, Text
from bbs.policy.build import Build
from bbs.policy.expected import Examples, PolicyTest
from bbs.policy.language import TEST
from bbs.policy.read_after import read_after
from bbs.policy.read_post import read_post
from bbs.policy.submission import Verdict

GIVEN = ("post", "after")
"""Keys of a test that say what is judged; the others say what is expected of that."""
_OTHERS = ("default", "exempt", "mode", "score", "slow", "mute")


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
    table = build.keys(node, "a test", TEST)
    if table is None:
        return None
    post, score, shown = table.get("post"), table.get("score"), table.get("shown")
    if post is None:
        build.problems.add(table, "this test has no `post`", "write post: the text")
        return None
    if not any(key.value not in GIVEN for key, _ in table.entries):
        build.problems.add(table, "this test expects nothing", "add gives: allow, or another verdict")
    keys = ("hits", "by_rule", "gives", "told", "after")
    hits, by_rule, gives, told, after = (table.get(key) for key in keys)
    to_nobody = isinstance(shown, Text) and not shown.quoted and shown.value in {"null", "~", ""}
    submission = read_post(post, build)
    return PolicyTest(
        mark=table.mark,
        submission=submission,
        gives=_verdict(gives, build) if gives is not None else None,
        by_rule=build.choice(by_rule, "rule", (*rules, *_OTHERS)) if by_rule is not None else None,
        shown=build.word(shown, "shown", blank=True) if shown is not None and not to_nobody else None,
        shown_to_nobody=to_nobody,
        told=build.word(told, "told") if told is not None else None,
        score=build.whole(score, "score", least=-1_000_000) if score is not None else None,
        hits=tuple(build.choices(hits, "rule", rules, "hits")) if hits is not None else (),
        after=read_after(after, build, submission) if after is not None else (),
    )


def _verdict(node: Node, build: Build) -> Verdict | None:
    words = {verdict.word: verdict for verdict in Verdict}
    word = build.choice(node, "verdict", words)
    return words[word] if word else None


LABELS = {"fine": "texts that should appear", "unwanted": "texts that should not"}
"""Keys of `examples`."""


def read_examples(node: Node | None, build: Build) -> Examples:
    """Texts labelled fine and unwanted."""
    table = build.keys(node, "`examples`", LABELS) if node is not None else None
    if table is None:
        return Examples()
    texts = {key.value: _texts(value, key.value, build) for key, value in table.entries}
    return Examples(texts.get("fine", ()), texts.get("unwanted", ()))


def _texts(node: Node, label: str, build: Build) -> tuple[str, ...]:
    """Examples are words alone; what else a test may say of a post is named where it is tried."""
    for one in node.values if isinstance(node, Items) else (node,):
        if isinstance(one, Table):
            problem = f"an example under `{label}` is a text and nothing more"
            build.problems.add(one, problem, "write a test where the time or the author matters")
            return ()
    return tuple(text.value for text in build.texts(node, label))
