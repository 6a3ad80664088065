"""What a policy may want to know that one text alone can't tell: how much was sent before, by whom, with which words.

The engine only asks. Who judges counts beforehand, on the board or while walking through the past
(`bbs.policy.past`), and gives the answers along with the submission.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Protocol

from bbs.policy.case import Case
from bbs.policy.durations import duration_in_words
from bbs.policy.letters import Letters
from bbs.policy.steps import PLAIN
from bbs.policy.submission import Submission

LONGEST_WINDOW = dt.timedelta(days=7)
"""How far back a question may look."""
MOST_COUNTED = 1_000
"""Counting ends there: it is as good as any greater number."""
MOST_QUESTIONS = 20
"""Different questions of one policy."""

POSTS, SAME_TEXT, BURST = "posts", "same_text", "burst"
"""What is counted: an author's submissions, those with this very text, or the authors who used a phrase."""

_LETTERS = Letters(PLAIN)


@dataclass(frozen=True, slots=True)
class Question:
    """How many in the time that ends now; this submission is one of them.

    Windows are real time, measured by when the texts came in, and open at their far end: what was sent exactly ten
    minutes ago is no longer within ten minutes.
    """

    counts: str
    """posts, same_text or burst."""
    within: dt.timedelta
    of: str = ""
    """The phrase as it is written, for a burst."""
    meaning: str = ""
    """What that phrase finds, as a digest: policies that read it otherwise count for themselves."""

    @property
    def words(self) -> str:
        """The question in words, by which its answer is kept among a submission's counters."""
        of = f" of {self.of} ({self.meaning})" if self.of else ""
        return f"{self.counts}{of} in {duration_in_words(self.within)}"


class Counting(Protocol):
    """A condition that asks a question."""

    @property
    def question(self) -> Question:
        """What it asks."""

    def asked(self, case: Case) -> bool:
        """Whether the answer matters for this text."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission with who sent it, and when."""

    submission: Submission
    author: str | None
    """Whatever tells people apart; None where it is not known."""
    at: dt.datetime | None
    """None where it is not known."""


def fingerprint(author: str, title: str, body: str) -> str:
    """The same for two texts of one author that are equal after plain folding; of two authors it is never the same."""
    parts = (author, _LETTERS.fold(title), _LETTERS.fold(body))
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
