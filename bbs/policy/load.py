"""Text of a policy file -> Policy, or every error of the file at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bbs.document import DocumentError, Items, Node, Problems, Table, Text, parse_into
from bbs.policy.build import MOST_PHRASES, Build
from bbs.policy.conditions.facts import By
from bbs.policy.fold import STEPS, Folder, steps_of
from bbs.policy.language import NOT_YET_TOP, TOP
from bbs.policy.lists import read_lists
from bbs.policy.matcher import Matcher
from bbs.policy.order import late_rules
from bbs.policy.questions import MOST_QUESTIONS
from bbs.policy.read_rules import MODES, read_default, read_rules
from bbs.policy.read_tests import read_examples, read_tests
from bbs.policy.rules import Policy
from bbs.policy.scoring import read_thresholds

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
"""How the id of a policy or a rule is written."""
_PRESETS = ("exact", "plain", "tricks")


def load(
    text: str | bytes, *, file: str, read: Callable[[str], bytes] | None = None, seed: bytes = b""
) -> Policy:
    """Read a policy. `read` gives the bytes of a list file by its name, or raises OSError with a sentence.

    `seed` is the key that `chance` draws by: secret on a board, any word where a draw is to be told again.

    Raises DocumentError with every problem of the file: where, what is wrong, what to write instead.
    """
    problems = Problems(file)
    build = Build(problems, Folder(()), read or _no_files)
    table = build.keys(parse_into(text, problems), "a policy", TOP, later=NOT_YET_TOP)
    if table is None:
        raise DocumentError(problems.found)
    _check_required(table, build)
    policy = _read(table, build)
    problems.raise_if_any()
    return replace(policy, seed=seed)


def _read(table: Table, build: Build) -> Policy:
    """Every part, in the order in which parts need each other: folding, lists, rules, tests."""
    build.folder = Folder(_see_through(table.get("see_through"), build))
    if (lists := table.get("lists")) is not None:
        read_lists(lists, build)
    exempt = table.get("exempt")
    default = read_default(table, build)
    rules = read_rules(table.get("rules"), build)
    if len(build.numbers) > MOST_PHRASES:
        build.problems.add(table, "the policy holds more than 100,000 phrases", "split it in two")
    if len({one.question for one in build.counting}) > MOST_QUESTIONS:
        problem = f"the policy counts more than {MOST_QUESTIONS} different things"
        build.problems.add(table, problem, "use the same windows and phrases in posts, same_text and burst")
    return Policy(
        id=_text(table, "id", build),
        title=_text(table, "title", build),
        about=_text(table, "about", build),
        source=_text(table, "source", build),
        mode=_choice(table, "mode", MODES, build),
        strategy=_choice(table, "decide", ("strictest", "first"), build, "way to decide"),
        public=_choice(table, "public", ("ids", "none", "all"), build, "choice for public"),
        default=default,
        exempt=By.under(exempt, build, "exempt") if exempt is not None else None,
        rules=rules,
        folder=build.folder,
        matcher=Matcher(build.folder, build.phrases if build.problems.ok else ()),
        tests=read_tests(table.get("tests"), build, dict.fromkeys(rule.id for rule in rules)),
        examples=read_examples(table.get("examples"), build),
        files=dict(build.files),
        counting=tuple(build.counting),
        late=late_rules(rules, build.problems),
        thresholds=read_thresholds(table.get("score"), build),
    )


def _check_required(table: Table, build: Build) -> None:
    for key in ("policy", "id", "default"):
        if key not in table:
            build.problems.add(table, f"`{key}` is missing", f"write it at the top: {key}: {_SAMPLE[key]}")
    version = table.get("policy")
    if version is not None and not (isinstance(version, Text) and version.value == "1"):
        build.problems.add(version, "this version of the policy language is not known", "write policy: 1")
    elif version is not None and table.entries[0][0].value != "policy":
        build.problems.add(
            table.key("policy"), "`policy` does not come first", "make policy: 1 the first line"
        )
    name = table.get("id")
    if isinstance(name, Text) and name.value and not ID.fullmatch(name.value):
        build.problems.add(
            name, f"`{name.value}` can't be an id", "use small letters, digits and -: birthday-board"
        )


_SAMPLE = {"policy": "1", "id": "my-policy", "default": "hold"}


def _text(table: Table, key: str, build: Build) -> str:
    node = table.get(key)
    return (build.word(node, key, example=_SAMPLE.get(key, "some text")) or "") if node is not None else ""


def _choice(table: Table, key: str, known: Sequence[str], build: Build, what: str = "") -> str:
    """One of the known words; the first of them where the key is left out."""
    node = table.get(key)
    return (build.choice(node, what or key, known) if node is not None else None) or known[0]


def _see_through(node: Node | None, build: Build) -> Sequence[str]:
    """The folding steps: a preset or a list of steps; plain where the key is left out."""
    if node is None:
        return steps_of("plain")
    if isinstance(node, Items):
        return steps_of(build.choices(node, "folding step", STEPS, "see_through"))
    return steps_of(build.choice(node, "way to see through", (*_PRESETS, *STEPS)) or "plain")


def _no_files(name: str) -> bytes:
    raise OSError(f"{name}: no list files can be read here")
