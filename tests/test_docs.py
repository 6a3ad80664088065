"""The documents are in step with the code: their tables are made from it, their examples run.

After a change of the code, `CLOSEDNET_WRITE_DOCS=1 pytest tests/test_docs.py` writes the tables anew.
"""

from __future__ import annotations

import inspect
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bbs
from bbs.cli.options import DEFAULTS, SECRETS, flag, option_names, variable
from bbs.cli.program import whole
from bbs.importing import FORMATS
from bbs.network import language as network_language
from bbs.network.links import headings, links
from bbs.network.name_lists import FORMS
from bbs.network.sites import WAYS
from bbs.policy.actions import ACTIONS
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.conditions.clock import KEYS as CLOCK
from bbs.policy.conditions.counts import BURST_KEYS, RATE
from bbs.policy.conditions.facts import AUTHOR, LENGTH
from bbs.policy.conditions.links import KEYS as LINKS
from bbs.policy.conditions.matched import OVER
from bbs.policy.conditions.vocabulary import KEYS as VOCABULARY
from bbs.policy.conditions.writing import CAPITALS
from bbs.policy.examples import load_bearing, rates, run_tests
from bbs.policy.language import EXAMPLES, FOLDED, RULE, TEST, TOP
from bbs.policy.lists import KEYS as LIST
from bbs.policy.load import load
from bbs.policy.plainly import STEPS
from bbs.policy.read_after import EARLIER
from bbs.policy.read_post import BY
from bbs.policy.read_tests import LABELS
from bbs.policy.scoring import THRESHOLDS
from bbs.policy.verdicts import GLOSS, TELLS
from bbs.settings import Settings, help_of
from bbs.shipped import read_shipped

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
INNER: dict[str, Mapping[str, str]] = {
    "default": {key: RULE[key] for key in ("then", "why", "tell")},
    "score": THRESHOLDS,
    "list": LIST,
    "examples": LABELS,
    "post": EARLIER,
    "by": BY,
    "author": AUTHOR,
    "links": LINKS,
    "time": CLOCK,
    "length": LENGTH,
    "capitals": CAPITALS,
    "posts": RATE,
    "same_text": RATE,
    "burst": BURST_KEYS,
    "unknown_words": VOCABULARY,
    "over": OVER,
}
"""The keys of every map inside a policy that has keys of its own."""
ENTRIES = ("tier", "site", "board", "switch", "state", "rule")
"""Maps of a network file that stand there many times."""
IN_CONDITIONS = (
    "author",
    "links",
    "time",
    "length",
    "capitals",
    "posts",
    "same_text",
    "burst",
    "unknown_words",
    "over",
)
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGE = HANDBOOK / "language.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is written out."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    """Text as code, also if it holds a backtick."""
    return f"`{text}`" if text else ""


def keys(words: Mapping[str, str], examples: Mapping[str, str], head: str = "key") -> str:
    rows = [(code(word), text, code(examples[word])) for word, text in words.items()]
    return table((head, "what it says", "example"), rows)


def inner(*names: str) -> str:
    """A table of the keys of these maps; `over` is the condition `score`, which has a namesake at the top."""
    return table(
        ("under", "key", "what it says", "example"),
        [
            (code("score" if name == "over" else name), code(key), text, code(EXAMPLES[name][key]))
            for name in names
            for key, text in INNER[name].items()
        ],
    )


def entries(*names: str) -> str:
    """A table of the keys of these maps of a network file."""
    return table(
        ("under", "key", "what it says", "example"),
        [
            (
                f"a {name}" if name in ENTRIES else code(name),
                code(key),
                text,
                code(network_language.EXAMPLES[name][key]),
            )
            for name in names
            for key, text in vars(network_language)[name.upper()].items()
        ],
    )


def keys_with_examples(words: Mapping[str, tuple[str, str]]) -> str:
    return table(
        ("key", "what it does", "example"), [(code(k), text, code(ex)) for k, (text, ex) in words.items()]
    )


