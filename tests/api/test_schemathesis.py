"""Both descriptions of the API, taken at their word: whatever they allow is sent, and every answer fits them.

`BBS_API_EXAMPLES=1000` sends as many requests to each address as that.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from ports import TEACHERS_TOKEN, Ports, Program, open_ports

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from schemathesis.checks import not_a_server_error  # noqa: E402  # once it is known to be there
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = int(os.environ.get("BBS_API_EXAMPLES", "5"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
HURRIED = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same requests in every run."""
PATH = "/api/v1/openapi.json"


@contextmanager
def running(folder: Path, clock: Any) -> Iterator[tuple[Ports, Any]]:
    """A server with a loop of its own in a thread of its own; and how to ask it something from here."""
    loop, stop, opened = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    found: list[Ports] = []

    async def serve() -> None:
        async with open_ports(folder, clock) as ports:
            found.append(ports)
            opened.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert opened.wait(30)
        yield found[0], lambda one: asyncio.run_coroutine_threadsafe(one, loop).result(30)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)
        loop.close()


@dataclass(frozen=True)
class Caller:
    """Somebody who sends, and what somebody like that knows."""

    who: str
    port: int
    token: str
    known: dict[str, str]
    """Values for the parts of an address that are right."""


def callers(ports: Ports, ask: Callable[[Any], Any]) -> list[Caller]:
    """Nobody, a student and the teacher, with a board, a thread, a post and what else there is."""
    student = ask(ports.student())
    thread = ask(ports.write(student, "Good morning", "Hello"))["thread"]
    waits = ask(ports.write(student, "The square", "We meet at the square"))["post"]
    inside = {"board": "friends", "thread": thread}
    console = {"post": waits, "policy": "for-tests", "switch": "visitors"}
    return [
        Caller("nobody", ports.students, "", inside),
        Caller("a student", ports.students, student.token, inside),
        Caller("the teacher", ports.console, TEACHERS_TOKEN, console),
    ]


def test_whatever_the_descriptions_allow_gets_an_answer_that_they_describe(
    tmp_path: Path, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with running(tmp_path, clock) as (ports, ask):
        for caller in callers(ports, ask):
            document = ask(Program(caller.port, caller.token).json(PATH))
            seen = send_all(document, caller)
            reached = {label for label, statuses in seen.items() if any(one < 300 for one in statuses)}
            assert {one for statuses in seen.values() for one in statuses if one >= 500} == set()
            assert LEAST_REACHED[caller.who] <= reached
    assert [one.getMessage() for one in caplog.records] == []


LEAST_REACHED = {
    "nobody": {"GET /api/v1/openapi.json"},
    "a student": {"GET /api/v1/me", "GET /api/v1/threads/{thread}", "POST /api/v1/threads/{thread}/posts"},
    "the teacher": {
        "GET /api/v1/posts/{post}/lenses",
        "POST /api/v1/lesson/freeze",
        "GET /api/v1/policies/{policy}",
    },
}
"""Where some of the requests must be good ones, or the test has looked at the door alone."""


def send_all(document: dict[str, Any], caller: Caller) -> dict[str, set[int]]:
    """Send much to every address of a document; the statuses of each."""
    found: dict[str, set[int]] = {}
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = result.ok()
        described = document["paths"][operation.path][operation.method]
        if any("text/event-stream" in answer["content"] for answer in described["responses"].values()):
            continue  # an answer without an end; tests/api/test_events.py reads it
        if "requestBody" in described and not described["security"]:
            if caller.who == "nobody":  # codes and passwords: each wrong one makes the next wait
                found[operation.label] = send_many(operation, caller, {}, min(EXAMPLES, 5))
            continue
        parts = {name: value for name, value in caller.known.items() if f"{{{name}}}" in operation.path}
        found[operation.label] = send_many(operation, caller, parts, EXAMPLES)
    return found


def send_many(operation: Any, caller: Caller, known: dict[str, str], many: int) -> set[int]:
    """Send what the description of an operation allows, to places that exist too, and some of what it doesn't."""
    statuses: set[int] = set()
    head = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
    modes = schemathesis.GenerationMode
    kinds = [operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)]
    if known:
        kinds += [operation.as_strategy(generation_mode=modes.POSITIVE, path_parameters=known)] * 2

    for kind in kinds:

        @settings(HURRIED, max_examples=many)
        @given(case=kind)
        def send(case: Any) -> None:
            answer = case.call(
                base_url=f"http://localhost:{caller.port}", headers=head, timeout=30, allow_redirects=False
            )
            statuses.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

        with suppress(Unsatisfiable):  # an address that takes nothing leaves nothing to send wrong
            cast("Any", send)()
    return statuses
