import logging

import pytest
from house import open_house


@pytest.mark.parametrize("path", ["/nowhere", "/-/static/../base.html", "/-/static/%2e%2e/base.html"])
async def test_an_unknown_address_gets_a_plain_page(client, path):
    answer = await client.get(path)
    assert answer.status == 404
    assert "There is nothing at this address" in await answer.text()


async def test_the_page_of_a_missing_address_names_it_as_text_and_offers_home_and_search(tmp_path, clock):
    async with open_house(tmp_path, clock) as house:
        visitor = await house.resident()
        page = await visitor.get("/~press/no%3Cb%3Ewhere%E2%80%AE")
        assert page.status == 404
        assert "http://press.bright.test/no&lt;b&gt;where" in page.text
        assert "\u202e" not in page.text
        assert '<a class="button" href="/">Back to Bright Net</a>' in page.text
        assert '<a class="big-link" href="/~portal/search">Search Bright Net</a>' in page.text
        stranger = await house.visitor().get("/~nosuchsite/")
        assert "/~portal/search" not in stranger.text


async def test_a_wrong_method_names_the_right_ones(client):
    answer = await client.get("/form")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


async def test_a_program_gets_problem_json(client):
    answer = await client.get("/api/v1/nothing-here")
    assert answer.status == 404
    assert answer.content_type == "application/problem+json"
    assert (await answer.json(content_type=None))["status"] == 404


@pytest.mark.parametrize("path", ["/crash", "/api/v1/crash"])
async def test_a_fault_of_ours_is_written_down_and_never_shown(client, caplog, path):
    with caplog.at_level(logging.ERROR, "bbs"):
        answer = await client.get(path)
    text = await answer.text()
    assert answer.status == 500
    assert "It was written down" in text
    assert "Traceback" not in text
    assert "secret" not in text
    assert "ZeroDivisionError" in caplog.text
