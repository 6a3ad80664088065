"""The one list of every page of both ports, in every state that looks different, in an order in which they come about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from house import CODE
from networks import own_network
from playwright.async_api import Browser, BrowserContext, Page
from ports import TEACHERS_TOKEN, Ports, Student

from bbs.copies import Sheet
from bbs.pack import read_pack
from bbs.store import Runaway, people, requests, runaways
from bbs.store.copies import Original
from browser.going import go

ADDRESSES = ("http://192.168.1.20:8080/", "http://[fd12:3456:789a::1]:8080/")
"""Where the lesson's page says that students come in."""
LONG = "long" * 60

TEXTS = (
    ("Good morning", "Hello\n\nall"),
    ("The Square", "We meet at the Square, at the s q u a r e \u202e<b>bold</b>"),
    ("A lake", "by the lake"),
    ("A lantern", "a lantern"),
    ("A tunnel", "a tunnel"),
    ("A cake", "a cake"),
    ("A drum", "a drum"),
    ("A trip", f"to southland \u202e<b>bold</b> {LONG}"),
    ("A call", "call 0171 2345678 or write to heron@campus.test"),
    ("Willow", f"Greetings from Willow to Willow, by the Willow-Willow {LONG} willow"),
)
"""One text of each kind, by title and body."""

OURS = """\
policy: 1
id: ours
title: Our own board
about: A board of our own.
default: allow
lists: {kinds: {file: lists/kinds.txt}}
rules:
  - {id: soup, why: No soup., if: {words: [list kinds]}, then: block}
  - {id: spare, if: {words: [spare]}, then: hold}
tests:
  - {post: hot soup, gives: allow}
examples:
  fine: [Happy birthday, a spare seat]
"""
"""A policy with a list file, a test that fails and an example that goes wrong."""

SIGNED_OUT = (
    *("/join", f"/join?code={CODE}", "/return", "/~board/", "/nothing"),
    *("/connect", "/connect/windows", "/connect/iphone", "/connect/test", "/connect/toaster"),
)
INSIDE = (
    "/", "/me", "/me/password", "/me/erase", "/leave", "/~board/", "/~board/boards/friends",
    "/~board/boards/friends/new", "/~board/boards/birthdays", "/~board/boards/notices", "/~board/birthdays", "/~board/rules",
    "/~library/", "/~library/hours", "/~press/", "/~university/", "/~films/", "/~handbook/conditions", "/~newspaper/", "/~world-news/",
    "/~encyclopedia/", "/~video/", "/~search/", "/~nowhere/x", "/~board/nothing",
    "/~portal/search", "/~portal/go?address=www.example.com", "/~portal/go?address=chat",
    "/~portal/go?address=https://board", "/~portal/poster", "/~hotel/",
)  # fmt: skip
EMPTY = (
    *("/", "/queue", "/people", "/policies", "/lesson", "/monitor"),
    *(
        "/network",
        "/network/lanes",
        "/network/file#line-3",
        "/network/lanes/seal",
        "/network/requests",
        "/network/poster",
    ),
)
CONSOLE = (
    "/", "/?verdict=hold", "/?rule=none", "/lesson", "/queue", "/queue?notice=released", "/people", "/monitor",
    "/monitor?choose=on&names=off", "/monitor?verdict=refused&who=intranet", "/monitor?from=noonish",
    "/policies", "/policies/edit", "/policies/edit?draft=ours", "/policies/versions/1", "/policies/versions/2", "/handbook/first-policy",
    "/nothing",
)  # fmt: skip


@dataclass
class Walk:
    """Somebody signed out, a student and the teacher, each with a browser window; and what they have made."""

    ports: Ports
    outside: Page
    inside: Page
    desk: Page
    student: Student
    person: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)

    def network(self, path: str) -> str:
        """The address of a page of the students' port."""
        return f"http://localhost:{self.ports.students}{path}"

    def console(self, path: str) -> str:
        """The address of a page of the console."""
        return f"http://localhost:{self.ports.console}{path}"

    async def write(self) -> None:
        """One text of each kind, and a card for oneself."""
        for title, body in TEXTS:
            self.posts.append(await self.ports.write(self.student, title, body, "friends"))
        card = {"body": "Many happy returns", "to": self.student.name}
        await self.student.post("/api/v1/boards/birthdays/threads", card)
        for one in (await self.ports.teacher.json("/api/v1/queue"))[-1:]:
            await self.ports.teacher.post(
                f"/api/v1/posts/{one['post']}/refuse", {"reason": "No places, please."}
            )


Step = tuple[str, Page]


