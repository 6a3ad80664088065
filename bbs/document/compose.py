"""From YAML events to nodes, with every refusal of strict YAML noted on the way."""

from __future__ import annotations

from typing import cast

from yaml.error import Mark as YamlMark
from yaml.error import MarkedYAMLError
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bbs.document.nodes import Items, Node, Table, Text
from bbs.document.problems import DocumentError, Mark, Problems, shown
from bbs.document.scanner import StrictScanner, mark_of, too_deep
from bbs.document.source import UNSEEN, decode, refuse_unseen
from bbs.document.syntax import explain, missing_space

MAX_BYTES = 64 * 1024
"""A policy or network file is at most this long; long lists have files of their own."""
MAX_DEPTH = 16
"""Lists and tables inside one another."""


def parse(text: str | bytes, file: str) -> Node:
    """Read one strict YAML document. Raises DocumentError with every problem that can be found."""
    problems = Problems(file)
    node = parse_into(text, problems)
    problems.raise_if_any()
    return node


def parse_into(text: str | bytes, problems: Problems) -> Node:
    """Read a document and note its problems, so that those of its meaning can be reported together with them.

    What YAML would take amiss (a bare star, an anchor, a key that stands twice) is noted and read on as text.
    Raises DocumentError where reading had to stop.
    """
    _check_size(text, problems)
    source = decode(text, problems.file) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    refuse_unseen(source, problems)
    problems.raise_if_any()
    scanner = StrictScanner(source, problems)
    node = None
    try:
        node = _Composer(scanner, problems).document()
    except MarkedYAMLError as error:
        explain(error, scanner, problems)
    except (ValueError, OverflowError):  # "\U99999999" is no character, and PyYAML asks chr() all the same
        problems.add(scanner.here(), "this escape names no character", "write the character itself")
    if node is None and problems.ok:
        problems.add(Mark(1, 1), "the file is empty", "write at least its first key")
    if node is None:
        raise DocumentError(problems.found)
    return node


def _check_size(text: str | bytes, problems: Problems) -> None:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        problems.add(
            Mark(1, 1),
            f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read",
            "put long word lists in files of their own",
        )
        problems.raise_if_any()


def _begin(event: Event) -> Mark:
    """Where an event begins in the file."""
    return mark_of(cast("YamlMark", event.start_mark))  # only events made by hand have none


class _Composer:
    """Turns events into nodes; depth is checked before each step down."""

    def __init__(self, scanner: StrictScanner, problems: Problems) -> None:
        self._scanner = scanner
        self._problems = problems

    def document(self) -> Node | None:
        """The only document of the stream, or None if there is nothing in it."""
        self._next()  # the stream's start
        if isinstance(self._peek(), StreamEndEvent):
            return None
        self._next()  # the document's start
        node = self._node(0)
        while isinstance(self._peek(), DocumentEndEvent):
            self._next()
        after = self._peek()
        if isinstance(after, DocumentStartEvent):
            where = _begin(after)
            self._problems.add(where, "a second document begins here", "keep one document in a file")
        if isinstance(node, Text):
            return self._lone_text(node)
        return node

    def _lone_text(self, node: Text) -> Text | None:
        if not node.value and not node.quoted:
            return None
        if not node.quoted and missing_space(node.value):
            key = node.value.split(":", 1)[0]
            self._problems.add(node, f"no space after the colon of {shown(key)}", f"write `{key[:40]}: ...`")
        return node

    def _peek(self) -> Event:
        event: Event = self._scanner.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        return event

    def _next(self) -> Event:
        event: Event = self._scanner.get_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        return event

    def _node(self, depth: int) -> Node:
        event = self._next()
        if isinstance(event, ScalarEvent):
            return self._text(event)
        if depth == MAX_DEPTH:
            raise too_deep(cast("YamlMark", event.start_mark), MAX_DEPTH)
        if isinstance(event, SequenceStartEvent):
            return self._items(event, depth + 1)
        assert isinstance(event, MappingStartEvent)  # noqa: S101  # aliases never become events
        return self._table(event, depth + 1)

    def _text(self, event: ScalarEvent) -> Text:
        text = Text(event.value, _begin(event), quoted=bool(event.style))
        hidden = UNSEEN.search(text.value)
        if hidden:
            name = f"U+{ord(hidden.group()):04X}"
            problem = f"this text holds an invisible character ({name})"
            self._problems.add(text, problem, "leave the escape out")
        return text

    def _items(self, start: SequenceStartEvent, depth: int) -> Items:
        values = []
        while not isinstance(self._peek(), SequenceEndEvent):
            value = self._node(depth)
            if isinstance(value, Text) and not value.value and not value.quoted:
                remedy = "write something after the dash; a text that begins with # needs quotes"
                self._problems.add(value, "an empty place in a list", remedy)
            values.append(value)
        self._next()
        return Items(tuple(values), _begin(start))

    def _table(self, start: MappingStartEvent, depth: int) -> Table:
        entries: dict[str, tuple[Text, Node]] = {}
        while not isinstance(self._peek(), MappingEndEvent):
            key, value = self._node(depth), self._node(depth)
            if self._usable(key, value, entries):
                assert isinstance(key, Text)  # noqa: S101  # what _usable has found
                entries[key.value] = (key, value)
        self._next()
        return Table(tuple(entries.values()), _begin(start))

    def _usable(self, key: Node, value: Node, entries: dict[str, tuple[Text, Node]]) -> bool:
        if not isinstance(key, Text):
            self._problems.add(key, "a list or map can't be a key", "write a word, a colon and a space")
        elif not key.value:
            self._problems.add(key, "a key is missing before this colon", "write `key: value`")
        elif key.value in entries:
            first = entries[key.value][0].mark.line
            remedy = "keep one of them"
            self._problems.add(key, f"{shown(key.value)} stands here twice, first on line {first}", remedy)
        elif not key.quoted and missing_space(key.value) and value == Text("", value.mark):
            word = key.value.split(":", 1)[0]
            remedy = f"write `{word[:40]}: ...`"
            self._problems.add(key, f"no space after the colon of {shown(word)}", remedy)
        else:
            return True
        return False
