import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.policy.submission import Honoured
from bbs.web.plain import DIRECTION_MARKS, day, moment, written


def test_what_people_write_is_never_read_as_html():
    assert written("<script>alert('x')</script>&") == "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"


def test_direction_marks_are_shown_and_not_obeyed():
    assert written("evil\u202etxt") == 'evil<span class="mark">RLO</span>txt'


HONOURED = [Honoured("title", 0, 2), Honoured("body", 0, 1), Honoured("body", 2, 3)]


def test_what_is_honoured_stands_in_an_element_of_its_own_and_is_escaped_like_the_rest():
    assert written("<a>", HONOURED) == (
        '<strong class="honoured">&lt;</strong>a<strong class="honoured">&gt;</strong>'
    )
    assert written("<a>", HONOURED, "title") == '<strong class="honoured">&lt;a</strong>&gt;'
    assert written("{0} %s", [Honoured("body", 0, 3)]) == '<strong class="honoured">{0}</strong> %s'
    assert written("a\u202eb", [Honoured("body", 1, 2)]) == (
        'a<strong class="honoured"><span class="mark">RLO</span></strong>b'
    )


@given(st.text(), st.lists(st.integers(0, 20), max_size=6, unique=True))
def test_beside_its_own_tags_an_honoured_text_is_the_same_as_a_plain_one(text, borders):
    ends = sorted(borders)
    places = [Honoured("body", *pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
    shown = str(written(text, places))
    assert shown.replace('<strong class="honoured">', "").replace("</strong>", "") == str(written(text))


@given(st.text())
def test_no_direction_mark_and_no_tag_of_a_person_survives(text):
    shown = str(written(text)).replace('<span class="mark">', "").replace("</span>", "")
    assert not set(shown) & set(DIRECTION_MARKS)
    assert "<" not in shown


@pytest.mark.parametrize(
    ("given_day", "words"), [("03-14", "14 March"), ("02-29", "29 February"), ("x", "x")]
)
def test_a_birthday_is_said_in_words(given_day, words):
    assert day(given_day) == words


def test_a_time_is_said_on_the_lessons_clock(clock):
    assert moment(dt.datetime(2026, 3, 14, 23, 5, tzinfo=dt.UTC), clock) == "15 March, 00:05"
