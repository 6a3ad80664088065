import re
import time

import pytest
from house import CODE, FORM_TOKEN

from bbs.patience import CODES, NAMES


async def test_the_class_code_deals_a_name_a_birthday_and_a_ticket(house):
    visitor = house.visitor()
    page = await visitor.join()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    assert page.status == 200
    assert f"You are {person.name}" in page.said
    assert "(made up)" in page.said
    assert re.search(r'class="words">\w+-\w+-\w+<', page.text)


@pytest.mark.parametrize("code", [CODE.upper(), CODE.replace("-", " "), f"  {CODE} "])
async def test_the_code_may_be_typed_in_many_ways(house, code):
    assert (await house.visitor().join(code)).status == 200


@pytest.mark.parametrize(
    ("code", "said"), [("", "Type the class code."), ("otter-maple-43", "not the class code")]
)
async def test_a_wrong_code_says_so_at_its_field(house, code, said):
    visitor = house.visitor()
    page = await visitor.join(code)
    assert page.status == 422
    assert page.said.count(said) == 1
    assert "can't be sent" not in page.said
    assert 'aria-describedby="code-error" aria-invalid="true"' in page.text
    assert page.text.count('id="code-error"') == 1
    assert "closednet" not in visitor.cookies
    assert await house.services.roster.count() == 0


async def test_a_code_in_the_link_stands_in_the_form(house):
    page = await house.visitor().get(f"/join?code={CODE}")
    assert f'value="{CODE}"' in page.text


async def test_joining_twice_makes_one_person(house):
    visitor = await house.resident()
    again = await visitor.post("/join", {"code": CODE, "back": "/~board/"}, page="/~board/boards/friends/new")
    assert again.goes_to == "/~board/"
    assert await house.services.roster.count() == 1


async def test_the_ticket_brings_a_person_back_on_another_device(house):
    visitor = house.visitor()
    page = await visitor.join()
    ticket = re.search(r'class="words">([^<]+)<', page.text)[1]
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    elsewhere = house.visitor()
    back = await elsewhere.post("/return", {"name": person.name, "secret": ticket, "back": "/~board/"})
    assert back.goes_to == "/~board/"
    assert elsewhere.cookies["closednet"] != visitor.cookies["closednet"]
    assert f"Good day, {person.name}" in (await elsewhere.get("/")).said


async def test_two_devices_of_one_person_work_at_the_same_time(house):
    visitor = house.visitor()
    ticket = re.search(r'class="words">([^<]+)<', (await visitor.join()).text)[1]
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    elsewhere = house.visitor()
    await elsewhere.post("/return", {"name": person.name, "secret": ticket})
    for device, title in ((visitor, "From the first"), (elsewhere, "From the second")):
        sent = await device.post(
            "/~board/boards/friends/new", {"title": title, "body": "Hello", "once": title}
        )
        assert sent.status == 303
    for device in (visitor, elsewhere):
        page = await device.get("/~board/boards/friends")
        assert "From the first" in page.said
        assert "From the second" in page.said


