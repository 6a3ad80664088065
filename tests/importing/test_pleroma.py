"""The keyword policy of Pleroma and Akkoma, read from a config.exs."""

from __future__ import annotations

import pytest

from bbs.importing import UnusableError
from bbs.policy.submission import Submission
from importing.imported import Imported, imported

CONFIG = """import Config
# config :pleroma, :mrf_keyword, reject: ["commented out"]
config :pleroma, :mrf, policies: [Pleroma.Web.ActivityPub.MRF.KeywordPolicy]
config :pleroma, :mrf_keyword,
  reject: ["Free ticket", ~r/goo+se/iu, "say \\"hi\\""],
  federated_timeline_removal: ["lantern"], # quiet
  replace: [{"heck", "h*ck"}, {~r|c[ou]lor|i, "colour"}, {"gone", ""}]
config :pleroma, :instance, name: "x"
"""


def config(settings: str) -> Imported:
    return imported(f"config :pleroma, :mrf_keyword,\n  {settings}\n", "config.exs")


def test_keywords_are_found_anywhere_and_with_their_capitals() -> None:
    it = imported(CONFIG, "config.exs")
    assert it.form == "pleroma"
    for post in ("Free tickets!", "a GOOOSE", 'they say "hi"'):
        assert it.gives(post) == "block reject", post
    assert it.gives("free tickets, commented out") == "allow default"


def test_replacing_takes_the_characters_alone() -> None:
    edited = imported(CONFIG, "config.exs").policy.judge(Submission("heckler in Color is gone.")).edited.body
    assert edited == "h*ckler in colour is ."


def test_an_ungreedy_expression_takes_as_little_as_it_can() -> None:
    it = config('replace: [{~r/a.*b/U, "x"}]')
    assert it.policy.judge(Submission("a1b2b")).edited.body == "x2b"


def test_what_is_left_out_is_named_at_its_column() -> None:
    it = config('reject: [\n    "a + b", "fair"]')
    assert (it.left[0].mark.line, it.left[0].mark.column) == (3, 5)


def test_what_was_unlisted_is_flagged_and_the_difference_named() -> None:
    it = imported(CONFIG, "config.exs")
    decision = it.policy.judge(Submission("lanterns"))
    assert (decision.flagged, decision.tags, decision.verdict.word) == (True, ("unlisted",), "allow")
    assert it.lost == [(6, "federated_timeline_removal")]


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ('reject: [~r/(?<=x)y/, "fair"]', "(?<=x)y"),
        ('reject: [~r/a b/x, "fair"]', "a b"),
        ('reject: ["a + b", "fair"]', "a + b"),
        ('reject: "fair", federated_timeline_removal: [1]', "1"),
        ('reject: [:atom, "fair"]', ":atom"),
        ('reject: [[], "fair"]', "[ ]"),
        ('reject: "fair", odd: 3', "odd"),
        ('reject: ["fair"], replace: ["x"]', "replace"),
        ('reject: ["fair"], replace: [{"x", 3}]', "replace"),
        ('reject: ["fair"], replace: [{3, "x"}]', "3"),
        ('reject: ["fair"], replace: [{~r/(a)/, "\\\\1"}]', "\\1"),
        ('reject: ["fair"], replace: [', "config"),
        ('reject: ["fair"], replace: ', "config"),
        ('reject: ["fair"], replace: ' + "[" * 30, "config"),
    ],
)
def test_what_cannot_be_said_is_left_out_and_the_rest_goes_on(settings: str, what: str) -> None:
    it = config(settings)
    assert [text for _, text in it.lost] == [what]
    assert it.gives("a fairy tale") == "block reject"


@pytest.mark.parametrize(
    "sigil", ["~r/f.ir/", "~r|f.ir|", '~r"f.ir"', "~r'f.ir'", "~r(f.ir)", "~r[f.ir]", "~r{f.ir}", "~r<f.ir>"]
)
def test_regular_expressions_stand_between_any_signs(sigil: str) -> None:
    it = config(f"reject: [{sigil}]")
    assert (it.lost, it.gives("the fair"), it.gives("the FAIR")) == ([], "block reject", "allow default")


def test_several_settings_and_brackets_around_them_are_read() -> None:
    it = imported(
        'config :pleroma, :mrf_keyword, [reject: ["a\\nb", "fair"]]\nconfig :akkoma, :mrf_keyword, reject: ["choir"]\n',
        "c.exs",
    )
    assert (it.gives("fair"), it.gives("choir")) == ("block reject", "block reject-2")
    assert it.lost == [(1, "a\\nb")]


def test_a_configuration_without_keywords_is_no_use() -> None:
    with pytest.raises(UnusableError, match="mrf_keyword"):
        imported("config :pleroma, :mrf, x: 1\n", "config.exs", "pleroma")


def test_a_string_between_other_signs_is_a_string() -> None:
    it = config('reject: [~s(say "fair"), ~S/choir/]')
    assert (it.lost, it.gives('They say "fair" here'), it.gives("fair")) == (
        [],
        it.gives("the choir"),
        "allow default",
    )
