"""Phrase lists of e2guardian and DansGuardian: phrases with points, forbidden and excepted ones, combinations.

What `< word >`, `<word>` and `<a>,<b><10>` mean is said in the files that come with these programs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bbs.document import Mark
from bbs.importing.phrases import combination, phrase
from bbs.importing.taken import Format, Rule, Said, Taken, words

_PHRASE = r"<[^<>]*>"
_LINE = re.compile(
    rf"\s*(?P<parts>{_PHRASE}(?:\s*,\s*{_PHRASE})*)(?P<gap>\s*)"
    r"(?:<(?P<points>-?[0-9]{1,6})(?P<share>%?)(?P<end>>|\s*$))?(?P<rest>.*)"
)
_CATEGORY = re.compile(r'#\s*listcategory:\s*"([^"]*)"', re.IGNORECASE)
_LIMIT = 100
"""The `naughtynesslimit` that e2guardian is shipped with for older pupils; it refuses what has more."""
MOST_RULES, MOST_BYTES = 480, 50_000
"""Above this, phrases with the same points share rules."""
_MOST_COUNTING = 400
"""Rules that then count them; with their lists they fit in one file."""
MOST_COUNTED = 20
"""How many different phrases of the same points are then counted in one post."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a phrase list: its phrase or combination as the language writes it, and its points, if any."""

    mark: Mark
    written: str
    source: str
    points: int | None


def read_phrases(text: str, file: str) -> Taken:
    """Points for weighted phrases, `block` for those without, `pass` for those of an exception list."""
    category = _CATEGORY.search(text)
    title = category[1].strip() if category else "A phrase list"
    taken = Taken(title or "A phrase list", top={"see_through": "case"})
    entries = list(_entries(text, taken))
    excepted = "exception" in f"{file} {title}".lower()
    certain = [entry for entry in entries if entry.points is None]
    weighted = [entry for entry in entries if entry.points]
    if certain:
        taken.rules.append(_certain(certain, excepted))
    if weighted:
        taken.top["score"] = {"block": str(_LIMIT + 1)}
        taken.about = (
            f"Words have points, good ones fewer than none. More than {_LIMIT} points together are refused,"
            " as in e2guardian; its limit for small children is 50, for adults 160."
        )
        size = sum(len(entry.written.encode()) + 70 for entry in weighted)
        merged = len(weighted) > MOST_RULES or size > MOST_BYTES
        taken.rules += _by_points(weighted, taken) if merged else map(_weighted, weighted)
    return taken


def _entries(text: str, taken: Taken) -> Iterator[Entry]:
    known: dict[str, Entry] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        mark = Mark(number, len(line) - len(line.lstrip()) + 1)
        found = _LINE.fullmatch(line)
        if found is None:
            _no_phrase(line, mark, taken)
            continue
        parts = re.findall(r"<([^<>]*)>", found["parts"])
        entry = _entry(found, parts, mark, taken)
        if entry is None:
            continue
        first = known.setdefault(normalised(parts[0]), entry) if len(parts) == 1 else entry
        if first is entry:
            yield entry
        else:  # e2guardian counts a phrase once, however often it is listed
            why = f"it stands on line {first.mark.line} already, and counts once"
            taken.leave(mark, line.strip(), why, taken=first.points == entry.points)


def _no_phrase(line: str, mark: Mark, taken: Taken) -> None:
    bare = line.strip()
    lower = bare.lower()
    if lower.startswith(".include<"):
        taken.leave(mark, bare, "another file; import that one too, and take it with `use`")
    elif lower.startswith("#time:"):
        taken.leave(mark, bare, "the list holds at certain hours there; add a condition `time` to the rules")
    elif lower.startswith("#noconvert"):
        taken.leave(mark, bare, "here capitals make no difference", taken=True)
    elif bare and not bare.startswith("#"):
        taken.leave(mark, bare, "this is no phrase in < >, and e2guardian passes it over too")


