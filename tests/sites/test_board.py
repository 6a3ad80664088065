import re

import pytest
from house import House, Visitor, open_house

from bbs.sites.reading import HERE, SENT
from bbs.store import TEACHER

WRITTEN = ("/~board/boards/friends/new", {"title": "Bridge", "body": "The new bridge is open."})


async def write(visitor: Visitor, body: str, title: str = "Bridge") -> str:
    """Start a thread; its address."""
    answer = await visitor.post(WRITTEN[0], {"title": title, "body": body})
    assert answer.status == 303, answer.said
    return answer.goes_to.partition("?")[0]


async def professor(house: House) -> tuple[Visitor, str]:
    """The first professor, who has a birthday today, and their id."""
    while True:
        visitor = await house.resident()
        person = await house.services.roster.person_of(visitor.cookies["closednet"])
        if person.role == "professor":
            return visitor, person.id


async def test_what_one_writes_another_reads(house):
    thread = await write(await house.resident(), "The new bridge is open.\n\nCome and see.")
    reader = await house.resident()
    assert "Bridge" in (await reader.get("/~board/boards/friends")).said
    page = await reader.get(thread)
    assert "The new bridge is open.\n\nCome and see." in page.text


async def test_a_reply_stands_in_the_thread(house):
    writer, reader = await house.resident(), await house.resident()
    thread = await write(writer, "Hello")
    answer = await reader.post(f"{thread}/replies", {"body": "Hello back"}, page=thread)
    assert answer.status == 303
    page = await writer.get(answer.goes_to.partition("#")[0])
    assert "Hello back" in page.said
    assert f'id="{answer.goes_to.partition("#")[2]}"' in page.text


async def test_what_people_write_is_shown_as_text_and_never_runs(house):
    writer = await house.resident()
    thread = await write(writer, "<script>alert(1)</script>\u202egnp.exe", "<b onclick=x>&amp;</b>")
    for path in (thread, "/~board/boards/friends"):
        page = await writer.get(path)
        assert "<script>alert" not in page.text
        assert "<b onclick" not in page.text
        assert "\u202e" not in page.text
    assert '<span class="mark">RLO</span>' in (await writer.get(thread)).text


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("A cake for all", 422, "Words about cake are not for this board."),
        ("Bring a drum", 503, "The server is busy."),
        ("It may rain", 409, "Are you sure about rain?"),
        ("", 422, "Please write something that can be seen."),
        ("x" * 8001, 422, "1 characters too long"),
        ("a\u0000b", 422, "U+0000"),
        ("a" + "\u0301" * 9, 422, "More than 4 marks"),
    ],
)
async def test_a_refused_text_comes_back_in_its_form_with_what_its_author_is_told(house, body, status, told):
    visitor = await house.resident()
    answer = await visitor.post(WRITTEN[0], {"title": "Kept title", "body": body})
    assert answer.status == status
    assert told in answer.said
    assert 'value="Kept title"' in answer.text
    assert f">\n{body}</textarea>" in answer.text
    assert "Kept title" not in (await visitor.get("/~board/boards/friends")).said


async def test_a_refused_reply_comes_back_below_its_thread(house):
    visitor = await house.resident()
    thread = await write(visitor, "Hello")
    answer = await visitor.post(f"{thread}/replies", {"body": "A cake"}, page=thread)
    assert answer.status == 422
    assert "Hello" in answer.said
    assert ">\nA cake</textarea>" in answer.text


async def test_a_missing_title_is_named_and_linked_to_its_field(house):
    visitor = await house.resident()
    answer = await visitor.post(WRITTEN[0], {"title": "", "body": "Hello"})
    assert answer.status == 422
    assert '<a href="#title">Please give it a title.</a>' in answer.text
    assert 'aria-describedby="title-error" aria-invalid="true"' in answer.text


async def test_a_warned_author_may_send_it_all_the_same(house):
    visitor = await house.resident()
    asked = await visitor.post(WRITTEN[0], {"title": "Weather", "body": "It may rain"})
    assert "Post it anyway" in asked.said
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    assert fields["confirm"] == "yes"
    sent = await visitor.post(WRITTEN[0], fields | {"title": "Weather", "body": "It may rain"})
    assert sent.status == 303
    assert "It may rain" in (await (await house.resident()).get(sent.goes_to.partition("?")[0])).said


