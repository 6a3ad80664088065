"""`bbs serve --runaway-guard`: the whole program, from the post that is too much to the next start."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from cli.started import Server, browser, page, send_json, started
from cli.test_serve import COMMAND

POLICY = """\
policy: 1
id: board
default: allow
rules:
  # by the water
  - id: lake  # mind it
    if: {words: [lake]}
    then: hold
"""
OPTIONS = ("--policy", "board.yaml")


def write_until(server: Server, title: str) -> None:
    """Post until the guard has acted, which it does beside the answers."""
    token = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})["token"]
    for number in range(20):
        thread = {"title": str(number), "body": "by the lake"}
        send_json(f"{server.board}/api/v1/boards/friends/threads", thread, token)
    teacher = browser()
    page(server.said["console"], teacher)
    while title not in page(f"{server.console}/policies", teacher):
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["an option", "a variable"])
def test_a_guarded_rule_stays_in_shadow_mode_over_a_restart_with_the_same_file(
    tmp_path: Path, how: str
) -> None:
    (tmp_path / "board.yaml").write_text(POLICY, encoding="utf-8")
    options, variables = ("--runaway-guard",), {"BBS_RUNAWAY_GUARD": "on"}
    if how == "an option":
        variables = {"BBS_RUNAWAY_GUARD": "off"}
    else:
        options = ()
    with started(COMMAND, *OPTIONS, *options, folder=tmp_path, **variables) as server:
        assert not any("stays in force" in line for line in server.printed)
        write_until(server, "kept 20 of 20 posts back")
        server.stop()
    with started(COMMAND, *OPTIONS, folder=tmp_path) as server:
        assert [line for line in server.printed if "stays in force" in line] == [
            "version 2 stays in force: the runaway guard made it from this policy, which has not changed since"
        ]
        token = server.said["console"].partition("token=")[2]
        assert json.loads(_api(server, token))["in_force"]["version"] == 2
    assert (tmp_path / "board.yaml").read_text(encoding="utf-8") == POLICY


def _api(server: Server, token: str) -> str:
    opener = browser()
    opener.addheaders = [("Authorization", f"Bearer {token}")]
    return page(f"{server.console}/api/v1/policies", opener)
