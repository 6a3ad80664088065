"""`bbs policy replay`: what another policy would change for everything that was sent."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from house import CODE, open_house
from written import lesson

from bbs.cli.jobs import AT_ONCE
from bbs.cli.progress import Progress
from bbs.desk import Draft
from bbs.lesson import Clock
from bbs.store.opening import DATABASE
from cli.conftest import Bbs
from cli.started import send_json, started
from cli.test_keeping import COMMAND, run

OLD = "policy: 1\nid: old\ndefault: allow\nrules: [{id: tea, if: {words: [tea]}, then: hold}]\n"
NEW = """\
policy: 1
id: new
default: allow
rules:
  - {id: cake, why: No cake., if: {words: [cake]}, then: block}
  - {id: right-words, if: {words: [southland]}, then: {replace: the other side}}
"""
BODIES = ("a cake", "hot tea", "to southland", "milk", "Cake!")


def lines(*bodies: str | dict[str, Any]) -> str:
    return "".join(json.dumps({"body": one} if isinstance(one, str) else one) + "\n" for one in bodies)


@pytest.fixture
def two(folder: Path) -> Path:
    """Two policies and a file of submissions in the current folder."""
    for name, text in (("old.yaml", OLD), ("new.yaml", NEW), ("posts.jsonl", lines(*BODIES))):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replayed(bbs: Bbs, *arguments: str) -> dict[str, Any]:
    ran = bbs("policy", "replay", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    found: dict[str, Any] = json.loads(ran.out)
    return found


def counts(found: dict[str, Any]) -> dict[str, int]:
    return {name: group["count"] for name, group in found["groups"].items() if group["count"]}


def test_each_kind_of_change_is_counted_and_shown_with_its_texts(bbs: Bbs, two: Path) -> None:
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert (ran.status, ran.err) == (0, "")
    said = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert said[:7] == [
        "5 submissions, old beside new",
        "newly hidden 2",
        "newly shown 1",
        "changed text 1",
        "told differently 0",
        "decided differently 0",
        "unchanged 1",
    ]
    assert "allow -> block 2" in said
    assert "1 a cake allow, by default -> block, by cake" in said
    assert "2 hot tea hold, by tea -> allow, by default" in said
    assert "3 to southland “to southland” -> “to the other side”" in said


def test_json_has_every_group_with_its_count_and_examples(bbs: Bbs, two: Path) -> None:
    found = replayed(bbs, "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert (found["old"], found["new"], found["submissions"], found["unchanged"]) == ("old", "new", 5, 1)
    assert list(found["groups"]) == [
        "newly_hidden", "newly_shown", "changed_text", "told_differently", "decided_differently",
    ]  # fmt: skip
    assert counts(found) == {"newly_hidden": 2, "newly_shown": 1, "changed_text": 1}
    assert found["moves"] == [["allow", "block", 2], ["hold", "allow", 1]]
    first = found["groups"]["newly_hidden"]["examples"][0]
    assert (first["name"], first["body"], first["old"]["shown"], first["new"]["shown"]) == (
        "1", "a cake", "a cake", None,
    )  # fmt: skip
    assert (first["new"]["by"], first["new"]["told"]) == ("cake", "reason")
    assert "No cake." in first["new"]["told_text"]


def test_words_in_another_size_are_text_that_readers_get_otherwise(bbs: Bbs, two: Path) -> None:
    Path("new.yaml").write_text(NEW.replace("{replace: the other side}", "honour"), encoding="utf-8")
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    said = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "3 to southland in larger type: nothing -> “southland”" in said
    found = replayed(bbs, "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    (one,) = found["groups"]["changed_text"]["examples"]
    place = [{"field": "body", "start": 3, "end": 12}]
    assert (one["old"]["honoured"], one["new"]["honoured"]) == ([], place)
    assert (one["new"]["shown"], one["new"]["author_sees_honoured"]) == ("to southland", place)
    held = replayed(bbs, "new.yaml", "old.yaml", "--posts", "posts.jsonl")["groups"]["newly_hidden"]
    assert (held["examples"][0]["new"]["honoured"], held["examples"][0]["old"]["honoured"]) == ([], [])


def test_of_long_texts_the_place_where_they_differ_is_shown(bbs: Bbs, two: Path) -> None:
    Path("posts.jsonl").write_text(lines("a long way " * 20 + "to southland we go"), encoding="utf-8")
    out = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl").out
    assert "way a long way to southland we go” -> “…" in out
    assert "to the other side we go”" in out


def test_what_the_author_would_be_told_otherwise_is_quoted(bbs: Bbs, two: Path) -> None:
    Path("kind.yaml").write_text(NEW.replace("No cake.", "Cake makes tired."), encoding="utf-8")
    out = bbs("policy", "replay", "new.yaml", "kind.yaml", "--posts", "posts.jsonl").out
    assert "told differently     2" in out
    assert "“Your post was not accepted. No cake.” -> “Your post was not accepted. Cake makes tired.”" in out


def test_a_text_that_turns_silent_is_told_nothing_instead(bbs: Bbs, two: Path) -> None:
    Path("silent.yaml").write_text(OLD.replace("then: hold", "then: hold, tell: nothing"), encoding="utf-8")
    out = bbs("policy", "replay", "old.yaml", "silent.yaml", "--posts", "posts.jsonl").out
    assert "“Your post waits until an editor has read it.” -> nothing" in out


def test_of_many_changes_the_first_five_are_printed_and_twenty_are_in_the_data(bbs: Bbs, two: Path) -> None:
    Path("posts.jsonl").write_text(lines(*["a cake"] * 30), encoding="utf-8")
    out = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl").out
    assert "Newly hidden, the first 5 of 30:" in out
    found = replayed(bbs, "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert len(found["groups"]["newly_hidden"]["examples"]) == 20


def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on(bbs: Bbs, two: Path) -> None:
    Path("posts.jsonl").write_text(lines("a cake") + "{\n" + lines({"body": "x", "mood": 1}, "tea"), "utf-8")
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert ran.status == 1
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == [
        "posts.jsonl:2:1",
        "posts.jsonl:3:1",
    ]
    assert "2 submissions, old beside new" in ran.out
    assert "could not be read    2" in ran.out


@pytest.mark.parametrize("arguments", [(), ("--posts", "-")])
def test_lines_come_from_standard_input_where_nothing_is_named(
    bbs: Bbs, two: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    stream = io.BytesIO(lines("a cake").encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream, isatty=lambda: False))
    assert counts(replayed(bbs, "old.yaml", "new.yaml", *arguments)) == {"newly_hidden": 1}


def test_each_policy_counts_the_lines_anew(bbs: Bbs, two: Path) -> None:
    Path("new.yaml").write_text(
        "policy: 1\nid: new\ndefault: allow\nrules:\n"
        "  - {id: fast, if: {posts: {more_than: 1, in: 10 minutes}}, then: hold}\n",
        encoding="utf-8",
    )
    by = {"name": "Otter", "role": "student"}
    times = ("12:00", "12:05", "12:30")
    sent = [{"body": "milk", "by": by, "date": "2026-03-14", "at": at} for at in times]
    Path("posts.jsonl").write_text(lines(*sent), encoding="utf-8")
    found = replayed(bbs, "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert [one["name"] for one in found["groups"]["newly_hidden"]["examples"]] == ["2"]
    Path("posts.jsonl").write_text(lines(*reversed(sent)), encoding="utf-8")
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    assert (ran.status, ran.err.count("put the oldest first")) == (1, 2)


def test_however_many_processes_share_the_work_the_outcome_is_the_same(bbs: Bbs, two: Path) -> None:
    lots = NEW + "  - {id: lot, if: {chance: 30%}, then: hold}\n"
    Path("new.yaml").write_text(lots, encoding="utf-8")
    sent = lines(*BODIES * (AT_ONCE // 2)) + "{\n" + lines("a cake", {"body": "x", "mood": 1}, *BODIES)
    Path("posts.jsonl").write_text(sent, encoding="utf-8")
    arguments = ("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl", "--json")
    ran = [bbs(*arguments, *jobs) for jobs in ((), ("--jobs", "2"))]
    assert ran[0] == ran[1]
    assert ran[0].status == 1
    assert [line.partition(": ")[0] for line in ran[0].err.splitlines()] == [
        f"posts.jsonl:{5 * (AT_ONCE // 2) + 1}:1",
        f"posts.jsonl:{5 * (AT_ONCE // 2) + 3}:1",
    ]


def test_processes_share_standard_input_and_a_data_folder_too(
    bbs: Bbs, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO(lines(*BODIES).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream, isatty=lambda: False))
    found = replayed(bbs, "old.yaml", "new.yaml", "--jobs", "2")
    assert counts(found) == {"newly_hidden": 2, "newly_shown": 1, "changed_text": 1}
    asyncio.run(lesson(Path("closednet-data"), posts=3))
    with closing(sqlite3.connect(Path("closednet-data") / DATABASE)) as connection, connection:
        connection.execute("UPDATE decisions SET facts = '{' WHERE seq = 2")
    arguments = ("policy", "replay", "no-filter", "new.yaml", "--data", "closednet-data")
    assert bbs(*arguments) == bbs(*arguments, "--jobs", "2")


def test_where_a_policy_counts_one_process_judges_in_order_and_says_so(bbs: Bbs, two: Path) -> None:
    counting = "rules: [{id: fast, if: {posts: {more_than: 1, in: 10 minutes}}, then: hold}]\n"
    Path("new.yaml").write_text(f"policy: 1\nid: new\ndefault: allow\n{counting}", encoding="utf-8")
    by = {"name": "Otter", "role": "student"}
    sent = [{"body": "milk", "by": by, "date": "2026-03-14", "at": f"12:{n:02}"} for n in range(3)]
    Path("posts.jsonl").write_text(lines(*sent), encoding="utf-8")
    alone = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl")
    shared = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl", "--jobs", "2")
    assert (shared.status, shared.out) == (alone.status, alone.out)
    assert "newly hidden         2" in shared.out
    said = "new counts what was sent before, so one process judges all in order; --jobs changes nothing\n"
    assert (alone.err, shared.err) == ("", said)


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "65"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(bbs: Bbs, two: Path, jobs: str) -> None:
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--posts", "posts.jsonl", "--jobs", jobs)
    assert (ran.status, ran.out) == (2, "")
    assert "--jobs" in ran.err


def test_ctrl_c_and_a_kill_leave_no_process_behind(two: Path) -> None:
    for ending in (signal.SIGINT, signal.SIGKILL):
        command = [*COMMAND, "policy", "replay", "old.yaml", "new.yaml", "--jobs", "2"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        how: dict[str, Any] = {"cwd": two, "start_new_session": True, "preexec_fn": hears_ctrl_c, **pipes}
        with subprocess.Popen(command, **how) as process:  # noqa: S603  # ours
            assert process.stdin is not None
            process.stdin.write(lines(*BODIES).encode() * AT_ONCE * 4)
            process.stdin.flush()
            wait_until(lambda: len(of_session(process.pid)) >= 4)
            if ending == signal.SIGINT:
                os.killpg(process.pid, ending)  # as a terminal does: to all of them
            else:
                process.kill()
            process.wait(30)
            wait_until(lambda: not of_session(process.pid))
            assert b"Traceback" not in (process.stderr.read() if process.stderr else b"")


def hears_ctrl_c() -> None:
    """What runs in the background of a shell is deaf to it, and so is all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def of_session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found.append(int(stat.parent.name))
    return found


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_lots_fall_as_the_seed_has_it(bbs: Bbs, two: Path) -> None:
    Path("new.yaml").write_text(
        "policy: 1\nid: new\ndefault: allow\nrules: [{id: lot, if: {chance: 50%}, then: hold}]\n", "utf-8"
    )
    Path("posts.jsonl").write_text(lines(*["milk"] * 60), encoding="utf-8")

    def hidden(*seed: str) -> list[str]:
        found = replayed(bbs, "old.yaml", "new.yaml", "--posts", "posts.jsonl", *seed)
        return [one["name"] for one in found["groups"]["newly_hidden"]["examples"]]

    assert hidden("--seed", "a") == hidden("--seed", "a") != hidden("--seed", "b")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("old.yaml", "new.yaml", "--posts", "none.jsonl"), "none.jsonl: this file can't be read"),
        (("old.yaml", "new.yaml", "--posts", "."), ".: this file can't be read"),
        (("old.yaml", "new.yaml", "--data", "nowhere"), "bbs policy replay: there is no database"),
        (("old.yaml", "gone.yaml", "--posts", "posts.jsonl"), "gone.yaml"),
        (("old.yaml", "posts.jsonl", "--posts", "posts.jsonl"), "posts.jsonl:2:1: "),
    ],
)
def test_what_cannot_be_used_ends_with_2(bbs: Bbs, two: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = bbs("policy", "replay", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


def test_what_a_data_folder_holds_is_replayed_in_order_and_nothing_in_it_changes(bbs: Bbs, two: Path) -> None:
    data = Path("closednet-data")
    asyncio.run(lesson(data, posts=3))
    before = (data / DATABASE).read_bytes()
    Path("new.yaml").write_text(NEW.replace("[cake]", "[number 1]"), encoding="utf-8")
    found = replayed(bbs, "no-filter", "new.yaml", "--data", str(data))
    assert (found["submissions"], counts(found)) == (3, {"newly_hidden": 1})
    (example,) = found["groups"]["newly_hidden"]["examples"]
    assert example["body"] == "Happy birthday, number 1"
    assert example["title"].startswith("For ")
    assert (data / DATABASE).read_bytes() == before


async def test_the_words_of_the_teacher_and_of_those_who_were_erased_are_left_out(
    tmp_path: Path, clock: Clock, bbs: Bbs, two: Path
) -> None:
    async with open_house(tmp_path, clock) as house:
        services = house.services
        ann, ben = [(await services.roster.join(CODE)).person for _ in range(2)]
        for author in (ann, ben, None):
            draft = Draft("thread", "a lake", title="Hello", board="friends")
            await services.desk.submit(draft, author)
        await services.roster.erase(ben.id, "teacher")
        data = str(services.settings.data)
        ran = await asyncio.to_thread(bbs, "policy", "replay", "old.yaml", "new.yaml", "--data", data)
    assert ran.out.splitlines()[0] == "1 submissions, old beside new"


def test_a_row_that_was_spoiled_by_hand_is_named_and_the_others_go_on(bbs: Bbs, two: Path) -> None:
    asyncio.run(lesson(Path("closednet-data"), posts=3))
    with closing(sqlite3.connect(Path("closednet-data") / DATABASE)) as connection, connection:
        connection.execute("UPDATE decisions SET facts = '{' WHERE seq = 2")
    ran = bbs("policy", "replay", "old.yaml", "new.yaml", "--data", "closednet-data")
    assert ran.status == 1
    assert "what is kept of this post makes no sense" in ran.err
    assert "could not be read    1" in ran.out


def test_a_folder_draws_its_own_lots(bbs: Bbs, two: Path) -> None:
    lots = "policy: 1\nid: lots\ndefault: allow\nrules: [{id: lot, if: {chance: 50%}, then: hold}]\n"
    Path("new.yaml").write_text(lots, encoding="utf-8")
    asyncio.run(lesson(Path("closednet-data"), posts=24))
    own = replayed(bbs, "old.yaml", "new.yaml", "--data", "closednet-data")
    assert own == replayed(bbs, "old.yaml", "new.yaml", "--data", "closednet-data")
    other = replayed(bbs, "old.yaml", "new.yaml", "--data", "closednet-data", "--seed", "x")
    assert own["groups"] != other["groups"]


def test_beside_a_running_server_it_reads_what_has_been_sent_so_far(two: Path) -> None:
    with started(COMMAND, "--policy", "old.yaml", folder=two) as server:
        token = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})["token"]
        for body in BODIES:
            address = f"{server.board}/api/v1/boards/friends/threads"
            send_json(address, {"title": "Hello", "body": body}, token)
        out = run(two, "policy", "replay", "old.yaml", "new.yaml", "--data", "closednet-data", "--json")
    found = json.loads(out)
    assert found["submissions"] == len(BODIES)
    assert counts(found) == {"newly_hidden": 2, "newly_shown": 1, "changed_text": 1}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_grows_and_is_gone_at_the_end() -> None:
    screen = Terminal()
    with Progress("submissions", 40, screen) as progress:
        for done in range(1, 41):
            progress.at(done, done)
    drawn = screen.getvalue().split("\r\x1b[K")
    assert drawn[1].startswith("[" + "." * 30 + "] 1 submissions")
    assert drawn[20].startswith("[" + "#" * 15 + "." * 15 + "] 20")
    assert drawn[-2] == "[" + "#" * 30 + "] 40 submissions"
    assert drawn[-1] == ""


def test_where_the_end_is_not_known_the_bar_only_counts() -> None:
    screen = Terminal()
    with Progress("submissions", 0, screen) as progress:
        for done in range(1, 1200):
            progress.at(done, done)
    assert screen.getvalue().split("\r\x1b[K")[1:] == [
        "1 submissions",
        "500 submissions",
        "1,000 submissions",
        "",
    ]


def test_in_a_pipe_no_bar_is_drawn() -> None:
    pipe = io.StringIO()
    with Progress("submissions", 4, pipe) as progress:
        progress.at(4, 4)
    assert pipe.getvalue() == ""
