"""Links between the pages of one site: relative, as a code host follows them, and never out of the site."""

from __future__ import annotations

import pytest

from bbs.document import DocumentError
from bbs.network.links import headings, links, within
from bbs.network.pages import load_pages
from bbs.network.rendering import render


def own(site: str, path: str) -> str | None:
    return None if site else f"/~here{path}"


@pytest.mark.parametrize(
    ("file", "target", "path"),
    [
        ("index.md", "hours.md", "/hours"),
        ("index.md", "index.md", "/"),
        ("index.md", "./hours.md", "/hours"),
        ("index.md", "a/index.md", "/a"),
        ("a/b.md", "../hours.md#noon", "/hours#noon"),
        ("a/b.md", "index.md", "/a"),
        ("a/b.md", "#noon", "/a/b#noon"),
        ("a/index.md", "b.md", "/a/b"),
        ("index.md", "../README.md", None),
        ("a/b.md", "../../secret.md", None),
        ("index.md", "/hours.md", None),
        ("index.md", "//x.test/hours.md", None),
        ("index.md", "http://x.test/hours.md", None),
        ("index.md", "hours", None),
        ("index.md", "hours.txt", None),
        ("index.md", "", None),
    ],
)
def test_a_relative_link_leads_to_a_page_of_the_same_site_or_nowhere(
    file: str, target: str, path: str | None
) -> None:
    assert within(file, target) == path


def test_headings_are_called_as_on_a_code_host() -> None:
    text = "# A: `b`, c!\n\n```yaml\n# no heading\n```\n\n## Why?\n\n## Why?\n\n#no heading\n"
    assert [(one.level, one.words, one.place) for one in headings(text)] == [
        (1, "A: b, c!", "a-b-c"),
        (2, "Why?", "why"),
        (2, "Why?", "why-1"),
    ]


def test_what_stands_in_code_is_no_link() -> None:
    text = "[a](a.md) `[b](b.md)`\n\n```\n[c](c.md)\n```\n\n``[d](d.md)`` and [e](e.md)\n"
    assert [(one.target, text[one.start :][:4]) for one in links(text)] == [
        ("a.md", "a.md"),
        ("e.md", "e.md"),
    ]


def test_relative_links_get_the_address_of_their_page() -> None:
    assert render("[x](hours.md)", own) == '<p><a href="/~here/hours">x</a></p>\n'
    assert render("[x](../hours.md#noon)", own, "a/b.md") == '<p><a href="/~here/hours#at-noon">x</a></p>\n'
    assert (
        render("[x](#noon)\n\n## Noon", own)
        == '<p><a href="#at-noon">x</a></p>\n<h2 id="at-noon">Noon</h2>\n'
    )


def test_a_link_to_a_page_leaves_only_its_words_where_the_caller_knows_no_address() -> None:
    assert render("[**x**](hours.md)", lambda *_: None) == "<p><strong>x</strong></p>\n"


def test_nobody_writes_the_address_of_another_page_by_hand() -> None:
    for target in ("own:/hours", "own:#at-noon", "#noon", "#at-noon", "OWN:/"):
        assert render(f"[x]({target})", own) == "<p>x</p>\n"


def test_of_two_equal_headings_each_has_its_own_place() -> None:
    shown = render("## Why?\n\n> ## Why?\n\n## Why?\n\nWhy?\n---\n", own)
    assert shown.count('id="at-why"') == shown.count('id="at-why-1"') == 1
    assert shown.count("<h2>") == 2


def pages(**texts: str) -> dict[str, bytes]:
    return {name.replace("_", "/") + ".md": text.encode() for name, text in texts.items()}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (pages(index="# A\n\nGo [on](hours.md)."), "index.md:3:9: the link `hours.md` leads nowhere; there is no such page"),
        (pages(index="# A\n\n[on](#none)"), "index.md:3:6: the link `#none` leads nowhere; there is no such heading"),
        (pages(index="# A\n[x](hous.md)", hours="# B"), "index.md:2:5: the link `hous.md` leads nowhere; did you mean `hours.md`?"),
        (pages(index="# A\n[x](hours.md#nooon)", hours="# B\n\n## Noon"), "leads nowhere; did you mean `noon`?"),
        (pages(index="# A", a_b="# B\n\n[x](index.md)"), "a/b.md:3:5: the link `index.md` leads nowhere"),
    ],
)  # fmt: skip
def test_a_relative_link_that_leads_nowhere_is_a_problem_with_its_place(
    files: dict[str, bytes], said: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        load_pages(files)
    assert said in str(caught.value)


def test_links_that_lead_out_of_the_site_are_no_problem_and_no_link() -> None:
    found = load_pages(pages(index="# A\n\n[x](../README.md) [y](http://a.test/b.md) [z](site:board/)"))
    assert render(found["/"].text, own) == "<p>x y z</p>\n"


def test_the_next_page_is_the_next_link_of_the_first_page_and_of_those_below_it() -> None:
    found = load_pages(
        pages(
            index="# A\n\n[b](b.md) [a](a/index.md) [b](b.md) [z](z.md)",
            b="# B\n\n[lost](lost.md)",
            a_index="# In A\n\n[home](../index.md) [two](two.md) [one](one.md)",
            a_one="# One",
            a_two="# Two",
            z="# Z",
            lost="# Lost",
        )
    )
    assert {path: page.next for path, page in found.items()} == {
        "/": "/b", "/b": "/a", "/a": "/a/two", "/a/two": "/a/one", "/a/one": "/z", "/z": "", "/lost": "",
    }  # fmt: skip


def test_comments_are_left_out_and_what_they_enclose_stays() -> None:
    shown = render(
        "a\n\n<!-- begin x -->\n| a |\n| --- |\n| b |\n<!-- end x -->\n\n```\n<!-- c -->\n```\n", own
    )
    assert "begin" not in shown
    assert "end x" not in shown
    assert "<table>" in shown
    assert "&lt;!-- c --&gt;" in shown


def test_code_is_shown_as_it_was_written() -> None:
    shown = render("```yaml\na: <b>\n  - c\n\n```\n", own)
    assert shown == "<pre><code>a: &lt;b&gt;\n  - c\n\n</code></pre>\n"
    assert render("```\n```\n", own) == "<pre><code></code></pre>\n"


def test_a_wrong_file_and_what_the_program_says_look_different() -> None:
    kinds = ("yaml wrong", "text", "console", "yaml", "x y", '"><b>')
    shown = [render(f"```{kind}\na\n```\n", own).partition("<code>")[0] for kind in kinds]
    assert shown == [
        '<pre class="wrong">',
        '<pre class="text">',
        '<pre class="console">',
        "<pre>",
        "<pre>",
        "<pre>",
    ]


def test_code_too_wide_for_a_telephone_is_scrolled_by_keyboard_too_and_never_broken() -> None:
    def begins(kind: str, many: int) -> str:
        return render(f"```{kind}\nb\n{'a' * many}\n```\n", own).partition("<code>")[0]

    scrolled = ' role="group" aria-label="Example" tabindex="0">'
    assert begins("yaml", 32) == "<pre>"
    assert begins("yaml", 33) == begins("yaml", 72) == f"<pre{scrolled}"
    assert begins("yaml", 73) == f'<pre class="wide"{scrolled}'
    assert begins("console", 73) == f'<pre class="console wide"{scrolled}'
    assert begins("text", 73) == '<pre class="text">'


def test_a_table_stands_in_a_box_that_a_keyboard_can_scroll() -> None:
    assert '<div class="table" role="group" aria-label="Table" tabindex="0"><table>' in render(
        "| a |\n|-|\n", own
    )
