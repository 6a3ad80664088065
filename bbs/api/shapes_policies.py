"""What the API says of policies, each shape written once."""

from __future__ import annotations

import dataclasses
from typing import Any

from bbs.difference import as_text
from bbs.document import Problem
from bbs.notices import Notice
from bbs.ondisk import OnDisk
from bbs.policy.examples import Report
from bbs.policy.rule import Rule
from bbs.policy.rules import Policy
from bbs.proof import Proof
from bbs.shelf import Shelved
from bbs.store import PolicyDraft


def fault_json(one: Problem) -> dict[str, Any]:
    """A mistake in a file."""
    return {
        "file": one.file,
        "line": one.mark.line,
        "column": one.mark.column,
        "problem": one.problem,
        "remedy": one.remedy,
    }


def proof_json(proof: Proof) -> dict[str, Any]:
    """What was found in a text; `tests` is null for one that does not load."""
    report = proof.report
    return {
        "problems": [fault_json(one) for one in proof.problems],
        "tests": _tests_json(report) if report else None,
        "missed": [_rule_json(rule) for rule in report.missed] if report else [],
        "rates": _rates_json(report) if report else None,
    }


def _rule_json(rule: Rule) -> dict[str, Any]:
    """Where a rule stands; `file` is null for one of the policy itself, and names the used policy for any other."""
    return {"id": rule.id, "file": rule.mark.file or None, "line": rule.mark.line}


def policy_json(policy: Policy) -> dict[str, Any]:
    """What a policy says of itself."""
    return {"id": policy.id, "title": policy.title, "about": policy.about, "source": policy.source}


def shelved_json(one: Shelved) -> dict[str, Any]:
    """A policy that lies ready to be published, or says why it can't be."""
    about = {"id": one.id, "title": one.title, "about": one.about, "source": one.source}
    return about | ({"file": one.file.file, "problems": list(one.problems)} if one.own else {})


def draft_json(draft: PolicyDraft) -> dict[str, Any]:
    """A draft, without its text."""
    return {"id": draft.policy_id, "at": draft.at.isoformat(), "by": draft.by}


def guarded_json(one: Notice) -> dict[str, Any]:
    """What the runaway guard has done, until the teacher dismisses it on the console."""
    return {**dataclasses.asdict(one), "at": one.at.isoformat()}


def change_json(change: OnDisk) -> dict[str, Any]:
    """The file behind the version in force, and what is new in it."""
    state = "unreadable" if change.trouble else "changed" if change.differences else "same"
    return {
        "file": change.origin,
        "state": state,
        "trouble": change.trouble,
        "difference": "".join(as_text(one) for one in change.differences),
        **(proof_json(change.proof) if change.proof else {}),
    }


def _tests_json(report: Report) -> dict[str, Any]:
    return {
        "count": report.tests,
        "failed": [
            {
                "line": one.test.mark.line,
                "column": one.test.mark.column,
                "post": one.test.submission.body,
                "differences": list(one.differences),
            }
            for one in report.failed
        ],
    }


def _rates_json(report: Report) -> dict[str, Any]:
    rates = report.rates
    return {
        "fine": rates.fine,
        "over": list(rates.over),
        "unwanted": rates.unwanted,
        "under": list(rates.under),
    }
