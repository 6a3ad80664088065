"""Dated switches: where one stands decides which rules hold."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import DocumentError
from bbs.network.asking import VisitError, turned
from bbs.network.load import load
from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.pack import read_pack

from .sample import SAMPLE

SWITCHES = """\
switches:
  visitors:
    title: Guests
    note: What guests could open changed.
    start: open
    states:
      open: {title: All opens, date: 2013-02}
      closed: {title: Nothing opens, date: 2013-03-19, note: No reason was named., source: A newspaper}
      list: {date: "2016"}
  fair:
    states: {no: {}, yes: {}}
rules:
  - {id: all-closed, if: {switch: {visitors: closed}, tier: visitor}, refuse: vague}
  - {id: listed, if: {switch: {visitors: list}, tier: visitor, names: [chat.outside.test]}, refuse: page}
  - {id: at-the-fair, if: {switch: {visitors: [closed, list], fair: yes}, site: films}, open: yes, notice: Welcome.}
"""
TEXT = SAMPLE.replace("rules:\n", SWITCHES)


@pytest.fixture(scope="module")
def net() -> Network:
    return load(TEXT, "n.yaml")


def rule_of(net: Network, host: str, tier: str = "visitor") -> str:
    return net.resolve(Ask(host, tier=tier)).ground.rule


def test_a_switch_begins_in_the_state_that_the_file_names_or_in_its_first(net: Network) -> None:
    assert dict(net.standing) == {"visitors": "open", "fair": "no"}
    assert rule_of(net, "chat.outside.test") == "opens"


def test_a_rule_holds_only_while_its_switches_stand_as_it_says(net: Network) -> None:
    closed = net.with_switches({"visitors": "closed"})
    assert rule_of(closed, "chat.outside.test") == "all-closed"
    assert rule_of(closed, "chat.outside.test", "elite") == "opens"
    listed = net.with_switches({"visitors": "list"})
    assert rule_of(listed, "chat.outside.test") == "listed"
    assert rule_of(listed, "news.outside.test") == "opens"
    assert rule_of(net, "chat.outside.test") == "opens", "turning makes another network"


def test_a_rule_may_ask_for_several_switches_and_states(net: Network) -> None:
    assert rule_of(net.with_switches({"fair": "yes"}), "films.small.test", "intranet") == "opens"
    both = net.with_switches({"fair": "yes", "visitors": "list"})
    answer = both.resolve(Ask("films.small.test", tier="elite"))
    assert isinstance(answer, Opened)
    assert (answer.ground.rule, answer.notice) == ("at-the-fair", "This session is observed. Welcome.")


def test_a_state_or_switch_that_there_is_not_is_as_if_nothing_had_been_turned(net: Network) -> None:
    odd = net.with_switches({"visitors": "gone", "nothing": "here"})
    assert dict(odd.standing) == dict(net.standing)


def test_dates_are_said_in_words(net: Network) -> None:
    states = net.switches["visitors"].states.values()
    assert [state.since for state in states] == ["February 2013", "19 March 2013", "2016"]
    assert [state.title for state in states] == ["All opens", "Nothing opens", "list"]
    assert net.switches["fair"].states["no"].since == ""


def test_home_and_what_opens_go_with_the_switches(net: Network) -> None:
    assert net.home("visitor").id == "library"
    assert net.with_switches({"visitors": "closed"}).open_to("visitor") == ()
    assert net.with_switches({"visitors": "closed"}).home("visitor").id == "portal"
    both = net.with_switches({"visitors": "closed", "fair": "yes"})
    assert [site.id for site in both.open_to("nobody-knows-it")] == ["films"]


def test_words_turn_switches_for_a_question(net: Network) -> None:
    assert turned(net, ["visitors=closed"]).standing["visitors"] == "closed"
    assert turned(net, []).standing == net.standing
    once = turned(net, ["fair=yes"])
    assert dict(turned(once, ["visitors=list"]).standing) == {"visitors": "list", "fair": "yes"}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("visitors", "`visitors` turns no switch; write it as visitors=open"),
        ("visitor=open", "`visitor` is not a switch of Small Net; did you mean `visitors`?"),
        ("visitors=shut", "`shut` is not a state of visitors; write one of open, closed, list"),
    ],
)
def test_words_that_turn_nothing_are_told(net: Network, word: str, said: str) -> None:
    with pytest.raises(VisitError) as caught:
        turned(net, [word])
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("start: open", "start: opne", "`opne` is not a value of `start`; did you mean `open`?"),
        ("date: 2013-02}", "date: 2013-13}", "`2013-13` is not a date; write a year, a month or a day"),
        ("date: 2013-02}", "date: feb 2013}", "`feb 2013` is not a date"),
        ("date: 2013-02}", "date: 2013-02-30}", "`2013-02-30` is not a date"),
        ("date: 2013-02}", "dates: 2013-02}", "`dates` is not a key of a state; did you mean `date`?"),
        ("states: {no: {}, yes: {}}", "title: x", "a switch has no `states`"),
        ("states: {no: {}, yes: {}}", "states: {}", "the switch `fair` has no state; write at least two"),
        ("states: {no: {}, yes: {}}", "states: [no, yes]", "states must be a map"),
        ("states: {no: {}, yes: {}}", "states: {No: {}, yes: {}}", "`No` can't be an id"),
        ("  fair:\n", "  The Fair:\n", "`The Fair` can't be an id"),
        ("{visitors: closed}", "{visitor: closed}", "`visitor` is not a switch; did you mean `visitors`?"),
        ("{visitors: closed}", "{visitors: shut}", "`shut` is not a state of visitors; write one of open, closed, list"),
        ("{visitors: closed}", "closed", "switch must be a map"),
        ("refuse: vague}\n  - {id: listed", "refuse: vague, notice: x}\n  - {id: listed", "this rule refuses; write the sentence under `why`"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_switch_is_named_with_a_remedy(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(DocumentError) as caught:
        load(TEXT.replace(old, new, 1), "n.yaml")
    found = [str(problem) for problem in caught.value.problems]
    assert any(said in one for one in found), found


def test_a_condition_on_a_switch_in_a_file_without_any_says_where_to_write_it() -> None:
    text = SAMPLE.replace("tier: visitor, site: board", "switch: {visitors: open}")
    with pytest.raises(DocumentError, match="`visitors` is not a switch; write it under `switches:` first"):
        load(text, "n.yaml")


def test_a_switch_that_no_rule_asks_for_is_a_warning(net: Network) -> None:
    assert net.warnings == ()
    found = load(TEXT.replace(", fair: yes}", "}"), "n.yaml").warnings
    assert [str(one) for one in found] == [
        "n.yaml:28:1: no rule asks for the switch `fair`, so turning it changes nothing"
    ]


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 12), st.text(max_size=6))
def test_any_damage_to_a_file_with_switches_loads_or_is_refused(start: int, length: int, put: str) -> None:
    try:
        damaged = load(TEXT[:start] + put + TEXT[start + length :], "n.yaml")
    except DocumentError:
        return
    assert damaged.resolve(
        Ask("chat.outside.test", "/a", "visitor", dt.time(9), dt.date(2024, 1, 1))
    ).ground.why
    assert set(damaged.standing) == set(damaged.switches)


# The switches of the shipped network.


@pytest.fixture(scope="module")
def bright() -> Network:
    return read_pack("bright-net").network


def opens(net: Network, tier: str) -> set[str]:
    return {site.id for site in net.open_to(tier, dt.time(10), dt.date(2024, 1, 1))}


def test_the_names_outside_open_for_guests_as_three_dates_say(bright: Network) -> None:
    outside = {site.id for site in bright.sites.values() if site.kind == "outside"}
    by_state = {
        state: opens(turned(bright, [f"visitors={state}"]), "visitor")
        for state in bright.switches["visitors"].states
    }
    assert by_state == {
        "feb-2013": outside | {"hotel"},
        "mar-2013": {"hotel"},
        "apr-2016": outside - {"video", "chat"} | {"hotel"},
    }
    assert bright.standing["visitors"] == "feb-2013"


def test_a_name_of_the_announced_list_is_refused_by_its_rule_whether_it_is_a_site_or_not(
    bright: Network,
) -> None:
    later = turned(bright, ["visitors=apr-2016"])
    for host in (
        "video.outside.test",
        "203.0.113.30",
        "www.video.outside.test",
        "news.southern.test",
        "video.outside.localhost",
    ):
        answer = later.resolve(Ask(host, tier="visitor", proxied=True))
        assert isinstance(answer, Refused)
        assert answer.ground.rule == "visitors-2016", host


def test_guests_reach_the_board_only_when_its_switch_is_turned(bright: Network) -> None:
    assert not opens(bright, "visitor") & {"board", "portal"}
    assert opens(turned(bright, ["visitors-at-the-board=open"]), "visitor") >= {"board", "portal"}


def test_no_switch_changes_anything_for_the_other_tiers(bright: Network) -> None:
    for switch in bright.switches.values():
        for state in switch.states:
            for tier in ("none", "intranet", "elite"):
                assert opens(turned(bright, [f"{switch.id}={state}"]), tier) == opens(bright, tier)


def test_every_state_of_the_shipped_switches_says_what_holds_and_where_that_is_written(
    bright: Network,
) -> None:
    for switch in bright.switches.values():
        assert switch.note.endswith((".", "."))
        assert all(state.title and state.source for state in switch.states.values())
    assert [state.date for state in bright.switches["visitors"].states.values()] == [
        "2013-02",
        "2013-03",
        "2016-04",
    ]
