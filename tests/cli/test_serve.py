"""`bbs serve`: what it refuses, what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.conftest import BOARD, Bbs
from cli.started import Server, browser, page, send_json, started

COMMAND = (sys.executable, "-c", "import sys; from bbs.cli import main; sys.exit(main())")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with started(COMMAND, folder=tmp_path) as running:
        yield running


def refused(folder: Path, *options: str, **environment: str) -> str:
    """The one line with which `bbs serve` refuses to start."""
    ran = subprocess.run(  # noqa: S603  # our own program
        [*COMMAND, "serve", "--port", "0", "--console-port", "0", *options],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1
    return ran.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--port", "seventy"), "--port"),
        (("--port", "65536"), "--port"),
        (("--port", "-1"), "--port"),
        (("--console-port", "1e3"), "--console-port"),
        (("--port", "9000", "--console-port", "9000"), "both ports are 9000"),
        (("--lan", "--host", "127.0.0.1"), "leave --host or --lan out"),
        (("--policies", "nowhere"), "there is no folder nowhere"),
        (("--host", "board.example.test"), "is not an address of this machine"),
        (("board.yaml",), "unexpected extra argument"),
    ],
)
def test_options_that_cannot_be_are_refused_in_one_line(
    bbs: Bbs, options: tuple[str, ...], says: str
) -> None:
    ran = bbs("serve", *options)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("bbs serve: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(("variable", "value"), [("BBS_PORT", "http"), ("BBS_LAN", "maybe")])
def test_a_variable_that_cannot_be_read_is_named(
    bbs: Bbs, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    ran = bbs("serve")
    assert ran.status == 2
    assert variable in ran.err


def test_it_prints_what_the_teacher_needs(server: Server, tmp_path: Path) -> None:
    assert server.said["students"].startswith("http://localhost:")
    assert server.said["code"]
    assert "/enter?token=" in server.said["console"]
    assert server.said["policy"].startswith("birthday-board ")
    assert server.said["data"] == str(tmp_path / "closednet-data")


def test_both_ports_answer_on_both_stacks(server: Server) -> None:
    for address in (server.board, server.console):
        assert json.loads(page(f"{address}/healthz")) == {"status": "ok"}
        port = int(address.rsplit(":", 1)[1])
        for host in ("127.0.0.1", "::1") if socket.has_dualstack_ipv6() else ("127.0.0.1",):
            socket.create_connection((host, port), timeout=5).close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_who_comes_from_the_machine_itself_by_ipv6_is_told_its_name(server: Server) -> None:
    port = int(server.board.rpartition(":")[2])
    assert f'"PROXY localhost:{port}"' in page(f"http://[::1]:{port}/proxy.pac")


def test_the_console_link_signs_the_teacher_in_and_a_wrong_one_does_not(server: Server) -> None:
    assert "birthday" in page(server.said["console"]).lower()
    with pytest.raises(urllib.error.HTTPError) as caught:
        page(f"{server.console}/enter?token=wrong")
    assert caught.value.code in {401, 403, 404}
    caught.value.close()


def test_the_printed_code_lets_a_student_join(server: Server) -> None:
    joined = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})
    assert joined["token"]
    assert joined["tier"] == "intranet"


def test_code_and_token_may_be_chosen_by_variables(tmp_path: Path) -> None:
    with started(
        COMMAND, folder=tmp_path, BBS_CLASS_CODE="LANTERN-7", BBS_CONSOLE_TOKEN="a-token-of-our-own"
    ) as it:
        assert it.said["code"] == "LANTERN-7"
        assert it.said["console"].endswith("/enter?token=a-token-of-our-own")


def test_variables_mirror_the_options_and_an_option_wins(tmp_path: Path) -> None:
    with started(
        COMMAND, "--data", "other", folder=tmp_path, BBS_DATA="one", BBS_POLICY="no-filter"
    ) as running:
        assert running.said["data"] == str(tmp_path / "other")
        assert running.said["policy"].startswith("no-filter ")
    assert not (tmp_path / "one").exists()


def test_a_policy_file_with_its_lists_is_put_in_force(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "places.txt").write_text("square\n", encoding="utf-8")
    (tmp_path / "board.yaml").write_text(BOARD, encoding="utf-8")
    with started(COMMAND, "--policy", "board.yaml", folder=tmp_path) as running:
        assert running.said["policy"].startswith("our-board (Our board)")


def test_the_published_policy_stays_in_force_unless_another_is_named(tmp_path: Path) -> None:
    with started(COMMAND, "--policy", "no-filter", folder=tmp_path) as running:
        assert running.said["policy"].startswith("no-filter ")
        running.stop()
    with started(COMMAND, folder=tmp_path) as running:
        assert running.said["policy"].startswith("no-filter ")
        running.stop()
    with started(COMMAND, "--policy", "birthday-board", folder=tmp_path) as running:
        assert running.said["policy"].startswith("birthday-board ")


def test_a_policy_with_errors_stops_the_start_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("policy: 1\nid: bad\ndefault: hide\n", encoding="utf-8")
    assert refused(tmp_path, "--policy", "bad.yaml").startswith("bad.yaml:3:10: ")


@pytest.mark.parametrize("policy", ["nowhere", "nowhere.yaml"])
def test_a_policy_that_is_not_there_stops_the_start(tmp_path: Path, policy: str) -> None:
    assert f"{policy}: there is no such file" in refused(tmp_path, "--policy", policy)


def test_a_pack_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    assert "nowhere" in refused(tmp_path, "--pack", "nowhere")


def test_a_taken_port_stops_the_start_before_a_folder_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, "--port", str(port))
    assert (
        said
        == f"bbs serve: port {port} is taken by another program; choose another with --port or --console-port\n"
    )
    assert not (tmp_path / "closednet-data").exists()


def test_a_second_server_on_one_folder_is_refused_and_the_first_goes_on(
    server: Server, tmp_path: Path
) -> None:
    assert "another closednet is running on" in refused(tmp_path)
    assert json.loads(page(f"{server.board}/healthz")) == {"status": "ok"}


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "file" in refused(tmp_path, "--data", "file/data")


def test_with_lan_the_addresses_of_the_machine_are_printed(tmp_path: Path) -> None:
    with started(COMMAND, "--lan", folder=tmp_path) as running:
        assert all("localhost" not in address or len(running.students) == 1 for address in running.students)
        for address in running.students:
            assert json.loads(page(f"{address}healthz")) == {"status": "ok"}
        assert running.said["console"].startswith("http://localhost:")


def test_the_console_never_listens_beyond_this_machine(tmp_path: Path) -> None:
    with started(COMMAND, "--lan", folder=tmp_path) as running:
        port = running.console.rsplit(":", 1)[1]
        for address in running.students:
            host = address.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
            if host != "localhost":
                with pytest.raises(OSError, match="refused"):
                    socket.create_connection((host, int(port)), timeout=5)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_within_a_second_and_quietly(server: Server, how: int) -> None:
    page(f"{server.board}/join")
    assert server.stop(how) < 1
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""


def test_open_event_streams_do_not_hold_up_the_end(server: Server) -> None:
    teacher = browser()
    page(server.said["console"], teacher)
    streams = [teacher.open(f"{server.console}/api/v1/events", timeout=10) for _ in range(3)]
    assert all(stream.headers["Content-Type"].startswith("text/event-stream") for stream in streams)
    with socket.create_connection(("127.0.0.1", int(server.board.rsplit(":", 1)[1]))):
        assert server.stop() < 1
    for stream in streams:
        stream.close()


def test_the_same_folder_serves_again_after_the_end(server: Server, tmp_path: Path) -> None:
    server.stop()
    with started(COMMAND, folder=tmp_path) as again:
        assert again.said["data"] == server.said["data"]


def test_no_browser_is_opened_where_no_person_sits(tmp_path: Path) -> None:
    marker = tmp_path / "opened"
    with started(COMMAND, "--open-browser", folder=tmp_path, BROWSER=f"touch {marker} %s") as running:
        running.stop()
    assert not marker.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BBS_CLASS_CODE", "--"),
        ("BBS_CLASS_CODE", "   "),
        ("BBS_CLASS_CODE", "x" * 31),
        ("BBS_CONSOLE_TOKEN", "a b&c=#é"),
    ],
)
def test_a_code_that_nobody_could_type_or_everybody_would_guess_is_refused(
    bbs, folder, monkeypatch, name, value
):
    monkeypatch.setenv(name, value)
    ran = bbs("serve", "--port", "0", "--console-port", "0")
    assert ran.status == 2
    assert name in ran.err


@pytest.mark.parametrize("options", [(), ("--lan",)], ids=["alone", "lan"])
def test_the_console_knows_the_very_addresses_that_were_printed(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    token = "a-token-of-our-own"
    with started(COMMAND, *options, folder=tmp_path, BBS_CONSOLE_TOKEN=token) as server:
        lesson: dict[str, object] = send_json(f"{server.console}/api/v1/lesson/thaw", {}, token)
        assert lesson["addresses"] == server.students
        assert lesson["class_code"] == server.said["code"]