async def windows(ports: Ports, chromium: Browser, **how: Any) -> Walk:
    """The three windows, as wide and as dark as it is asked for; the student and the teacher are signed in."""
    contexts: list[BrowserContext] = [await chromium.new_context(**how) for _ in range(3)]
    outside, inside, desk = [await context.new_page() for context in contexts]
    student = await ports.student()
    cookie = {"name": "closednet", "value": student.token, "url": f"http://localhost:{ports.students}"}
    await contexts[1].add_cookies([cookie])  # type: ignore[list-item]
    await desk.goto(f"http://localhost:{ports.console}/enter?token={TEACHERS_TOKEN}")
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    return Walk(ports, outside, inside, desk, student, person.id)


async def every_page(walk: Walk) -> AsyncIterator[Step]:
    """Open one page after the other: its name, and the window in which it is open."""
    for part in (
        door,
        empty,
        board,
        asking,
        librarian,
        revealed,
        own_visits,
        console,
        editor,
        one_person,
        misdirected,
    ):
        async for step in part(walk):
            yield step


async def door(walk: Walk) -> AsyncIterator[Step]:
    """Before anybody is in: the class code, right and wrong, and coming back."""
    page = walk.outside
    for path in SIGNED_OUT:
        await page.goto(walk.network(path))
        yield f"signed out, {path}", page
    await page.goto(walk.network("/join"))
    await page.get_by_label("Class code").fill("wrong")
    await go(page.get_by_role("button", name="Join"))
    yield "a wrong code", page
    await page.goto(walk.network("/return"))
    await page.get_by_label("Your name here").fill("Nobody-One")
    await page.get_by_label("Your three words").fill("maple river clock")
    await go(page.get_by_role("button", name="Come back in"))
    yield "a wrong ticket", page
    await walk.ports.services.lesson.freeze()
    await page.goto(walk.network("/join"))
    yield "joining is frozen", page
    await walk.ports.services.lesson.thaw()
    await page.goto(walk.network("/join"))
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    yield "the pass", page
    await page.goto(walk.network("/me/erase"))
    await go(page.get_by_role("button", name="Erase me now"))
    yield "erased", page


async def empty(walk: Walk) -> AsyncIterator[Step]:
    """Both ports while nobody has written anything."""
    for path in EMPTY:
        await walk.desk.goto(walk.console(path))
        yield f"console, empty, {path}", walk.desk
    for path in ("/me", "/~board/boards/friends"):
        await walk.inside.goto(walk.network(path))
        yield f"empty, {path}", walk.inside


async def board(walk: Walk) -> AsyncIterator[Step]:
    """Everything inside, after texts of every kind were written."""
    page = walk.inside
    await page.goto(walk.network(f"/~board/people/{walk.person}/card"))
    yield "no card yet", page
    for name, title, body in (
        ("a title is missing", " ", "x"),
        ("are you sure", "Asked", f"It may rain {LONG}"),
        ("refused", "No", "a cake"),
        ("an excuse", "No", "a drum"),
    ):
        await page.goto(walk.network("/~board/boards/friends/new"))
        await page.get_by_label("Title").fill(title)
        await page.get_by_label("Your words").fill(body)
        await go(page.get_by_role("button", name="Post it"))
        yield f"written: {name}", page
    await walk.write()
    for path in INSIDE:
        await page.goto(walk.network(path))
        yield path, page
    roster = walk.ports.services.roster
    await roster.set_place(walk.person, "student", "visitor")
    for path in ("/start", "/start/go?address=board", "/~hotel/connection", "/~portal/search"):
        await page.goto(walk.network(path))
        yield f"as a guest, {path}", page
    await roster.set_place(walk.person, "student", "intranet")
    for name, one in (("plain", 0), ("waiting", 1), ("edited", 7), ("honoured", 9)):
        post = walk.posts[one]
        await page.goto(walk.network(f"/~board/threads/{post['thread']}?sent={post['post']}"))
        yield f"a thread, {name}", page
    await page.goto(walk.network(f"/~board/people/{walk.person}/card"))
    yield "a card", page
    await page.goto(walk.network("/me/password"))
    await page.get_by_label("New password").fill("short")
    await go(page.get_by_role("button", name="Set it"))
    yield "a short password", page
    for name, words in (
        ("found", "bridge"),
        ("nothing", "nosuchword"),
        ("waiting", "the square"),
        ("refused", "a cake"),
    ):
        await page.goto(walk.network("/~portal/search"))
        await page.get_by_label("What are you looking for?").fill(words)
        await go(page.get_by_role("button", name="Search"))
        yield f"searched: {name}", page


