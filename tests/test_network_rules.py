"""Rules by path and switches on a running server: no way round them, by page, by program or by spelling."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from house import raw
from network.sample import SAMPLE
from ports import Program, open_ports

from bbs.lesson import Clock

RULES = """\
rules:
  - {id: no-exams, if: {site: library, path: [/login, "/exams/*"]}, refuse: page, why: Not during the exams.}
  - {id: nothing-new, if: {site: board, path: "/boards/friends/*", method: POST}, refuse: page}
  - {id: no-thread, if: {site: board, path: "/threads/*", tier: elite}, refuse: vague}
  - {id: no-rules, if: {site: board, path: /rules}, refuse: missing}
"""
FILES = {"index": "Front", "login": "Login", "exams/index": "Exams", "exams/may": "May", "hours": "Hours"}
CLOSED = {"Login", "Exams", "May"}


def pack(folder: Path) -> str:
    """The small network with a library of some pages, twice: under the rules, and without any."""
    for site, name in itertools.product(("films", "library", "paper", "news", "chat"), FILES):
        file = folder / "p" / site / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {FILES[name]}\n\nHello.\n", encoding="utf-8")
    text = SAMPLE.replace("opens: [newspaper]", "opens: [paper]").partition("rules:\n")[0] + RULES
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    return str(folder / "small.yaml")


def spellings() -> list[str]:
    """Paths that some server somewhere takes for one of the pages."""
    names = ("/login", "/exams", "/exams/may", "/hours", "", "/%6Cogin", "/exams%2Fmay", "/EXAMS", "/Login")
    before = ("", "/", "/.", "/x/..", "/%2e", "/x/%2E%2e", "/hours/..", "/;x")
    after = ("", "/", "//", "/.", "/%2e", "?x=1", "/?x", "/x/..", ";x", "%00", "%20")
    return ["".join(parts) or "/" for parts in itertools.product(before, names, after)]


async def test_no_spelling_gets_a_page_that_a_rule_closes(tmp_path: Path, clock: Clock) -> None:
    async with open_ports(tmp_path, clock, pack=pack(tmp_path), flood=0) as ports:
        student = await ports.student()
        cookie = f"Cookie: closednet={student.token}\r\nConnection: close\r\n\r\n"

        async def title(site: str, path: str) -> str:
            line = f"GET /~{site}{path} HTTP/1.1\r\nHost: localhost:{ports.students}\r\n{cookie}"
            answer = await raw(ports.students, line.encode())
            return next((one for one in FILES.values() if f"<h1>{one}</h1>".encode() in answer), "")

        served = {path: await title("films", path) for path in spellings()}
        assert set(FILES.values()) <= set(served.values()), "each page is served under some spelling"
        for path, there in served.items():
            if there:
                assert await title("library", path) == ("" if there in CLOSED else there), path


async def test_a_rule_by_path_and_method_holds_for_pages_and_programs_alike(
    tmp_path: Path, clock: Clock
) -> None:
    async with open_ports(tmp_path, clock, pack=pack(tmp_path), flood=0) as ports:
        student = await ports.student()
        threads = "/api/v1/boards/friends/threads"
        assert (await student.get(threads)).status == 200
        refused = await student.post(threads, {"title": "Good day", "body": "Good morning"})
        assert (refused.status, json.loads(refused.text)["title"]) == (403, "Not available")
        card = await student.post("/api/v1/boards/birthdays/threads", {"body": "Hello", "to": student.name})
        thread = json.loads(card.text)["thread"]
        assert (await student.get(f"/api/v1/threads/{thread}")).status == 200
        assert (await student.get("/api/v1/rules")).status == 404
        person = await ports.services.roster.person_of(student.token)
        assert person is not None
        await ports.services.roster.set_place(person.id, "student", "elite")
        assert (await student.get(f"/api/v1/threads/{thread}")).status == 503
        assert (await student.post(f"/api/v1/threads/{thread}/posts", {"body": "More"})).status == 503
        page = Program(ports.students, student.token)
        assert (await page.get(f"/~board/threads/{thread}")).status == 503
        assert (await page.get("/~board/rules")).status == 404
