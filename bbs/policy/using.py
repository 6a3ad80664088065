"""`use`: the lists and rules of other policies, which a policy takes before its own (semantics 19).

They are put together before any of them is read: what is overridden is not read at all, and every part knows by its
mark in which file it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bbs.document import (
    DocumentError,
    Items,
    Node,
    Problems,
    Table,
    Text,
    did_you_mean,
    parse_into,
    placed,
    shown,
)
from bbs.policy.build import Build
from bbs.policy.head import ID, check_head
from bbs.policy.language import TOP
from bbs.policy.lists import SHIPPED, beside

MOST_USED = 20
"""Other policies that one policy takes, those that they use themselves included."""
_MOST_NAMED = 30
"""Ids that are named to somebody who asks for one that is not there."""


class NotThereError(FileNotFoundError):
    """There is no such file. `known` are the ids of the policies that lie in its place."""

    def __init__(self, said: str, known: Iterable[str] = ()) -> None:
        super().__init__(said)
        self.known = tuple(known)


class Taken(NamedTuple):
    """All lists and rules, in order; of one name or id the last, in the place of the first."""

    lists: tuple[tuple[Text, Node], ...]
    rules: tuple[Node, ...]


def take(table: Table, build: Build) -> Taken:
    """The lists and rules of a policy behind those that it uses; files that were read are entered into the build."""
    name = table.get("id")
    using = _Using(build)
    using.add(table, (f"{name.value}.yaml" if isinstance(name, Text) else "",))
    return Taken(_lists(using.tables, build), _rules(using.tables, build))


class _Using:
    """Follows `use` from file to file. A shipped file goes by its name behind SHIPPED, any other by its name alone."""

    def __init__(self, build: Build) -> None:
        self.tables: list[Table] = []
        """Every policy behind those that it uses, each once."""
        self._build = build
        self._asked: set[str] = set()
        self._read: set[str] = set()
        self._full = False

    def add(self, table: Table, chain: tuple[str, ...]) -> None:
        """Take what a policy uses, then itself; `chain` are the files from the first one to this."""
        for text in self._named(table):
            self._use(text, chain)
        self.tables.append(table)

    def _named(self, table: Table) -> list[Text]:
        node = table.get("use")
        named = self._build.texts(node, "use", "school-words") if node is not None else []
        for text in named:
            if not ID.fullmatch(text.value):
                problem = f"{shown(text.value)} can't be the id of a policy"
                remedy = "write the id alone, without folder and ending: use: [school-words]"
                self._build.problems.add(text, problem, remedy)
        return [text for text in named if ID.fullmatch(text.value)]

    def _use(self, text: Text, chain: tuple[str, ...]) -> None:
        """A shipped policy uses shipped ones; any other looks beside itself before."""
        places = (SHIPPED,) if chain[-1].startswith(SHIPPED) else ("", SHIPPED)
        files = [f"{place}{text.value}.yaml" for place in places]
        if files[0] in chain:
            self._circle(text, [*chain[chain.index(files[0]) :], files[0]])
        elif files[0] not in self._asked and self._has_room(text):
            self._asked.add(files[0])
            found = self._find(text, files, own=chain[0])
            if found and found[0] not in self._read:
                self._take(text.value, *found, chain)

    def _circle(self, text: Text, files: Sequence[str]) -> None:
        names = [f"`{_id_of(file)}`" for file in files]
        problem = f"policies use each other in a circle: {names[0]} uses {', which uses '.join(names[1:])}"
        remedy = "take one of them out of the other's `use`"
        if len(files) == 2:
            problem, remedy = (
                f"{names[0]} uses itself",
                "take it out; to use another of this name, change the id",
            )
        self._build.problems.add(text, problem, remedy)

    def _has_room(self, text: Text) -> bool:
        if len(self._asked) < MOST_USED:
            return True
        if not self._full:
            problem = f"more than {MOST_USED} policies are used, those that they use themselves included"
            self._build.problems.add(text, problem, "put what they share into one of them")
        self._full = True
        return False

    def _find(self, text: Text, files: Sequence[str], own: str) -> tuple[str, bytes] | None:
        """The first of these files that is there, and its bytes."""
        known = set[str]()
        for file in files:
            try:
                return file, self._build.read(file)
            except FileNotFoundError as error:
                known.update(error.known if isinstance(error, NotThereError) else ())
            except OSError as error:
                problem = f"the policy `{text.value}` can't be used: {error}"
                self._build.problems.add(text, problem, "mend that file, or take the name out of `use`")
                return None
        beside_it = "" if files[0].startswith(SHIPPED) else f"there is no {files[0]} beside this file, and "
        problem = f"there is no policy `{text.value}` to use: {beside_it}none of this id is shipped"
        self._build.problems.add(text, problem, _instead(text.value, sorted(known - {_id_of(own)})))
        return None

    def _take(self, policy_id: str, file: str, data: bytes, chain: tuple[str, ...]) -> None:
        self._read.add(file)
        table = self._parsed(policy_id, file, data)
        if table is not None:
            self._build.files[file] = data
            self.add(table, (*chain, file))

    def _parsed(self, policy_id: str, file: str, data: bytes) -> Table | None:
        """The policy in a file, its marks naming the file. What stands in it beside lists and rules is not read."""
        build = self._build
        name = beside(build.problems.file, file)
        problems = Problems(name)
        try:
            node = parse_into(data, problems)
        except DocumentError as error:
            build.problems.extend(error.problems)
            return None
        build.problems.extend(problems.found)
        table = build.keys(placed(node, name), "a policy", TOP)
        if table is None:
            return None
        check_head(table, build)
        own = table.get("id")
        if isinstance(own, Text) and ID.fullmatch(own.value) and own.value != policy_id:
            problem = f"this file is used as `{policy_id}`, and its id is `{own.value}`"
            build.problems.add(
                own, problem, f"give it the id `{policy_id}`, or call the file {own.value}.yaml"
            )
        return table


def _id_of(file: str) -> str:
    return file.removeprefix(SHIPPED).removesuffix(".yaml")


def _instead(asked: str, known: Sequence[str]) -> str:
    if guess := did_you_mean(asked, known):
        return guess
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    named = f"there are {', '.join(known[:_MOST_NAMED])}{more}" if known else ""
    return named or "put the file there, or take the name out of `use`"


def _lists(tables: Iterable[Table], build: Build) -> tuple[tuple[Text, Node], ...]:
    """The lists of all files by name; a later one takes the place of an earlier one."""
    found: dict[str, tuple[Text, Node]] = {}
    for table in tables:
        node = table.get("lists")
        if isinstance(node, Table):
            found |= {key.value: (key, value) for key, value in node.entries}
        elif node is not None:
            remedy = "write lists: then a line such as  places: [square, park]"
            build.problems.add(node, "`lists` must be a map of names", remedy)
    return tuple(found.values())


def _rules(tables: Iterable[Table], build: Build) -> tuple[Node, ...]:
    """The rules of all files; one that has the id of a rule of an earlier file takes its place."""
    found: list[Node] = []
    places: dict[str, int] = {}
    for table in tables:
        node = table.get("rules")
        if node is not None and not isinstance(node, Items):
            build.problems.add(node, "`rules` must be a list", "begin each rule with  - id: its-name")
        earlier = dict(places)  # an id that stands twice in one file is a mistake, and stays twice
        for one in node if isinstance(node, Items) else ():
            name = _rule_id(one)
            place = earlier.pop(name, None) if name else None
            if place is None:
                places.setdefault(name, len(found))
                found.append(one)
            else:
                found[place] = one
    return tuple(found)


def _rule_id(node: Node) -> str:
    name = node.get("id") if isinstance(node, Table) else None
    return name.value.strip() if isinstance(name, Text) else ""
