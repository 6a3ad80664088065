"""What `bbs policy check` says of one file: its errors, its failing tests, and what its tests would miss."""

from __future__ import annotations

from bbs.cli.loading import load_policy
from bbs.cli.output import DONE, FOUND, complain, say
from bbs.policy.examples import Rates, load_bearing, rates, run_tests
from bbs.policy.rules import Policy


def check_file(name: str) -> int:
    """Check one policy and report; gives the exit status for this file."""
    loaded = load_policy(name)
    if isinstance(loaded, int):
        return loaded
    policy, file = loaded
    failed = _report_tests(policy, file)
    say(f"{file}: {_count(policy, failed)}")
    _report_missed(policy, file)
    _report_rates(rates(policy))
    return FOUND if failed else DONE


def _report_tests(policy: Policy, file: str) -> int:
    """Say each failing test at its place; gives their number."""
    failed = [outcome for outcome in run_tests(policy) if not outcome.passed]
    for outcome in failed:
        mark = outcome.test.mark
        complain(f"{file}:{mark.line}:{mark.column}: this test fails: {'; '.join(outcome.differences)}")
    return len(failed)


def _count(policy: Policy, failed: int) -> str:
    rules, tests = len(policy.rules), len(policy.tests)
    said = f"{rules} rule{'' if rules == 1 else 's'}, {tests} test{'' if tests == 1 else 's'}"
    return f"{said}, {failed} of them failing" if failed else f"{said}; in order"


def _report_missed(policy: Policy, file: str) -> None:
    """The rules that could be deleted without any test noticing: a warning, not an error."""
    for rule_id in load_bearing(policy):
        mark = policy.rule(rule_id).mark
        say(f"{file}:{mark.line}:{mark.column}: warning: no test would miss the rule `{rule_id}`")


def _report_rates(found: Rates) -> None:
    """Over- and under-blocking on the labelled examples, with the texts."""
    if found.fine:
        say(f"  {len(found.over)} of {found.fine} fine texts would not appear at once and unchanged")
        for text in found.over:
            say(f"    {text}")
    if found.unwanted:
        say(f"  {len(found.under)} of {found.unwanted} unwanted texts would appear")
        for text in found.under:
            say(f"    {text}")
