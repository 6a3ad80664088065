"""AutoModerator's rules mean on our board what they meant on Reddit, or are left out with the reason."""

from __future__ import annotations

import datetime as dt

import pytest

from bbs.importing import UnusableError
from bbs.policy.submission import Author, Submission
from importing.imported import Imported, imported

DAY = dt.timedelta(days=1)


def rules(*parts: str) -> Imported:
    return imported("\n---\n".join(parts), "rules.yaml", "automoderator")


@pytest.mark.parametrize(
    ("key", "value", "hits", "misses"),
    [
        ("body", "fair", "To the FAIR!", "an affair"),
        ("body", "[fair, market day]", "market  day", "the market"),
        ("body (includes)", "fair", "an affair", "afar"),
        ("body (starts-with)", "fair", "Fairly late", "not fair"),
        ("body (ends-with)", "fair", "an affair", "fair play"),
        ("body (full-exact)", "fair", "Fair", "fair play"),
        ("body (full-text)", "fair", "... fair!", "fair play"),
        ("body (regex)", '"fair(ly)?"', "a fairly good day", "fairness"),
        ("body (includes, regex)", '"f[ae]ir"', "affeirs", "for"),
        ("body (includes-word, case-sensitive)", "FAIR", "a FAIR day", "a fair day"),
        ("body (regex)", "fair", "a fair day", "affairs"),
        ("body", '"list prices"', "list prices", "list"),
        ("body", '"a + b"', "is a + b known", "a and b"),
        ("body", "f*ir", "the f*ir", "the fir"),
        ("~body", "fair", "a market", "a fair"),
        ("~title+body", "[fair]", "a market", "a fair"),
        ("~title", "[fair]", "fair", "-"),
    ],
)
def test_a_search_finds_what_it_found_there(key: str, value: str, hits: str, misses: str) -> None:
    it = rules(f"# it\n{key}: {value}\naction: remove")
    assert it.lost == []
    assert it.gives(hits) == "shadow it"
    assert misses == "-" or it.gives(misses) == "allow default"


def test_fields_are_looked_at_as_they_are_named() -> None:
    it = rules("# it\ntitle: fair\naction: remove")
    assert (it.gives("none", title="the fair"), it.gives("the fair", title="none")) == (
        "shadow it",
        "allow default",
    )
    it = rules("# it\nbody+url: fair\naction: remove")
    assert it.gives("the fair", title="none") == "shadow it"


def test_a_rule_without_words_and_a_name_is_called_by_its_line() -> None:
    it = rules("type: comment\naction: remove")
    assert (it.gives("any"), it.policy.rules[0].id) == ("shadow line-1", "line-1")


def test_one_link_leads_to_a_place_and_not_to_a_part_of_it_and_two_lists_need_two() -> None:
    it = rules("# it\ndomain: [a.test]\n~domain: [b.a.test]\naction: remove")
    assert it.gives("http://a.test") == "shadow it"
    assert it.gives("http://b.a.test http://c.test") == "allow default"
    it = rules("# it\ndomain: [a.test]\nurl: [b.test]\naction: remove")
    assert it.gives("http://a.test http://b.test") == "shadow it"
    assert it.gives("http://a.test") == "allow default"


def test_two_lists_of_names_are_two_conditions() -> None:
    it = rules("# it\nauthor: [heron, otter]\nauthor#2: [otter]\naction: remove")
    assert it.lost[0][1] == "it: author#2"


def test_two_searches_must_both_find_something() -> None:
    it = rules("# it\ntitle: fair\nbody: [tonight, friday]\n~body#2: choir\naction: remove")
    assert it.gives("on Friday", title="The fair") == "shadow it"
    assert it.gives("on Friday, with the choir", title="The fair") == "allow default"
    assert it.gives("the fair on Friday") == "allow default"


def test_one_of_several_searches_that_must_fail_is_enough_to_let_a_post_go() -> None:
    it = rules("# it\n~body: choir\n~title: market\naction: remove")
    assert it.gives("some text") == "shadow it"
    assert it.gives("the choir") == it.gives("some text", title="market") == "allow default"


