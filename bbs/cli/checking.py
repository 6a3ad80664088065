"""What `bbs policy check` says of one file: its errors, its failing tests, and what its tests would miss."""

from __future__ import annotations

from typing import Any

from bbs.cli.hit_innocents import Innocents, innocents_json, warnings
from bbs.cli.loading import load_policy, read_and_load
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.document import DocumentError, Mark, shown
from bbs.policy.examples import Rates, Report, report
from bbs.shipped import PolicyFileError


def check_file(name: str, innocents: Innocents | None = None) -> int:
    """Check one policy and report; gives the exit status for this file."""
    loaded = load_policy(name)
    if isinstance(loaded, int):
        return loaded
    policy, file = loaded
    found = report(policy)
    for outcome in found.failed:
        mark, text = outcome.test.mark, outcome.test.submission.body
        complain(
            f"{file}:{mark.line}:{mark.column}: this test fails ({shown(text)}): {'; '.join(outcome.differences)}"
        )
    say(f"{file}: {_count(found)}")
    for rule in found.missed:
        mark = rule.mark
        place = f"{mark.file or file}:{mark.line}:{mark.column}"
        whose = f" of {file}" if mark.file else ""
        say(
            f"{place}: warning: no test{whose} would miss the rule `{rule.id}`; add one that fails without it"
        )
    _report_rates(found.rates)
    for line in warnings(policy, file, innocents) if innocents else ():
        say(line)
    return FOUND if found.failed else DONE


def check_as_json(name: str, innocents: Innocents | None = None) -> int:
    """The same as one JSON object on one line; errors of the file are part of it."""
    try:
        policy, file = read_and_load(name)
    except PolicyFileError as error:
        say_json({"file": name, "ok": False, "problems": [{"problem": str(error)}]})
        return UNUSABLE
    except DocumentError as error:
        problems = [
            {"file": one.file, **_place(one.mark), "problem": one.problem, "remedy": one.remedy}
            for one in error.problems
        ]
        say_json({"file": name, "ok": False, "problems": problems})
        return FOUND
    found = report(policy)
    cost = {"innocents": innocents_json(policy, file, innocents)} if innocents else {}
    say_json({"file": file, "ok": not found.failed, "problems": [], **_report_json(found, file), **cost})
    return FOUND if found.failed else DONE


def _report_json(found: Report, file: str) -> dict[str, Any]:
    rates = found.rates
    return {
        "policy": found.policy.id,
        "rules": len(found.policy.rules),
        "tests": found.tests,
        "failed": [
            {
                **_place(one.test.mark),
                "differences": list(one.differences),
                "gives": one.decision.verdict.word,
            }
            for one in found.failed
        ],
        "missed": [
            {"rule": rule.id, "file": rule.mark.file or file, **_place(rule.mark)} for rule in found.missed
        ],
        "over_blocking": {"share": rates.over_blocking, "fine": rates.fine, "texts": list(rates.over)},
        "under_blocking": {
            "share": rates.under_blocking,
            "unwanted": rates.unwanted,
            "texts": list(rates.under),
        },
    }


def _place(mark: Mark) -> dict[str, int]:
    return {"line": mark.line, "column": mark.column}


def _count(found: Report) -> str:
    rules, tests, failed = len(found.policy.rules), found.tests, len(found.failed)
    said = f"{rules} rule{'' if rules == 1 else 's'}, {tests} test{'' if tests == 1 else 's'}"
    return f"{said}, {failed} of them failing" if failed else f"{said}; in order"


def _report_rates(found: Rates) -> None:
    """Over- and under-blocking on the labelled examples, with the texts."""
    over, under = f"{found.over_blocking:.0%}", f"{found.under_blocking:.0%}"
    if found.fine:
        which = f"{len(found.over)} of {found.fine} fine texts"
        say(f"  over-blocking {over}: {which} would not appear at once and unchanged")
        for text in found.over:
            say(f"    {text}")
    if found.unwanted:
        which = f"{len(found.under)} of {found.unwanted} unwanted texts"
        say(f"  under-blocking {under}: {which} would appear")
        for text in found.under:
            say(f"    {text}")
