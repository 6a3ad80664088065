"""Chance that can be told again: drawn from the post, the rule and a key, never from a die."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import ClassVar, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.submission import Submission

_BYTES = 8
_ALL = 10_000
"""Hundredths of a percent in a whole."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A lot is drawn for each post, and so many in a hundred match; the same post draws the same lot again."""

    word: ClassVar[str] = "chance"
    example: ClassVar[str] = "chance: 30%"
    gives_hits: ClassVar[bool] = False

    share: int
    """Hundredths of a percent."""
    rule: str

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """A percentage; the rule that is being read gives the lot its name."""
        share = build.percent(node, cls.word)
        return None if share is None else cls(share, build.rule)

    def judge(self, case: Case) -> Finding:
        """True for `share` of all posts."""
        return YES if _lot(case.seed, case.submission, self.rule) < self.share << (8 * _BYTES) else NO

    def why_not(self, case: Case) -> str:
        """The number that was drawn."""
        drawn = _lot(case.seed, case.submission, self.rule) / (_ALL << (8 * _BYTES))
        return f"the lot fell on {drawn:.2%}, and it takes those below {self.share / _ALL:.2%}"


def _lot(seed: bytes, submission: Submission, rule: str) -> int:
    """A number below 100 % that nobody without the key can foretell (HMAC-SHA-256, RFC 2104).

    A post that has no key of its own, as in a policy's tests, is drawn by its words.
    """
    post = submission.key or f"{submission.title}\n{submission.body}"
    name = f"{rule}\0{post}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.digest(seed, name, "sha256")[:_BYTES], "big") * _ALL
