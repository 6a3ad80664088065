"""Words that a rule honours, from the desk to every page and program, on both ports."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from house import Answer, Visitor
from ports import Ports, open_ports

from bbs.desk import Draft
from bbs.policy.submission import Honoured, Text
from bbs.store import TEACHER, Person, people, posts
from bbs.store.checking import check
from bbs.store.honoured import honoured_text, read_honoured
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = r"""policy: 1
id: larger-type
default: allow
rules:
  - {id: names, if: {words: [heron]}, then: honour}
  - {id: quiet, if: {words: [wren]}, then: honour, tell: nothing}
  - {id: told, why: The press does so., if: {words: [lynx]}, then: honour, tell: reason}
  - {id: sign, if: {patterns: ['<b>', '\x{202E}.']}, then: honour}
  - {id: later, if: {words: [later]}, then: hold, why: An editor reads it.}
  - {id: dear, if: {words: [dear]}, then: {replace: beloved}}
"""
HERON = '<strong class="honoured">Heron</strong>'


@pytest.fixture
async def ports(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, POLICY) as opened:
        yield opened


async def resident(ports: Ports) -> tuple[Visitor, Person]:
    """Somebody who joined in a browser."""
    visitor = Visitor(ports.students)
    answer = await visitor.join()
    assert answer.status == 200, answer.said
    person = await ports.services.roster.person_of(visitor.cookies["closednet"])
    assert person is not None
    return visitor, person


async def write(ports: Ports, author: Person, body: str, title: str = "Hello") -> tuple[str, str]:
    """A thread on the board; the ids of post and thread."""
    draft = Draft("thread", body, title=title, board="friends", program=True)
    receipt = await ports.services.desk.submit(draft, author)
    return receipt.post or "", receipt.thread or ""


def large(answer: Answer) -> list[str]:
    """What a page sets in larger type, in order; the tab's title is no part of it."""
    assert answer.status == 200, answer.said
    return re.findall(r'<strong class="honoured">(.*?)</strong>', answer.text.partition("</title>")[2])


# On the board


async def test_readers_and_the_author_read_the_words_larger_and_no_character_changes(ports: Ports) -> None:
    (writer, author), (reader, _) = await resident(ports), await resident(ports)
    _, thread = await write(ports, author, "Many thanks to Heron & others", "On Heron")
    for visitor in (writer, reader):
        page = await visitor.get(f"/~board/threads/{thread}")
        assert f'dir="auto">Many thanks to {HERON} &amp; others</p>' in page.text
        assert f"<h1><bdi>On {HERON}</bdi></h1>" in page.text
        assert "<title>On Heron" in page.text
        listed = await visitor.get("/~board/boards/friends")
        assert f"<bdi>On {HERON}</bdi></a>" in listed.text
    assert large(await writer.get("/me")) == ["Heron", "Heron"]


async def test_a_card_honours_too(ports: Ports) -> None:
    (_, author), (reader, other) = await resident(ports), await resident(ports)
    draft = Draft("card", "From Heron", to=other.id, program=True)
    receipt = await ports.services.desk.submit(draft, author)
    assert large(await reader.get(f"/~board/threads/{receipt.thread}")) == ["Heron"]


async def test_the_place_is_that_in_the_text_that_is_shown(ports: Ports) -> None:
    (reader, author) = await resident(ports)
    _, thread = await write(ports, author, "dear, dear Heron")
    assert f"beloved, beloved {HERON}</p>" in (await reader.get(f"/~board/threads/{thread}")).text


async def test_markup_in_honoured_words_stays_text_and_a_direction_mark_is_shown(ports: Ports) -> None:
    (reader, author) = await resident(ports)
    _, thread = await write(ports, author, "a <b>bold</b> \u202ex & co")
    page = await reader.get(f"/~board/threads/{thread}")
    assert large(page) == ["&lt;b&gt;", '<span class="mark">RLO</span>x']
    assert "<b>" not in page.text
    assert "\u202e" not in page.text