async def test_a_post_is_marked_as_waiting_for_its_author_alone_and_only_if_told(house):
    writer, reader = await house.resident(), await house.resident()
    told, quiet = await write(writer, "At the square", "One"), await write(writer, "At the lake", "Two")
    assert (
        "Your post waits until an editor has read it. An editor reads this first. Only you can"
        in (await writer.get(told)).said
    )
    quiet_page = await writer.get(quiet)
    assert "At the lake" in quiet_page.said
    assert "waits" not in quiet_page.said
    for hidden in (told, quiet):
        assert (await reader.get(hidden)).status == 404
    assert "Nothing stands here yet" in (await reader.get("/~board/boards/friends")).said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Hello", "Sent. It stands below."),
        ("With a lantern", "Sent. It stands below."),
        ("At the lake", "Sent. It stands below."),
        ("At the square", "Sent, and it waits. Until it is let through, only you can see it."),
    ],
)
async def test_an_author_reads_after_sending_what_the_policy_lets_them_believe(house, body, said):
    writer = await house.resident()
    sent = await writer.post(WRITTEN[0], {"title": "T", "body": body})
    page = await writer.get(sent.goes_to.partition("#")[0])
    assert said in page.said
    assert page.said.count("Sent") == 1


async def test_a_text_that_was_let_through_or_refused_since_no_longer_says_that_it_waits(house):
    writer, desk = await house.resident(), house.services.desk
    for settle, said in ((desk.release, HERE), (desk.refuse, SENT)):
        sent = (await writer.post(WRITTEN[0], {"title": "T", "body": "At the square"})).goes_to
        more = ("No.",) if settle == desk.refuse else ()
        await settle(sent.rpartition("#post-")[2], TEACHER, *more)
        page = await writer.get(sent.partition("#")[0])
        assert f'role="status">{said}</p>' in page.text


@pytest.mark.parametrize("body", ["With a lantern", "At the lake"])
async def test_what_only_looks_published_looks_like_everything_else_to_its_author(house, body):
    writer = await house.resident()
    hidden, open_to_all = await write(writer, body, "Same"), await write(writer, "Hello", "Same")
    pages = [await writer.get(path) for path in (hidden, open_to_all)]
    plain = [re.sub(r'[a-z2-7]{12}|value="[^"]*"', "", page.text) for page in pages]
    assert plain[0].replace(body, "") == plain[1].replace("Hello", "")


async def test_a_dropped_thread_is_said_to_be_sent_and_is_gone(house):
    writer = await house.resident()
    answer = await writer.post(WRITTEN[0], {"title": "T", "body": "The tunnel"})
    assert answer.status == 303
    page = await writer.get(answer.goes_to)
    assert "Sent." in page.said
    assert "The tunnel" not in page.said


async def test_a_dropped_reply_is_said_to_be_sent_and_is_gone(house):
    writer = await house.resident()
    thread = await write(writer, "Hello")
    answer = await writer.post(f"{thread}/replies", {"body": "The tunnel"}, page=thread)
    page = await writer.get(answer.goes_to.partition("#")[0])
    assert "Sent." in page.said
    assert "The tunnel" not in page.said


async def test_the_notice_of_an_edit_is_for_the_author_alone(house):
    writer, reader = await house.resident(), await house.resident()
    answer = await writer.post(WRITTEN[0], {"title": "T", "body": "In the southland"})
    place = answer.goes_to.partition("#")[0]
    assert "Some of your words were changed" in (await writer.get(place)).said
    seen = await reader.get(place)
    assert "the other side" in seen.said
    assert "Some of your words were changed" not in seen.said


async def test_the_same_form_sent_twice_is_kept_once(house):
    visitor = await house.resident()
    form = await visitor.get(WRITTEN[0])
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))
    fields |= {"title": "Once", "body": "Only once"}
    first, second = [await visitor.post(WRITTEN[0], fields) for _ in range(2)]
    assert first.goes_to == second.goes_to
    assert (await visitor.get("/~board/boards/friends")).text.count(">Once<") == 1


async def test_threads_go_on_by_key_newest_first(house):
    visitor = await house.resident()
    for number in range(23):
        await write(visitor, "Hello", f"Number {number:02}")
    first = await visitor.get("/~board/boards/friends")
    older = re.search(r'rel="next" href="([^"]+)"', first.text)[1]
    second = await visitor.get(older)
    found = [re.findall(r"Number \d\d", page.text) for page in (first, second)]
    assert found[0] + found[1] == [f"Number {number:02}" for number in reversed(range(23))]
    assert "Back to the newest" in second.said


async def test_a_long_thread_goes_on_and_shows_an_author_what_they_just_wrote(house):
    visitor = await house.resident()
    thread = await write(visitor, "Reply 00")
    for number in range(1, 52):
        last = await visitor.post(f"{thread}/replies", {"body": f"Reply {number:02}"}, page=thread)
    page = await visitor.get(last.goes_to.partition("#")[0])
    assert "it stands further on" in page.said
    assert "Reply 51" in page.said
    later = re.search(r'rel="next" href="([^"]+)"', page.text)[1]
    assert re.findall(r"Reply \d\d", (await visitor.get(later)).text) == ["Reply 50", "Reply 51"]


