"""The condition `names` of a rule: names written there, or lists of names in files."""

from __future__ import annotations

import re

from bbs.document import DocumentError, Items, Mark, Node, Table, Text, decode, shown
from bbs.network.hosts import normalise_host
from bbs.network.language import NAMES
from bbs.network.name_lists import read_names
from bbs.network.reading import Reading

MOST_NAMES = 100_000
"""Names in one list; of more, loading would be felt."""
MOST_UNREAD = 20
"""Lines of one list that are told one by one."""
_FILE = re.compile(r"[a-zA-Z0-9][\w.-]*(?:/[a-zA-Z0-9][\w.-]*)*", re.ASCII)


def read_named(node: Node | None, reading: Reading) -> frozenset[str] | None:
    """The names of a rule, normalised; None where it asks for none."""
    if node is None:
        return None
    if isinstance(node, Table):
        reading.table(node, "names", tuple(NAMES), ("file",))
        files = reading.words(node.get("file"), "file")
        return frozenset(name for file in files for name in _of_file(file, reading))
    found = set()
    for word in reading.words(node if isinstance(node, Items | Text) else None, "names"):
        name = normalise_host(word.value)
        if name is None:
            remedy = "write a name as news.outside.test, or {file: lists/names.txt}"
            reading.problems.add(word, f"{shown(word.value)} can't be the name of a host", remedy)
        else:
            found.add(name)
    return frozenset(found)


def files_of(node: Node | None) -> tuple[str, ...]:
    """The files in which `names` has its lists."""
    given = node.get("file") if isinstance(node, Table) else None
    texts = given if isinstance(given, Items) else (given,)
    return tuple(text.value for text in texts if isinstance(text, Text))


def _of_file(file: Text, reading: Reading) -> frozenset[str]:
    """The names of a list; a line that is none is a warning in the list, for lists come from elsewhere."""
    if not _FILE.fullmatch(file.value):
        problem = f"{shown(file.value)} can't be the name of a list"
        reading.problems.add(file, problem, "name a file beside this one: `file: lists/closed.txt`")
        return frozenset()
    try:
        found = read_names(decode(reading.read(file.value), file.value))
    except DocumentError as error:
        reading.problems.extend(error.problems)
        return frozenset()
    except OSError as error:
        reading.problems.add(file, str(error), "put the file there, or name another")
        return frozenset()
    for one in found.unread[:MOST_UNREAD]:
        reading.warn(one.mark, file.value, f"{one.what} is left out: {one.why}")
    if len(found.unread) > MOST_UNREAD:
        left = f"and {len(found.unread) - MOST_UNREAD} more lines are left out"
        reading.warn(found.unread[MOST_UNREAD].mark, file.value, left)
    if not found.names:
        problem, remedy = "the list holds no name", "write one name a line, as news.outside.test"
        reading.problems.add(Mark(1, 1), problem, remedy, file=file.value)
    if len(found.names) > MOST_NAMES:
        mark = found.names[MOST_NAMES][1]
        problem = f"more than {MOST_NAMES:,} names"
        reading.problems.add(mark, problem, "leave some out", file=file.value)
    return frozenset(name for name, _ in found.names[:MOST_NAMES])
