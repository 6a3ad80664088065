"""The console's door: this machine's names only, the teacher only, in constant form."""

from __future__ import annotations

import pytest
from house import Visitor
from ports import TEACHERS_TOKEN, Ports, Program


async def test_the_link_signs_the_browser_in_and_leads_to_the_first_page(ports: Ports) -> None:
    visitor = Visitor(ports.console)
    answer = await visitor.get(f"/enter?token={TEACHERS_TOKEN}")
    assert (answer.status, answer.goes_to) == (303, "/")
    assert TEACHERS_TOKEN not in str(visitor.cookies)
    assert (await visitor.get("/")).status == 200


async def test_every_entry_has_a_session_of_its_own(ports: Ports) -> None:
    first, second = await ports.browser(), await ports.browser()
    assert first.cookies != second.cookies


@pytest.mark.parametrize("token", ["", "wrong", TEACHERS_TOKEN[:-1], TEACHERS_TOKEN + "x", "%ff%fe"])
async def test_a_wrong_link_opens_nothing(ports: Ports, token: str) -> None:
    visitor = Visitor(ports.console)
    answer = await visitor.get(f"/enter?token={token}")
    assert answer.status == 401
    assert "closednet-console" not in visitor.cookies
    assert "bbs serve" in answer.said


async def test_a_student_s_token_and_cookie_are_useless_on_the_console(ports: Ports) -> None:
    student = await ports.student()
    program = Program(ports.console, student.token)
    assert (await program.get("/api/v1/queue")).status == 401
    browser = Visitor(ports.console, cookies={"closednet-console": student.token, "closednet": student.token})
    assert (await browser.get("/")).status == 401


async def test_the_teacher_s_token_and_cookie_are_useless_on_the_network(ports: Ports) -> None:
    browser = await ports.browser()
    cookie = browser.cookies["closednet-console"]
    assert (await Program(ports.students, TEACHERS_TOKEN).get("/api/v1/boards")).status == 401
    assert (await Program(ports.students, cookie).get("/api/v1/boards")).status == 401
    assert (await Program(ports.console, cookie).get("/api/v1/queue")).status == 401


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost.", "localhost:1234"]
)
async def test_this_machine_s_own_names_are_answered(ports: Ports, host: str) -> None:
    assert (await ports.teacher.get("/api/v1/queue", Host=host)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.test",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "board.bright.localhost",
        "192.0.2.1",
        "@",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/queue", "/healthz", f"/enter?token={TEACHERS_TOKEN}"])
async def test_any_other_name_is_misdirected(ports: Ports, host: str, path: str) -> None:
    answer = await ports.teacher.get(path, Host=host)
    assert answer.status == 421
    assert "Set-Cookie" not in answer.headers


async def test_without_a_set_token_nobody_enters(ports: Ports) -> None:
    assert (await Program(ports.console, " ").get("/api/v1/queue")).status == 401


async def test_the_refusal_is_a_page_for_people_and_a_problem_for_programs(ports: Ports) -> None:
    page = await Visitor(ports.console).get("/queue")
    assert page.headers["Content-Type"].startswith("text/html")
    problem = await Program(ports.console).get("/api/v1/queue")
    assert problem.headers["Content-Type"].startswith("application/problem+json")
    assert problem.headers["WWW-Authenticate"] == "Bearer"
