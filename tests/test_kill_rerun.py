"""The server is killed in the middle of a re-run: what it had changed is changed, the rest is not, and the log holds."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

from cli.started import Server, browser, send_json, started

from bbs.store.checking import check_now
from bbs.store.opening import DATABASE

COMMAND = [str(Path(sys.executable).with_name("bbs"))]
TOKEN = "the-teachers-own-token"
POSTS = 400
STRICT = "policy: 1\nid: strict\ndefault: allow\nrules: [{id: soup, if: {words: [soup]}, then: hold}]\n"
FOLDER = "closednet-data"


def read(server: Server, path: str) -> Any:
    request = urllib.request.Request(server.console + path, headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310  # http only
    with browser().open(request, timeout=30) as answer:
        return json.loads(answer.read())


def tell(server: Server, path: str, body: object) -> Any:
    return send_json(server.console + path, body, TOKEN)


def write_posts(server: Server) -> None:
    """Many replies to one thread, by one program."""
    token = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})["token"]
    opened = send_json(
        f"{server.board}/api/v1/boards/friends/threads", {"title": "Hello", "body": "Hello"}, token
    )
    for number in range(POSTS):
        send_json(
            f"{server.board}/api/v1/threads/{opened['thread']}/posts", {"body": f"soup {number}"}, token
        )


def run_again(database: Path) -> tuple[int, int]:
    """How many posts a re-run has changed, and how many are hidden: on disk."""
    with closing(sqlite3.connect(database)) as connection:
        sql = "SELECT count(rerun), sum(audience <> 'everyone') FROM posts"
        changed, hidden = connection.execute(sql).fetchone()
    return int(changed), int(hidden)


def until_some_are_changed(server: Server, database: Path) -> None:
    """Wait until the first transactions of the re-run are on disk."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if run_again(database)[0]:
            return
    raise AssertionError("the re-run changed nothing")


def test_a_re_run_that_was_killed_left_each_post_whole_and_is_finished_after_the_restart(
    tmp_path: Path,
) -> None:
    database = tmp_path / FOLDER / DATABASE
    options = ("--policy", "no-filter", "--flood", "0", "--flood-programs", "0")
    environment = {"BBS_CONSOLE_TOKEN": TOKEN}
    with started(COMMAND, *options, folder=tmp_path, **environment) as server:
        write_posts(server)
    (tmp_path / "strict.yaml").write_text(STRICT, encoding="utf-8")
    with started(COMMAND, "--policy", "strict.yaml", folder=tmp_path, **environment) as server:
        found = tell(server, "/api/v1/policies/strict/dry-run", {})
        assert (found["in_force"], found["moves"]) == (True, POSTS)
        tell(server, "/api/v1/re-run", {"mark": found["mark"]})
        until_some_are_changed(server, database)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(30)
    changed, hidden = run_again(database)
    assert 0 < changed == hidden < POSTS
    assert check_now(database).problem == ""
    with started(COMMAND, "--policy", "strict.yaml", folder=tmp_path, **environment) as server:
        last = read(server, "/api/v1/re-run")["last"]
        assert (last["state"], last["changed"], last["of"]) == ("cut off", changed, POSTS)
        found = tell(server, "/api/v1/policies/strict/dry-run", {})
        assert found["moves"] == POSTS - changed
        tell(server, "/api/v1/re-run", {"mark": found["mark"]})
        while (last := read(server, "/api/v1/re-run")["last"])["state"] == "going on":
            time.sleep(0.05)
        assert (last["state"], last["changed"]) == ("done", POSTS - changed)
        server.stop()
    assert run_again(database) == (POSTS, POSTS)
    assert check_now(database).problem == ""
