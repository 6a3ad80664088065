"""Pictures of a pack: shapes and words, and nothing that acts, loads or leads elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import DocumentError
from bbs.network.pages import load_pages
from bbs.network.pictures import DEEPEST, LOOKS, MOST_BYTES, MOST_SHAPES, SHAPES, read_picture
from bbs.network.rendering import render

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">'
RECT = '<rect width="9" height="9" fill="red"/>'


def drawn(inside: str = RECT, begin: str = SVG) -> bytes:
    return f"{begin}\n<title>A field</title>\n{inside}\n</svg>".encode()


def said(data: bytes, name: str = "field.svg") -> str:
    """What is wrong with a picture."""
    with pytest.raises(DocumentError) as caught:
        read_picture(data, name)
    return str(caught.value)


def test_a_picture_is_kept_as_it_was_read_and_knows_its_size() -> None:
    picture = read_picture(drawn(), "a/field.svg")
    assert (picture.body, picture.width, picture.height) == (drawn(), 640, 320)


@pytest.mark.parametrize(
    "inside",
    [
        '<g transform="scale(2)"><circle cx="1" cy="1" r="1" stroke-width="2"/></g>',
        '<defs><linearGradient id="sky"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<rect fill="url(#sky)"/>',
        '<text x="1" font-family="serif">Ellford &amp; the Ell</text>',
        "<!-- drawn by hand -->",
    ],
)
def test_shapes_words_gradients_and_comments_may_stand_in_it(inside: str) -> None:
    assert read_picture(drawn(inside), "field.svg")


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("<script>alert(1)</script>", "3:1: `script` may not stand in a picture"),
        ("<SCRIPT/>", "`SCRIPT` may not stand in a picture"),
        ("<style>*{}</style>", "`style` may not stand in a picture"),
        ("<foreignObject/>", "`foreignObject` may not stand"),
        ('<image href="http://x.test/a.png"/>', "`image` may not stand"),
        ('<a href="x"><rect/></a>', "`a` may not stand"),
        ('<use href="#a"/>', "`use` may not stand"),
        ("<animate/>", "`animate` may not stand"),
        ("<set/>", "`set` may not stand"),
        ("<iframe/>", "`iframe` may not stand"),
        ("<feImage/>", "`feImage` may not stand"),
        ("<rectt/>", "`rectt` may not stand in a picture; did you mean `rect`?"),
        ('<rect onclick="x()"/>', "`onclick` may not stand in a picture"),
        ('<rect onload="x()"/>', "`onload` may not stand"),
        ('<rect style="fill:red"/>', "`style` may not stand"),
        ('<rect class="a"/>', "`class` may not stand"),
        ('<rect fil="red"/>', "`fil` may not stand in a picture; did you mean `fill`?"),
        ('<rect xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>', "`href` may not stand"),
        ('<rect fill="url(http://x.test/#a)"/>', "leads out of the picture"),
        ("<rect fill=\"url( '//x.test' )\"/>", "leads out of the picture"),
        ('<rect fill="URL(data:x)"/>', "leads out of the picture"),
        ('<rect fill="javascript:x"/>', "leads out of the picture"),
        ('<rect xmlns="http://www.w3.org/1999/xhtml"/>', "`rect` is no shape of SVG"),
        ("<?xml-stylesheet href='x'?>", "`xml-stylesheet` is an instruction to a program"),
        ("<rect>", "this is no picture: mismatched tag"),
        ("&nbsp;", "this is no picture: undefined entity"),
        ("</svg><svg>", "this is no picture: junk after document element"),
        ("<g>" * DEEPEST + "</g>" * DEEPEST, "the picture holds too much"),
        ("<g/>" * MOST_SHAPES, "the picture holds too much"),
    ],
)
def test_whatever_acts_loads_or_leads_elsewhere_is_refused_with_its_line(inside: str, problem: str) -> None:
    assert problem in said(drawn(inside))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "1:1: this is no picture: no element found; save it as plain SVG"),
        (b"GIF89a", "1:1: this is no picture: "),
        (b"\xff\xfe<\x00", "this is no picture"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn(), "a picture has no DOCTYPE"),
        (drawn(begin=SVG.replace(' viewBox="0 0 640 320"', "")), "does not say how large it is"),
        (drawn(begin=SVG.replace("640", "99999")), "does not say how large it is"),
        (drawn(begin='<svg viewBox="0 0 1 1">'), "`svg` is no shape of SVG"),
        (b'<g xmlns="http://www.w3.org/2000/svg"/>', "does not say how large it is"),
        (drawn("<!--" + "x" * MOST_BYTES + "-->"), "the picture is larger than 64 KiB"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(data: bytes, problem: str) -> None:
    assert problem in said(data)


@pytest.mark.parametrize("name", ["Field.svg", "../field.svg", "field.svgz", "a b.svg", ".svg", "/field.svg"])
def test_its_name_is_plain(name: str) -> None:
    assert "can't be the name of a picture" in said(drawn(), name)


@given(st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1), st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1))
def test_only_what_is_listed_gets_through(kind: str, look: str) -> None:
    data = drawn(f'<{kind.strip("-") or "g"} {look.strip("-") or "x"}="1"/>')
    allowed = (kind.strip("-") or "g") in SHAPES and (look.strip("-") or "x") in LOOKS
    if allowed:
        assert read_picture(data, "a.svg")
    else:
        assert "field.svg:" in said(data, "field.svg")


def link(site: str, path: str) -> str | None:
    return f"/~library{path}" if not site else None


@pytest.mark.parametrize(
    ("address", "file", "html"),
    [
        ("clock.svg", "index.md", '<p><img src="/~library/clock.svg" alt="A clock"></p>\n'),
        ("boat.svg", "reading/boats.md", '<p><img src="/~library/reading/boat.svg" alt="A clock"></p>\n'),
        ("../clock.svg", "reading/boats.md", '<p><img src="/~library/clock.svg" alt="A clock"></p>\n'),
        ("../clock.svg", "index.md", "<p>A clock</p>\n"),
        ("http://x.test/clock.svg", "index.md", "<p>A clock</p>\n"),
        ("//x.test/clock.svg", "index.md", "<p>A clock</p>\n"),
        ("/clock.svg", "index.md", "<p>A clock</p>\n"),
        ("clock.png", "index.md", "<p>A clock</p>\n"),
    ],
)
def test_a_page_shows_pictures_of_its_own_site_and_the_words_of_any_other(
    address: str, file: str, html: str
) -> None:
    assert render(f"![A clock]({address})", link, file) == html


def test_words_of_a_picture_cannot_end_what_they_stand_in() -> None:
    assert render('![a" onload="x <b>](clock.svg)', link) == (
        '<p><img src="/~library/clock.svg" alt="a&quot; onload=&quot;x &lt;b&gt;"></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("![A clock](cloc.svg)", "index.md:3:12: there is no picture `cloc.svg`; did you mean `clock.svg`?"),
        ("![A clock](x.png)", "there is no picture `x.png`; put a drawing beside the page"),
        ("![A clock](../clock.svg)", "there is no picture `../clock.svg`"),
    ],
)
def test_a_picture_that_is_not_there_is_a_mistake_of_its_page(text: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_pages({"index.md": f"# Library\n\n{text}\n".encode()}, {"/clock.svg"})
    assert problem in str(caught.value)
    assert load_pages({"index.md": f"# Library\n\n`{text}`\n".encode()}, {"/clock.svg"})
