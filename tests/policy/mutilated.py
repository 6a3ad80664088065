"""Policies spoilt by chance, always the same for the same seed: bytes changed, or the tree behind them."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from policy.golden import cases
from policy.trial import HEAD

MOST = 64 * 1024
SHIPPED = Path(__file__).parents[2] / "policies"

USED = {
    f"{name}.yaml": b"policy: 1\nid: %b\ndefault: hold\nlists: {places: [park]}\n" % name.encode()
    + b"rules:\n  - {id: it, if: {words: [list places]}, then: hold}\nuse: [%b]\n" % uses.encode()
    for name, uses in {"school": "club", "club": "used", "used": "words", "words": "trial"}.items()
}
"""What the golden cases use; the last of them is seldom there."""

ODD = ("", "*", "**", "*a*", "a + b", "a + b + c + d + e + f + g + h + i", "list x", "10 minutes", "0", "-1", "9" * 400,
       "22:30", "70%", "1 per 5 minutes", "null", "[", "{", "- ", ": ", "&a", "*a", "!!set", "|", ">", "\t", "#", "'", '"',
       "\u200b", "\u2028", "생일", "生日", "🎂", "ﷺ" * 20, "\u0301" * 40, "(a|b)*", "(?i)x{1,1000}", "@#@#", "a" * 61, "%",
       "not (a or b)", "(" * 50, "<<", "---", "...", "policy", "words", "any", "not", "lists/greetings.txt", "../x", "used", "shipped:used")  # fmt: skip
"""Scalars that mean something somewhere, or break it."""

Spoil = Callable[[random.Random, bytes, bytes], bytes]


def seeds() -> list[bytes]:
    """The shipped policies, and that of every golden case."""
    shipped = [path.read_bytes() for path in sorted(SHIPPED.glob("*.yaml")) if path.name != "network.yaml"]
    golden = dict.fromkeys(one.group["policy"] for one in cases())
    return shipped + [(text if "policy: 1" in text else HEAD + text).encode() for text in golden]


def spoilt(seed: int, texts: list[bytes]) -> Iterator[bytes]:
    """One spoilt text after the other, without end."""
    drawn = random.Random(seed)  # noqa: S311  # the same every time
    ways: tuple[Spoil, ...] = (_bytes, _bytes, _slices, _long, *[_tree] * 8)
    while True:
        text = drawn.choice(texts)
        for _ in range(drawn.choice((1, 1, 2, 4))):
            text = drawn.choice(ways)(drawn, text, drawn.choice(texts))[:MOST]
        yield text


def _bytes(drawn: random.Random, text: bytes, other: bytes) -> bytes:
    """Some bytes changed, put in or taken out."""
    spoiling = bytearray(text)
    for _ in range(drawn.choice((1, 1, 3, 10))):
        at = drawn.randrange(len(spoiling) + 1)
        put = drawn.choice((b"", bytes([drawn.randrange(256)]), drawn.choice(ODD).encode()))
        spoiling[at : at + drawn.choice((0, 1, 1, 8))] = put
    return bytes(spoiling)


def _slices(drawn: random.Random, text: bytes, other: bytes) -> bytes:
    """A piece of another policy in the place of one of this."""
    start, end = sorted(drawn.randrange(len(text) + 1) for _ in range(2))
    first, last = sorted(drawn.randrange(len(other) + 1) for _ in range(2))
    return text[:start] + other[first:last] + text[end:]


def _long(drawn: random.Random, text: bytes, other: bytes) -> bytes:
    """One piece over and over, up to the limit of a file."""
    start = drawn.randrange(len(text) + 1)
    piece = text[start : start + drawn.choice((1, 3, 20, 200))] or b"["
    return text[:start] + piece * max(0, (MOST - len(text)) // len(piece)) + text[start:]


def _tree(drawn: random.Random, text: bytes, other: bytes) -> bytes:
    """Values of the tree put elsewhere, nested, repeated, made odd, or taken from the same place of another policy."""
    try:
        tree = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # makes text only
        others = list(_places(yaml.load(other, Loader=yaml.BaseLoader)))  # noqa: S506
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return _bytes(drawn, text, other)
    for _ in range(drawn.choice((1, 1, 2, 5))):
        places = list(_places(tree))
        if not places:
            break
        holder, key, value = drawn.choice(places)
        fitting = [graft for _, name, graft in others if name == key] or [value]
        foreign = [graft for _, _, graft in others] or [value]
        odd = (drawn.choice(ODD), drawn.choice(foreign), [value], {"not": value}, {"any": [value, value]},
               [value] * drawn.choice((2, 2, 2, 300)))  # fmt: skip
        holder[key] = copy.deepcopy(
            drawn.choice((drawn.choice(fitting), drawn.choice(fitting), drawn.choice(odd)))
        )
    flow = drawn.choice((None, True))
    return yaml.dump(
        tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=flow
    ).encode(errors="surrogatepass")


class _Plain(yaml.SafeDumper):
    """Writes the same thing twice where it stands twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _places(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Every value of the tree with what holds it, and by which key."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(inside):
        yield tree, key, value
        yield from _places(value)
