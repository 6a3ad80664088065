"""A post as one line of the teacher's lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bbs.entries import EXCERPT, entry_of, excerpt
from bbs.policy.submission import Honoured, Text
from bbs.policy.verdicts import Audience
from bbs.store import ERASED, WORDS_ERASED, Post

HELD = Post(
    id="abc",
    seq=1,
    thread="def",
    site="board",
    board="friends",
    kind="thread",
    author="ghi",
    at=dt.datetime(2026, 3, 14, 9, 5, tzinfo=dt.UTC),
    original=Text("Hello", "at the square"),
    shown=Text("Hello", "at the square"),
    author_sees=None,
    audience=Audience.WAITING,
    verdict="hold",
    by="waiting",
    told="reason",
    told_text="An editor reads this first.",
    answer="waits",
    policy_version=2,
    house_version=1,
    salt="salt",
    author_name="Otter-Nineteen",
    author_role="student",
)
QUIET = replace(HELD, audience=Audience.AUTHOR, told="nothing", told_text="", answer="appears")
EXCUSED = replace(HELD, audience=Audience.NOBODY, verdict="block", told="pretend", answer="failed")
SHADOWED = replace(QUIET, verdict="shadow")
PUBLISHED = replace(HELD, audience=Audience.EVERYONE, verdict="allow", told="nothing", answer="appears")


def test_a_line_names_who_what_and_why() -> None:
    entry = entry_of(HELD)
    assert (entry.author, entry.excerpt, entry.verdict) == ("Otter-Nineteen", "Hello: at the square", "hold")
    assert entry.gloss == "waits until an editor releases it"


def test_the_teacher_s_own_posts_have_a_name_too() -> None:
    assert entry_of(replace(HELD, author="", author_name="", author_role="teacher")).author == "teacher"


@pytest.mark.parametrize(
    ("post", "waits", "author_waits", "releasable"),
    [
        (HELD, True, True, True),
        (QUIET, True, False, True),
        (SHADOWED, False, False, True),
        (replace(QUIET, verdict="drop", audience=Audience.NOBODY), False, False, True),
        (EXCUSED, False, False, False),
        (PUBLISHED, False, False, False),
        (replace(HELD, state="released", audience=Audience.EVERYONE), False, False, False),
        (replace(HELD, state="refused", audience=Audience.REFUSED), False, False, False),
    ],
)
def test_what_an_editor_or_the_teacher_can_still_do(
    post: Post, waits: bool, author_waits: bool, releasable: bool
) -> None:
    entry = entry_of(post)
    assert (entry.waits, entry.author_waits, entry.releasable) == (waits, author_waits, releasable)


def test_that_everybody_reads_it_becomes_true_by_a_release() -> None:
    assert entry_of(QUIET).untrue
    assert not entry_of(replace(QUIET, state="released", audience=Audience.EVERYONE)).untrue


def test_a_refusal_leaves_a_silent_author_deceived() -> None:
    assert entry_of(replace(QUIET, state="refused")).untrue


def test_an_excuse_stays_false_for_ever() -> None:
    assert entry_of(EXCUSED).untrue
    assert entry_of(replace(EXCUSED, state="released")).untrue


def test_an_excerpt_is_one_line_and_says_that_there_is_more() -> None:
    assert excerpt("", "one\n\n  two\tthree") == "one two three"
    assert excerpt("Title", "body") == "Title: body"
    assert excerpt("", "x" * EXCERPT) == "x" * EXCERPT
    long = excerpt("", "x" * (EXCERPT + 1))
    assert (len(long), long[-1]) == (EXCERPT, "…")


def test_a_reply_in_a_hidden_thread_is_not_said_to_be_read_by_everybody() -> None:
    post = replace(PUBLISHED, thread_audience=Audience.AUTHOR)
    assert entry_of(post).untrue == "Readers don't see it: the thread that it stands in is hidden from them."


def test_an_author_who_still_sees_their_own_words_is_said_to() -> None:
    post = replace(PUBLISHED, told_text="")
    silently = replace(post, shown=Text("", "■■■"), author_sees=Text("", "own"))
    assert (
        entry_of(silently).untrue
        == "Readers see other words. Its author still sees their own, and was not told."
    )
    assert entry_of(replace(silently, told_text="Some of your words were changed.")).untrue == ""


def test_an_author_who_alone_reads_words_in_plain_type_is_said_to() -> None:
    larger = Text("", "a heron", (Honoured("body", 2, 7),))
    post = replace(PUBLISHED, told_text="", shown=larger, author_sees=larger.plain)
    assert entry_of(post).untrue == "Readers see words in larger type. Its author does not, and was not told."
    assert entry_of(replace(post, author_sees=larger)).untrue == ""


def test_the_line_of_erased_words_says_so_and_offers_no_answer() -> None:
    entry = entry_of(replace(HELD, salt=None, original=Text("", ""), author_name=ERASED))
    assert (entry.author, entry.excerpt) == (ERASED, WORDS_ERASED)
    assert not entry.waits
    assert not entry.releasable
    assert (entry.verdict, entry.by) == ("hold", "waiting")
