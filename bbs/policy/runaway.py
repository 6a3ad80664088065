"""The runaway guard (semantics 15): when a fresh rule keeps too much back, and the text that only tries it out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bbs.document import DocumentError, Items, Mark, Table, Text, parse
from bbs.policy.doings import plain
from bbs.policy.rule import Rule
from bbs.policy.submission import Verdict

FRESH = dt.timedelta(minutes=45)
"""A rule is watched until it is so old."""
LEAST_POSTS = 20
MOST_KEPT_BACK = 20
"""Per cent of the posts since it was published; more than that has run away."""
AT_ONCE = tuple(verdict.word for verdict in Verdict if verdict <= Verdict.ALLOW)
"""The verdicts with which a post appears at once; every other one keeps it back, a question to its author too."""
_SHADOW = "mode: shadow"
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for YAML."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a rule has done since it was published."""

    age: dt.timedelta
    """Since the version that brought it was published."""
    posts: int
    """Posts since then, whatever became of them."""
    kept_back: int
    """Those among them that this rule kept from appearing at once."""

    @property
    def away(self) -> bool:
        """Whether the rule has run away."""
        many = self.posts >= LEAST_POSTS and 100 * self.kept_back > MOST_KEPT_BACK * self.posts
        return many and self.age < FRESH


def can_run_away(rule: Rule) -> bool:
    """Whether a rule keeps anything back by its own verdict."""
    return rule.live and rule.verdict is not None and rule.verdict > Verdict.ALLOW


def tried_out(text: str, rule: str) -> str | None:
    """The text of a policy with this rule in `mode: shadow`, and every other character as it was.

    None where the rule does not stand in this text, or can't be changed without changing more. Whoever publishes it
    loads it first. Raises DocumentError for a text that is no document.
    """
    mark, source = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    table = _table_of(source, rule)
    if table is None:
        return None
    changed = _with_mode(source, table)
    return mark + changed if _differs_in_mode(source, changed, rule) else None


def _with_mode(text: str, table: Table) -> str:
    """A mode that is there is written over; a new one stands behind the id."""
    mode, name = table.get("mode"), table.get("id")
    if isinstance(mode, Text):
        return _put(text, _offset(text, mode.mark), len(mode.value) + 2 * mode.quoted, "shadow")
    assert isinstance(name, Text)  # noqa: S101  # the table was found by it
    start = _offset(text, name.mark)
    if text[_offset(text, table.mark)] == "{":
        return _put(text, start + len(name.value) + 2 * name.quoted, 0, f", {_SHADOW}")
    ended = _BREAK.search(text, start)
    indent = " " * (table.key("id").mark.column - 1)
    end = ended[0] if ended else "\n"
    return _put(text, ended.start() if ended else len(text), 0, f"{end}{indent}{_SHADOW}")


def _put(text: str, start: int, length: int, new: str) -> str:
    return text[:start] + new + text[start + length :]


def _differs_in_mode(text: str, changed: str, rule: str) -> bool:
    """Whether the texts say the same but for the mode of one rule; comments aside, which no reader sees."""
    try:
        wanted, got = plain(parse(text, "policy.yaml")), plain(parse(changed, "policy.yaml"))
    except DocumentError:
        return False
    for one in wanted["rules"]:
        if isinstance(one, dict) and one.get("id") == rule:
            one["mode"] = "shadow"
    return bool(wanted == got)


def _table_of(text: str, rule: str) -> Table | None:
    policy = parse(text, "policy.yaml")
    rules = policy.get("rules") if isinstance(policy, Table) else None
    for one in rules if isinstance(rules, Items) else ():
        if isinstance(one, Table) and isinstance(name := one.get("id"), Text) and name.value == rule:
            return one
    return None


def _offset(text: str, mark: Mark) -> int:
    """Where a mark lies in the text; line and column begin at 1."""
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    return starts[mark.line - 1] + mark.column - 1
