import asyncio
import contextlib
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.web import bodies
from bbs.web.bodies import BadBody, parse_form, parse_json

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


async def test_a_form_is_read_with_its_line_ends_made_plain(client):
    answer = await client.post("/form", data=b"body=Happy%0D%0Abirthday+%E2%98%85&x=", headers=FORM)
    assert await answer.json() == {"body": "Happy\nbirthday ★", "x": ""}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}, 200),
        (FORM | {"Content-Encoding": "identity"}, 200),
    ],
)
async def test_only_url_encoded_utf_8_forms_are_read(client, headers, status):
    answer = await client.post("/form", data=b"a=b", headers=headers)
    assert answer.status == status


async def test_a_compressed_body_is_refused_before_it_is_unpacked(client):
    packed = gzip.compress(b"a=" + b"b" * 10_000_000)
    answer = await client.post("/form", data=packed, headers=FORM | {"Content-Encoding": "gzip"})
    assert answer.status == 415


async def test_a_body_of_a_megabyte_is_refused(client):
    answer = await client.post("/form", data=b"a=" + b"b" * 1_000_000, headers=FORM)
    assert answer.status == 413


async def test_a_chunked_body_counts_as_it_comes(client):
    async def pieces():
        for _ in range(64):
            yield b"b" * 16_384

    answer = await client.post("/form", data=pieces(), headers=FORM)
    assert answer.status == 413


async def test_a_body_that_never_ends_is_given_up(client, monkeypatch):
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.2)
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(
        b"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 100\r\n\r\na="
    )
    assert b" 408 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


@pytest.mark.parametrize("raw", [b"a=%FF", b"a=\xff", b"\xff=a", b"a=%ED%A0%80", b"a=%C0%AF"])
def test_text_that_is_not_utf_8_is_refused(raw):
    with pytest.raises(BadBody, match="UTF-8") as caught:
        parse_form(raw)
    assert caught.value.status == 400


def test_a_field_that_stands_twice_is_refused():
    with pytest.raises(BadBody, match="twice"):
        parse_form(b"a=1&%61=2")


def test_a_form_with_thousands_of_fields_is_refused():
    with pytest.raises(BadBody, match="at most"):
        parse_form(b"&".join(b"f%d=" % number for number in range(101)))


async def test_json_is_checked_against_its_model(client):
    good = await client.post("/json", data=b'{"title": "a", "stars": 2}', headers=JSON)
    assert await good.json() == {"title": "a", "stars": 2}
    bad = await client.post("/api/v1/json", data=b'{"stars": "many"}', headers=JSON)
    assert bad.status == 422
    assert {one["field"] for one in (await bad.json())["errors"]} == {"title", "stars"}


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"NaN", b"[Infinity]", b'{"a": 1, "a": 2}', b"[" * 100_000, b'"\xff"', b'"\\ud800"',
     b"9" * 5000, b"{'a': 1}", b"\xef\xbb\xbf{}"],
)  # fmt: skip
def test_json_that_is_not_plain_json_is_refused(raw):
    with pytest.raises(BadBody) as caught:
        parse_json(raw)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'"\xff"', "not valid UTF-8"),
        (b'{"a": ["x\\ud800y"]}', "has \\ud800 without its other half: that is no character"),
    ],
)
def test_what_is_no_text_is_told_apart_from_half_a_character(raw, says):
    with pytest.raises(BadBody) as caught:
        parse_json(raw)
    assert says in caught.value.message


@pytest.mark.parametrize("path", ["/json", "/api/v1/json"])
async def test_json_is_read_under_its_own_type_only(client, path):
    answer = await client.post(path, data=b"{}", headers=FORM)
    assert answer.status == 415


@given(st.binary(max_size=300))
def test_no_bytes_break_the_form_reader(raw):
    with contextlib.suppress(BadBody):
        assert all(isinstance(value, str) for value in parse_form(raw).values())


TEXT = st.text(alphabet=st.characters(codec="utf-8"))
PLAIN = st.none() | st.booleans() | st.integers() | TEXT


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)))
def test_whatever_json_can_say_comes_back_as_it_was(value):
    assert parse_json(json.dumps(value).encode()) == value
