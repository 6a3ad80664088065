"""The automatic proxy setting as text; what a browser makes of it stands in tests/browser/test_lanes.py."""

from __future__ import annotations

import dataclasses
import json
import re
from types import MappingProxyType
from typing import Any

import pytest

from bbs.network.pac import proxy_setting
from bbs.network.resolve import Network
from bbs.network.site_entries import MOST_SITES
from bbs.network.sites import Site

from .sample import small_net


def with_sites(network: Network, *sites: Site, **more: Any) -> Network:
    return dataclasses.replace(network, sites=MappingProxyType({one.id: one for one in sites}), **more)


def names(text: str) -> set[str]:
    """The table of a setting."""
    found = re.search(r"var NAMES = (\{.*?\});", text)
    assert found is not None
    return set(json.loads(found[1]))


def test_the_table_has_the_names_abroad_and_every_number_and_the_zone_has_its_end() -> None:
    text = proxy_setting(small_net(), "192.168.1.20", 8080)
    assert names(text) == {"news.outside.test", "chat.outside.test", "198.51.100.1", "198.51.100.12"}
    assert 'host === "small.test" || host.slice(-11) === ".small.test"' in text
    assert '"PROXY 192.168.1.20:8080"' in text
    assert '"DIRECT"' in text


def test_sealed_there_is_no_way_around() -> None:
    text = proxy_setting(small_net(), "192.168.1.20", 8080, sealed=True)
    assert 'return "PROXY 192.168.1.20:8080";' in text
    assert "DIRECT" not in text


@pytest.mark.parametrize(
    ("address", "proxy"),
    [("192.168.1.20", "192.168.1.20"), ("FD12:0::1", "[fd12::1]"), ("Localhost.", "localhost")],
)
def test_the_address_is_normalised(address: str, proxy: str) -> None:
    assert f'"PROXY {proxy}:80"' in proxy_setting(small_net(), address, 80)


@pytest.mark.parametrize(
    ("address", "port"),
    [
        ('x";alert(1)//', 80),
        ("evil.example; PROXY", 80),
        ("", 80),
        ("a\nb", 80),
        ("192.168.1.20", 0),
        ("192.168.1.20", 65_536),
    ],
)
def test_what_is_no_address_makes_no_setting(address: str, port: int) -> None:
    with pytest.raises(ValueError, match="no address of a proxy"):
        proxy_setting(small_net(), address, port)


@pytest.mark.parametrize(
    "title", ["Two\nlines", "A \u2028 line", "*/ x", "</script>", 'Ends "so" \\', "caf\u00e9", "\r}\r"]
)
def test_a_title_stays_in_its_comment(title: str) -> None:
    text = proxy_setting(with_sites(small_net(), title=title), "192.168.1.20", 8080)
    assert text.isascii()
    assert [line for line in text.splitlines() if not line.startswith(("//", " ", "}"))] == [
        "var NAMES = {};",
        "function FindProxyForURL(url, host) {",
    ]


def test_no_name_gets_out_of_its_table() -> None:
    odd = Site("odd", 'x"};alert(1)//\u2028\n.test', "outside", "Odd")
    text = proxy_setting(with_sites(small_net(), odd), "192.168.1.20", 8080)
    assert r'var NAMES = {"x\"};alert(1)//\u2028\n.test":1};' in text.splitlines()


def test_the_largest_network_makes_a_setting_that_every_browser_takes() -> None:
    many = [
        Site(f"s{number}", f"{'a' * 60}.{'b' * 60}.{'c' * 60}.n{number}.outside.test", "outside", "x")
        for number in range(MOST_SITES)
    ]
    text = proxy_setting(with_sites(small_net(), *many), "192.168.1.20", 8080)
    assert len(names(text)) == MOST_SITES
    assert len(text) < 1 << 20  # Chromium takes 1 MiB
