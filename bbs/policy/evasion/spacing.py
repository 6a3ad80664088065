"""Disguises that put something between the letters of a word, or turn their order."""

from __future__ import annotations

from bbs.policy.evasion.disguise import between, disguise, each_word, in_the_middle


@disguise(
    "zero-width spaces", "b\u200bi\u200br\u200bt\u200bh\u200bd\u200ba\u200by p\u200ba\u200br\u200bt\u200by"
)
def zero_width_spaces(text: str) -> str:
    """Spaces without width between the letters: nobody sees them."""
    return between(text, "\u200b")


@disguise("zero-width joiner", "birt\u200dhday pa\u200drty")
def joiner(text: str) -> str:
    """One invisible joiner in the middle of the word."""
    return each_word(lambda word: in_the_middle(word, "\u200d"), text)


@disguise("soft hyphen", "birt\xadhday pa\xadrty")
def soft_hyphen(text: str) -> str:
    """A hyphen that shows only at the end of a line."""
    return each_word(lambda word: in_the_middle(word, "\xad"), text)


@disguise("invisible tail", "birthday\u2060 party\u2060")
def word_joiner(text: str) -> str:
    """An invisible character behind the word."""
    return each_word(lambda word: f"{word}\u2060", text)


@disguise("spaces between", "b i r t h d a y   p a r t y")
def spaces(text: str) -> str:
    """A space between every two letters."""
    return "   ".join(" ".join(word) for word in text.split(" "))


@disguise("dots between", "b.i.r.t.h.d.a.y p.a.r.t.y")
def dots(text: str) -> str:
    """A dot between every two letters."""
    return between(text, ".")


@disguise("hyphens between", "b-i-r-t-h-d-a-y p-a-r-t-y")
def hyphens(text: str) -> str:
    """A hyphen between every two letters."""
    return between(text, "-")


@disguise("underscores between", "b_i_r_t_h_d_a_y p_a_r_t_y")
def underscores(text: str) -> str:
    """An underscore between every two letters."""
    return between(text, "_")


@disguise("emoji between", "b🎈i🎈r🎈t🎈h🎈d🎈a🎈y p🎈a🎈r🎈t🎈y")
def balloons(text: str) -> str:
    """A picture between every two letters."""
    return between(text, "🎈")


@disguise("split by a space", "birt hday pa rty")
def split(text: str) -> str:
    """One space in the middle of the word."""
    return each_word(lambda word: in_the_middle(word, " "), text)


@disguise("split by a dot", "birt.hday pa.rty")
def split_by_dot(text: str) -> str:
    """One dot in the middle of the word."""
    return each_word(lambda word: in_the_middle(word, "."), text)


@disguise("split by an emoji", "birt🎈hday pa🎈rty")
def emoji(text: str) -> str:
    """A picture in the middle of the word."""
    return each_word(lambda word: in_the_middle(word, "🎈"), text)


@disguise("split by a line break", "birt\nhday pa\nrty")
def line_break(text: str) -> str:
    """The word goes on in the next line."""
    return each_word(lambda word: in_the_middle(word, "\n"), text)


@disguise("split by stars", "birt**hday** pa**rty**")
def markdown(text: str) -> str:
    """Half of the word marked as bold, as in Markdown."""
    return each_word(lambda word: f"{in_the_middle(word, '**')}**" if len(word) > 1 else word, text)


@disguise("a column of letters", "b\ni\nr\nt\nh\nd\na\ny\np\na\nr\nt\ny")
def column(text: str) -> str:
    """Each letter in a line of its own, to be read from top to bottom."""
    return "\n".join(char for char in text if not char.isspace())


@disguise("glued into another word", "xbirthdayx xpartyx")
def glued(text: str) -> str:
    """Other letters before and after the word, without a space."""
    return each_word(lambda word: f"x{word}x", text)


@disguise("words run together", "birthdayparty")
def together(text: str) -> str:
    """No space between the words of a phrase."""
    return "".join(text.split(" "))


@disguise("'s behind it", "birthday's party's")
def possessive(text: str) -> str:
    """Apostrophe and s, as in the birthday's cake: no disguise, ordinary English."""
    return each_word(lambda word: f"{word}'s" if word.isascii() else word, text)


@disguise("backwards", "ytrap yadhtrib")
def backwards(text: str) -> str:
    """From the last letter to the first."""
    return text[::-1]


@disguise("direction turned round", "\u202eytrap yadhtrib\u202c")
def overridden(text: str) -> str:
    """Backwards, with an invisible sign that makes screens show it from right to left: it looks as always."""
    return f"\u202e{text[::-1]}\u202c"
