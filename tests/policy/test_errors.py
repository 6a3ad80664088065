"""Every problem that a policy file can have, and every remedy, once in full: errors/*.yaml.

A case has `shows`, the wrong `text` (behind the three lines of trial.HEAD, unless it has a `head`), the list `files` it
names, and all that the loader `says` of it as `line:column: problem; remedy`; nothing where it loads. `mended` is the
text as somebody writes it who follows the remedy. «text × 3» stands for the text three times, № in it for 1, 2, 3.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from golden import read
from trial import HEAD, policy

import bbs.policy
from bbs.document import DocumentError, Problems

CASES = [
    {**case, "shows": f"{file.stem}: {case['shows']}"}
    for file in sorted((Path(__file__).parent / "errors").glob("*.yaml"))
    for case in read(file)
]
MENDED = [case for case in CASES if "mended" in case]
ENGINE = Path(bbs.policy.__file__).parent
UNSAID = {
    "times.py": "the command line says these; a policy says more, with the key",
    "steps.py": "the loader checks the names before",
    "load.py": "only who loads without a folder; tests/policy/test_load.py",
}
"""Modules whose ValueErrors no policy file comes to hear, and why."""
_TIMES = re.compile("«(.*?) × ([0-9]+)»", re.DOTALL)
_EXAMPLE = re.compile(
    r"(?:  |quotes: |\b(?:write|add|use|make|own:|top:) )((?:- |\{)?[a-z_]+: .+?|\".*\")"
    r"(?=$|; | \(seconds|, or | the first line| for any link)"
)


def spelled(text: str) -> str:
    return _TIMES.sub(
        lambda part: "".join(part[1].replace("№", str(n + 1)) for n in range(int(part[2]))), text
    )


def said(case: dict[str, Any], text: str) -> list[str]:
    """Every problem of a text, as a case writes them."""
    files = {name: spelled(phrases).encode() for name, phrases in case.get("files", {}).items()}
    try:
        policy(spelled(text), head=case.get("head", HEAD), files=files)
    except DocumentError as error:
        return [str(problem).removeprefix("trial.yaml:") for problem in error.problems]
    return []


def named(chosen: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", [pytest.param(one, id=one["shows"]) for one in chosen])


@named(CASES)
def test_a_wrong_text_is_told_all_its_problems_with_what_to_write_instead(case: dict[str, Any]) -> None:
    assert said(case, case["text"]) == (case["says"] or [])


@named(MENDED)
def test_a_text_loads_once_the_remedy_is_followed(case: dict[str, Any]) -> None:
    assert said(case, case["mended"]) == []


def examples(case: dict[str, Any]) -> Iterator[str]:
    """What the remedies say to write, where they say it in YAML; `words: ...` leaves open what."""
    for one in case["says"]:
        remedy = one.partition("; ")[2]
        found = _EXAMPLE.search(remedy[max(remedy.find("  "), 0) :])
        if found and "..." not in found[1]:
            yield found[1]


def test_every_example_of_a_remedy_is_followed_in_a_case() -> None:
    given = {one for case in CASES for one in examples(case)}
    followed = {one for case in MENDED for one in examples(case) if one in case["mended"]}
    assert len(given) > 50
    assert given == followed


def test_no_two_cases_show_the_same() -> None:
    shown = [case["shows"] for case in CASES]
    assert sorted(set(shown)) == sorted(shown)


def complaints(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call `problems.add(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
            whose = node.func.value
            if getattr(whose, "attr", getattr(whose, "id", "")) == "problems" and "not_yet" not in ast.dump(
                node
            ):
                yield node


def heard(cases: list[dict[str, Any]]) -> set[tuple[str, int]]:
    """The places in the engine from which the loader complained of these cases: file and line."""
    places: set[tuple[str, int]] = set()
    add: CodeType = Problems.add.__code__

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is add and frame.f_back:
            places.add((frame.f_back.f_code.co_filename, frame.f_back.f_lineno))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        for case in cases:
            said(case, case["text"])
    finally:
        sys.setprofile(before)
    return places


def test_every_complaint_of_the_engine_is_heard_in_a_case() -> None:
    long = [
        case for case in CASES if "00,000" in str(case["says"])
    ]  # slow to watch; what these say stands there once
    places = heard([case for case in CASES if case["says"] and case not in long])
    silent = [
        f"{file.name}:{call.lineno}"
        for file in sorted(ENGINE.rglob("*.py"))
        for call in complaints(ast.parse(file.read_text(encoding="utf-8")))
        if not any((str(file), line) in places for line in range(call.lineno, (call.end_lineno or 0) + 1))
        and not any(isinstance(said, ast.Constant) and str(said.value) in str(long) for said in call.args)
    ]
    assert silent == []


def test_every_sentence_that_is_raised_is_said_in_a_case() -> None:
    everything = "\n".join(one for case in CASES for one in case["says"])
    for file in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and file.name not in UNSAID:
                for argument in node.exc.args:
                    assert re.search(template(argument), everything), f"{file.name}:{node.lineno}"


def template(node: ast.expr) -> str:
    """A pattern for what a literal can say; of what is worked out elsewhere nothing is asked."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(template(part) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    return ""
