"""Every sentence of the policy language, held by cases that are written from the specification alone."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from golden import FILES, Golden, cases, read, sentences
from trial import HEAD, policy, problems

from bbs.cli.submissions import read_line
from bbs.policy.decision_line import decision_json
from bbs.policy.examples import report
from bbs.policy.past import Past, moment_of
from bbs.policy.questions import Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission
from bbs.policy.verdicts import combine

CASES = list(cases())
JUDGED = [case for case in CASES if "post" in case.case]
REFUSED = [case for case in CASES if "refused" in case.case]
REPORTED = [case for case in CASES if "report" in case.case]
ROOT = Path(__file__).parents[2]


def named(chosen: list[Golden]) -> Any:
    return pytest.mark.parametrize("golden", [pytest.param(one, id=one.shows) for one in chosen])


def head(text: str) -> str:
    """The usual three lines, where a policy does not bring its own."""
    return "" if re.search("^policy:", text, re.MULTILINE) else HEAD


def loaded(golden: Golden, key: str = "policy") -> Policy:
    text = golden.group[key]
    files = {name: text.encode() for name, text in golden.group.get("files", {}).items()}
    return policy(text, head=head(text), files=files)


def submission(post: str | dict[str, Any]) -> Submission:
    line = {"body": post} if isinstance(post, str) else dict(post)
    confirmed = line.pop("confirmed", "") == "true"
    if "posts" in line.get("by", {}):
        line["by"] = {**line["by"], "posts": int(line["by"]["posts"])}
    return dataclasses.replace(read_line(json.dumps(line).encode()), confirmed=confirmed)


def decided(golden: Golden) -> Decision:
    policy, given = loaded(golden), submission(golden.case["post"])
    past = Past(policy)
    for earlier in map(submission, golden.case.get("after", ())):
        sent = Sent(earlier, earlier.by.name, moment_of(earlier))
        past.keep(sent, policy.judge(past.answered(sent)))
    given = past.answered(Sent(given, given.by.name, moment_of(given)))
    decision = policy.judge(given)
    if "house_rules" not in golden.group:
        return decision
    return combine(loaded(golden, "house_rules").judge(given), decision, given)


def in_case(key: str, value: Any, expected: Any) -> Any:
    """A value of the decision line, written as a case writes it."""
    if key == "would":
        return f"{value['verdict']} by {value['by']}" if value else "null"
    if key == "rules":
        return [one["id"] if one["live"] else f"{one['id']}?" for one in value]
    return as_text(value)


def as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [as_text(one) for one in value]
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    return value if isinstance(value, str) else json.dumps(value)


def marks(line: dict[str, Any], expected: list[Any]) -> list[Any]:
    spans = [span for rule in line["rules"] for span in rule["spans"]]
    as_asked = [*expected, *[""] * len(spans)]
    return [
        {key: as_text(span[key]) for key in asked} if isinstance(asked, dict) else span["text"]
        for span, asked in zip(spans, as_asked, strict=False)
    ]


@named(JUDGED)
def test_case(golden: Golden) -> None:
    line = decision_json(decided(golden))
    for key, expected in golden.case.items():
        match key:
            case "shows" | "post" | "after":
                continue
            case "gives":
                assert f"{line['verdict']} by {line['by']}" == expected
            case "shown_length":
                assert len(line["shown"]) == int(expected)
            case "recorded":
                (match,) = line["rules"]
                more = " and more" if match["truncated"] else ""
                assert f"{len(match['spans'])} hits{more}" == expected
            case "marks":
                assert marks(line, expected) == expected
            case "excused":
                found = [
                    f"{one['text']} in {one['exception']}" for r in line["rules"] for one in r["excused"]
                ]
                assert found == expected
            case _:
                assert in_case(key, line[key], expected) == expected, key


@named(REFUSED)
def test_policy_that_is_refused(golden: Golden) -> None:
    text = golden.group["policy"]
    files = {name: text.encode() for name, text in golden.group.get("files", {}).items()}
    found = problems(text, head=head(text), files=files)
    asked = golden.case["refused"]
    for problem, expected in zip(found, [asked] if isinstance(asked, str) else asked, strict=True):
        place, *words = expected.split(" … ")
        assert place_in_case(problem, head(text)) == place, problem
        assert all(word in problem for word in words), problem


def place_in_case(problem: str, head: str) -> str:
    """Line and column in the text as the case writes it; before them the file, where it is another."""
    found = re.match(r"(?:([^:]+):)?(\d+):(\d+): ", problem)
    assert found, problem
    file, line, column = found.groups()
    return f"{file}:{line}:{column}" if file else f"{int(line) - head.count(chr(10))}:{column}"


@named(REPORTED)
def test_what_the_tests_and_examples_of_a_file_say(golden: Golden) -> None:
    found = report(loaded(golden))
    said = {
        "failed": str(len(found.failed)),
        "missed": [rule.id for rule in found.missed],
        "over": str(found.rates.over_blocking),
        "under": str(found.rates.under_blocking),
    }
    expected = golden.case["report"]
    assert {key: said[key] for key in expected} == expected


def test_every_sentence_has_a_case_or_says_which_test_holds_it() -> None:
    shown = {case.sentence for case in CASES}
    told = sentences()
    elsewhere = {key: said["held_by"] for key, said in told.items() if isinstance(said, dict)}
    assert shown - set(told) == set(), "cases of no sentence"
    assert set(told) - shown - set(elsewhere) == set(), "sentences without a case"
    for place in elsewhere.values():
        file, _, test = place.partition("::")
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), place


def test_each_case_is_named_once_and_expects_something() -> None:
    twice = [shows for shows, times in Counter(case.shows for case in CASES).items() if times > 1]
    assert twice == []
    assert [case.shows for case in CASES if len(case.case) < 3 and "post" in case.case] == []
    assert len(JUDGED) + len(REFUSED) + len(REPORTED) == len(CASES) >= 200
    assert all(read(file) for file in FILES)
