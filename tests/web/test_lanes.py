import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.web.lanes import Visit, authority, local_path, site_url

HOSTS_B = {"board": "board.bright.localhost", "portal": "portal.bright.localhost"}
HOSTS_C = {"board": "board.bright.test", "portal": "portal.bright.test"}
LANE_A = Visit("board", "A", "/", "192.168.1.20", 8080)
LANE_B = Visit("board", "B", "/", "board.bright.localhost", 8080, HOSTS_B, "bright.localhost")
LANE_C = Visit("board", "C", "/", "board.bright.test", 80, HOSTS_C, "bright.test")


def test_lane_a_writes_a_prefix_and_no_host():
    assert site_url(LANE_A, "board", "/boards/friends") == "/~board/boards/friends"
    assert site_url(LANE_A, "press") == "/~press/"


def test_the_home_of_lane_a_is_the_root():
    assert site_url(LANE_A, "portal") == "/"
    assert site_url(LANE_A, "portal", "/go") == "/~portal/go"


def test_lane_b_writes_the_host_under_localhost_with_the_port():
    assert site_url(LANE_B, "portal", "/go") == "http://portal.bright.localhost:8080/go"


def test_lane_c_writes_the_real_host_and_leaves_the_default_port_out():
    assert site_url(LANE_C, "portal") == "http://portal.bright.test/"


@pytest.mark.parametrize(
    ("lane", "zone", "abroad"),
    [
        ("A", "", False),
        ("B", "bright.localhost", False),
        ("C", "bright.test", False),
        ("B", "", True),
        ("C", "", True),
    ],
)
def test_a_host_of_its_own_outside_the_zone_lies_abroad(lane, zone, abroad):
    assert Visit("news", lane, "/", "news.outside.test", 80, zone=zone).abroad is abroad


@pytest.mark.parametrize("visit", [LANE_B, LANE_C])
def test_a_link_inside_the_same_site_names_no_host(visit):
    assert site_url(visit, "board", "/birthdays") == "/birthdays"


def test_a_relative_path_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="starts with a slash"):
        site_url(LANE_A, "board", "boards")


def test_numeric_version_six_hosts_stand_in_brackets():
    assert authority("::1", 8080) == "[::1]:8080"


@pytest.mark.parametrize("target", ["/", "/~board/threads/abc?after=x", "/a//b", "/join?x=%2F"])
def test_a_path_on_this_host_is_a_place_to_return_to(target):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    ["", "//evil.test/", "http://evil.test/", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", " /", "/a b",
     "javascript:alert(1)", "/\n/evil.test", "/é", "/" + "a" * 2001],
)  # fmt: skip
def test_nothing_else_is_a_place_to_return_to(target):
    assert local_path(target) == "/"


@given(st.text())
def test_whatever_is_asked_for_the_way_back_stays_on_this_host(target):
    back = local_path(target)
    assert back.startswith("/")
    assert not back.startswith(("//", "/\\"))
