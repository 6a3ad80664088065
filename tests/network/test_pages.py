"""Pages of listed sites: Markdown in, harmless HTML out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import DocumentError
from bbs.network.pages import Page, load_pages
from bbs.network.rendering import render


def link(site: str, path: str) -> str | None:
    return f"/~{site}{path}" if site == "board" else None


def test_files_become_pages_by_path() -> None:
    files = {
        "index.md": b"# Home\n\nHello\n",
        "hours.md": b"\xef\xbb\xbf# Hours\r\n\r\n9 to 5",
        "a/index.md": b"# A",
        "a/b.md": b"# B",
    }
    pages = load_pages(files)
    assert pages["/"] == Page("Home", "Hello\n")
    assert pages["/hours"] == Page("Hours", "9 to 5\n", "hours.md")
    assert set(pages) == {"/", "/hours", "/a", "/a/b"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.md": b"# A"}, "index.md:1:1: this file is missing"),
        ({"index.md": b"Hello"}, "index.md:1:1: the page has no title"),
        ({"index.md": b"#  \n"}, "index.md:1:1: the page has no title"),
        ({"index.md": b""}, "index.md:1:1: the page has no title"),
        ({"index.md": b"# A\n\xff"}, "index.md:2:1: byte 5 of the file (0xff) is not UTF-8"),
        ({"index.md": b"# A", "../b.md": b"# B"}, "../b.md:1:1: `../b.md` can't be the name of a page"),
        ({"index.md": b"# A", "B.md": b"# B"}, "can't be the name of a page"),
        ({"index.md": b"# A", "b.html": b"# B"}, "can't be the name of a page"),
    ],
)
def test_pages_that_cannot_be_used_are_named(files: dict[str, bytes], said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_pages(files)
    assert said in str(caught.value)


def test_all_pages_that_cannot_be_used_are_named_at_once() -> None:
    with pytest.raises(DocumentError) as caught:
        load_pages({"a.md": b"x", "b.md": b"y"})
    assert len(caught.value.problems) == 3


def test_a_site_link_gets_the_address_that_the_caller_gives() -> None:
    assert render("[x](site:board/a?b=1&c)", link) == '<p><a href="/~board/a?b=1&amp;c">x</a></p>\n'
    assert render("[x](site:board)", link) == '<p><a href="/~board/">x</a></p>\n'
    assert '<a href="/~board/">' in render("| a |\n|---|\n| [x](site:board/) |\n", link)


@pytest.mark.parametrize(
    "target",
    ["http://www.example.com/", "//x.test", "/join", "x.md", "mailto:a@b.test", "site:nothing/", "site:", "site:Board",
     "#top", "SITE:board/", "site:board@x.test/"],
)  # fmt: skip
def test_every_other_link_leaves_only_its_words(target: str) -> None:
    assert render(f"a [**x**]({target}) b", link) == "<p>a <strong>x</strong> b</p>\n"


def test_an_empty_corner_of_a_table_heads_nothing() -> None:
    html = render("| | Monday |\n|---|---|\n| 8 | Birds |\n", link)
    assert "<td></td>\n<th>Monday</th>" in html


def test_pictures_of_elsewhere_are_shown_as_their_words() -> None:
    assert render("![a <b>](http://x.test/i.png)", link) == "<p>a &lt;b&gt;</p>\n"


@pytest.mark.parametrize(
    "html", ["<script>x</script>", "a <img src=x onerror=y> b", "a <!-- x -->", "</p><iframe>"]
)
def test_raw_html_is_shown_as_text(html: str) -> None:
    shown = render(html, link)
    assert "&lt;" in shown
    assert not re.search(r"<(?!/?p>)", shown)


@given(st.text(alphabet="ab <>[]()!\"'&*_`#:/\\\n|-=sitebord", max_size=60))
def test_no_text_gives_other_tags_than_those_of_markdown(text: str) -> None:
    shown = render(text, link)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", shown))
    assert tags <= {"p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "em", "strong", "code", "pre", "ul", "ol", "li",
                    "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "div", "span"}  # fmt: skip
    assert all(href.startswith(("/~board/", "#at-")) for href in re.findall(r'href="([^"]*)"', shown))
