import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.web.plain import DIRECTION_MARKS, day, moment, written


def test_what_people_write_is_never_read_as_html():
    assert written("<script>alert('x')</script>&") == "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"


def test_direction_marks_are_shown_and_not_obeyed():
    assert written("evil\u202etxt") == 'evil<span class="mark">RLO</span>txt'


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