@pytest.mark.parametrize(
    ("rule", "gives", "told"),
    [
        ("action: remove", "shadow it", "nothing"),
        ("action: spam", "shadow it", "nothing"),
        ("action: remove\ncomment: Not on this board, {{author}}.", "block it", "reason"),
        ("action: filter", "hold it", "nothing"),
        ("action: filter\nmessage: A person reads it first.", "hold it", "reason"),
        ("action: approve", "allow it", "nothing"),
    ],
)
def test_what_is_removed_in_silence_is_seen_by_its_author_alone(rule: str, gives: str, told: str) -> None:
    it = rules(f"# it\nbody: fair\n{rule}")
    decision = it.policy.judge(Submission("the fair"))
    assert (f"{decision.verdict.word} {decision.by}", decision.told) == (gives, told)


@pytest.mark.parametrize("action", ["action: report", "modmail: Somebody writes of it"])
def test_a_report_is_a_flag(action: str) -> None:
    decision = rules(f"# it\nbody: fair\n{action}").policy.judge(Submission("the fair"))
    assert (decision.verdict.word, decision.flagged) == ("allow", True)


def test_the_author_is_told_the_first_sentence_of_the_comment_without_its_signs() -> None:
    it = rules(
        "# it\nbody: fair\naction: remove\naction_reason: The fair\ncomment: |\n"
        "    Hello {{author}}, **no** [posts](https://x.test) in /r/{{subreddit}} on the fair. Go on.\n\n    Bye."
    )
    (rule,) = it.policy.rules
    assert (rule.why, rule.note) == ("No posts in this board on the fair.", "The fair")


@pytest.mark.parametrize(
    ("above", "rule_id", "why"),
    [
        ("### No fair ###\n# -----\n", "no-fair", "No fair"),
        ("", "no-fair-day", "Rule of line 1 of the AutoModerator."),
        ("action_reason: 'It is the fair [{{match}}]'\n", "it-is-the-fair", "It is the fair"),
        ("comment: 'Hi! Be kind, {{author}}. [Rule 1]'\n", "no-fair-day", "Be kind."),
        ("comment: '" + "long " * 60 + "'\n", "no-fair-day", "Long " + "long " * 39 + "…"),
    ],
)
def test_a_rule_is_called_what_moderators_call_it(above: str, rule_id: str, why: str) -> None:
    (rule,) = rules(f"{above}body: fair day\naction: remove").policy.rules
    assert (rule.id, rule.why) == (rule_id, why)


@pytest.mark.parametrize(
    ("asked", "age", "matches"),
    [
        ('account_age: "< 3 days"', 2 * DAY, True),
        ('account_age: "< 3 days"', 4 * DAY, False),
        ('account_age: "< 3"', 2 * DAY, True),
        ('account_age: "> 1 month"', 31 * DAY, True),
        ('account_age: "> 1 year"', 31 * DAY, False),
        ('account_age: "< 2 weeks"\n    ~name: [heron]', 2 * DAY, False),
        ("name: [heron]", DAY, True),
        ("is_moderator: true", DAY, False),
        ("is_moderator: false", DAY, True),
        ('combined_karma: "< 5"\n    account_age: "< 3 days"\n    satisfy_any_threshold: true', DAY, True),
    ],
)
def test_what_is_asked_of_an_author(asked: str, age: dt.timedelta, matches: bool) -> None:
    it = rules(f"# it\nauthor:\n    {asked}\naction: remove")
    assert (it.gives("text", by=Author("heron", age=age)) == "shadow it") is matches


def test_an_author_is_named_also_without_a_map() -> None:
    assert rules("# it\nauthor: [heron]\naction: remove").gives("x", by=Author("heron")) == "shadow it"
    assert rules("# it\n~author: heron\naction: remove").gives("x", by=Author("heron")) == "allow default"


@pytest.mark.parametrize(
    ("said", "link", "gives"),
    [
        ("domain: [bad.test]", "http://www.bad.test/x", "shadow it"),
        ("domain: [bad.test]", "http://good.test/", "allow default"),
        ("url (includes): ['https://bad.test/']", "http://bad.test", "shadow it"),
        ("type: link submission\n~domain: [library.test]", "http://bad.test", "shadow it"),
        ("type: link submission\n~domain: [library.test]", "http://library.test", "allow default"),
        ("type: link submission\n~domain: [library.test]", "no link at all", "allow default"),
        ("domain: [a.test]\n~domain: [b.test]", "http://a.test", "shadow it"),
    ],
)
def test_links_are_compared_by_their_hosts(said: str, link: str, gives: str) -> None:
    it = rules(f"# it\n{said}\naction: remove")
    assert it.lost == []
    assert it.gives(f"see {link}", kind="thread") == gives


