"""The teacher reads what the author was told, and a false excuse is called one."""

from __future__ import annotations

import pytest

from bbs.policy.plainly import STEPS, steps_in_words, told_in_words, untruth
from bbs.policy.submission import Verdict


@pytest.mark.parametrize("verdict", [Verdict.DELAY, Verdict.HOLD, Verdict.SHADOW])
def test_a_kept_post_that_looks_published_is_called_so_and_untrue(verdict: Verdict) -> None:
    assert told_in_words(verdict, "nothing", "") == "nothing, it looks published"
    assert "believes" in untruth(verdict, "nothing")


@pytest.mark.parametrize("verdict", [Verdict.DROP, Verdict.BLOCK])
def test_a_post_that_is_gone_was_answered_sent_and_that_was_untrue(verdict: Verdict) -> None:
    assert told_in_words(verdict, "nothing", "") == "“sent”"
    assert "sent to nobody" in untruth(verdict, "nothing")


@pytest.mark.parametrize("verdict", [Verdict.HOLD, Verdict.DROP, Verdict.BLOCK])
def test_an_excuse_is_called_false(verdict: Verdict) -> None:
    assert told_in_words(verdict, "pretend", "The server is busy.") == "a false excuse"
    assert "excuse" in untruth(verdict, "pretend")


def test_an_honest_answer_says_how_much_was_told() -> None:
    assert told_in_words(Verdict.HOLD, "refused", "It waits.") == "that it waits for an editor"
    assert told_in_words(Verdict.BLOCK, "reason", "x") == "that it was refused"
    assert told_in_words(Verdict.BLOCK, "full", "x").endswith("with the words that matched")
    assert told_in_words(Verdict.WARN, "reason", "x").startswith("asked to confirm it")
    assert {untruth(verdict, "reason") for verdict in Verdict} == {""}


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.ALLOW])
def test_a_post_that_appears_says_whether_a_change_was_pointed_out(verdict: Verdict) -> None:
    assert told_in_words(verdict, "nothing", "") == "nothing, it appeared"
    assert told_in_words(verdict, "full", "Some words were changed.") == "that its words were changed"


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("told", ["nothing", "refused", "reason", "full", "pretend"])
def test_every_verdict_and_way_of_telling_has_words(verdict: Verdict, told: str) -> None:
    assert told_in_words(verdict, told, "")
    assert isinstance(untruth(verdict, told), str)


def test_folding_steps_are_said_in_words_and_an_unknown_one_by_its_name() -> None:
    assert steps_in_words(("leet", "spread")) == "digits or signs read as letters, letters spaced out"
    assert steps_in_words(["moonlight"]) == "moonlight"
    assert len(STEPS) == 8
