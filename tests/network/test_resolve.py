"""The gateway's one question: who asks for what, and what opens."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.network.matrix import matrix
from bbs.network.resolve import Ask, Opened, Refused
from bbs.network.sites import Level, Way

from .sample import SAMPLE, small_net

NET = small_net()
MONDAY, FRIDAY, SATURDAY = dt.date(2024, 1, 1), dt.date(2024, 1, 5), dt.date(2024, 1, 6)


def opened(host: str, path: str = "/", tier: str | None = "intranet", **facts: object) -> Opened:
    answer = NET.resolve(Ask(host, path, tier, **facts))  # type: ignore[arg-type]  # facts are spelt in the tests
    assert isinstance(answer, Opened), answer
    return answer


def refused(host: str, path: str = "/", tier: str | None = "intranet", **facts: object) -> Refused:
    answer = NET.resolve(Ask(host, path, tier, **facts))  # type: ignore[arg-type]  # facts are spelt in the tests
    assert isinstance(answer, Refused), answer
    return answer


# Lanes.


@pytest.mark.parametrize(
    "host", ["192.168.1.20:8080", "[::1]:8080", "localhost", "LOCALHOST.:80", "127.0.0.1"]
)
def test_lane_a_is_any_number_and_localhost_with_the_site_as_a_prefix(host: str) -> None:
    home = opened(host, "/threads/x")
    assert (home.site.id, home.lane, home.path) == ("portal", "A", "/threads/x")
    board = opened(host, "/~board/threads/x")
    assert (board.site.id, board.lane, board.path) == ("board", "A", "/threads/x")
    assert opened(host, "/~board").path == "/"
    assert opened(host, "").path == "/"


def test_lane_a_takes_the_servers_own_names_from_the_caller() -> None:
    answer = NET.resolve(Ask("Teacher-Laptop.local:8080", "/~films/", "intranet"), {"teacher-laptop.local"})
    assert isinstance(answer, Opened)
    assert (answer.site.id, answer.lane) == ("films", "A")


@pytest.mark.parametrize(
    "path", ["/~nothing/x", "/~", "/~/x", "/~Board/", "/~board.small.test/", "/~everything"]
)
def test_an_unknown_prefix_is_refused_as_a_name_that_is_not_listed(path: str) -> None:
    answer = refused("localhost", path)
    assert (answer.way, answer.ground.rule, answer.path, answer.lane) == (Way.PAGE, "not listed", path, "A")


def test_lane_b_is_the_same_name_under_localhost() -> None:
    board = opened("Board.small.localhost:8080", "/~films/x")
    assert (board.site.id, board.lane, board.path) == ("board", "B", "/~films/x")
    assert opened("small.localhost").site.id == "portal"
    assert refused("nothing.small.localhost", proxied=False).ground.rule == "not listed"


def test_lane_c_is_the_real_name_or_the_sites_number() -> None:
    assert opened("board.small.test.:80", "/a", proxied=True).lane == "C"
    assert opened("198.51.100.12", proxied=True).site.id == "board"
    assert opened("198.51.100.12").site.id == "board"
    assert opened("small.test").site.id == "portal"


@pytest.mark.parametrize(
    "host",
    ["boardXsmall.test", "x.board.small.test", "board.small.test.evil.example", "xboard.small.test", "small", "test",
     "board", "board.localhost", "board.small.tes", "bоard.small.test", "198.51.100.120"],
)  # fmt: skip
def test_only_the_exact_name_opens(host: str) -> None:
    assert refused(host, proxied=True).ground.rule == "not listed"


def test_a_proxied_request_for_a_number_that_is_not_ours_opens_nothing() -> None:
    assert refused("192.168.1.20", proxied=True).ground.rule == "not listed"
    assert refused("localhost", proxied=True).ground.rule == "not listed"
    own = NET.resolve(Ask("192.168.1.20", "/", "intranet", proxied=True), {"192.168.1.20"})
    assert isinstance(own, Opened)


@pytest.mark.parametrize(
    "host", ["", "a b", "user@board.small.test", "127.1", "0x7f.0.0.1", "board.small.test, x.test"]
)
def test_a_host_that_is_missing_or_unusable_is_misdirected(host: str) -> None:
    answer = refused(host, tier=None)
    assert (answer.way, answer.status, answer.host, answer.ground.rule) == (
        Way.MISDIRECTED,
        421,
        "",
        "no host",
    )


def test_a_foreign_name_sent_straight_to_the_server_is_misdirected() -> None:
    assert refused("www.example.com", proxied=False).status == 421
    assert refused("www.example.com", proxied=True).status == 403
    assert refused("www.example.com").status == 403


# Who may.


def test_what_a_tier_opens_is_opened_with_the_ground_and_its_line() -> None:
    answer = opened("board.small.test")
    assert (answer.ground.rule, answer.ground.file, answer.ground.line) == ("opens", "small.yaml", 8)
    assert not answer.must_join
    assert answer.notice == ""


def test_a_tier_can_have_a_notice() -> None:
    assert opened("news.outside.test", tier="elite").notice == "This session is observed."


def test_default_deny_an_unknown_tier_opens_nothing() -> None:
    for site in NET.sites.values():
        assert refused(site.host, tier="teacher").ground.rule == "opens"


def test_who_has_not_joined_is_led_to_join_for_listed_names_alone() -> None:
    assert opened("board.small.test", tier=None).must_join
    assert opened("chat.outside.test", tier=None).must_join
    assert opened("localhost", "/~films/x", tier=None).must_join
    assert refused("www.example.com", tier=None).way is Way.PAGE


def test_a_listed_name_is_refused_in_its_own_way_and_others_by_default() -> None:
    assert refused("chat.outside.test").way is Way.RESET
    assert refused("library.small.test", tier="none").way is Way.MISSING
    assert refused("films.small.test", tier="none").way is Way.PAGE
    assert refused("www.example.com").way is Way.PAGE


def test_everything_and_kinds_name_many_sites_at_once() -> None:
    assert len(NET.open_to("elite")) == len(NET.sites)
    assert [site.id for site in NET.open_to("visitor")] == ["library", "news", "chat"]
    assert [site.id for site in NET.open_to("none")] == ["paper"]
    assert NET.open_to(None) == ()


def test_home_is_the_portal_or_else_the_first_site_that_opens() -> None:
    assert NET.home("intranet").id == "portal"
    assert NET.home("none").id == "paper"
    assert NET.home("teacher").id == NET.home(None).id == "portal"


# Rules.


def test_the_first_rule_that_holds_decides_before_the_tier() -> None:
    answer = refused("films.small.test", at=dt.time(8), date=MONDAY)
    assert (answer.ground.rule, answer.ground.why) == ("exam-hours", "Films are closed during exams.")
    assert answer.reason == answer.ground.why
    assert answer.ground.line == 20


@pytest.mark.parametrize(
    ("at", "date"),
    [
        (dt.time(7, 59, 59), MONDAY),
        (dt.time(16), MONDAY),
        (dt.time(12), FRIDAY),
        (dt.time(12), None),
        (None, MONDAY),
    ],
)
def test_outside_its_hours_or_without_a_clock_a_rule_does_not_hold(
    at: dt.time | None, date: dt.date | None
) -> None:
    assert opened("films.small.test", at=at, date=date).ground.rule == "opens"


def test_a_window_over_midnight_belongs_to_the_day_it_began() -> None:
    assert refused("board.small.test", at=dt.time(23), date=FRIDAY).way is Way.VAGUE
    assert refused("board.small.test", at=dt.time(5, 59), date=SATURDAY).way is Way.VAGUE
    assert opened("board.small.test", at=dt.time(6), date=SATURDAY)
    assert opened("board.small.test", at=dt.time(5), date=FRIDAY)
    assert opened("board.small.test", at=dt.time(23), date=FRIDAY, tier="elite")


def test_a_rule_can_ask_for_the_method_and_meets_unlisted_names_too() -> None:
    assert refused("board.small.test", method="DELETE").ground.rule == "no-deleting"
    assert refused("www.example.com", method="DELETE").ground.rule == "no-deleting"
    assert refused("www.example.com", method="GET").ground.rule == "not listed"


def test_a_rule_can_open_unless_it_is_switched_off() -> None:
    assert opened("library.small.test", tier="visitor").ground.rule == "visitors-in-the-library"
    assert refused("board.small.test", tier="visitor").ground.rule == "opens"
    switched = small_net(SAMPLE.replace("mode: off", "mode: live"))
    assert isinstance(switched.resolve(Ask("board.small.test", tier="visitor")), Opened)


def test_a_tunnel_is_refused_even_to_an_open_site() -> None:
    assert refused("board.small.test", method="CONNECT").ground.rule == "no tunnel"
    assert refused("chat.outside.test", method="CONNECT").way is Way.RESET


# What is told, and what is recorded.


def test_what_is_told_and_what_is_recorded_are_two_things() -> None:
    answer = refused("news.outside.test")
    assert (answer.way, answer.level, answer.status) == (Way.LAW, Level.VAGUE, 451)
    assert answer.reason == "This address is not available on Small Net."
    assert answer.ground.why == "World News is not on the list of sites for tier intranet."


@pytest.mark.parametrize(
    ("host", "tier"), [("chat.outside.test", "intranet"), ("library.small.test", "none")]
)
def test_a_way_that_hides_the_refusal_tells_no_reason(host: str, tier: str) -> None:
    answer = refused(host, tier=tier)
    assert answer.reason == ""
    assert answer.ground.why


def test_a_redirect_tells_no_reason_and_names_the_place_it_leads_to() -> None:
    net = small_net(SAMPLE.replace("refuse: reset", "refuse: redirect, to: board/today"))
    answer = net.resolve(Ask("chat.outside.test", tier="intranet"))
    assert isinstance(answer, Refused)
    assert (answer.way, answer.reason, answer.how.to, answer.how.page) == (
        Way.REDIRECT,
        "",
        "board",
        "/today",
    )


@pytest.mark.parametrize("tier", ["none", None])
def test_a_redirect_to_what_is_closed_to_who_asks_is_a_page_with_the_reason(tier: str | None) -> None:
    net = small_net(SAMPLE.replace("default: page", "default: redirect\n  to: board"))
    for host in ("www.example.com", "board.small.test")[: 2 if tier else 1]:
        answer = net.resolve(Ask(host, tier=tier))
        assert isinstance(answer, Refused)
        assert (answer.way, answer.level) == (Way.PAGE, Level.FULL)
        assert answer.reason == answer.ground.why != ""


def test_a_redirect_follows_the_clock_of_the_place_it_leads_to() -> None:
    net = small_net(SAMPLE.replace("refuse: reset", "refuse: redirect, to: films"))
    for at, way in ((dt.time(9), Way.PAGE), (dt.time(17), Way.REDIRECT)):
        answer = net.resolve(Ask("chat.outside.test", tier="intranet", at=at, date=MONDAY))
        assert isinstance(answer, Refused)
        assert answer.way is way


def test_level_none_tells_no_reason() -> None:
    assert refused("board.small.test", method="DELETE").reason == ""


def test_every_way_has_a_status_or_none_a_class_and_a_line_about_it() -> None:
    assert {way.word: way.status for way in Way} == {
        "page": 403, "law": 451, "vague": 503, "missing": 404, "redirect": 302, "empty": None, "reset": None,
        "hang": None, "slow": 200, "misdirected": 421,
    }  # fmt: skip
    assert all(way.about.endswith(".") for way in Way)
    assert {way.ooni for way in Way} == {"http-diff", "http-failure", ""}


def test_the_matrix_has_a_row_for_every_site_and_a_cell_for_every_tier() -> None:
    rows = matrix(NET, dt.time(9), MONDAY)
    assert [row.site.id for row in rows] == list(NET.sites)
    films = next(row for row in rows if row.site.id == "films")
    assert list(films.cells) == ["none", "intranet", "elite", "visitor"]
    assert films.cells["elite"].ground.rule == "exam-hours"


def test_hosts_of_a_lane_are_listed_for_links() -> None:
    assert NET.hosts("B")["board"] == "board.small.localhost"
    assert NET.hosts("C")["news"] == "news.outside.test"
    assert NET.hosts("A") == {}
    for lane in ("B", "C"):
        for site, host in NET.hosts(lane).items():  # type: ignore[arg-type]  # mypy widens the pair to str
            answer = NET.resolve(Ask(host, tier="elite"))
            assert isinstance(answer, Opened)
            assert (answer.site.id, answer.lane) == (site, lane)


@given(
    st.text(max_size=40),
    st.text(max_size=40),
    st.sampled_from([None, "none", "intranet", "elite", "x"]),
    st.booleans() | st.none(),
)
def test_whatever_is_asked_for_is_opened_or_refused_and_only_listed_sites_open(
    host: str, path: str, tier: str | None, proxied: bool | None
) -> None:
    answer = NET.resolve(Ask(host, path, tier, proxied=proxied))
    assert answer.ground.file == "small.yaml"
    if isinstance(answer, Opened):
        assert answer.site.id in NET.sites
        assert answer.path.startswith("/")


def test_what_is_granted_to_a_person_comes_before_every_rule() -> None:
    chat = frozenset({"chat", "nosuchsite"})
    answer = opened("chat.outside.test", granted=chat, method="DELETE")
    assert (answer.ground.rule, answer.ground.why) == ("granted", "An official opened Chat to this person.")
    assert [site.id for site in NET.open_to("none", granted=chat)] == ["paper", "chat"]
    assert NET.home("unknown", granted=chat).id == "chat"
    assert opened("chat.outside.test", tier=None, granted=chat).must_join
