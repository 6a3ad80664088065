"""Short ways to write a policy and judge a text, for the specifications beside this file."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pytest

from bbs.document import DocumentError
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission

UNREADABLE = b"(may not be read)"
"""What stands in a file that must not be read."""
HEAD = "policy: 1\nid: trial\ndefault: allow\n"


def policy(text: str = "", *, head: str = HEAD, files: Mapping[str, bytes] | None = None) -> Policy:
    """A policy from its head (`default: allow` unless told otherwise) and the rest of its text."""

    def read(name: str) -> bytes:
        if name not in (files or {}):
            raise FileNotFoundError(f"{name}: there is no such file")
        if (files or {})[name] == UNREADABLE:
            raise PermissionError(f"{name}: this file may not be read")
        return (files or {})[name]

    return load(head + textwrap.dedent(text), file="trial.yaml", read=read)


def rule(condition: str, then: str = "block", *, top: str = "", more: str = "", **files: bytes) -> Policy:
    """A policy with the one rule `it`, from its `if` map in one line."""
    text = f"rules:\n  - id: it\n    if: {condition}\n    then: {then}\n{textwrap.indent(more, '    ')}\n"
    return policy(
        textwrap.dedent(top) + text, files={k.replace("_", "/") + ".txt": v for k, v in files.items()}
    )


def hits(condition: str, body: str, *, top: str = "", **facts: Any) -> list[str]:
    """The characters that matched, in order of the text; empty where the rule did not match."""
    decision = rule(condition, top=top).judge(Submission(body, **facts))
    return [span.text for match in decision.matches for span in match.spans]


def matched(condition: str, body: str, *, top: str = "", **facts: Any) -> bool:
    """Whether the rule matched."""
    return rule(condition, top=top).judge(Submission(body, **facts)).by == "it"


def verdict(decision: Decision) -> tuple[str, str]:
    """What was decided, and by which rule."""
    return decision.verdict.word, decision.by


def problems(text: str, *, head: str = HEAD, files: Mapping[str, bytes] | None = None) -> list[str]:
    """Every problem of a policy that must not load, as `line:column: problem; remedy`."""
    with pytest.raises(DocumentError) as caught:
        policy(text, head=head, files=files)
    return [str(problem).removeprefix("trial.yaml:") for problem in caught.value.problems]
