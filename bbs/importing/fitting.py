"""Makes a policy that loads of what was read: what the loader refuses is left out, with the loader's own words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from bbs.document import MAX_BYTES, DocumentError, Mark, Problem, read_list
from bbs.importing.phrases import alternatives
from bbs.importing.taken import Left, Rule, Said, Taken
from bbs.importing.writing import Page, list_file, list_text, page, slug
from bbs.policy.build import MOST_PHRASES
from bbs.policy.conditions.patterns import MOST as MOST_PATTERNS
from bbs.policy.load import load
from bbs.policy.read_rules import MOST_RULES

MOST_WRITTEN = 20_000
"""Bytes of lists that are written in the policy itself; of longer ones the longest get files of their own."""
MOST_IN_A_RULE = 60
"""Phrases that are written in a rule itself; more become a list."""


class TooLongError(Exception):
    """The lists need files beside the policy, and there is no place for them."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A policy that loads: its text, its list files by their names, and everything that was left out."""

    text: str
    files: dict[str, str]
    rules: int
    left: tuple[Left, ...]


def fitted(taken: Taken, policy_id: str, origin: str, *, with_files: bool = True) -> Fitted:
    """The policy. Raises TooLongError where a list needs a file and none may be written."""
    rules = [*taken.rules]
    left = [*taken.left]
    _share_patterns(rules)
    for rule in rules:
        _name_lists(rule.says, slug(rule.name) or f"line-{rule.mark.line}", taken)
    _shorten(taken, left)
    long = _too_long(taken)
    if long and not with_files:
        raise TooLongError(long[0])
    for name in long:
        taken.lists[name] = [one for one in taken.lists[name] if _fits_in_a_file(one, left)]
    files = {list_file(policy_id, name): list_text(taken.lists[name]) for name in long}
    _leave(rules, _beyond_patterns(rules), f"a policy has at most {MOST_PATTERNS} patterns", left)
    _leave(rules, rules[MOST_RULES:], f"a policy has at most {MOST_RULES} rules", left)
    while True:
        copy = Taken(taken.title, taken.about, taken.top, taken.lists, rules)
        written = page(copy, policy_id, origin, long)
        over = len(written.text.encode()) - MAX_BYTES
        if over > 0:
            many = 1 + over * len(rules) // len(written.text)
            _leave(rules, rules[-many:], f"a policy file has at most {MAX_BYTES // 1024} KiB", left)
        elif not _refused(written, files, rules, left):
            return Fitted(written.text, files, len(rules), tuple(sorted(left, key=lambda one: one.mark)))


def _refused(written: Page, files: dict[str, str], rules: list[Rule], left: list[Left]) -> bool:
    """Take away the rules that the loader refuses; whether there were any."""
    try:
        load(written.text, file="policy.yaml", read=lambda name: files[name].encode())
    except DocumentError as error:
        wrong: dict[int, Problem] = {}
        for problem in error.problems:
            wrong.setdefault(bisect_right(written.begins, problem.mark.line) - 1, problem)
        found = [(rules[number], problem) for number, problem in wrong.items() if number >= 0]
        if not found:
            raise  # not of a rule's making, so a reader has made something that can't be
        for rule, problem in found:
            why = f"{problem.problem}; {problem.remedy}" if problem.remedy else problem.problem
            _leave(rules, [rule], why, left)
        return True
    return False


def _leave(rules: list[Rule], which: list[Rule], why: str, left: list[Left]) -> None:
    for rule in which:
        rules.remove(rule)
        left.append(Left(rule.mark, f"the rule `{rule.name[:60]}`", why))


def _share_patterns(rules: list[Rule]) -> None:
    """Where there are more patterns than a policy may have, those of one condition become one."""
    found = [one for rule in rules for one in _patterns(rule.says)]
    if sum(len(said) for said in found) > MOST_PATTERNS:
        for said in found:
            said[:] = alternatives([one for one in said if isinstance(one, str)], "%s", "")


def _name_lists(said: Said, name: str, taken: Taken) -> None:
    """Make a list of its own of all phrases of a condition that nobody would read in one go."""
    for one in said if isinstance(said, list) else said.values() if isinstance(said, dict) else ():
        _name_lists(one, name, taken)
    phrases = said.get("words") if isinstance(said, dict) else None
    if isinstance(said, dict) and isinstance(phrases, list) and len(phrases) > MOST_IN_A_RULE:
        number, free = 2, name
        while free in taken.lists:
            free, number = f"{name}-{number}", number + 1
        taken.lists[free] = [one for one in phrases if isinstance(one, str)]
        said["words"] = [f"list {free}"]


def _fits_in_a_file(phrase: str, left: list[Left]) -> bool:
    """Whether a list file may hold this line; one that looks like a line of another program's list it may not."""
    try:
        read_list(phrase.encode(), "")
    except DocumentError as error:
        left.append(Left(Mark(1, 1), f"`{phrase}`", error.problems[0].problem))
        return False
    return True


def _too_long(taken: Taken) -> list[str]:
    """The lists that get files of their own, the longest first, until the others fit in the policy."""
    sizes = {name: len(list_text(phrases).encode()) for name, phrases in taken.lists.items()}
    long: list[str] = []
    for name in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if sum(sizes.values()) - sum(sizes[one] for one in long) > MOST_WRITTEN:
            long.append(name)
    return long


def _beyond_patterns(rules: list[Rule]) -> list[Rule]:
    """The rules with the patterns that are too many."""
    beyond, many = [], 0
    for rule in rules:
        own = sum(map(len, _patterns(rule.says)))
        if many + own > MOST_PATTERNS:
            beyond.append(rule)
        else:
            many += own
    return beyond


def _shorten(taken: Taken, left: list[Left]) -> None:
    """Cut lists that hold more than a policy may look for."""
    room = MOST_PHRASES
    for name, phrases in taken.lists.items():
        if len(phrases) > room:
            after = len(phrases) - room - 1
            why = f"a policy has at most {MOST_PHRASES:,} phrases; this one and the {after:,} after it"
            left.append(Left(Mark(1, 1), f"`{phrases[room][:60]}`", why))
            taken.lists[name] = phrases = phrases[:room]
        room -= len(phrases)


def _patterns(said: Said) -> list[list[Said]]:
    """Every list of patterns in a rule, however deep."""
    if isinstance(said, str):
        return []
    if isinstance(said, list):
        return [found for one in said for found in _patterns(one)]
    own = [value for key, value in said.items() if key == "patterns" and isinstance(value, list)]
    return own + [found for key, value in said.items() if key != "patterns" for found in _patterns(value)]