def first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0]


def classes(head: str, words: Mapping[str, type]) -> str:
    """A table of the language's word classes: each has a docstring and an example."""
    rows = [(code(word), first_line(one), code(vars(one)["example"])) for word, one in words.items()]
    return table((head, "what it does" if head == "effect" else "true when", "example"), rows)


def commands(command: typer.core.TyperGroup | None = None, path: str = "bbs") -> Iterator[tuple[str, str]]:
    """Every command with its help, those of a group after the group's name."""
    group = command or typer.main.get_command(whole())
    for name, one in getattr(group, "commands", {}).items():
        if getattr(one, "commands", None):
            yield from commands(one, f"{path} {name}")
        else:
            arguments = " ".join(p.metavar for p in one.params if p.param_type_name == "argument")
            yield code(f"{path} {name} {arguments}".strip()), (one.help or "").split("\n\n")[0]


def settings() -> str:
    rows = []
    for name in (*option_names(), *SECRETS):
        default = getattr(DEFAULTS, name)
        shown = ("on" if default else "off") if isinstance(default, bool) else str(default)
        shown = "" if default is None else shown
        rows.append(
            ("" if name in SECRETS else code(flag(name)), code(variable(name)), code(shown), help_of(name))
        )
    return table(("option", "variable", "default", "what it does"), rows)


TELLING = {word: f"tell: {word}" for word in TELLS} | {"pretend": "tell: {pretend: The server is busy}"}
JUDGING = {one.word: f"then: {one.word}" for one in GLOSS} | {"delay": "then: {delay: 8 hours}"}

TABLES = {
    README: {
        "commands": table(("command", "what it does"), commands()),
        "settings": settings(),
    },
    LANGUAGE: {
        "top": keys(TOP, EXAMPLES["top"]),
        "rule": keys(RULE, EXAMPLES["rule"]),
        "test": keys(TEST, EXAMPLES["test"]),
        "inside-file": inner("default", "score", "list", "examples"),
        "inside-post": inner("post", "by"),
    },
    HANDBOOK / "conditions.md": {
        "conditions": classes("condition", CONDITIONS),
        "scope": keys_with_examples(SCOPE),
        "nests": keys_with_examples(NESTS),
        "inside-conditions": inner(*IN_CONDITIONS),
        "steps": keys(
            STEPS, FOLDED | {"invisible": FOLDED["invisible"].replace("\u00ad", "(U+00AD)")}, "step"
        ),
    },
    HANDBOOK / "network-file.md": {
        "network-top": keys(network_language.TOP, network_language.EXAMPLES["top"]),
        "network-entries": entries("tier", "site", "board", "switch", "state", "refusals"),
        "network-if": entries("rule", "if", "time", "names"),
        "network-forms": table(("form", "a line"), FORMS.items()),
    },
    HANDBOOK / "refusing.md": {
        "ways": table(
            ("`refuse:`", "what is sent", "what you see", "class", "what a measurer notes"),
            [(code(way.word), way.about, way.seen, code(way.ooni), way.measured) for way in WAYS.values()],
        ),
    },
    HANDBOOK / "import.md": {
        "forms": table(
            ("`--from`", "what it is", "what is read"),
            [(code(one.name), one.title, one.what) for one in FORMATS.values()],
        ),
    },
    HANDBOOK / "outcomes.md": {
        "verdicts": keys({one.word: text for one, text in GLOSS.items()}, JUDGING, "verdict"),
        "effects": classes("effect", ACTIONS),
        "tells": keys(TELLS, TELLING, "tell"),
    },
}
PLACES = [(file, name) for file, tables in TABLES.items() for name in tables]


def place(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- begin {name} -->\n)(.*?)(<!-- end {name} -->)", re.DOTALL)