async def test_the_first_professor_has_a_birthday_today_and_gets_one_card_that_others_sign(house):
    heron, heron_id = await professor(house)
    student = await house.resident()
    near = await student.get("/~board/birthdays")
    assert "Professor Heron" in near.said
    card = f"/~board/people/{heron_id}/card"
    assert card in near.text
    started = await student.post(card, {"body": "Happy birthday!"})
    assert started.status == 303
    signed = (await (await house.resident()).get(card)).goes_to
    assert signed == started.goes_to.partition("?")[0]
    await heron.post(f"{signed}/replies", {"body": "Thank you all"}, page=signed)
    page = await student.get(signed)
    assert "A card for Professor Heron 14 March" in page.said
    assert "Thank you all" in page.said


async def test_a_card_that_is_refused_comes_back_in_its_form(house):
    _, heron_id = await professor(house)
    student = await house.resident()
    answer = await student.post(f"/~board/people/{heron_id}/card", {"body": "Have a cake"})
    assert answer.status == 422
    assert ">\nHave a cake</textarea>" in answer.text


async def test_a_board_for_professors_is_read_by_all_and_written_by_them(house):
    student = await house.resident()
    page = await student.get("/~board/boards/notices")
    assert page.status == 200
    assert "Write something new" not in page.said
    assert "Nothing stands here yet. You may read this board, but not write on it." in page.said
    assert "The first words are yours" not in page.said
    assert "The first words are yours." in (await student.get("/~board/boards/friends")).said
    assert (await student.get("/~board/boards/notices/new")).status == 403
    sent = await student.post("/~board/boards/notices/new", {"title": "T", "body": "B"}, page=WRITTEN[0])
    assert sent.status == 422
    assert "Only professors write on this board" in sent.said


@pytest.mark.parametrize(
    "path",
    [
        "/boards/nowhere", "/boards/nowhere/new", "/threads/aaaaaaaaaaaa", "/threads/%00", "/people/nobody/card",
        "/boards/friends?before=aaaaaaaaaaaa", "/threads/aaaaaaaaaaaa?after=x", "/nothing", "/boards/friends/",
    ],
)  # fmt: skip
async def test_unknown_ids_are_not_found(house, path):
    visitor = await house.resident()
    assert (await visitor.get(f"/~board{path}")).status == (400 if "%00" in path else 404)


@pytest.mark.parametrize(
    "path", ["/boards/nowhere/new", "/threads/aaaaaaaaaaaa/replies", "/people/nobody/card"]
)
async def test_writing_to_unknown_ids_is_not_found(house, path):
    visitor = await house.resident()
    answer = await visitor.post(f"/~board{path}", {"title": "T", "body": "B"}, page=WRITTEN[0])
    assert answer.status == 404


@pytest.mark.parametrize(
    "path", ["/boards/friends/new", "/threads/{thread}/replies", "/people/{person}/card"]
)
@pytest.mark.parametrize("fault", ["no token", "other origin"])
async def test_nothing_is_written_by_a_form_from_elsewhere(house, path, fault):
    visitor = await house.resident()
    thread = (await write(visitor, "Hello")).rpartition("/")[2]
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    path = "/~board" + path.format(thread=thread, person=person.id)
    fields = {"title": "Forged", "body": "Forged"} | ({"form_token": ""} if fault == "no token" else {})
    origin = "http://evil.example" if fault == "other origin" else visitor.origin
    assert (await visitor.post(path, fields, page=WRITTEN[0], Origin=origin)).status == 403
    assert "Forged" not in (await visitor.get(f"/~board/threads/{thread}")).said


async def test_a_disk_that_fails_gives_the_text_back(house):
    visitor = await house.resident()
    form = await visitor.get(WRITTEN[0])
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))
    await house.services.store.write(break_posts)
    answer = await visitor.post(WRITTEN[0], fields | {"title": "T", "body": "Hello"}, page="/join")
    assert answer.status == 503
    assert "The server could not keep this" in answer.said
    assert ">\nHello</textarea>" in answer.text


async def break_posts(tx) -> None:
    """Make every new post fail, as a full disk would."""
    await tx.execute("ALTER TABLE decisions RENAME TO gone", {})


async def test_a_board_of_another_lane_links_to_its_own_names(tmp_path, clock):
    async with open_house(tmp_path, clock) as house:
        visitor = await house.resident("board.bright.localhost")
        page = await visitor.get("/")
        assert 'href="/boards/friends"' in page.text
        assert f'href="http://portal.bright.localhost:{house.port}/"' in page.text
        assert "/~board" not in page.text
