"""The log holds what the program did wrong, and nothing about those who use it."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import pytest
from aiohttp.http_exceptions import BadStatusLine
from cli.started import started

from bbs.store import StoreError
from bbs.web.log import http_log, log_once

MALFORMED = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"\x16\x03\x01\x00\xa5\x01\x00",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
    b"POST /api/v1/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{",
)


@pytest.mark.parametrize("error", [BadStatusLine("x"), ConnectionResetError("gone")])
def test_what_a_client_does_wrong_is_not_logged(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        http_log().error("Error handling request from %s", "192.0.2.7", exc_info=error)
    assert caplog.records == []


def test_what_the_program_does_wrong_is_logged_without_the_visitors_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        http_log().error("Error handling request from %s", "192.0.2.7", exc_info=ValueError("ours"))
    assert "ours" in caplog.text
    assert "192.0.2.7" not in caplog.text


def test_malformed_requests_and_hang_ups_leave_nothing_on_the_screen(tmp_path: Path) -> None:
    with started([str(Path(sys.executable).with_name("bbs"))], folder=tmp_path) as server:
        host, port = server.board.removeprefix("http://").split(":")
        for request in MALFORMED:
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.sendall(request)
                connection.settimeout(0.5)
                try:
                    connection.recv(4096)
                except TimeoutError:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        server.stop()
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""


def test_a_disk_that_fails_the_same_way_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    for error in ("full", "full", "gone", "gone", "full"):
        log_once(StoreError(error))
    assert [record.message for record in caplog.records] == ["full", "gone", "full"]
