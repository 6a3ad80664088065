"""Rules by path: a page and a folder are met in whatever spelling a server would take for them, and nothing else is."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.network.paths import Paths, plain_path
from bbs.network.resolve import Ask, Opened, Refused

from .sample import SAMPLE, small_net

CLOSED = small_net(
    SAMPLE.replace(
        "rules:\n",
        "rules:\n  - {id: no-exams, if: {site: library, path: [/login, '/exams/*']}, refuse: page}\n"
        "  - {id: films-at-home, if: {site: films, path: /, tier: none}, open: yes}\n",
    )
)


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/", "/"),
        ("", "/"),
        ("//", "/"),
        ("/a", "/a"),
        ("a", "/a"),
        ("/a/", "/a"),
        ("//a///b//", "/a/b"),
        ("/a/./b/../c", "/a/c"),
        ("/../../a", "/a"),
        ("/%61", "/a"),
        ("/a%2Fb", "/a/b"),
        ("/a%2fb", "/a/b"),
        ("/x/%2e%2E/a", "/a"),
        ("/A", "/A"),
        ("/caf%C3%A9", "/café"),
        ("/a%zz", "/a%zz"),
        ("/a%ff", "/a\ufffd"),
        ("/...", "/..."),
    ],
)
def test_a_path_has_one_plain_form(path: str, plain: str) -> None:
    assert plain_path(path) == plain


@pytest.mark.parametrize("path", ["/login", "/login/", "//login", "/./login", "/x/../login", "/%6cogin", "/exams",
                                  "/exams/", "/exams/may", "/exams/may/1", "/exams//may", "/%65xams%2Fmay", "/a/../exams"])  # fmt: skip
@pytest.mark.parametrize(
    ("host", "before"),
    [("library.small.test", ""), ("library.small.localhost", ""), ("localhost", "/~library")],
)
def test_no_spelling_of_a_closed_place_gets_round_its_rule_on_any_lane(
    host: str, before: str, path: str
) -> None:
    answer = CLOSED.resolve(Ask(host, before + path, "intranet"))
    assert isinstance(answer, Refused)
    assert answer.ground.rule == "no-exams"


@pytest.mark.parametrize(
    "path", ["/", "/log", "/login/now", "/logins", "/exam", "/examsx", "/Login", "/may/exams", "/exams/.."]
)
def test_what_lies_beside_a_closed_place_is_not_closed(path: str) -> None:
    assert isinstance(CLOSED.resolve(Ask("library.small.test", path, "intranet")), Opened)
    assert isinstance(CLOSED.resolve(Ask("board.small.test", "/login", "intranet")), Opened)


def test_a_rule_may_open_one_page_of_a_site_that_is_closed() -> None:
    assert isinstance(CLOSED.resolve(Ask("films.small.test", "/", "none")), Opened)
    assert isinstance(CLOSED.resolve(Ask("films.small.test", "/today", "none")), Refused)


def test_the_whole_site_is_the_folder_at_its_root() -> None:
    assert all(path in Paths(["/*"]) for path in ("/", "/a", "/a/b"))
    assert "/" in Paths(["/"])
    assert "/a" not in Paths(["/"])
    assert 3 not in Paths(["/*"])


PARTS = st.lists(
    st.sampled_from(["a", "b", "..", ".", "", "%61", "%2e", "%2E%2e", "A", "a%2Fb", "é", "%C3%A9"]),
    max_size=6,
)


@given(PARTS, st.sampled_from(["", "/"]))
def test_the_plain_form_is_what_a_plain_reading_gives(parts: list[str], end: str) -> None:
    path = "/" + "/".join(parts) + end
    assert plain_path(path) == "/" + posixpath.normpath("/" + unquote(path)).strip("/")


@given(st.text(max_size=30))
def test_a_plain_form_is_its_own_and_any_quoting_of_it_is_the_same_place(text: str) -> None:
    plain = plain_path(text)
    if "%" not in plain:  # a sign of its own stands for a code when it is read again
        assert plain_path(plain) == plain
        assert (
            plain_path(quote(plain)) == plain_path(quote(plain, safe="")) == plain_path(f"{plain}/") == plain
        )