async def test_with_an_explicit_nothing_its_author_alone_reads_it_plain(ports: Ports) -> None:
    (writer, author), (reader, _) = await resident(ports), await resident(ports)
    _, thread = await write(ports, author, "a wren", "On the wren")
    for path in (f"/~board/threads/{thread}", "/~board/boards/friends", "/me"):
        assert large(await writer.get(path)) == []
    assert large(await reader.get(f"/~board/threads/{thread}")) == ["wren", "wren"]
    assert large(await reader.get("/~board/boards/friends")) == ["wren"]


async def test_the_author_is_told_where_the_rule_tells(ports: Ports) -> None:
    writer, _ = await resident(ports)
    sent = await writer.post("/~board/boards/friends/new", {"title": "Hello", "body": "a lynx"})
    page = await writer.get(sent.goes_to.partition("#")[0])
    assert "Some of your words are set in larger type. The press does so." in page.said
    assert large(page) == ["lynx"]


# Kept


async def test_what_waits_is_set_larger_when_an_editor_lets_it_appear(ports: Ports) -> None:
    (writer, author), (reader, _), desk = await resident(ports), await resident(ports), await ports.browser()
    post, thread = await write(ports, author, "later, dear Heron")
    assert large(await writer.get(f"/~board/threads/{thread}")) == ["Heron"]
    queue = await desk.get("/queue")
    assert "What readers get:" in queue.said
    assert large(queue) == ["Heron"]
    await ports.services.desk.release(post, TEACHER)
    assert f"later, beloved {HERON}</p>" in (await reader.get(f"/~board/threads/{thread}")).text


async def test_a_text_that_readers_get_as_it_was_written_is_not_shown_twice_in_the_queue(
    ports: Ports,
) -> None:
    (_, author), desk = await resident(ports), await ports.browser()
    await write(ports, author, "read this later")
    assert "What readers get:" not in (await desk.get("/queue")).said


async def test_it_outlives_a_restart_and_the_log_vouches_for_it(tmp_path: Path, clock: FixedClock) -> None:
    async with open_ports(tmp_path, clock, POLICY) as ports:
        _, author = await resident(ports)
        post, _ = await write(ports, author, "a wren and Heron", "Heron")
    assert (await check(tmp_path / "data" / DATABASE)).problem == ""
    async with open_ports(tmp_path, clock, POLICY) as ports:
        kept = await posts.by_id(ports.services.store, post)
        assert kept is not None
        name, wren, heron = Honoured("title", 0, 5), Honoured("body", 2, 6), Honoured("body", 11, 16)
        assert kept.shown == Text("Heron", "a wren and Heron", (name, wren, heron))
        assert kept.author_sees == Text("Heron", "a wren and Heron", (name, heron))
        assert kept.original == Text("Heron", "a wren and Heron")


@pytest.mark.parametrize("value", ["NULL", "'[[],[]]'", '\'[[["body",0,1]],[["body",2,7]]]\'', "'no list'"])
async def test_a_place_changed_by_hand_is_found(ports: Ports, value: str) -> None:
    _, author = await resident(ports)
    await write(ports, author, "a heron")
    store = ports.services.store
    await store.write(lambda tx: tx.execute(f"UPDATE posts SET honoured = {value}"))  # noqa: S608  # our own values
    fault = await store.verify()
    assert fault is not None
    assert "is not what row" in fault.problem


async def test_nothing_of_it_is_left_of_somebody_who_was_erased(ports: Ports) -> None:
    (_, author), (reader, _) = await resident(ports), await resident(ports)
    post, thread = await write(ports, author, "a heron", "Heron")
    await ports.services.roster.erase(author.id, author.id)
    store = ports.services.store
    kept = await posts.by_id(store, post)
    assert kept is not None
    assert kept.shown == Text("", "")
    assert large(await reader.get(f"/~board/threads/{thread}")) == []
    assert await store.verify() is None
    await store.write(lambda tx: tx.execute("UPDATE posts SET honoured = '[[],[[\"body\",0,5]]]'"))
    assert await store.verify() is not None


