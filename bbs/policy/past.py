"""The past as a policy asks for it: a walk through what was sent, in order, that counts as the board does.

    past = Past(policy)
    for sent in everything:
        decision = policy.judge(past.answered(sent))
        past.keep(sent, decision)

What is remembered is bounded by the windows of the policies' questions, and by `MOST_COUNTED` moments a person.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import replace

from bbs.policy.penalties import PENALISED, SLOW, Bar, Penalty, Standing, bar
from bbs.policy.questions import BURST, MOST_COUNTED, SAME_TEXT, Question, Sent, fingerprint
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Verdict

_What = tuple[str, str]
"""What is counted, and the meaning of a burst's phrase."""

SOME_DAY = dt.date(2000, 1, 3)
"""The day of a text whose day is not given; a Monday."""


def moment_of(submission: Submission) -> dt.datetime:
    """When the post of a policy's test is sent: its own day and time; some day and noon where they are not given."""
    return dt.datetime.combine(submission.date or SOME_DAY, submission.at or dt.time(12))


class Past:
    """What was sent so far, as far back as the questions of these policies look.

    All that walk together are asked for: the house rules too, where they are judged beside a policy. Moments are all
    naive or all aware.
    """

    def __init__(self, *policies: Policy) -> None:
        self._policies = policies
        self._kept: dict[_What, _Moments] = {}
        self._penalties = _Penalties(policies)
        self._last: tuple[Submission, tuple[Question, ...]] | None = None
        for question in (one for policy in policies for one in policy.questions):
            what = _what(question)
            reach = max(question.within, self._kept[what].reach if what in self._kept else question.within)
            self._kept[what] = _Moments(reach)

    def answered(self, sent: Sent) -> Submission:
        """The submission with the answers to all that is asked of it; unknown author or moment leave it without."""
        submission = sent.submission
        if sent.author is None or sent.at is None:
            return submission
        bars = self._penalties.bars(submission, sent.author, sent.at)
        if bars != submission.bars:
            submission = replace(submission, bars=bars)
        if not self._kept:
            return submission
        answers = {one.words: self._count(one, sent, sent.author, sent.at) for one in self._asks(sent)}
        return replace(submission, counters=answers)

    def keep(self, sent: Sent, decision: Decision) -> None:
        """Remember a submission for those that follow; not one whose author was asked and has not confirmed it."""
        if sent.author is None or sent.at is None or decision.verdict is Verdict.WARN:
            return
        self._penalties.keep(sent.submission, sent.author, sent.at, decision)
        if not self._kept:
            return
        for what, question in {_what(one): one for one in self._asks(sent)}.items():
            self._kept[what].add(_key(question, sent, sent.author), sent.at)

    def _asks(self, sent: Sent) -> tuple[Question, ...]:
        """The questions of this submission; they are looked for once, though it is answered and kept."""
        if self._last is None or self._last[0] is not sent.submission:
            asked = (one for policy in self._policies for one in policy.asks(sent.submission))
            self._last = sent.submission, tuple(dict.fromkeys(asked))
        return self._last[1]

    def _count(self, question: Question, sent: Sent, author: str, at: dt.datetime) -> int:
        kept, since = self._kept[_what(question)], before(at, question.within)
        key = _key(question, sent, author)
        earlier = kept.others(key, since) if question.counts == BURST else kept.moments(key, since)
        return 1 + min(earlier, MOST_COUNTED - 1)


class _Moments:
    """When something was sent, by what it is counted by, for so long as somebody may ask."""

    def __init__(self, reach: dt.timedelta) -> None:
        self.reach = reach
        self._by_key: OrderedDict[str, deque[dt.datetime]] = OrderedDict()
        """Those last added to stand at the end."""

    def add(self, key: str, at: dt.datetime) -> None:
        """One more; what nobody can ask for any more is forgotten."""
        self._by_key.setdefault(key, deque(maxlen=MOST_COUNTED)).append(at)
        self._by_key.move_to_end(key)
        since = before(at, self.reach)
        while self._by_key[key][0] <= since < at:
            self._by_key[key].popleft()
        while next(iter(self._by_key.values()))[-1] <= since < at:
            self._by_key.popitem(last=False)

    def moments(self, key: str, since: dt.datetime) -> int:
        """How many of this key there are after a moment."""
        return sum(at > since for at in self._by_key.get(key, ()))

    def newest(self, key: str, many: int) -> dt.datetime | None:
        """The moment of the newest of this key but many - 1; None where there are fewer."""
        kept = self._by_key.get(key, ())
        return kept[-many] if len(kept) >= many else None

    def others(self, key: str, since: dt.datetime) -> int:
        """How many other keys there are after a moment."""
        return sum(one != key and kept[-1] > since for one, kept in self._by_key.items())


class _Penalties:
    """What stands against whom. Nothing is kept for policies that lay no penalty."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        slow = [one.lasts for policy in policies for one in policy.penalties if one.kind == SLOW]
        self._accepted = _Moments(max(slow)) if slow else None
        """When texts of each author were let through, as far as a penalty may count them."""
        self._standing: dict[str, dict[Penalty, Standing]] = {}

    def bars(self, submission: Submission, author: str, at: dt.datetime) -> tuple[Bar, ...]:
        """What refuses a text of this author now."""
        if not self._standing or submission.kind not in PENALISED:
            return ()
        every = self._standing.get(author, {}).values()
        waits = ((one, one.again(at, self._filling(one.penalty, author))) for one in every)
        return tuple(bar(one, free - at, submission.at) for one, free in waits if free)

    def keep(self, submission: Submission, author: str, at: dt.datetime, decision: Decision) -> None:
        """Remember what is laid on an author, and that a text of theirs was let through."""
        if self._accepted and submission.kind in PENALISED and decision.bar is None:
            self._accepted.add(author, at)
        if decision.penalties:
            kept = self._standing.setdefault(author, {})
            kept |= {one: Standing(one, at + one.lasts) for one in decision.penalties}

    def _filling(self, penalty: Penalty, author: str) -> dt.datetime | None:
        return self._accepted.newest(author, penalty.many) if self._accepted and penalty.many else None


def _what(question: Question) -> _What:
    return question.counts, question.meaning


def _key(question: Question, sent: Sent, author: str) -> str:
    """What is counted apart: the author, or this author with this text."""
    if question.counts != SAME_TEXT:
        return author
    return fingerprint(author, sent.submission.title, sent.submission.body)


def before(at: dt.datetime, window: dt.timedelta) -> dt.datetime:
    """When a window that ends at a moment begins; time itself begins in the year 1."""
    return at - min(window, at - dt.datetime.min.replace(tzinfo=at.tzinfo))
