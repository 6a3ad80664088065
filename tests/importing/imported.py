"""Reads a text as `bbs policy import` does, and judges posts by the policy that comes of it."""

from __future__ import annotations

from typing import NamedTuple

from bbs.importing import Left, fitted, read
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Submission


class Imported(NamedTuple):
    """What came of a text."""

    policy: Policy
    text: str
    form: str
    left: tuple[Left, ...]

    def gives(self, body: str, title: str = "", kind: str = "reply", by: Author | None = None) -> str:
        """The verdict on a post, and by which rule where one decided."""
        decision = self.policy.judge(Submission(body, title=title, kind=kind, by=by or Author()))
        return f"{decision.verdict.word} {decision.by}"

    @property
    def lost(self) -> list[tuple[int, str]]:
        """Line and text of what was left out."""
        return [(one.mark.line, one.what.strip("`")) for one in self.left if not one.taken]

    @property
    def noted(self) -> list[tuple[int, str]]:
        """Line and text of what was taken over otherwise."""
        return [(one.mark.line, one.what.strip("`")) for one in self.left if one.taken]


def imported(text: str | bytes, file: str = "list.txt", form: str = "") -> Imported:
    """Everything, from the bytes of a file on."""
    data = text.encode() if isinstance(text, str) else text
    taken, chosen = read(data, file, form)
    made = fitted(taken, "imported", file)
    policy = load(made.text, file="imported.yaml", read=lambda name: made.files[name].encode())
    assert len(policy.rules) == made.rules
    return Imported(policy, made.text, chosen.name, made.left)
