"""The named word lists of a policy, written in it or kept in text files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from bbs.document import DocumentError, Mark, Node, Table, Text, read_list
from bbs.policy.build import MOST_PHRASES, Build
from bbs.policy.phrases import Combination, ListName, Phrase

MATCHES = {
    "word": "whole words only; a Hangul word carries no ending",
    "prefix": "the last word of each phrase may go on",
    "anywhere": "the characters anywhere, inside words too",
}
"""What a list may say under `match`, and what it means."""

KEYS = {
    "file": "a text file beside the policy, one phrase a line",
    "words": "the phrases",
    "match": "how they match",
}
"""Keys of a list that is a map."""


SHIPPED = "shipped:"
"""Before the name of a file that comes with the program, where the policy that names it does not."""


def read_lists(entries: Iterable[tuple[Text, Node]], build: Build, at: Node) -> None:
    """Enter every list into the build; too many phrases are reported at a node."""
    for key, value in entries:
        if not key.value.replace("-", "").replace("_", "").isalnum():
            build.problems.add(key, f"`{key.value}` can't be the name of a list", "use letters, digits and -")
        build.lists[key.value] = tuple(_read_list(key.value, value, build))
    if sum(map(len, build.lists.values())) > MOST_PHRASES:
        build.problems.add(at, "the lists hold more than 100,000 phrases together", "split the policy in two")


def _read_list(name: str, node: Node, build: Build) -> Iterable[Phrase | Combination]:
    if not isinstance(node, Table):
        return _phrases(_written(name, node, build), build)
    build.keys(node, "a list", KEYS)
    match_node, file, words = node.get("match"), node.get("file"), node.get("words")
    match = (build.choice(match_node, "way to match", MATCHES) or "") if match_node is not None else ""
    if words is not None and file is None:
        return _phrases(_written("words", words, build), build, match)
    if file is not None and words is None:
        shown, phrases = _read_file(file, build)
        return _phrases(phrases, build, match, shown)
    build.problems.add(node, "a list has either `file` or `words`", "write {file: lists/places.txt}")
    return ()


def _written(key: str, node: Node, build: Build) -> list[tuple[str, Mark]]:
    return [(text.value, text.mark) for text in build.texts(node, key)]


def _phrases(
    written: Iterable[tuple[str, Mark]], build: Build, match: str = "", file: str | None = None
) -> Iterator[Phrase | Combination]:
    """A list holds phrases and combinations; a list of lists would hide what a rule looks for."""
    for source, mark in written:
        entry = build.entry(source, mark, match, file)
        if isinstance(entry, ListName):
            problem = f"`list {entry.name}` stands in a list"
            build.problems.add(mark, problem, "name both lists where they are used", file=file)
        elif entry is not None:
            yield entry


def _read_file(node: Node, build: Build) -> tuple[str, Iterable[tuple[str, Mark]]]:
    name = build.word(node, "file", example="lists/places.txt")
    if name is None:
        return "", ()
    if name.startswith(SHIPPED):
        build.problems.add(node, f"{name}: this leaves the policy's folder", "put the file beside the policy")
        return "", ()
    name = f"{SHIPPED if node.mark.file.startswith(SHIPPED) else ''}{name}"
    shown = beside(build.problems.file, name)
    try:
        data = build.read(name)
        phrases = read_list(data, shown)
    except OSError as error:
        build.problems.add(
            node, f"the list file can't be used: {error}", "list files lie in the policy's folder"
        )
        return shown, ()
    except DocumentError as error:
        build.problems.extend(error.problems)
        return shown, ()
    build.files[name] = data
    first = next(phrases, None)
    if first is None:
        build.problems.add(node, f"the list file {name} holds no phrase", "write one phrase a line")
        return shown, ()
    return shown, chain((first,), phrases)


def beside(policy: str, name: str) -> str:
    """Another file as it is found from where the policy file is: errors name it so."""
    if name.startswith(SHIPPED):
        return name
    folder = policy[: max(policy.rfind("/"), policy.rfind("\\")) + 1]
    return folder + name
