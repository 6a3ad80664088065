"""What `bbs policy check` says of one file: its errors, its failing tests, and what its tests would miss."""

from __future__ import annotations

from bbs.cli.loading import load_policy
from bbs.cli.output import DONE, FOUND, complain, say
from bbs.policy.examples import Rates, Report, report


def check_file(name: str) -> int:
    """Check one policy and report; gives the exit status for this file."""
    loaded = load_policy(name)
    if isinstance(loaded, int):
        return loaded
    policy, file = loaded
    found = report(policy)
    for outcome in found.failed:
        mark = outcome.test.mark
        complain(f"{file}:{mark.line}:{mark.column}: this test fails: {'; '.join(outcome.differences)}")
    say(f"{file}: {_count(found)}")
    for rule in found.missed:
        say(f"{file}:{rule.mark.line}:{rule.mark.column}: warning: no test would miss the rule `{rule.id}`")
    _report_rates(found.rates)
    return FOUND if found.failed else DONE


def _count(found: Report) -> str:
    rules, tests, failed = len(found.policy.rules), found.tests, len(found.failed)
    said = f"{rules} rule{'' if rules == 1 else 's'}, {tests} test{'' if tests == 1 else 's'}"
    return f"{said}, {failed} of them failing" if failed else f"{said}; in order"


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
