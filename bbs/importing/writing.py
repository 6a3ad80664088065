"""What was taken over, as the text of a policy that people read and go on with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bbs.document import in_one_line
from bbs.importing.taken import Rule, Said, Taken
from bbs.importing.trying import node
from bbs.policy.head import ID
from bbs.policy.read_rules import RESERVED

WIDE = 110
"""Characters of a line, where it can be broken."""
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Page:
    """The text, and on which of its lines each rule begins."""

    text: str
    begins: tuple[int, ...]


def page(taken: Taken, policy_id: str, origin: str, files: Collection[str]) -> Page:
    """The policy; the lists named in `files` are said to lie in files beside it."""
    lines = [
        *_head(taken, policy_id, origin),
        *_lists(taken, policy_id, files),
        "rules:" if taken.rules else "rules: []",
    ]
    begins = []
    ids = _ids(taken.rules)
    for rule, name in zip(taken.rules, ids, strict=True):
        begins.append(len(lines) + 1)
        lines += _rule(rule, name)
    return Page("\n".join(lines).rstrip() + "\n", tuple(begins))


def list_file(policy_id: str, name: str) -> str:
    """Where the file of a list lies, seen from the policy."""
    return f"lists/{policy_id}-{name}.txt"


def list_text(phrases: list[str]) -> str:
    """The text of such a file; no line of it begins as a comment does."""
    return "".join(f"{phrase.lstrip('#').lstrip() or phrase}\n" for phrase in phrases)


def slug(text: str) -> str:
    """A short name of small letters, digits and hyphens; empty where no letter of it can be one."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", bare.replace("'", "")).strip("-")
    if len(found) > _LONGEST_ID:
        found = found[: _LONGEST_ID + 1].rpartition("-")[0] or found[:_LONGEST_ID]
    return found if ID.fullmatch(found) else ""


def _ids(rules: list[Rule]) -> list[str]:
    """Every rule's id, no two alike."""
    found: dict[str, None] = dict.fromkeys(RESERVED)
    for rule in rules:
        name = slug(rule.name) or f"line-{rule.mark.line}"
        number, free = 2, name
        while free in found:
            free, number = f"{name}-{number}", number + 1
        found[free] = None
    return [*found][len(RESERVED) :]


def _head(taken: Taken, policy_id: str, origin: str) -> Iterator[str]:
    yield f"# Made by `bbs policy import` from {origin}. Go on from here, and write tests:"
    yield "# what the other program meant and what this one does are not always quite the same."
    said: dict[str, Said] = {"policy": "1", "id": policy_id, "title": taken.title}
    said |= {"about": taken.about} if taken.about else {}
    said |= {"source": f"imported from {origin}", "default": "allow", **taken.top}
    for key, value in said.items():
        yield from _entry(key, value, "")
    yield ""


def _lists(taken: Taken, policy_id: str, files: Collection[str]) -> Iterator[str]:
    if not taken.lists:
        return
    yield "lists:"
    for name, phrases in taken.lists.items():
        value: Said = {"file": list_file(policy_id, name)} if name in files else [*phrases]
        yield from _entry(name, value, "  ")
    yield ""


def _rule(rule: Rule, name: str) -> list[str]:
    """In one line with its origin behind it where it fits and says no why; else a key a line."""
    says: dict[str, Said] = {"id": name, **rule.says}
    origin = f"# line {rule.mark.line}"
    if "why" not in says:
        line = f"  - {in_one_line(node(says))}  {origin}"
        if len(line) <= WIDE:
            return [line]
    lines = [line for key, value in says.items() for line in _entry(key, value, "    ")]
    return [f"  {origin}", f"  - {lines[0].lstrip()}", *lines[1:], ""]


def _entry(key: str, value: Said, indent: str) -> list[str]:
    """A key and its value, in one line where that is short enough."""
    name = in_one_line(node(key))
    line = f"{indent}{name}: {in_one_line(node(value))}"
    if len(line) <= WIDE:
        return [line]
    if isinstance(value, str):
        return _folded(f"{indent}{name}", value, indent) if '"' not in value[:1] else [line]
    if isinstance(value, dict):
        inner = [one for each, said in value.items() for one in _entry(each, said, indent + "  ")]
        return [f"{indent}{name}:", *inner]
    if all(isinstance(one, str) for one in value):
        return [f"{indent}{name}: [", *_filled([in_one_line(node(one)) for one in value], indent + "  ")]
    return [f"{indent}{name}:", *(line for one in value for line in _item(one, indent + "  "))]


def _item(value: Said, indent: str) -> list[str]:
    line = f"{indent}- {in_one_line(node(value))}"
    if len(line) <= WIDE or not isinstance(value, dict):
        return [line]
    inner = [one for key, said in value.items() for one in _entry(key, said, indent + "  ")]
    return [f"{indent}- {inner[0].lstrip()}", *inner[1:]]


def _filled(items: list[str], indent: str) -> Iterator[str]:
    """The members of a list, as many on a line as fit; the last line closes it."""
    line = indent
    for item in items[:-1]:
        if len(line) + len(item) > WIDE and line != indent:
            yield line.rstrip()
            line = indent
        line += f"{item}, "
    if line != indent:
        yield line.rstrip()
    yield f"{indent}{items[-1]}]"


def _folded(key: str, value: str, indent: str) -> list[str]:
    """A long sentence over several lines, where YAML would read it back as it is."""
    if value != " ".join(value.split()):
        return [f"{key}: {in_one_line(node(value))}"]
    lines, line = [f"{key}: >-"], f"{indent}  "
    for word in value.split():
        if len(line) + len(word) > WIDE and line.strip():
            lines.append(line.rstrip())
            line = f"{indent}  "
        line += f"{word} "
    return [*lines, line.rstrip()]
