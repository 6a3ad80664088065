"""Strings that programs have stumbled over: some of our own, and the Big List of Naughty Strings where it is here."""

from __future__ import annotations

import json
from pathlib import Path

BIG_LIST = Path(__file__).parents[2] / "shared" / "data" / "disguises" / "blns" / "blns.json"

STRINGS = (
    "<script>window.naughty = 1; alert(1)</script>",
    "<img src=x onerror='window.naughty = 1'><svg onload=window.naughty=1><b>bold</b>",
    "\"'><script>window.naughty = 1</script><a href=\"javascript:window.naughty=1\">here</a>",
    "</textarea></title></template><iframe srcdoc='<script>parent.naughty = 1</script>'></iframe>",
    "' autofocus onfocus='window.naughty = 1' x=\" onfocus=\"window.naughty = 1\" autofocus y=\"",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7 * 7 %> `window`",
    "javascript:window.naughty=1//",
    "&lt;script&gt; &amp;amp; &#60;b&#62; &nbsp",
    "\u202eright to left\u202c \u2067isolated\u2069 \u200f\u061c after",
    "zero\u200bwidth\u200cjoin\u200ders \ufeffmark \u00adsoft",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1ea\U0001f1fa",
    "a\u0301\u0302\u0303\u0304 e\u0316\u0317\u0318\u0319 o\u20dd",
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 too many marks",
    "long" * 250,
    "NUL \x00 in the middle",
    "null",
    "../../etc/passwd%00 %0d%0aSet-Cookie: a=b %uD800 \\u0000 \\",
    "=1+1 ; DROP TABLE posts; -- ' OR 1=1",
    "  leading, \t inside,\u2028separated\u2029and trailing  ",
    "<!-- <![CDATA[ ]]> --> <?php ?> <!doctype html>",
)  # fmt: skip
"""Tags, handlers, breakers of attributes and of fields, templates, links, direction, width, marks, length, control."""


def big_list() -> tuple[str, ...]:
    """The Big List, each string once; empty where it is not here."""
    if not BIG_LIST.is_file():
        return ()
    return tuple(dict.fromkeys(json.loads(BIG_LIST.read_text(encoding="utf-8"))))


def as_kept(text: str) -> str:
    """A body as it is kept: trimmed, with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


NAMED = dict(zip("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
                 ["ALM", "LRM", "RLM", "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"], strict=True))  # fmt: skip
"""What a page shows instead of a character that would turn the direction of text around (UAX 9)."""


def as_shown(text: str) -> str:
    """A text as it stands on a page."""
    return "".join(NAMED.get(character, character) for character in text)


def without_breaks(text: str) -> str:
    """A text in a field of one line: browsers leave line ends out."""
    return text.replace("\n", "").replace("\r", "")
