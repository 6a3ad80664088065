"""Starts a real `bbs serve` and looks at it from outside.

The tests of `bbs serve` use it. `.ci/run` runs it as a script, `started.py PROGRAM`, on an installed wheel; so it needs
nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

FACTS = {
    "students": "Students:",
    "code": "Class code:",
    "console": "Console:",
    "policy": "Policy:",
    "data": "Data:",
}
PATIENCE = 30.0
"""Seconds to wait for a server to begin, on a machine that is busy with other tests."""


class Server:
    """A server that has said that it is ready; `said` holds the facts it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: dict[str, str] = {}
        self.students: list[str] = []
        """Every address for the students that it printed."""
        self.printed: list[str] = []
        """Every line."""
        assert process.stdout is not None
        for line in process.stdout:
            self.printed.append(line.strip())
            for name, label in FACTS.items():
                if line.startswith(label):
                    self.said[name] = line.removeprefix(label).strip()
                    self.students += [self.said[name]] if name == "students" else []
            if line.startswith("Stop with"):
                return
        raise AssertionError(
            f"it ended with status {process.wait(PATIENCE)} and said: {process.stderr.read()}"
        )

    @property
    def board(self) -> str:
        """The address of the network port, without a slash at its end."""
        return self.said["students"].rstrip("/")

    @property
    def console(self) -> str:
        """The address of the console port, without a slash at its end."""
        found = re.match(r"http://[^/]+", self.said["console"])
        assert found
        return found[0]

    def stop(self, how: int = signal.SIGINT) -> float:
        """Send a signal and wait for the end; gives the seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        assert self.process.wait(PATIENCE) == 0
        return time.monotonic() - begun


@contextlib.contextmanager
def started(command: Sequence[str], *options: str, folder: Path, **environment: str) -> Iterator[Server]:
    """`bbs serve` with these options, in this folder, on free ports; ended with the block if it still runs."""
    arguments = [*command, "serve", "--port", "0", "--console-port", "0", *options]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BBS_")}
    with subprocess.Popen(  # noqa: S603  # our own program
        arguments,
        cwd=folder,
        env={**clean, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def browser() -> urllib.request.OpenerDirector:
    """Something that keeps cookies, follows redirects and asks no proxy."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)


def page(address: str, opener: urllib.request.OpenerDirector | None = None) -> str:
    """The text of a page that answers 200."""
    with (opener or browser()).open(address, timeout=10) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def send_json(address: str, body: object, token: str = "") -> dict[str, str]:
    """Send JSON as a program does, and give the answer."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310  # http only
    with browser().open(request, timeout=10) as answer:
        found: dict[str, str] = json.loads(answer.read())
        return found


def main(program: str) -> None:
    """Look at an installed program as a class would: join, write, be judged, stop."""
    with started([program], folder=Path.cwd()) as server:
        for port in (server.board, server.console):
            assert json.loads(page(f"{port}/healthz")) == {"status": "ok"}
        assert "code" in page(f"{server.board}/join")
        assert server.said["policy"], "no policy is in force"
        joined = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})
        threads = f"{server.board}/api/v1/boards"
        request = urllib.request.Request(threads, headers={"Authorization": f"Bearer {joined['token']}"})  # noqa: S310
        with browser().open(request, timeout=10) as answer:
            board = json.loads(answer.read())[0]["id"]
        post = {"title": "For you", "body": "Happy birthday!"}
        receipt = send_json(f"{threads}/{board}/threads", post, joined["token"])
        assert receipt["thread"], receipt
        teacher = browser()
        console = page(server.said["console"], teacher)
        assert joined["name"] in console, "the console does not show the post"
        assert "Step 1" in page(f"{server.console}/handbook/first-policy", teacher)
        took = server.stop()
        assert took < 1, f"it took {took:.1f} s to stop"
    sys.stdout.write(f"served, joined, judged by {server.said['policy']}, stopped in {took:.2f} s\n")


if __name__ == "__main__":
    main(sys.argv[1])