@pytest.mark.parametrize("sees", [None, Text("", "x"), Text("t", "b", (Honoured("title", 0, 1),))])
def test_the_column_gives_back_what_was_put_in(sees: Text | None) -> None:
    shown = Text("t", "bb", (Honoured("title", 0, 1), Honoured("body", 0, 2)))
    assert read_honoured(honoured_text(shown, sees)) == (shown.honoured, sees.honoured if sees else ())


def test_a_text_in_one_size_takes_no_room() -> None:
    assert honoured_text(Text("a", "b"), Text("a", "b")) is None
    assert read_honoured(None) == ((), ())


# To the teacher, and revealed


async def test_both_lenses_show_it_and_the_operator_reads_which_rule_it_was(ports: Ports) -> None:
    (_, author), desk = await resident(ports), await ports.browser()
    post, _ = await write(ports, author, "a wren and Heron")
    page = await desk.get(f"/posts/{post}")
    lens = {
        name: page.text.split(f'class="lens lens-{name}"')[1].split("</section>")[0]
        for name in ("reader", "author")
    }
    assert '<strong class="honoured">wren</strong>' in lens["reader"]
    assert HERON in lens["reader"]
    assert "wren and " + HERON in lens["author"]
    assert "not the words that were written" not in page.said
    assert "“wren” set in larger type, by quiet; its author goes on seeing it as they wrote it" in page.said
    assert "Words are set in larger type by quiet and names ." in page.said
    assert "Readers see words in larger type. Its author does not, and was not told." in page.said


async def test_the_reveal_shows_an_author_what_the_others_read(ports: Ports) -> None:
    writer, author = await resident(ports)
    post, _ = await write(ports, author, "a wren")
    await ports.services.lesson.reveal()
    page = await writer.get(f"/mine/{post}")
    assert large(page) == ["wren"]
    assert "The others read some of these words in another size than you do." in page.said
    assert "you were not told that words were set in larger type." in page.said
    assert (
        "“wren” was set in larger type, by the rule quiet ; you went on reading it as you had written it"
        in page.said
    )


# For programs


async def test_programs_get_the_places_in_each_text(ports: Ports) -> None:
    writer, reader, teacher = await ports.student(), await ports.student(), ports.teacher
    sent = await ports.write(writer, "On Heron", "a wren & Heron", "friends")
    title, wren, heron = place("title", 3, 8), place("body", 2, 6), place("body", 9, 14)
    for who, body in ((writer, [heron]), (reader, [wren, heron])):
        thread = await who.json(f"/api/v1/threads/{sent['thread']}")
        assert thread["thread"]["honoured"] == [title]
        assert [(one["body"], one["honoured"]) for one in thread["posts"]] == [
            ("a wren & Heron", [title, *body])
        ]
        listed = (await who.json("/api/v1/boards/friends/threads"))["threads"]
        assert [one["honoured"] for one in listed] == [[title]]
    assert (await writer.json("/api/v1/me"))["texts"][0]["honoured"] == [title, heron]
    lenses = await teacher.json(f"/api/v1/posts/{sent['post']}/lenses")
    assert lenses["reader"]["honoured"] == lenses["operator"]["honoured"] == [title, wren, heron]
    assert lenses["author"]["honoured"] == lenses["operator"]["author_sees_honoured"] == [title, heron]
    await ports.services.lesson.reveal()
    assert (await writer.json("/api/v1/mine"))["texts"][0]["readers"]["honoured"] == [title, wren, heron]


async def test_where_nothing_is_seen_nothing_is_larger(ports: Ports) -> None:
    writer = await ports.student()
    await ports.write(writer, "Hello", "Heron, later", "friends")
    newest = await ports.newest()
    lenses = await ports.teacher.json(f"/api/v1/posts/{newest['post']}/lenses")
    assert lenses["reader"] is None
    assert lenses["operator"]["honoured"] == []
    assert lenses["author"]["honoured"] == [place("body", 0, 5)]
    assert await people.by_name(ports.services.store, writer.name)


def place(field: str, start: int, end: int) -> dict[str, Any]:
    return {"field": field, "start": start, "end": end}
