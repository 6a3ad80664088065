"""What an AutoModerator rule looks for in a text, as conditions of the policy language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bbs.document import Items, Node, Text
from bbs.importing.phrases import alternatives, escaped, is_literal, phrase, signs_at_an_end
from bbs.importing.taken import NotSaidError, Said, words
from bbs.importing.trying import pattern_trouble
from bbs.network.hosts import normalise_host

Note = Callable[..., None]
"""Takes the place, what, why, and `taken` for what is taken over all the same."""

_CHECK = re.compile(r"(?P<not>~?)\s*(?P<fields>[a-z_+]+)(?:#\w+)?\s*(?:\((?P<how>[^)]*)\))?")
_FRAMES = {
    "includes-word": r"(?:^|\W|\b)%s(?:$|\W|\b)",
    "includes": "%s",
    "starts-with": "^%s",
    "ends-with": "%s$",
    "full-exact": "^%s$",
    "full-text": r"^\W*%s\W*$",
}
"""How each way of matching looks as a regular expression."""
_LETTER = r"[\p{L}\p{M}\p{N}_]"
_BETWEEN_LETTERS = rf"(?:^|[^{_LETTER[1:]})%s(?:$|[^{_LETTER[1:]})"
"""The frame of whole words where a pattern has letters beyond ASCII: RE2's own \\b and \\W know no others."""
_ASCII_ONLY = re.compile(r"(?<!\\)(?:\\\\)*\\[bBwW]")
_END = re.compile(r"(?:[A-Za-z0-9]{2}\??|[A-Za-z0-9]\+?|\\w\+?)$")
_ADDRESSES = {"domain", "url"}
_TEXTS = ("title", "body")


@dataclass(frozen=True, slots=True)
class Check:
    """A condition; a name for it, made of what it looks for."""

    said: dict[str, Said]
    searches: bool = False
    """Whether it says where in the text it looks, so that no other may stand beside it in the same map."""
    name: str = ""


def search(key: Text, value: Node, note: Note) -> tuple[Check, bool]:
    """A check such as `~title+body (includes, regex)`, and whether it must fail. Raises NotSaidError."""
    found = _CHECK.fullmatch(key.value.strip())
    fields = set(found["fields"].split("+")) if found else set()
    if found is None or not fields or fields - {*_TEXTS, *_ADDRESSES}:
        raise NotSaidError(key.mark, key.value, "nothing here corresponds to it")
    how = {one.strip() for one in (found["how"] or "").split(",") if one.strip()}
    odd = how - {*_FRAMES, "regex", "case-sensitive"}
    if odd:
        raise NotSaidError(key.mark, key.value, f"`{min(odd)}` is no way of matching")
    values = [one for one in texts(value) if one.value.strip()]
    if not values:
        raise NotSaidError(key.mark, key.value, "there is nothing to look for")
    denied = bool(found["not"])
    if fields <= _ADDRESSES:
        return _links(key, fields, values, how, denied)
    return _text(sorted(fields - _ADDRESSES), values, how, denied, note), denied


def lengths(key: Text, value: Node) -> Check:
    """`body_longer_than` and `body_shorter_than`. Raises NotSaidError."""
    number = value.value.strip() if isinstance(value, Text) else ""
    if not re.fullmatch("[0-9]{1,6}", number):
        raise NotSaidError(value.mark, key.value, "its value is no whole number")
    return Check({"length": {"over" if "longer" in key.value else "under": number}})


def texts(value: Node) -> list[Text]:
    """One text or a list of them."""
    values = value.values if isinstance(value, Items) else (value,)
    return [one for one in values if isinstance(one, Text)]


def _links(
    key: Text, fields: set[str], values: list[Text], how: set[str], denied: bool
) -> tuple[Check, bool]:
    """Hosts; a URL is one too where it names a host alone. A link elsewhere is a condition of its own."""
    if "regex" in how:
        raise NotSaidError(key.mark, key.value, "links are compared by their hosts, not by patterns")
    hosts = []
    for one in values:
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", one.value.strip().lower()).rstrip("/")
        host = normalise_host(bare) if "." in bare else None
        if host is None or ("includes" in how and "url" not in fields):
            raise NotSaidError(one.mark, one.value, "links are compared by their hosts: write a whole name")
        hosts.append(host)
    said: dict[str, Said] = {"links": {"not_to" if denied else "to": [*hosts]}}
    return Check(said, name=f"links to {hosts[0]}"), False


def _text(fields: list[str], values: list[Text], how: set[str], denied: bool, note: Note) -> Check:
    inside: dict[str, Said] = {"in": fields[0]} if len(fields) == 1 else {}
    frame = next((one for one in _FRAMES if one in how), "includes-word")
    regex = "regex" in how and not all(is_literal(one.value) for one in values)
    name = " ".join(re.findall(r"\w+", values[0].value)[:4])
    if regex or "case-sensitive" in how or frame not in ("includes", "includes-word"):
        found = _patterns(values, frame, regex, "case-sensitive" in how, denied, note)
        return Check({"patterns": [*found], **inside}, True, name)
    phrases = [said for one in values if (said := _phrase(one, frame == "includes", denied, note))]
    if not phrases:
        raise NotSaidError(values[0].mark, values[0].value, "none of its words can be looked for")
    return Check(words(phrases, **inside), True, name)


def _phrase(text: Text, anywhere: bool, denied: bool, note: Note) -> str | None:
    """One word or phrase. Where it must not occur, leaving it out would widen the rule, so that raises NotSaidError."""
    try:
        said = phrase(text.value, open_left=anywhere, open_right=anywhere)
    except ValueError as error:
        _leave(text, str(error), denied, note)
        return None
    if "*" in text.value:
        note(text.mark, text.value, "a star is a star there; here it is not looked for", taken=True)
    elif signs_at_an_end(text.value) and not anywhere:
        note(text.mark, text.value, "the signs at its ends are not looked for", taken=True)
    return said


def _patterns(
    values: list[Text], frame: str, regex: bool, exact: bool, denied: bool, note: Note
) -> list[str]:
    good = []
    for one in values:
        pattern = one.value if regex else escaped(one.value)
        trouble = pattern_trouble(pattern)
        if trouble:
            _leave(one, trouble, denied, note)
        else:
            good.append(pattern)
            if _ASCII_ONLY.search(pattern):
                note(one.mark, one.value, "\\b and \\w know the letters a to z alone here", taken=True)
    if not good:
        raise NotSaidError(values[0].mark, values[0].value, "none of its patterns can be used")
    flags = ("" if exact else "i") + ("s" if any("." in one for one in good) else "")
    said = _FRAMES[frame]
    if all(re.fullmatch(r"\^[^|]*(?<!\\)\$", one) for one in good):
        said = "%s"  # they say themselves that they are the whole
    elif frame == "includes-word" and all(map(_bordered, good)):
        said = r"\b%s\b"
    elif frame == "includes-word" and not all(one.isascii() for one in good):
        said = _BETWEEN_LETTERS
    return alternatives(good, said, f"(?{flags})" if flags else "")


def _bordered(pattern: str) -> bool:
    """Whether what a pattern finds begins and ends with an ASCII letter or digit, so that \\b says where it ends."""
    bare = re.sub(r"\([^()]*\)", "", pattern)
    return (
        re.match(r"[A-Za-z0-9](?![?*{])", bare) is not None
        and _END.search(bare) is not None
        and "|" not in bare
    )


def _leave(text: Text, why: str, denied: bool, note: Note) -> None:
    if denied:
        raise NotSaidError(text.mark, text.value, why)
    note(text.mark, text.value, why)
