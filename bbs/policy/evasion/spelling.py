"""Disguises that spell a word otherwise, or write it in a code."""

from __future__ import annotations

import base64
import codecs
import re
from collections.abc import Callable

from bbs.policy.evasion.disguise import disguise, each_word

_VOWELS = "aeiouAEIOU"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SIGNALS = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- "
    "-. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
)
_MORSE = dict(zip(_ALPHABET, _SIGNALS.split(), strict=True))
_BRAILLE = dict(zip(_ALPHABET, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
_NEXT = str.maketrans(_ALPHABET, _ALPHABET[1:] + "a")


def _inner(change: Callable[[str], str], text: str) -> str:
    """The words with all but their first letter changed; a word of one letter stays."""
    return each_word(lambda word: word[0] + change(word[1:]), text)


@disguise("one letter doubled", "biirthday paarty")
def doubled(text: str) -> str:
    """One letter written twice, as if by mistake."""
    return each_word(lambda word: word[:2] + word[1:], text)


@disguise("stretched letters", "biiiirthday paaaarty")
def stretched(text: str) -> str:
    """One letter held for long, as if cried out."""
    return each_word(lambda word: word[:2] + word[1:2] * 3 + word[2:], text)


@disguise("every letter stretched", "bbbiiirrrttthhhdddaaayyy pppaaarrrtttyyy")
def all_stretched(text: str) -> str:
    """Every letter three times."""
    return each_word(lambda word: "".join(char * 3 for char in word), text)


@disguise("one letter changed", "birthdaz partz")
def changed(text: str) -> str:
    """The last letter is the next one of the alphabet, as if by mistake."""
    return each_word(lambda word: word[:-1] + word[-1].lower().translate(_NEXT), text)


@disguise("one letter left out", "birtday paty")
def shortened(text: str) -> str:
    """A letter in the middle is missing, as if by mistake."""
    return each_word(
        lambda word: word[: len(word) // 2] + word[len(word) // 2 + 1 :] if len(word) > 2 else word, text
    )


@disguise("two letters swapped", "ibrthday aprty")
def neighbours(text: str) -> str:
    """The first two letters have changed places."""
    return each_word(lambda word: word[1::-1] + word[2:], text)


@disguise("inner letters shuffled", "badhtriy ptray")
def shuffled(text: str) -> str:
    """First and last letter stay, those between them turned round: people read it all the same."""
    return each_word(lambda word: word[0] + word[-2:0:-1] + word[-1] if len(word) > 3 else word, text)


@disguise("vowels left out", "brthdy prty")
def no_vowels(text: str) -> str:
    """Only the consonants."""
    return _inner(lambda rest: "".join(char for char in rest if char not in _VOWELS), text)


@disguise("vowels starred", "b*rthd*y p*rty")
def starred(text: str) -> str:
    """A star for every vowel, as newspapers do."""
    return _inner(lambda rest: "".join("*" if char in _VOWELS else char for char in rest), text)


@disguise("first letter only", "b******* p****")
def first_only(text: str) -> str:
    """The first letter and stars."""
    return _inner(lambda rest: "*" * len(rest), text)


@disguise("sounds alike", "byrthday party")
def by_ear(text: str) -> str:
    """Other letters for the same sound: y for i, f for ph, k for c."""
    for written, heard in (("ph", "f"), ("ck", "k"), ("c", "k"), ("i", "y"), ("s", "z")):
        text = text.replace(written, heard)
    return text


@disguise("Pig Latin", "irthdaybay artypay")
def pig_latin(text: str) -> str:
    """What stands before the first vowel goes to the end, and ay behind it."""
    return (
        each_word(lambda word: re.sub(r"^([^aeiouAEIOU]*)(.*)$", r"\2\1ay", word), text)
        if text.isascii()
        else text
    )


@disguise("ROT13", "oveguqnl cnegl")
def rot13(text: str) -> str:
    """Each letter is the one thirteen places on."""
    return codecs.encode(text, "rot13")


@disguise("Morse", "-... .. .-. - .... -.. .- -.-- / .--. .- .-. - -.--")
def morse(text: str) -> str:
    """Dots and dashes."""
    return " / ".join(" ".join(_MORSE.get(char, char) for char in word) for word in text.lower().split(" "))


@disguise("Braille", "⠃⠊⠗⠞⠓⠙⠁⠽ ⠏⠁⠗⠞⠽")
def braille(text: str) -> str:
    """The dots that blind people read."""
    return "".join(_BRAILLE.get(char.lower(), char) for char in text)


@disguise("places in the alphabet", "2-9-18-20-8-4-1-25 16-1-18-20-25")
def numbered(text: str) -> str:
    """Numbers for letters: a is 1."""
    numbers = {letter: str(place) for place, letter in enumerate(_ALPHABET, start=1)}
    return each_word(lambda word: "-".join(numbers.get(char, char) for char in word.lower()), text)


@disguise("HTML entities", "&#98;&#105;&#114;&#116;&#104;&#100;&#97;&#121; &#112;&#97;&#114;&#116;&#121;")
def entities(text: str) -> str:
    """The numbers by which web pages may write a letter."""
    return each_word(lambda word: "".join(f"&#{ord(char)};" for char in word), text)


@disguise("percent signs", "%62%69%72%74%68%64%61%79%20%70%61%72%74%79")
def percent(text: str) -> str:
    """The bytes as addresses of web pages write them."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


@disguise("Base64", "YmlydGhkYXkgcGFydHk=")
def base64_(text: str) -> str:
    """The code in which e-mail carries files."""
    return base64.b64encode(text.encode()).decode()
