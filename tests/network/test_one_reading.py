"""One reading: what the gateway decides by is what the server below has read, for whatever is sent."""

from __future__ import annotations

import asyncio
from urllib.parse import quote, unquote, urlsplit

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.http_parser import HttpRequestParser as HttpRequestParserC
from aiohttp.http_parser import HttpRequestParserPy, RawRequestMessage
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from bbs.network.hosts import normalise_host
from bbs.network.target import Target, read_target

PARSERS = {"compiled": HttpRequestParserC, "slow": HttpRequestParserPy}
HOSTS = (
    "board.bright.test",
    "BOARD.bright.test.",
    "[::1]",
    "127.0.0.1",
    "127.1",
    "user@board.bright.test",
    "",
)
SIGNS = st.text("/.%2eEfF5cC\\#?:@~ab;+*=&[]\x00\t ü\udcff", max_size=24)
SCHEMES = ("", "http://", "HTTP://", "https://", "ftp://", "//", "http:/", "/", "/~", "javascript:")
TARGETS = st.one_of(
    SIGNS.map(lambda rest: f"/{rest}"),
    st.tuples(
        st.sampled_from(SCHEMES), st.sampled_from(HOSTS), st.sampled_from(("", ":80", ":0", ":x", "/")), SIGNS
    ).map("".join),
)


def parsed(kind: str, method: str, target: str, host: str) -> RawRequestMessage | None:
    """What aiohttp makes of a request; None where it refuses it."""
    loop = asyncio.new_event_loop()
    try:
        parser = PARSERS[kind](BaseProtocol(loop), loop, 2**16)
        sent = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("utf-8", "surrogateescape")
        messages, _, _ = parser.feed_data(sent)
        return messages[0][0] if messages else None
    except (HttpProcessingError, LookupError, ValueError):  # the guard refuses the last two
        return None
    finally:
        loop.close()


def path_below(url: URL) -> str:
    """The path as aiohttp's router and `request.path` have it."""
    return (url.relative() if url.absolute else url).path or "/"


def host_below(url: URL) -> str:
    """The host as it was sent, where yarl can't spell it: aiohttp's slow parser hands on letters beyond ASCII."""
    try:
        return url.host or ""
    except UnicodeError:
        return url.raw_host or ""


@pytest.mark.parametrize("kind", PARSERS)
@given(target=TARGETS)
@example(target="/~films#/../~board/")
@example(target="/a?b#c?d")
@example(target="http://board.bright.test")
@example(target="http://board.bright.test?x=/y")
@example(target="http://board.bright.test#@evil.example/")
@example(target="http://evil.example\\@board.bright.test/")
@example(target="/%2e%2e/%2f")
@example(target="http://[::1]@")
@example(target="http://board.bright.test\u00fc")
@example(target="http://board.bright.test\udcff")
def test_a_path_that_is_decided_on_is_the_path_that_the_server_has_read(kind: str, target: str) -> None:
    message = parsed(kind, "GET", target, "board.bright.test")
    if message is None:
        return
    ours = read_target("GET", message.path, message.headers.getall("Host", []))
    assert ours.path in {"", path_below(message.url)}
    if ours.path and message.url.absolute:
        assert ours.host in {"", normalise_host(host_below(message.url))}


@given(host=st.text("aB.:0189[]-_@/, \t%x\u00adｂ。", max_size=20))
def test_a_host_that_is_decided_on_is_the_host_that_everybody_reads(host: str) -> None:
    ours = read_target("GET", "/", [host])
    if ours.host and host.isascii():
        naive = urlsplit(f"//{host}")
        assert naive.hostname is not None
        assert naive.username is None
        assert ours.host == normalise_host(naive.hostname) == naive.hostname.rstrip(".") or ":" in ours.host
        assert ours.port == (naive.port or 80)


PARTS = st.lists(st.text("abcü~-_ 1", min_size=1, max_size=6), max_size=4)


@given(
    parts=PARTS, slash=st.sampled_from(["", "/"]), port=st.integers(1, 65_535), dot=st.sampled_from(["", "."])
)
def test_an_honest_address_is_read_as_it_is_meant(parts: list[str], slash: str, port: int, dot: str) -> None:
    path = "/" + "/".join(parts) + (slash if parts else "")
    sent = quote(path, safe="/~")
    meant = Target("board.bright.test", unquote(sent), False, port)
    assert read_target("GET", f"{sent}?q=%zz", [f"Board.Bright.Test{dot}:{port}"]) == meant
    whole = f"http://BOARD.bright.test{dot}:{port}{sent}"
    assert read_target("GET", whole, ["evil.example"]) == Target("board.bright.test", path, True, port)
