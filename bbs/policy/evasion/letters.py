"""Disguises that put other characters in the place of letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bbs.policy.evasion.disguise import disguise

_SMALL = "abcdefghijklmnopqrstuvwxyz"
_LARGE = _SMALL.upper()

_ACCENTS = dict(zip("aceilnostuyz", "áçéïĺñöšţüýž", strict=True))
_CYRILLIC = dict(zip("aceijopsxyABCEHIKMOPTX", "асеіјорѕхуАВСЕНІКМОРТХ", strict=True))
_GREEK = dict(zip("abiknoptuvwxyABEHIKMNOPTX", "αβικηορτυνωχγΑΒΕΗΙΚΜΝΟΡΤΧ", strict=True))
_CAPITALS = dict(zip(_SMALL, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀsᴛᴜᴠᴡxʏᴢ", strict=True))
_RAISED = dict(zip(_SMALL, "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_TURNED = dict(zip(_SMALL, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True))
_DIGITS = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "t": "7"}
_SIGNS = {"a": "@", "s": "$", "i": "!", "l": "|", "c": "(", "t": "+", "e": "€", "x": "×"}
_RARE = {"b": "8", "g": "9", "z": "2", "t": "7", "h": "#", "d": "|)"}


def _row(first: str, large: str = "") -> dict[str, str]:
    """An alphabet that Unicode keeps in one row: from its small a on, and from its large A where there is one."""
    row = {letter: chr(ord(first) + place) for place, letter in enumerate(_SMALL)}
    other = large or first
    return row | {letter: chr(ord(other) + place) for place, letter in enumerate(_LARGE)}


_BOLD = _row("𝐚", "𝐀")
_FRAKTUR = _row("𝖆", "𝕬")
_CIRCLED = _row("ⓐ", "Ⓐ")
_SQUARED = _row("🄰")


def _swapped(text: str, letters: Mapping[str, str]) -> str:
    """The text with other characters for these letters; a large letter without one of its own takes the small one's."""
    return "".join(letters.get(char) or letters.get(char.lower(), char) for char in text)


def _first_swapped(text: str, letters: Mapping[str, str]) -> str:
    """The same, once."""
    for at, char in enumerate(text):
        if char.lower() in letters:
            return text[:at] + letters[char.lower()] + text[at + 1 :]
    return text


@disguise("capital letters", "BIRTHDAY PARTY")
def capitals(text: str) -> str:
    """Every letter a capital, as if shouted."""
    return text.upper()


@disguise("mixed letters", "bIrThDaY PaRtY")
def mixed(text: str) -> str:
    """Small and capital letters by turns."""
    return "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(text))