async def asking(walk: Walk) -> AsyncIterator[Step]:
    """Asking for closed sites, and each answer: for whoever asks, and on the console."""
    page, desk, grants = walk.inside, walk.desk, walk.ports.services.grants
    await page.goto(walk.network("/me/requests"))
    yield "asked for nothing", page
    for name, path, words in (
        ("refused", "/~world-news/", "a cake"),
        ("sent", "/~world-news/", f"For <b>us</b> \u202e {LONG} in southland"),
        ("kept back", "/~encyclopedia/", "by the lantern"),
        ("drawn", "/~portal/go?address=newspaper", f"The newspaper {LONG}"),
    ):
        await page.goto(walk.network(path))
        await page.locator("#body").fill(words)
        await go(page.get_by_role("button", name="Ask for access"))
        yield f"asking: {name}", page
    await desk.goto(walk.console("/network/requests"))
    yield "console, requests wait", desk
    (news,) = [one for one in await requests.newest(walk.ports.services.store) if one.site == "world-news"]
    for one in await requests.newest(walk.ports.services.store):
        if one.id != news.id:
            await grants.decline(one.id, f"No <i>i</i> \u202e {LONG}")
    await page.goto(walk.network("/~newspaper/"))
    yield "asking: declined", page
    await grants.grant(news.id, walk.ports.services.clock.now() + dt.timedelta(minutes=10))
    await page.goto(walk.network("/me/requests"))
    yield "asked for much", page
    await desk.goto(walk.console("/network/requests?notice=granted"))
    yield "console, requests answered", desk
    await grants.withdraw(news.id)
    await page.goto(walk.network("/~world-news/"))
    yield "asking: withdrawn", page


async def librarian(walk: Walk) -> AsyncIterator[Step]:
    """Asking at a desk, a copy that answers, and the reading room: for whoever asks, and on the console."""
    page, desk, copies = walk.inside, walk.desk, walk.ports.services.copies
    for name, path in (("the desk", "ask"), ("no copies", "reading/copies")):
        await page.goto(walk.network(f"/~library/{path}"))
        yield name, page
    for name, address, why in (
        ("refused", "a cake", "Please"),
        ("asked", "http://news.outside.test/bridge", f"For <b>us</b> \u202e {LONG}"),
        ("asked for what is not listed", f"www.{LONG[:90]}.com", "Please"),
    ):
        await page.goto(walk.network("/~library/ask"))
        await page.locator("#title").fill(address)
        await page.locator("#body").fill(why)
        await go(page.get_by_role("button", name="Ask"))
        await (
            page.get_by_role("heading", name="What you have asked for")
            .or_(page.get_by_role("alert"))
            .wait_for()
        )
        yield f"at the desk: {name}", page
    await desk.goto(walk.console("/network/requests"))
    yield "console, asked at the desk", desk
    await go(desk.get_by_role("link", name="Answer with a copy").first)
    await desk.get_by_role("heading", name="Answer with a copy").wait_for()
    yield "console, a page to copy", desk
    await desk.locator("#body").fill(f"Shorter \u202e <b>bold</b> {LONG}\n\n## Here\n\n[home](site:portal)")
    await go(desk.get_by_role("button", name="Look at it first"))
    await desk.get_by_role("heading", name="What is different").wait_for()
    yield "console, looked at a copy", desk
    await desk.locator("#body").fill(" ")
    await go(desk.get_by_role("button", name="Lay it in the reading room"))
    await desk.get_by_role("alert").wait_for()
    yield "console, nothing to lay", desk
    other, first = [one for one in await requests.newest(walk.ports.services.store) if one.state == "open"]
    original = Original("world-news", "/bridge", "bridge.md", f"The bridge opens {LONG} a week late.")
    await copies.lay(
        first.id, Sheet(f"A bridge \u202e {LONG[:80]}", "The bridge opens.", "World News", original=original)
    )
    shared = await copies.lay(other.id, Sheet("A letter", f"# Dear\n\n- all {LONG}", "A book", for_all=True))
    for path in ("/network/requests?notice=copied", f"/network/copies/{shared.id}"):
        await desk.goto(walk.console(path))
        yield f"console, {path}", desk
    for path in (
        "/me/requests",
        "/~library/reading/copies",
        f"/~library/reading/copies/{shared.id}",
        "/~library/reading",
    ):
        await page.goto(walk.network(path))
        yield f"copies, {path}", page
    (own,) = [one for one in await copies.of(walk.person) if one.person]
    await desk.goto(walk.console(f"/network/copies/{own.id}"))
    await go(desk.get_by_role("button", name="Take it away again"))
    await desk.get_by_text("nobody finds it in the reading room any more").wait_for()
    yield "console, a copy was taken away", desk
    await desk.goto(walk.console(f"/network/copies/{own.id}"))
    yield "console, a copy that was taken away", desk
    await page.goto(walk.network("/me/requests"))
    yield "a copy was taken away", page


