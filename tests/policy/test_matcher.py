"""The automaton finds what a slow and simple search would find."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bbs.policy.fold import STEPS, Folder
from bbs.policy.matcher import PIECE, Matcher
from bbs.policy.phrases import Phrase, WordPattern, parse_entry, parse_phrase

PLAIN = Folder(("case", "width", "accents", "invisible"))

word = st.text("ab가b", min_size=1, max_size=3)
starred = st.builds(
    lambda left, text, right: left + text + right,
    st.sampled_from(["", "*"]),
    word,
    st.sampled_from(["", "*"]),
)
sources = st.lists(starred, min_size=1, max_size=3).map(" ".join)


def simple(pattern: WordPattern, word: str) -> bool:
    if pattern.open_left:
        return pattern.text in word if pattern.open_right else word.endswith(pattern.text)
    rest = word[len(pattern.text) :]
    if not word.startswith(pattern.text):
        return False
    return not rest or (pattern.open_right and (not pattern.ending or all(c == "가" for c in rest)))


def naive(phrase: Phrase, text: str) -> int:
    """How often a phrase of words occurs, looking at every place."""
    words = text.split()
    size = len(phrase.words)
    return sum(
        all(simple(pattern, word) for pattern, word in zip(phrase.words, words[at : at + size], strict=True))
        for at in range(len(words) - size + 1)
    )


@settings(max_examples=400)
@given(
    st.lists(sources, min_size=1, max_size=6),
    st.lists(st.text("ab가b", min_size=1, max_size=5), max_size=8).map(" ".join),
)
def test_every_phrase_is_found_as_often_as_a_simple_search_finds_it(many: list[str], text: str) -> None:
    phrases = [phrase for phrase in (parse_phrase(one, PLAIN) for one in many) if not phrase.anywhere]
    found = Matcher(PLAIN, phrases).find("body", PLAIN.readings(text))
    for number, phrase in enumerate(phrases):
        spans = {(span.start, span.end) for span in found.get(number, [])}
        assert bool(spans) == bool(naive(phrase, text))
        if not any(pattern.open_left and pattern.open_right for pattern in phrase.words):
            assert len(spans) == naive(phrase, text)


def test_no_phrases_find_nothing() -> None:
    assert Matcher(PLAIN, []).find("body", PLAIN.readings("anything")) == {}


def test_the_longest_run_of_closed_words_is_looked_for_first_whatever_stands_beside_it() -> None:
    phrase = parse_phrase("ab* to the very end*", PLAIN)
    found = Matcher(PLAIN, [phrase]).find("body", PLAIN.readings("about to the very ending, to the very end"))
    assert [span.text for span in found[0]] == ["about to the very end"]


def test_many_phrases_may_share_an_anchor() -> None:
    phrases = [parse_phrase(f"common ground {n}*", PLAIN) for n in range(50)]
    found = Matcher(PLAIN, phrases).find("body", PLAIN.readings("common ground 17th"))
    assert [phrases[number].source for number, spans in found.items() if spans] == [
        "common ground 1*",
        "common ground 17*",
    ]


def test_so_many_phrases_that_they_fill_several_automata_are_all_found() -> None:
    sources = [f"phrase number {n} of very many of them" for n in range(3 * PIECE // 40)]
    matcher = Matcher(PLAIN, [parse_phrase(one, PLAIN) for one in sources])
    for number in (0, len(sources) // 2, len(sources) - 1):
        found = matcher.find("body", PLAIN.readings(f"Here is {sources[number]}."))
        assert [(one, [span.text for span in spans]) for one, spans in found.items()] == [
            (number, [sources[number]])
        ]


def test_a_stretched_word_is_found_by_phrases_with_and_without_double_letters() -> None:
    tricks = Folder(STEPS)
    phrases = [parse_phrase(one, tricks) for one in ("book", "bok", "*ook*", "*bok*", "boook")]
    found = matched(Matcher(tricks, phrases), tricks, "boooook")
    assert found == {0: 1, 1: 1, 2: 1, 3: 1}
    assert matched(Matcher(tricks, phrases), tricks, "booook and book") == {0: 2, 1: 1, 2: 2, 3: 1}


def matched(matcher: Matcher, folder: Folder, text: str) -> dict[int, int]:
    found = matcher.find("body", folder.readings(text))
    return {number: len(spans) for number, spans in sorted(found.items()) if spans}


@given(st.text("aBz09 '-.", min_size=1, max_size=12), st.sampled_from([(), PLAIN.names, STEPS]))
def test_a_phrase_of_plain_letters_means_what_a_text_of_them_would_be_folded_and_cut_to(
    source: str, steps: tuple[str, ...]
) -> None:
    folder = Folder(steps)
    words = folder.words(folder.phrase(source.strip()))
    if words:
        assert parse_phrase(source.strip(), folder).words == tuple(WordPattern(word) for word in words)


def test_parts_of_a_combination_are_split_at_plus_signs_with_spaces() -> None:
    entry = parse_entry("c++ + a+b", PLAIN)
    assert [part.source for part in entry.parts] == ["c++", "a+b"]  # type: ignore[union-attr]  # a combination
