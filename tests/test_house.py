"""The house: imports point down, rooms of one floor stay apart, modules and functions stay small."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import bbs

PACKAGE = Path(bbs.__file__).parent

FLOORS = (
    {"document", "policy", "network", "settings"},
    {
        "store",
        "barring",
        "counting",
        "guarding",
        "resting",
        "rulebook",
        "feed",
        "shipped",
        "addresses",
        "seclusion",
        "names",
        "pack",
        "pack_places",
        "importing",
    },
    {
        *("desk", "drafts", "editing", "judging", "pace", "places", "receipt"),
        *("board", "birthdays", "entries", "lenses", "views"),
        *("difference", "proof", "shelf", "ondisk", "workshop", "notices"),
        *("roster", "faces", "roster_hashing", "passwords", "patience", "positions", "about", "lesson"),
        "reached",
        "grants",
        "copies",
        "difference_words",
        "searching",
        *("traces", "reveal", "public", "allowlist", "network_ondisk", "network_choices"),
        *("visits", "monitor"),
        *("anew", "walk", "rerun", "rerun_difference", "rerun_writing"),
    },
    {"web"},
    {"sites", "workstation", "console", "api", "gateway"},
    {"app", "services"},
    {"cli"},
)
"""The rooms from the ground up, as CONTRIBUTING.md names them."""

ROOMS_APART = {"sites", "workstation", "console", "api"}
"""Rooms with pages: they share what lies below them and never each other."""

PURE = {"policy", "network", "document", "importing"}
NOT_PURE = {
    "aiohttp",
    "aiosqlite",
    "asyncio",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "time",
}
NOT_PURE_CALLS = {"open", "print", "input", "eval", "exec"}
"""What would let time, chance or the outside into the engine."""
MADE_OF_FIELDS = {("bbs.policy.making", "exec")}
"""It writes the `__init__` of a record from the names of its fields, as `dataclass` does; no other text goes in."""

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGER = {}
"""What is longer all the same, as `module` or `module:function`, each with its reason."""


def module_name(file: Path) -> str:
    parts = [*file.relative_to(PACKAGE.parent).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}
TREES = {module: ast.parse(file.read_bytes()) for module, file in MODULES.items()}


def room(module: str) -> str:
    """The room a module lives in: its first name below the package."""
    return module.split(".")[1] if "." in module else ""


def floor(module: str) -> int:
    return next((number for number, rooms in enumerate(FLOORS) if room(module) in rooms), -1)


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module or name that a file imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno} imports relatively; write the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner_imports() -> Iterator[tuple[str, str]]:
    """Each import from this package as (importing module, imported name)."""
    for module, tree in TREES.items():
        for name in imports(tree):
            if name.startswith("bbs.") and name != "bbs.__version__":
                yield module, name


def functions() -> Iterator[tuple[str, int]]:
    """Every function as `module:name` with its length in lines."""
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_room_has_its_floor() -> None:
    homeless = [module for module in MODULES if module != "bbs" and floor(module) < 0]
    assert not homeless, f"give these a floor in this test and in CONTRIBUTING.md: {homeless}"


def test_imports_point_down() -> None:
    up = [f"{module} -> {name}" for module, name in inner_imports() if floor(name) > floor(module) >= 0]
    assert not up


def test_rooms_with_pages_never_import_each_other() -> None:
    sideways = [
        f"{module} -> {name}"
        for module, name in inner_imports()
        if room(module) in ROOMS_APART and room(name) in ROOMS_APART - {room(module)}
    ]
    assert not sideways


def test_the_ground_floor_is_pure() -> None:
    let_in = [
        f"{module} -> {name}"
        for module, tree in TREES.items()
        for name in imports(tree)
        if room(module) in PURE and name.split(".")[0] in NOT_PURE
    ]
    assert not let_in


def test_the_ground_floor_opens_no_file_and_prints_nothing() -> None:
    found = [
        f"{module}:{node.lineno} {node.func.id}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NOT_PURE_CALLS
        if room(module) in PURE and (module, node.func.id) not in MADE_OF_FIELDS
    ]
    assert not found


def test_only_the_store_speaks_to_the_database() -> None:
    speaking = {
        room(module) for module, tree in TREES.items() if {"sqlite3", "aiosqlite"} & set(imports(tree))
    }
    assert speaking <= {"store"}


def test_modules_are_small() -> None:
    lengths = {module: len(file.read_text(encoding="utf-8").splitlines()) for module, file in MODULES.items()}
    long = {module: length for module, length in lengths.items() if length > LONGEST_MODULE}
    assert not long.keys() - LONGER.keys(), long
    assert sorted(lengths.values())[len(lengths) // 2] < 110, "half of all modules should fit on two screens"


def test_functions_are_small() -> None:
    long = {name: length for name, length in functions() if length > LONGEST_FUNCTION}
    assert not long.keys() - LONGER.keys(), long


def test_every_argued_exception_is_still_needed() -> None:
    lines = {module: len(file.read_text(encoding="utf-8").splitlines()) for module, file in MODULES.items()}
    needed = {module for module, length in lines.items() if length > LONGEST_MODULE}
    needed |= {name for name, length in functions() if length > LONGEST_FUNCTION}
    assert LONGER.keys() <= needed


def test_no_two_tests_that_stand_in_no_package_share_a_name() -> None:
    loose = [one for one in Path(__file__).parent.rglob("*.py") if not (one.parent / "__init__.py").exists()]
    names = Counter(one.name for one in loose if one.name != "conftest.py")
    assert [name for name, many in names.items() if many > 1] == []  # pytest would collect only one of them


def test_whoever_clicks_in_a_browser_has_arrived_before_anything_is_read() -> None:
    on = re.compile(r"\.click\(|press\(.?Enter")
    folder = Path(__file__).parent / "browser"
    found = [
        f"{file.name}: {line.strip()}"
        for file in folder.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if on.search(line) and file.name != "going.py" and "# the page stays" not in line
    ]
    assert found == [], "use go or go_by_enter of tests/browser/going.py, or say `# the page stays`"