async def revealed(walk: Walk) -> AsyncIterator[Step]:
    """The same while the teacher reveals what became of everybody's words."""
    await walk.desk.goto(walk.console("/lesson"))
    await go(walk.desk.get_by_role("button", name="Freeze joining"))
    await go(walk.desk.get_by_role("button", name="Reveal"))
    yield "console, both switches on", walk.desk
    await walk.ports.services.lesson.thaw()
    post = walk.posts[1]
    for path in ("/", "/mine", f"/mine/{post['post']}", f"/~board/threads/{post['thread']}"):
        await walk.inside.goto(walk.network(path))
        yield f"revealed, {path.replace(post['post'], 'POST').replace(post['thread'], 'THREAD')}", walk.inside


async def own_visits(walk: Walk) -> AsyncIterator[Step]:
    """Where somebody has been, shown to them."""
    await walk.desk.goto(walk.console("/monitor"))
    await go(walk.desk.get_by_role("button", name="Show own visits"))
    yield "console, own visits are shown", walk.desk
    await walk.ports.services.visits.flush()
    trip = "/~portal/trip?address=chat"
    for path in ("/mine/visits", "/mine/visits?before=1", trip, f"{trip}&step=2"):
        await walk.inside.goto(walk.network(path))
        yield f"shown, {path}", walk.inside


async def console(walk: Walk) -> AsyncIterator[Step]:
    """The teacher's pages, with everything on them."""
    page, teacher = walk.desk, walk.ports.teacher
    ours = {"text": OURS, "files": {"lists/kinds.txt": f"soup\n{'long' * 15}\n"}}
    for method, path, sent in (
        ("PUT", "ours", ours),
        ("POST", "ours/publish", {"anyway": True, "note": "long" * 50}),
        ("POST", "for-tests/publish", {}),
        ("PUT", "ours", ours),
    ):
        answer = await teacher.send(method, f"/api/v1/policies/{path}", sent, {})
        assert answer.status in {200, 201}, answer.text
    await guarded(walk)
    file = Path(walk.ports.services.settings.policy)
    for name, words, tests in (
        ("to publish", "pond", ""),
        ("with a failing test", "pond", "tests:\n  - {post: a cake, gives: allow}\n"),
        ("with a mistake", LONG, ""),
    ):
        change(file, words, tests)
        await page.goto(walk.console("/policies"))
        yield f"console, /policies, a file {name}", page
    for path in CONSOLE:
        await page.goto(walk.console(path))
        yield f"console, {path}", page
    async for step in posts_so_far(walk):
        yield step
    async for step in network(walk):
        yield step
    kinds = {(one["by"], one["state"]): one for one in await teacher.json("/api/v1/decisions")}
    for one in kinds.values():
        await page.goto(walk.console(f"/posts/{one['post']}"))
        yield f"console, a post by {one['by']}, {one['state']}", page


async def guarded(walk: Walk) -> None:
    """The runaway guard has acted on one rule, and could not on another."""
    store, now = walk.ports.services.store, walk.ports.services.clock.now()
    for rule, version in (("waiting", 2), ("long" * 15, None)):
        one = Runaway(0, rule, "", 1, version, 24, 9, now, now)
        await store.write(lambda tx, one=one: runaways.add(tx, one))  # type: ignore[misc]


async def network(walk: Walk) -> AsyncIterator[Step]:
    """Who may open what: at another time, with other files on disk, and with files that can't be used."""
    page, allowlist = walk.desk, walk.ports.services.allowlist
    await page.goto(walk.console("/network/packs?look=company-intranet"))
    yield "console, /network/packs, what would change", page
    await page.goto(walk.console("/network?at=08:30&day=mon&switch-visitors=apr-2016"))
    for cell in await page.locator(".matrix summary").all():
        await cell.click()  # the page stays
    yield "console, /network, every reason", page
    own = own_network(Path(walk.ports.services.settings.data).parent / "own")
    await allowlist.put_in_force(read_pack(str(own.file)))
    own.change("title: World News", f"title: World {LONG}")
    own.change("chat.outside.test", f"chat.outside.test\n{LONG}", "lists/shut.txt")
    own.change("visitor", "guest")
    await page.goto(walk.console("/network"))
    yield "console, /network, files to put in force", page
    await go(page.get_by_role("button", name="Put it in force"))
    await go(page.get_by_role("button", name="Turn it to this"))
    yield "console, /network, a switch turned", page
    own.change("kind: newspaper", f"kind: news-{LONG}")
    await page.goto(walk.console("/network"))
    yield "console, /network, files that can't be used", page
    await allowlist.put_in_force(read_pack("bright-net"))