@pytest.mark.parametrize(("file", "name"), PLACES, ids=[f"{file.name}-{name}" for file, name in PLACES])
def test_a_table_is_what_the_code_says(file: Path, name: str) -> None:
    text = file.read_text(encoding="utf-8")
    found = place(name).search(text)
    assert found, f"{file.name} has no place for the table {name}"
    if os.environ.get("CLOSEDNET_WRITE_DOCS") and found[2] != TABLES[file][name]:
        file.write_text(text[: found.start(2)] + TABLES[file][name] + text[found.end(2) :], encoding="utf-8")
    else:
        assert found[2] == TABLES[file][name]


def test_every_setting_is_an_option_or_one_of_the_secrets() -> None:
    assert {*option_names(), *SECRETS} == set(inspect.signature(Settings).parameters)
    serve = typer.main.get_command(whole()).commands["serve"]
    by_name = {param.name: param for param in serve.params}
    for name in option_names():
        assert by_name[name].envvar == variable(name)
        assert by_name[name].help == help_of(name)
        assert by_name[name].default == getattr(DEFAULTS, name)


def blocks(file: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(
        rf"^```{language}\n(.*?)^```", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("file", [README, LANGUAGE], ids=["README", "language"])
def test_the_policy_in_a_document_is_in_order(file: Path) -> None:
    found = [text for text in blocks(file, "yaml") if text.startswith("policy:")]
    assert found
    for text in found:
        policy = load(text, file=file.name, read=read_shipped)
        assert [outcome.differences for outcome in run_tests(policy) if not outcome.passed] == []
        assert load_bearing(policy) == []
        assert (rates(policy).over, rates(policy).under) == ((), ())


def test_the_readme_has_one_line_that_starts_and_one_that_tests_for_each_system() -> None:
    start, test, *_ = blocks(README, "sh")
    assert start.count("\n") == 1
    assert start.rstrip().endswith(".venv/bin/bbs serve")
    assert test.count("\n") == 1
    assert ".venv/bin/pytest" in test.rpartition("&&")[2]
    windows, windows_test = blocks(README, "bat")
    assert windows.count("\n") == windows_test.count("\n") == 1
    assert "bbs serve" in windows
    assert "Scripts\\pytest" in windows_test


def test_what_a_document_links_to_exists() -> None:
    for file in DOCUMENTS:
        for target, _ in links(file.read_text(encoding="utf-8")):
            name, _, place = target.partition("#")
            other = file.parent / name if name else file
            assert "://" in target or other.exists(), f"{file.name} links to {target}"
            if place and other.suffix == ".md":
                places = {one.place for one in headings(other.read_text(encoding="utf-8"))}
                assert place in places, f"{file.name} links to {target}"


def test_paths_that_a_document_names_exist() -> None:
    for file in DOCUMENTS:
        text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"`((?:bbs|tests|policies|templates|docs|\.ci)/[\w./-]*)`", text):
            assert (ROOT / name).exists(), f"{file.name} names {name}"


def test_the_version_is_said_once_more_in_the_changelog() -> None:
    assert PROJECT["version"] == bbs.__version__
    assert f"## {bbs.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(one.name): one for one in wanted}


def needed() -> Iterator[str]:
    """Every distribution that the project and its tests need here, names normalised."""
    todo = [
        Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    ]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        one = todo.pop()
        mark = (canonicalize_name(one.name), frozenset(one.extras))
        if mark not in seen:
            seen.add(mark)
            yield mark[0]
            further = [Requirement(line) for line in metadata.requires(one.name) or []]
            todo += [
                other
                for other in further
                if other.marker is None or any(other.marker.evaluate({"extra": e}) for e in ("", *one.extras))
            ]


def test_everything_that_is_needed_has_an_exact_version() -> None:
    missing = sorted(set(needed()) - pins().keys())
    assert not missing, (
        f"add these to constraints.txt: {[f'{name}=={metadata.version(name)}' for name in missing]}"
    )


def test_every_pin_is_one_exact_version_without_an_address() -> None:
    for one in pins().values():
        assert re.fullmatch(r"==[\w.]+", str(one.specifier)), one
        assert one.url is None
