"""Text of a policy file -> Policy, or every error of the file at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bbs.document import DocumentError, Items, Node, Problems, Table, parse_into
from bbs.policy.build import MOST_PHRASES, Build
from bbs.policy.conditions.facts import By
from bbs.policy.fold import STEPS, Folder, steps_of
from bbs.policy.head import SAMPLE, check_head
from bbs.policy.language import TOP
from bbs.policy.lists import read_lists
from bbs.policy.matcher import Matcher
from bbs.policy.order import late_rules
from bbs.policy.questions import MOST_QUESTIONS
from bbs.policy.read_rules import MODES, read_default, read_rules
from bbs.policy.read_tests import read_examples, read_tests
from bbs.policy.rules import Policy
from bbs.policy.scoring import read_thresholds
from bbs.policy.using import take

_PRESETS = ("exact", "plain", "tricks")


def load(
    text: str | bytes,
    *,
    file: str,
    read: Callable[[str], bytes] | None = None,
    seed: bytes = b"",
    see_through: str | Sequence[str] | None = None,
) -> Policy:
    """Read a policy. `read` gives the bytes of a list file by its name, or raises OSError with a sentence.

    It is asked for the policies that this one uses as well, by the names of their files (see bbs.policy.using).

    `seed` is the key that `chance` draws by: secret on a board, any word where a draw is to be told again.
    `see_through` takes the place of what the file says under this key: what would the same words catch then?

    Raises DocumentError with every problem of the file: where, what is wrong, what to write instead.
    """
    problems = Problems(file)
    build = Build(problems, Folder(()), read or _no_files)
    table = build.keys(parse_into(text, problems), "a policy", TOP)
    if table is None:
        raise DocumentError(problems.found)
    check_head(table, build)
    policy = _read(table, build, see_through, seed)
    problems.raise_if_any()
    return policy


def _read(table: Table, build: Build, see_through: str | Sequence[str] | None, seed: bytes) -> Policy:
    """Every part, in the order in which parts need each other: folding, lists, rules, tests."""
    written = _see_through(table.get("see_through"), build)
    build.folder = Folder(written if see_through is None else steps_of(see_through))
    taken = take(table, build)
    read_lists(taken.lists, build, table.get("lists") or table)
    exempt = table.get("exempt")
    default = read_default(table, build)
    rules = read_rules(taken.rules, build, table.get("rules") or table)
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
        lists={name.value: node for name, node in taken.lists},
        seed=seed,
        counting=tuple(build.counting),
        late=late_rules(rules, build.problems),
        thresholds=read_thresholds(table.get("score"), build),
    )


def _text(table: Table, key: str, build: Build) -> str:
    node = table.get(key)
    return (build.word(node, key, example=SAMPLE.get(key, "some text")) or "") if node is not None else ""


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
    raise OSError(f"{name}: no other files can be read here")
