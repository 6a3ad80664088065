"""Looking words up in pages: folded, all of them, those that say them oftenest first, with what stands around."""

from __future__ import annotations

import pytest

from bbs.network.index import AFTER, BEFORE, MOST_WORDS, Index, excerpt, plain, wanted
from bbs.network.pages import Page

PAGES = {
    "press": {
        "/": Page("The Lantern", "A bridge. A bridge. A river."),
        "/old": Page("Old news", "The bridge"),
    },
    "library": {
        "/": Page("Bridges and a bridge", "Books on stone."),
        "/cafe": Page("The café", "Un CAFÉ, ein Gruß"),
    },
}


def found(words: str) -> list[str]:
    return [f"{one.site}{one.path}" for one in Index(PAGES).find(wanted(words))]


def test_a_title_counts_more_than_the_text_and_a_word_said_twice_more_than_once() -> None:
    assert found("bridge") == ["library/", "press/", "press/old"]


def test_all_words_must_be_there_and_whole() -> None:
    assert found("bridge river") == ["press/"]
    assert found("bridge stone") == ["library/"]
    assert found("brid") == []
    assert found("bridge nosuchword") == []
    assert found("!?") == []


@pytest.mark.parametrize("words", ["cafe", "CAFÉ", "cafe\u0301", "gruss", "GRUẞ"])
def test_capitals_and_accents_make_no_difference(words: str) -> None:
    assert found(words) == ["library/cafe"]


def test_a_search_has_eight_words_each_once() -> None:
    assert wanted("b a b") == ("b", "a")
    assert len(wanted(" ".join(f"w{number}" for number in range(50)))) == MOST_WORDS


def test_signs_of_a_script_without_spaces_are_words_of_their_own() -> None:
    index = Index({"a": {"/": Page("河", "长江大桥很长")}})
    assert [one.path for one in index.find(wanted("大桥"))] == ["/"]
    assert index.find(wanted("大海")) == []


def test_an_excerpt_marks_the_words_and_is_cut_between_words() -> None:
    text = f"{'before ' * 30}the Bridge is red {'after ' * 60}"
    pieces = excerpt(text, wanted("bridge"))
    assert [piece.text for piece in pieces if piece.hit] == ["Bridge"]
    said = "".join(piece.text for piece in pieces)
    assert said.startswith("… before ")
    assert said.endswith("after …")
    assert len(said) <= BEFORE + AFTER + 10
    assert said.strip("… ") in text


def test_a_short_text_is_shown_whole_and_one_without_a_hit_from_its_beginning() -> None:
    assert "".join(piece.text for piece in excerpt("(The bridge.)", wanted("bridge"))) == "(The bridge.)"
    assert excerpt("Good morning.", wanted("bridge")) == (("Good morning.", False),)
    assert "".join(piece.text for piece in excerpt("…", wanted("bridge"))) == "…"


def test_one_endless_word_makes_no_endless_excerpt() -> None:
    assert sum(len(piece.text) for piece in excerpt("x" * 8_000, ("x" * 8_000,))) <= 3 * AFTER


def test_the_marks_of_markdown_are_no_words_and_those_of_a_picture_stand_apart() -> None:
    text = "## Hours\n\n- **Open** [till noon](hours.md#noon)\n![a bridge](b.svg)\n\n| a | b |\n| --- | --- |\n<!-- no -->\n"
    assert plain(text) == "Hours Open till noon (a bridge) a b"