def test_types_are_kinds() -> None:
    it = rules("# it\ntype: comment\nbody_shorter_than: 5\naction: remove")
    assert [it.gives("ha"), it.gives("ha", kind="thread"), it.gives("hahaha")] == ["shadow it"] + 2 * [
        "allow default"
    ]
    assert rules("# it\ntype: text submission\naction: remove").gives("x", kind="thread") == "shadow it"
    assert rules("# it\ntype: any\naction: remove\nbody_longer_than: 3").gives("long") == "shadow it"


def test_moderators_are_exempt_unless_a_rule_says_otherwise() -> None:
    editor = Author(role="editor")
    it = rules("# a\nbody: fair\naction: remove", "# b\nbody: choir\naction: approve")
    assert it.policy.exempt is not None
    assert it.gives("the fair", by=editor) == "allow exempt"
    it = rules(
        "# a\nbody: fair\naction: remove",
        "# b\nbody: choir\naction: remove\nmoderators_exempt: false",
        "# c\nauthor:\n    is_moderator: true\nbody: river\naction: report",
    )
    assert it.gives("the fair", by=editor) == "allow default"
    assert (it.gives("the fair"), it.gives("the choir", by=editor)) == ("shadow a", "shadow b")


def test_order_is_kept_and_a_removal_beats_an_approval() -> None:
    it = rules("# first\nbody: fair\naction: approve", "# second\nbody: fair\npriority: 5\naction: filter")
    assert [rule.id for rule in it.policy.rules] == ["first", "second"]
    assert it.gives("fair") == "hold second"
    assert it.noted == [(7, "priority")]


@pytest.mark.parametrize(
    ("rule", "line", "what"),
    [
        ("reports: 3\naction: remove", 2, "it: reports"),
        ("author:\n    comment_karma: '< 5'\naction: remove", 3, "it: author: comment_karma"),
        ("author:\n    account_age: 5\naction: remove", 3, "it: account_age: 5"),
        ("author:\n    is_gold: true\naction: remove", 3, "it: author: is_gold"),
        ("author:\n    set_flair: x\naction: remove", 3, "it: author"),
        ("author: []\naction: remove", 2, "it: author"),
        ("type: poll submission\naction: remove", 2, "it: type: poll submission"),
        ("body_longer_than: many\naction: remove", 2, "it: body_longer_than"),
        ("body (fuzzy): x\naction: remove", 2, "it: body (fuzzy)"),
        ("body: []\naction: remove", 2, "it: body"),
        ("flair_text: x\naction: remove", 2, "it: flair_text"),
        ("crosspost_title: [fair]\naction: remove", 2, "it: crosspost_title"),
        ("is_edited: true\nbody: x\naction: remove", 2, "it: is_edited"),
        ("~author:\n    is_moderator: true\naction: remove", 3, "it: ~author"),
        ("body: x\naction: explode", 3, "it: action: explode"),
        ("body: x\nset_flair: y", 2, "it: set_flair"),
        ("body: x", 2, "it: no action"),
        ("- body: x\n- action: remove", 2, "it: rule"),
        ("~body (regex): ['a(?=b)', c]\naction: remove", 2, "it: a(?=b)"),
        ("~body: ['!!!']\naction: remove", 2, "it: !!!"),
        ("body: ['!!!']\naction: remove", 2, "it: !!!"),
        ("body (regex): 'a(?=b)'\naction: remove", 2, "it: a(?=b)"),
        ("domain (regex): x.test\naction: remove", 2, "it: domain (regex)"),
        ("domain: x\naction: remove", 2, "it: x"),
        ("type: []\naction: remove", 2, "it: type: "),
        ("action: {a: b}", 2, "it: no action"),
        ("body: [a, b\naction: remove", 3, "it: rule"),
        ("just words", 2, "it: rule"),
        ("a: &x [y]\nbody: *x", 2, "it: rule"),
        ("a: " + "[" * 60 + "]" * 60, 2, "it: rule"),
    ],
)
def test_a_rule_that_cannot_be_said_is_left_out_whole(rule: str, line: int, what: str) -> None:
    it = rules(f"# it\n{rule}", "# other\nbody: choir\naction: remove")
    assert it.lost[-1] == (line, what)
    assert [one.id for one in it.policy.rules] == ["other"]
    assert "the whole rule is left out: " in it.left[-1].why