async def test_a_password_brings_a_person_back_through_the_same_field(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    await house.services.roster.set_password(person.id, "A heron at the lake")
    elsewhere = house.visitor()
    assert "Your three words or your password" in (await elsewhere.get("/return")).said
    back = await elsewhere.post("/return", {"name": person.name, "secret": "A heron at the lake"})
    assert back.status == 303
    assert f"Good day, {person.name}" in (await elsewhere.get("/")).said


async def test_what_was_typed_as_a_secret_is_never_written_back(house):
    page = await house.visitor().post("/return", {"name": "Nobody-One", "secret": "my-own-words"})
    assert "my-own-words" not in page.text
    assert 'value="Nobody-One"' in page.text


@pytest.mark.parametrize(
    ("path", "fields", "says", "key"),
    [
        ("/return", {"name": "Nobody-One", "secret": "x"}, "trying this name", "nobody-one"),
        ("/join", {"code": "x"}, "typing codes", "127.0.0.1"),
    ],
)
async def test_where_too_many_wait_one_more_is_asked_to_come_again(house, path, fields, says, key):
    door = house.services.roster._door
    patience = door._names if path == "/return" else door._codes
    line = patience._line(key)
    line.places["127.0.0.1"] = patience._slowing.waiting
    page = await house.visitor().post(path, fields)
    assert page.status == 429
    assert page.headers["Retry-After"] == "2"
    assert says in page.said


async def test_a_wrong_ticket_does_not_say_whether_the_name_exists(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    pages = [
        await house.visitor().post("/return", {"name": name, "secret": "a b c"})
        for name in (person.name, "Nobody-One")
    ]
    assert [page.status for page in pages] == [422, 422]
    texts = [FORM_TOKEN.sub("", page.text).replace(person.name, "Nobody-One") for page in pages]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("path", "fields"), [("/join", {"code": "x"}), ("/return", {"name": "x", "secret": "y"})]
)
async def test_guessing_is_slow(house, path, fields):
    started = time.monotonic()
    assert (await house.visitor().post(path, fields)).status == 422
    assert time.monotonic() - started >= min(NAMES.short, CODES.short)


async def test_leaving_asks_first_and_then_ends_the_session_for_good(house):
    visitor = await house.resident()
    token = visitor.cookies["closednet"]
    assert "return ticket" in (await visitor.get("/leave")).said
    left = await visitor.post("/leave", {})
    assert left.goes_to == "/join"
    visitor.cookies["closednet"] = token
    assert (await visitor.get("/~board/")).goes_to == "/join?back=/~board/"


async def test_whoever_is_not_here_can_not_leave(house):
    assert (await house.visitor().get("/leave")).goes_to == "/join"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("localhost", None),
        ("192.168.1.20", None),
        ("board.bright.localhost", "bright.localhost"),
        ("board.bright.test", "bright.test"),
    ],
)
async def test_the_session_is_shared_by_the_sites_of_a_zone_and_by_nobody_else(house, host, domain):
    visitor = house.visitor(host)
    headers = (await visitor.join()).headers
    assert "closednet=" in headers["Set-Cookie"]
    found = re.search(r"Domain=([^;]+)", headers["Set-Cookie"])
    assert (found[1] if found else None) == domain


@pytest.mark.parametrize("path", ["/join", "/return", "/leave"])
@pytest.mark.parametrize("fault", ["no token", "wrong token", "other origin", "no origin"])
async def test_no_form_of_the_door_works_from_elsewhere(house, path, fault):
    visitor = await house.resident()
    if path == "/join":
        visitor.cookies.pop("closednet")
    fields = {"code": CODE, "name": "x", "secret": "x"}
    token = {"no token": {"form_token": ""}, "wrong token": {"form_token": "0" * 64}}.get(fault, {})
    origin = {"other origin": "http://evil.example", "no origin": ""}.get(fault, visitor.origin)
    answer = await visitor.post(path, fields | token, page="/return", Origin=origin)
    assert answer.status == 403
    assert await house.services.roster.count() == 1


CLOSED = "Joining is closed just now. Your teacher can open it again."


async def test_while_joining_is_frozen_the_join_page_says_so_and_asks_for_no_code(house):
    await house.services.lesson.freeze()
    page = await house.visitor().get(f"/join?code={CODE}&back=/~board/")
    assert page.status == 200
    assert CLOSED in page.said
    assert "I was here before and have a ticket" in page.said
    assert 'name="code"' not in page.text
    assert f'href="/join?code={CODE}&amp;back=/~board/"' in page.text


async def test_a_form_that_was_open_when_joining_was_frozen_is_answered_alike_for_every_code(house):
    answers = []
    for code in (CODE, "otter-maple-43", CODE + "x"):
        visitor = house.visitor()
        form = FORM_TOKEN.search((await visitor.get("/join")).text)[1]
        await house.services.lesson.freeze()
        answers.append(await visitor.post("/join", {"code": code, "form_token": form}))
        await house.services.lesson.thaw()
        assert "closednet" not in visitor.cookies
    assert {answer.status for answer in answers} == {403}
    assert all(CLOSED in answer.said for answer in answers)
    pages = {answer.text.replace("otter-maple-43", CODE).replace(CODE + "x", CODE) for answer in answers}
    assert len(pages) == 1
    assert await house.services.roster.count() == 0


async def test_a_ticket_works_while_joining_is_frozen(house):
    page = await house.visitor().join()
    name = re.search(r"You are ([A-Z]\S+(?: [A-Z]\S+)?)", page.said)[1]
    ticket = re.search(r'class="words">([^<]+)<', page.text)[1]
    await house.services.lesson.freeze()
    back = await house.visitor().post("/return", {"name": name, "secret": ticket})
    assert (back.status, back.goes_to) == (303, "/")
