"""The console's page of requests for access: what waits, what the filter kept back, and what each answer does."""

from __future__ import annotations

import datetime as dt

import pytest

from bbs.console.requests import ends
from bbs.desk import Draft
from bbs.drafts import DraftError
from bbs.grants import KIND
from bbs.store import people, requests

PAGE = "/network/requests"


async def asked(ports, words="For my essay", site="world-news"):
    """Somebody who has asked, with the id of the request."""
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    await ports.services.grants.ask(person, site, Draft(KIND, words, site=site))
    return person, (await requests.newest(ports.services.store))[0].id


async def test_nothing_waits_at_first(ports):
    page = await (await ports.browser()).get(PAGE)
    assert page.status == 200
    assert "Nobody waits for an answer." in page.said
    assert 'class="count"' not in page.text


async def test_a_request_shows_who_what_and_why_and_is_counted_in_the_tab_of_every_page(ports):
    teacher = await ports.browser()
    person, _ = await asked(ports, "For <b>my</b> essay")
    page = await teacher.get(PAGE)
    for words in (person.name, "World News", "For <b>my</b> essay", "1 waits for your answer"):
        assert words in page.said
    assert "<b>my" not in page.text
    for path in ("/", "/queue", "/network", PAGE):
        assert '<span class="count">1</span>' in (await teacher.get(path)).text


async def test_what_the_filter_kept_back_stands_apart_and_is_not_counted(ports):
    teacher = await ports.browser()
    await asked(ports, "by the lantern")
    page = await teacher.get(PAGE)
    assert "Kept back by the filter" in page.said
    assert "by the lantern" in page.said
    assert "The filter has let no request through to you." in page.said
    assert "Nobody waits for an answer." not in page.said
    assert 'class="count"' not in page.text


async def test_words_that_the_filter_changed_say_so(ports):
    await asked(ports, "of southland")
    page = await (await ports.browser()).get(PAGE)
    assert "of the other side" in page.said
    assert "The filter has changed these words" in page.said


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"for": "10"}, "2026-03-14T09:15:00+00:00"),
        ({"for": "45"}, "2026-03-14T09:50:00+00:00"),
        ({"for": "today"}, "2026-03-14T23:00:00+00:00"),
        ({"for": "date", "day": "2026-03-16"}, "2026-03-16T23:00:00+00:00"),
        ({"for": "good"}, None),
    ],
)
async def test_it_is_opened_for_a_time_or_for_good_and_closed_again(ports, fields, until):
    teacher = await ports.browser()
    person, request = await asked(ports)
    done = await teacher.post(f"{PAGE}/{request}/grant", fields, PAGE)
    assert done.goes_to == f"{PAGE}?notice=granted"
    assert ports.services.grants.to(person) == {"world-news"}
    found = await ports.services.grants.by_id(request)
    assert (found.until.isoformat() if found.until else None) == until
    page = await teacher.get(done.goes_to)
    assert "Opened: it holds from the next page" in page.said
    assert "Open to single people" in page.said
    closed = await teacher.post(f"{PAGE}/{request}/withdraw", {}, PAGE)
    assert closed.goes_to == f"{PAGE}?notice=withdrawn"
    assert ports.services.grants.to(person) == frozenset()
    assert "you closed it again" in (await teacher.get(PAGE)).said


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"for": "11"},
        {"for": "date"},
        {"for": "date", "day": "2026-03-13"},
        {"for": "date", "day": "2028-01-01"},
        {"for": "date", "day": "9999-12-31"},
        {"for": "week", "day": "2026-03-16"},
    ],
)
def test_another_time_is_no_time(clock, fields):
    with pytest.raises(DraftError):
        ends(fields, clock)


def test_a_day_ends_at_midnight_of_the_lesson(clock):
    assert ends({"for": "today"}, clock) == dt.datetime(2026, 3, 14, 23, tzinfo=dt.UTC)


async def test_a_no_with_words_is_given_and_one_without_is_not(ports):
    teacher = await ports.browser()
    person, request = await asked(ports)
    silent = await teacher.post(f"{PAGE}/{request}/decline", {"words": " "}, PAGE)
    assert "a no needs words" in (await teacher.get(silent.goes_to)).said
    told = await teacher.post(f"{PAGE}/{request}/decline", {"words": "Not <i>today</i>"}, PAGE)
    page = await teacher.get(told.goes_to)
    assert "Said no." in page.said
    assert "Not <i>today</i>" in page.said
    assert "<i>" not in page.text
    assert ports.services.grants.to(person) == frozenset()


@pytest.mark.parametrize("word", ["grant", "decline", "withdraw"])
async def test_a_second_answer_changes_nothing_and_says_so(ports, word):
    teacher = await ports.browser()
    _, request = await asked(ports)
    await ports.services.grants.decline(request, "No.")
    await asked(ports)  # so that the page has a form
    again = await teacher.post(f"{PAGE}/{request}/{word}", {"for": "good", "words": "Yes"}, PAGE)
    assert again.goes_to == f"{PAGE}?notice=answered"
    assert (await ports.services.grants.by_id(request)).answer == "No."


async def test_a_wrong_day_changes_nothing_and_says_so(ports):
    teacher = await ports.browser()
    person, request = await asked(ports)
    answer = await teacher.post(f"{PAGE}/{request}/grant", {"for": "date", "day": "2026-01-01"}, PAGE)
    assert "choose a day from today on" in (await teacher.get(answer.goes_to)).said
    assert ports.services.grants.to(person) == frozenset()