@pytest.mark.parametrize(
    ("rule", "lost"),
    [
        ("body: ['!!!', fair]\naction: remove", [(2, "!!!")]),
        ("body (regex): ['x(?=y)', 'f[ae]ir']\naction: remove", [(2, "x(?=y)")]),
        ("body: fair\naction: remove\nset_locked: true", [(4, "set_locked")]),
        ("body: choir\nbody: fair\naction: remove", [(2, "body")]),
    ],
)
def test_what_only_makes_a_rule_catch_less_is_left_out_alone(rule: str, lost: list[tuple[int, str]]) -> None:
    it = rules(f"# it\n{rule}")
    assert it.lost == lost
    assert it.gives("the fair") == "shadow it"


def test_more_than_ten_patterns_share_the_ten_that_a_policy_may_have() -> None:
    many = ", ".join(f"'f{sign}[ae]ir'" for sign in "abcdefghijkl")
    it = rules(f"# it\nbody (regex): [{many}]\naction: remove")
    assert it.gives("flair") == it.gives("fair") or it.gives("fleir") == "shadow it"
    apart = [f"# r{n}\nbody (regex): 'x{n}[ab]'\naction: remove" for n in range(12)]
    it = rules(*apart)
    assert len(it.policy.rules) == 10
    assert [what for _, what in it.lost] == ["the rule `r10", "the rule `r11"]


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("fairs?", r"(?i)\b(?:fairs?)\b"),
        ("fa(ir|re)s", r"(?i)\b(?:fa(ir|re)s)\b"),
        ("fair|choir", r"(?i)(?:^|\W|\b)(?:fair|choir)(?:$|\W|\b)"),
        ("(fair)+", r"(?i)(?:^|\W|\b)(?:(fair)+)(?:$|\W|\b)"),
        ("f?air", r"(?i)(?:^|\W|\b)(?:f?air)(?:$|\W|\b)"),
        ("^.*fairs?!$", "(?is)^.*fairs?!$"),
        ("fair.", r"(?is)(?:^|\W|\b)(?:fair.)(?:$|\W|\b)"),
    ],
)
def test_a_pattern_is_written_as_simply_as_it_may_be(pattern: str, written: str) -> None:
    it = rules(f"# it\nbody (regex): '{pattern}'\naction: remove")
    assert written in it.text
    assert it.gives("the fair, the choir, the fairs!") == "shadow it"


def test_whole_words_of_a_pattern_end_at_letters_of_any_alphabet() -> None:
    it = rules("# it\nbody (regex): ['ä+h?', 'über(all)?']\naction: remove")
    assert it.gives("So ÄÄH.") == it.gives("überall") == "shadow it"
    assert it.gives("viel später") == it.gives("rüber") == "allow default"
    assert it.left == ()


@pytest.mark.parametrize("pattern", [r"\bfair[a-z]", r"fair\w+"])
def test_that_borders_and_letters_of_a_pattern_are_those_of_ascii_is_said(pattern: str) -> None:
    it = rules(f"# it\nbody (regex): '{pattern}'\naction: remove")
    assert it.noted == [(2, pattern)]
    assert "a to z" in it.left[0].why


@pytest.mark.parametrize("text", ["100%", "#fair", 'say "hi"', "-x"])
def test_signs_at_the_ends_of_a_phrase_are_said_not_to_count(text: str) -> None:
    it = rules(f"# it\nbody: ['{text}']\naction: remove")
    assert it.noted == [(2, text)]
    assert "not looked for" in it.left[0].why


@pytest.mark.parametrize(
    ("key", "why"), [("is_edited: false", "like a new one"), ("ignore_blockquotes: true", "quoted")]
)
def test_what_makes_no_difference_here_is_said(key: str, why: str) -> None:
    it = rules(f"# it\n{key}\nbody: fair\naction: remove")
    assert it.gives("the fair") == "shadow it"
    assert [one.why for one in it.left if one.taken and why in one.why] != []


def test_rules_that_are_indented_as_in_the_help_are_recognised() -> None:
    text = "---\n    # No fair\n    title: fair\n    action: remove\n---\n    crosspost_title: x\n    action: remove\n"
    assert imported(text, "rules.txt").form == "automoderator"


def test_a_page_longer_than_any_on_reddit_is_refused() -> None:
    with pytest.raises(UnusableError, match="in parts"):
        rules("# " + "x" * (1 << 20))


def test_a_realistic_configuration_is_recognised_by_itself() -> None:
    it = imported("---\n# No fair\ntitle: fair\naction: remove\n---\n", "config.txt")
    assert it.form == "automoderator"
