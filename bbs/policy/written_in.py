"""Where in its files each phrase of a rule is written."""

from __future__ import annotations

from collections.abc import Iterator

from bbs.document import Items, Mark, Node, Table, Text, read_list
from bbs.policy.lists import SHIPPED, beside
from bbs.policy.rule import Rule
from bbs.policy.rules import Policy

_WORDS = ("words", "all_words")
_NESTS = ("any", "all")


def places(policy: Policy, rule: Rule, file: str) -> dict[str, Mark]:
    """Each phrase that a rule's `if` looks for, as it is written, with where it stands first.

    Every mark names its file; `file` is the policy's own name.
    """
    found: dict[str, Mark] = {}
    for text in _words(rule.table.get("if") if rule.table else None):
        for source, mark in _meant(policy, text, file):
            where = mark if mark.file else Mark(mark.line, mark.column, file)
            found.setdefault(source, where)
    return found


def _words(node: Node | None) -> Iterator[Text]:
    """The entries of every word list in a map of conditions, however deep."""
    for table in node.values if isinstance(node, Items) else (node,):
        for key, value in table.entries if isinstance(table, Table) else ():
            if key.value in _WORDS:
                yield from _texts(value)
            elif key.value in _NESTS:
                yield from _words(value)


def _texts(node: Node | None) -> Iterator[Text]:
    """The text at a node, or the texts of a list; a policy that was loaded holds nothing else there."""
    every = node.values if isinstance(node, Items) else (node,)
    return (one for one in every if isinstance(one, Text))


def _meant(policy: Policy, text: Text, file: str) -> Iterator[tuple[str, Mark]]:
    """An entry itself, or, where it names a list, the entries of that list."""
    source = text.value.strip()
    name = source.removeprefix("list ").strip()
    if not source.startswith("list ") or name not in policy.lists:
        yield source, text.mark
        return
    node = policy.lists[name]
    listed = node.get("file") if isinstance(node, Table) else None
    if isinstance(listed, Text):
        yield from _in_file(policy, listed, file)
    else:
        words = node.get("words") if isinstance(node, Table) else node
        yield from ((one.value.strip(), one.mark) for one in _texts(words))


def _in_file(policy: Policy, named: Text, file: str) -> Iterator[tuple[str, Mark]]:
    name = f"{SHIPPED if named.mark.file.startswith(SHIPPED) else ''}{named.value}"
    shown = beside(file, name)
    for phrase, mark in read_list(policy.files[name], shown):
        yield phrase, Mark(mark.line, mark.column, shown)