async def posts_so_far(walk: Walk) -> AsyncIterator[Step]:
    """What a policy would do to the posts so far: nothing looked at, a draft, the policy in force, the question, done."""
    page, teacher = walk.desk, walk.ports.teacher
    text = f"policy: 1\nid: strict\ntitle: Strict {LONG}\ndefault: hold\n"
    await page.goto(walk.console("/policies/posts-so-far"))
    yield "console, the posts so far, none looked at", page
    assert (await teacher.send("PUT", "/api/v1/policies/strict", {"text": text}, {})).status == 201
    await teacher.post("/api/v1/policies/strict/dry-run")
    for path in ("", "?change=hidden", "?notice=look-again"):
        await page.goto(walk.console(f"/policies/posts-so-far{path}"))
        yield f"console, the posts so far, a draft, {path}", page
    await teacher.post("/api/v1/policies/strict/publish", {})
    await teacher.post("/api/v1/policies/strict/dry-run")
    await page.goto(walk.console("/policies/posts-so-far"))
    yield "console, the posts so far, in force", page
    await page.goto(walk.console("/policies/posts-so-far/change"))
    yield "console, the posts so far, the question", page
    await go(page.get_by_role("button", name="Change them now"))
    await walk.ports.services.rerun.wait(30)
    await page.goto(walk.console("/policies/posts-so-far"))
    yield "console, the posts so far, changed", page
    await teacher.post("/api/v1/policies/for-tests/dry-run?version=1")
    await page.goto(walk.console("/policies/posts-so-far"))
    yield "console, the posts so far, an old version", page


def change(file: Path, words: str, tests: str) -> None:
    """Add a word to a rule in a file on disk, and tests below."""
    text = re.sub(r"words: \[lake[^]]*\]", f"words: [lake, {words}]", file.read_text(encoding="utf-8"))
    file.write_text(text.partition("tests:")[0] + tests, encoding="utf-8")


async def editor(walk: Walk) -> AsyncIterator[Step]:
    """The editor with a failing test, without a list file, and with a mistake."""
    page = walk.desk
    for name, text in (
        ("a failing test", OURS),
        ("a missing list", OURS.replace("lists/kinds", "lists/none")),
        ("a mistake", OURS + "rules: [\n"),
    ):
        await page.goto(walk.console("/policies/edit"))
        await page.get_by_label("The policy, in YAML").fill(text)
        await go(page.get_by_role("button", name="Check"))
        await page.locator("#found").wait_for()
        yield f"console, the editor with {name}", page


async def one_person(walk: Walk) -> AsyncIterator[Step]:
    """One person, a new ticket, and what stays of somebody who was erased."""
    page, other = walk.desk, await walk.ports.student()
    receipt = await walk.ports.write(other, "Hello", "at the square", "friends")
    person = await people.by_name(walk.ports.services.store, other.name)
    assert person is not None
    for path in (f"/people/{person.id}", f"/people/{person.id}?notice=placed", f"/people/{person.id}/erase"):
        await page.goto(walk.console(path))
        yield f"console, {path.replace(person.id, 'PERSON')}", page
    await page.goto(walk.console(f"/people/{person.id}"))
    await go(page.get_by_role("button", name="Deal a new ticket"))
    yield "console, a new ticket", page
    await walk.ports.services.roster.erase(person.id, "teacher")
    for path in ("/people?notice=erased", "/", f"/posts/{receipt['post']}"):
        await page.goto(walk.console(path))
        yield f"console, after erasing, {path.replace(receipt['post'], 'POST')}", page


async def misdirected(walk: Walk) -> AsyncIterator[Step]:
    """Names that this network does not have, and a door that is closed."""
    await walk.outside.goto(f"http://nowhere.localhost:{walk.ports.students}/")
    yield "a name that is not listed", walk.outside
    await walk.outside.goto(f"http://news.outside.localhost:{walk.ports.students}/-/pass")
    yield "a site abroad, without a cookie", walk.outside
    await walk.outside.goto(walk.console("/"))
    yield "console, without the link", walk.outside


Check = Callable[[Page], Coroutine[Any, Any, list[str]]]


async def faults_everywhere(walk: Walk, check: Check) -> list[str]:
    """What a check finds, each with the name of its page."""
    return [f"{name}: {one}" async for name, page in every_page(walk) for one in await check(page)]