@disguise("full width", "ｂｉｒｔｈｄａｙ ｐａｒｔｙ")
def full_width(text: str) -> str:
    """The wide letters that East Asian keyboards have beside the narrow ones."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@disguise("accents", "bïrţhdáý párţý")
def accents(text: str) -> str:
    """Accents on letters that have none."""
    return _swapped(text, _ACCENTS)


@disguise("marks piled up", "b̶i̶r̶t̶h̶d̶a̶y̶ p̶a̶r̶t̶y̶")
def struck(text: str) -> str:
    """A mark that is drawn through or above each letter."""
    return "".join(f"{char}\u0336" if char.isalnum() else char for char in text)


@disguise("marks around", "b⃝i⃝r⃝t⃝h⃝d⃝a⃝y⃝ p⃝a⃝r⃝t⃝y⃝")
def enclosed(text: str) -> str:
    """A circle drawn around each letter."""
    return "".join(f"{char}\u20dd" if char.isalnum() else char for char in text)


@disguise("Cyrillic look-alikes", "bіrthdау раrtу")
def cyrillic(text: str) -> str:
    """Cyrillic letters that look like Latin ones."""
    return _swapped(text, _CYRILLIC)


@disguise("Greek look-alikes", "βιrτhdαγ ραrτγ")
def greek(text: str) -> str:
    """Greek letters that look like Latin ones, more or less."""
    return _swapped(text, _GREEK)


@disguise("one look-alike", "bіrthday party")
def one_cyrillic(text: str) -> str:
    """A single Cyrillic letter among Latin ones: nobody sees it."""
    return _first_swapped(text, _CYRILLIC)


@disguise("mathematical bold", "𝐛𝐢𝐫𝐭𝐡𝐝𝐚𝐲 𝐩𝐚𝐫𝐭𝐲")
def bold(text: str) -> str:
    """Letters made for formulas, which look like bold type."""
    return _swapped(text, _BOLD)


@disguise("mathematical Fraktur", "𝖇𝖎𝖗𝖙𝖍𝖉𝖆𝖞 𝖕𝖆𝖗𝖙𝖞")
def fraktur(text: str) -> str:
    """Letters made for formulas, which look like old German type."""
    return _swapped(text, _FRAKTUR)


@disguise("circled letters", "ⓑⓘⓡⓣⓗⓓⓐⓨ ⓟⓐⓡⓣⓨ")
def circled(text: str) -> str:
    """Letters in circles, made for lists."""
    return _swapped(text, _CIRCLED)


@disguise("squared letters", "🄱🄸🅁🅃🄷🄳🄰🅈 🄿🄰🅁🅃🅈")
def squared(text: str) -> str:
    """Letters in boxes."""
    return _swapped(text, _SQUARED)


@disguise("small capitals", "ʙɪʀᴛʜᴅᴀʏ ᴘᴀʀᴛʏ")
def small_capitals(text: str) -> str:
    """Capital letters as high as small ones, from the alphabet of phonetics."""
    return _swapped(text, _CAPITALS)


@disguise("raised letters", "ᵇⁱʳᵗʰᵈᵃʸ ᵖᵃʳᵗʸ")
def raised(text: str) -> str:
    """Small letters above the line."""
    return _swapped(text, _RAISED)


@disguise("upside down", "ʎʇɹɐd ʎɐpɥʇɹᴉq")
def upside_down(text: str) -> str:
    """Turned letters from right to left, to be read head down."""
    return _swapped(text, _TURNED)[::-1] if any(char.lower() in _TURNED for char in text) else text


@disguise("digits for letters", "b1r7hd4y p4r7y")
def digits(text: str) -> str:
    """Digits that look like letters: 0 1 3 4 5 7."""
    return _swapped(text, _DIGITS)


@disguise("one digit", "b1rthday party")
def one_digit(text: str) -> str:
    """A single digit in the place of a letter."""
    return _first_swapped(text, _DIGITS)


@disguise("signs for letters", "b!r+hd@y p@r+y")
def signs(text: str) -> str:
    """Signs that look like letters: @ $ ! | ( + and others."""
    return _swapped(text, _SIGNS)


@disguise("rarer digits and signs", "8ir7#|)ay par7y")
def rare_digits(text: str) -> str:
    """Digits and signs that look less like letters: 8 9 2 # and others."""
    return _swapped(text, _RARE)


_FIRST_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_PARTS = "ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌᄍᄎᄏᄐᄑᄒ"
_ALONE = dict(zip(_PARTS, _FIRST_JAMO, strict=True)) | {
    chr(0x1161 + place): chr(0x314F + place) for place in range(21)
}
_ENDS = dict(
    zip(
        map(chr, range(0x11A8, 0x11C3)), "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ", strict=True
    )
)


@disguise("Hangul letters apart", "ㅅㅐㅇㅇㅣㄹ")
def jamo(text: str) -> str:
    """The letters of Korean syllables one after another."""
    letters = _ALONE | _ENDS
    apart = (unicodedata.normalize("NFD", char) if "가" <= char <= "힣" else char for char in text)
    return "".join(letters.get(char, char) for piece in apart for char in piece)


@disguise("first Hangul letters", "ㅅㅇ")
def first_jamo(text: str) -> str:
    """The first letter of each Korean syllable, as people write them in a hurry."""
    syllables = (_FIRST_JAMO[(ord(char) - 0xAC00) // 588] if "가" <= char <= "힣" else char for char in text)
    return "".join(syllables)
