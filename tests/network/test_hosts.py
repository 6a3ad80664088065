"""One function for host names: every spelling of a name gives one name, and nothing else gives any."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bbs.network.hosts import is_address, normalise_host, read_authority


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("board.bright.test", "board.bright.test"),
        ("Board.BRIGHT.Test", "board.bright.test"),
        ("board.bright.test.", "board.bright.test"),
        ("board.bright.test:8080", "board.bright.test"),
        ("board.bright.test.:8080", "board.bright.test"),
        ("board.bright.test:", "board.bright.test"),
        ("ｂｏａｒｄ.bright.test", "board.bright.test"),
        ("board。bright．test", "board.bright.test"),
        ("BÜCHER.test", "xn--bcher-kva.test"),
        ("xn--bcher-kva.test", "xn--bcher-kva.test"),
        ("straße.test", "xn--strae-oqa.test"),
        ("도서관.test", "xn--zb0b81k2qm.test"),
        ("localhost", "localhost"),
        ("192.168.1.20:8080", "192.168.1.20"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::1]:8080", "::1"),
        ("::1", "::1"),
        ("[2001:DB8:0:0::1]:80", "2001:db8::1"),
        ("[::ffff:198.51.100.12]", "198.51.100.12"),
        ("[::ffff:c633:640c]:80", "198.51.100.12"),
        ("a" * 63 + ".test", "a" * 63 + ".test"),
    ],
)
def test_every_spelling_of_a_host_gives_the_one_that_is_compared(raw: str, host: str) -> None:
    normal = normalise_host(raw)
    assert normal == host
    assert normalise_host(normal) == normal


@pytest.mark.parametrize(
    "raw",
    [
        "",
        ".",
        "..",
        ".bright.test",
        "board..bright.test",
        "board.bright.test..",
        "user@board.bright.test",
        "user:word@board.bright.test",
        "board.bright.test@evil.example",
        "board.bright.test/",
        "board.bright.test\\evil.example",
        "board.bright.test#evil.example",
        "board.bright.test?x",
        "board.bright.test,evil.example",
        "board.bright.test evil.example",
        " board.bright.test",
        "board.bright.test\t",
        "board.bright.test\r\nHost: x",
        "board\0.bright.test",
        "board%2ebright.test",
        "board_.bright.test",
        "-board.bright.test",
        "board-.bright.test",
        "bo--ard.bright.test:80:80",
        "board.bright.test:port",
        "board.bright.test:123456",
        "board.bright.test:65536",
        "board.bright.test:0",
        "board.bright.test:-1",
        "board.bright.test:٨٠",
        "http://board.bright.test",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.0.0.1.1",
        "256.1.1.1",
        "1.2.3.0x4",
        "board.0x",
        "[::1",
        "::1]",
        "[::1]]",
        "[]",
        "[127.0.0.1]",
        "[fe80::1%eth0]",
        "fe80::1%eth0",
        "[board.bright.test]",
        "1:2",
        "a" * 64 + ".test",
        "a." * 127 + "test",
        "xn--.test",
        "xn--ls8h.test",
        "xn--board-.test",
        "xn--a.test",
        "ab--c.test",
        "💙.test",
        "bo\u00adard\u200b\u2028.test",
        "\ud800.test",
        "*.bright.test",
        "á" * 100_000,
        "a" * 100_000,
    ],
)
def test_what_is_no_host_gives_none(raw: str) -> None:
    assert normalise_host(raw) is None


def test_a_look_alike_name_is_another_name() -> None:
    host = normalise_host("bоard.bright.test")  # the o is Cyrillic
    assert host == "xn--bard-55d.bright.test"


@given(st.text(max_size=80))
@example("ß" * 70)
@example("\u0130.test")
@example("\u0644\u0627.test")
def test_normalising_twice_changes_nothing_and_never_fails(raw: str) -> None:
    host = normalise_host(raw)
    if host is not None:
        assert host.isascii()
        assert host == host.lower()
        assert normalise_host(host) == host


@given(st.text(alphabet="aZ09.-:[]xnß。０@", max_size=30))
def test_signs_of_hosts_in_any_order_give_a_stable_name_or_none(raw: str) -> None:
    host = normalise_host(raw)
    assert host is None or normalise_host(host) == host


def test_an_authority_has_a_port_and_its_ipv6_stands_in_brackets() -> None:
    assert read_authority("Board.bright.test.:8080") == ("board.bright.test", 8080)
    assert read_authority("[::1]") == ("::1", 80)
    assert read_authority("::1") is None
    assert read_authority("::1:8080") is None


def test_addresses_are_told_from_names() -> None:
    assert is_address("127.0.0.1")
    assert is_address("::1")
    assert not is_address("localhost")
    assert not is_address("board.bright.test")
