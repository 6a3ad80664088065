"""What a browser sends or a person types, read into host and path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.network.hosts import normalise_host
from bbs.network.target import Target, read_address, read_target

BOARD = "board.bright.test"


def test_an_ordinary_request_takes_its_host_from_the_header() -> None:
    assert read_target("GET", "/a/b?c=/d", ["Board.bright.test:8080"]) == Target(BOARD, "/a/b", False, 8080)


def test_the_host_of_an_absolute_target_overrides_the_header() -> None:
    target = read_target("GET", "http://BOARD.bright.test:80/a?b", ["films.bright.test"])
    assert target == Target(BOARD, "/a", proxied=True)


@pytest.mark.parametrize("target", ["http://board.bright.test", "HTTP://board.bright.test?x=1"])
def test_an_absolute_target_without_a_path_asks_for_the_root(target: str) -> None:
    assert read_target("GET", target, []) == Target(BOARD, "/", proxied=True)


@pytest.mark.parametrize(
    "hosts", [[], [""], ["a b"], [BOARD, BOARD], [BOARD, "films.bright.test"], [f"{BOARD}, x.test"]]
)
def test_a_missing_duplicate_or_unusable_header_names_no_host(hosts: list[str]) -> None:
    assert read_target("GET", "/a", hosts).host == ""


def test_two_host_headers_are_unusable_even_beside_an_absolute_target() -> None:
    assert read_target("GET", f"http://{BOARD}/", [BOARD, "x.test"]).host == ""


@pytest.mark.parametrize(
    "target",
    [
        "ftp://board.bright.test/",
        "https://board.bright.test/",
        "board.bright.test/",
        "//board.bright.test/",
        "http:///a",
        "http://user@board.bright.test/",
        "http://board.bright.test\\@x.test/",
        "javascript:alert(1)",
        "",
    ],
)
def test_other_schemes_and_odd_targets_name_no_host(target: str) -> None:
    assert read_target("GET", target, []).host == ""


def test_a_tunnel_names_its_host_without_a_path() -> None:
    assert read_target("CONNECT", "board.bright.test:443", ["x.test"]) == Target(BOARD, "/", True, 443)


@pytest.mark.parametrize(
    ("typed", "host", "path"),
    [
        ("board", BOARD, "/"),
        ("Board", BOARD, "/"),
        (" board/threads/x ", BOARD, "/threads/x"),
        ("~board/threads", BOARD, "/threads"),
        ("board.bright.test", BOARD, "/"),
        ("http://www.example.com", "www.example.com", "/"),
        ("https://www.example.com/a?b#c", "www.example.com", "/a"),
        ("www.example.com?q=a", "www.example.com", "/"),
        ("198.51.100.12", "198.51.100.12", "/"),
        ("[::1]:80/x", "::1", "/x"),
        ("board/%C3%BC#x", BOARD, "/ü"),
        ("board/../films", "", "/"),
        ("board/100%", "", "/"),
        ("nonsense", "nonsense", "/"),
        ("two words", "", "/"),
        ("javascript:alert(1)", "", "/"),
        ("ftp://board.bright.test", "", "/"),
        ("", "", "/"),
    ],
)
def test_the_address_bar_takes_ids_names_and_numbers(typed: str, host: str, path: str) -> None:
    assert read_address(typed, [("board", BOARD)]) == Target(host, path, proxied=True)


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=2), st.sampled_from(["GET", "CONNECT"]))
def test_any_text_gives_a_target_whose_host_is_normal_or_empty(
    text: str, hosts: list[str], method: str
) -> None:
    for target in (read_target(method, text, hosts), read_address(text, [("board", BOARD)])):
        assert target.host == "" or normalise_host(target.host) == target.host
        assert target.path.startswith("/") or target.path in {"", "*"}


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/", "/"),
        ("/a//b/", "/a//b/"),
        ("/%7Eboard/%62", "/~board/b"),
        ("/%C3%BC?%ff", "/ü"),
        ("/ü", "/ü"),
        ("/%2562", "/%62"),
        ("/a;b=c/d+e", "/a;b=c/d+e"),
        ("/...", "/..."),
        ("//evil.example/", "//evil.example/"),
    ],
)
def test_a_path_is_decoded_once(sent: str, path: str) -> None:
    assert read_target("GET", sent, [BOARD]).path == path
    assert read_target("GET", f"http://{BOARD}{sent}", []).path == path


@pytest.mark.parametrize(
    "sent",
    [
        *("/a%2fb", "/a%2Fb", "/a\\b", "/a%5cb", "/a#b", "/#?"),
        *("/.", "/..", "/a/../b", "/a/./b", "/%2e%2e/b", "/a/.%2e"),
        *("/%", "/%4", "/%zz", "/%u0041", "/%ff", "/%c0%ae", "/%ed%a0%80", "/\udcff"),
        *("/%00", "/%0d%0a", "/%09", "/%7f", "/%c2%85"),
    ],
)
def test_a_path_that_programs_read_in_different_ways_is_none(sent: str) -> None:
    assert read_target("GET", sent, [BOARD]).path == ""
    assert read_target("GET", f"http://{BOARD}{sent}", []).path == ""


@pytest.mark.parametrize(
    ("authority", "port"),
    [(BOARD, 80), (f"{BOARD}:", 80), (f"{BOARD}:00081", 81), (f"{BOARD}.:65535", 65535)],
)
def test_the_port_is_the_one_in_the_address(authority: str, port: int) -> None:
    assert read_target("GET", "/", [authority]) == Target(BOARD, "/", False, port)
    assert read_target("GET", f"http://{authority}/", ["x.test"]) == Target(BOARD, "/", True, port)