def _entry(found: re.Match[str], parts: list[str], mark: Mark, taken: Taken) -> Entry | None:
    line = found[0].strip()
    rest = found["rest"].strip()
    if rest.startswith("<"):
        taken.leave(mark, line, f"`{rest}` is no number of points, as <10> or <-10>")
        return None
    points = None if found["points"] is None else int(found["points"])
    if points == 0:
        taken.leave(mark, line, "no points change nothing")
        return None
    try:
        written = combination([bordered(part) for part in parts])
    except ValueError as error:
        taken.leave(mark, line, str(error))
        return None
    if found["points"] and (found["gap"] or not found["end"].strip()):
        taken.leave(mark, line, "its points are not written as <10>; they are taken as points", taken=True)
    if any(_inner_sign(part) for part in parts):
        why = "inside other words it is searched as it is written, with its sign; there any sign would do"
        taken.leave(mark, line, why, taken=True)
    if found["share"]:
        taken.leave(mark, line, f"a share of the limit; taken as points, for a limit of {_LIMIT}", taken=True)
    if rest and not rest.startswith("#"):
        taken.leave(mark, rest, "what stands behind a phrase is passed over")
    return Entry(mark, written, " and ".join(part.strip() for part in parts), points)


def _inner_sign(part: str) -> bool:
    """Whether a phrase that may stand inside words has a sign in it."""
    return part == part.strip() and re.search(r"\w[^\w\s]+\w", part) is not None and bordered(part)[0] == "*"


def normalised(text: str) -> str:
    """A text as e2guardian compares it: small letters, and one space for all white space and punctuation."""
    return re.sub(r"[\W_]+", " ", text.casefold())


def bordered(part: str) -> str:
    """`< word >` is a word, `< word` its beginning, `word >` its end, `word` any part of one. Raises ValueError."""
    text = normalised(part)
    bare = " ".join(re.sub(r"[\s_]+", " ", part.casefold()).split())
    if not text.strip():
        raise ValueError("it has no letter or digit")
    left, right = not text.startswith(" "), not text.endswith(" ")
    return phrase(bare, open_left=left, open_right=right)


def _certain(entries: list[Entry], excepted: bool) -> Rule:
    found = [entry.written for entry in entries]
    if excepted:
        why, then, name = "It has a phrase that opens everything.", "pass", "excepted-phrases"
    else:
        why, then, name = "It has a phrase that is forbidden.", "block", "forbidden-phrases"
    return Rule(entries[0].mark, name, {"why": why, "if": words(found), "then": then})


def _weighted(entry: Entry) -> Rule:
    then: Said = {"score": str(entry.points)}
    return Rule(entry.mark, entry.source, {"if": words([entry.written]), "then": then})


def _by_points(entries: list[Entry], taken: Taken) -> Iterator[Rule]:
    """One list for all phrases with the same points, and rules that count how many different ones occur."""
    lists: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        lists[entry.points or 0].append(entry.written)
    most = min(MOST_COUNTED, max(1, _MOST_COUNTING // len(lists)))
    why = (
        f"{len(entries)} phrases are too many rules: of those with the same points, {most} count in one post"
    )
    if any(len(set(found)) > most for found in lists.values()):
        taken.leave(entries[0].mark, entries[0].source, why, taken=True)
    for points, found in lists.items():
        name = f"points-{points}" if points > 0 else f"minus-{-points}"
        taken.lists[name] = list(dict.fromkeys(found))
        for many in range(1, 1 + min(most, len(taken.lists[name]))):
            least: dict[str, Said] = {"at_least": str(many)} if many > 1 else {}
            when: Said = {"words": [f"list {name}"], **least}
            yield Rule(entries[0].mark, f"{name}-{many}", {"if": when, "then": {"score": str(points)}})


def _is_phrase_list(_file: str, text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    found = [line for line in lines if _LINE.fullmatch(line) or line.lstrip().lower().startswith(".include<")]
    return bool(lines) and 2 * len(found) >= len(lines)


FORMAT = Format(
    "e2guardian",
    "a phrase list of e2guardian",
    "weighted phrases become points, forbidden ones `block`, those of an exception list `pass`",
    _is_phrase_list,
    read_phrases,
)
