"""Each shipped policy has a page in the handbook, and what the page says of it is what the policy does.

`CLOSEDNET_WRITE_DOCS=1 pytest tests/test_policy_pages.py` writes the figures and the list of policies anew.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bbs.policy.examples import rates, run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission, Text
from bbs.shipped import handbook_folder, read_policy, shipped_policies

PAGES = handbook_folder() / "policies"
MESSAGES = Path(__file__).parents[2] / "shared" / "data" / "messages"
SECTIONS = [
    "What it models",
    "What to look for",
    "A question for the class",
    "What it gets wrong",
    "Sources",
]
HEAD = "| texts | harmless, kept back | unwanted, let through |\n| --- | --- | --- |\n"
NO_BREAK = "\N{NO-BREAK SPACE}"
TOLD = {
    "nothing": "nothing",
    "refused": "that it is refused",
    "outcome": "what became of it, and no reason",
    "reason": "the reason",
    "full": "the reason and the words",
}
every = pytest.mark.parametrize("name", shipped_policies())


@cache
def shipped(name: str) -> Policy:
    file = read_policy(name)
    return load(file.text, file=file.file, read=file.read)


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def held(name: str, place: str, due: Callable[[list[str]], Iterable[str]]) -> None:
    """The lines of a marked place are those that are due, or are written so."""
    text = page(name)
    found = re.search(rf"(?<=<!-- begin {place} -->\n).*?(?=<!-- end {place} -->)", text, re.DOTALL)
    assert found, f"{name}.md has no place for {place}"
    wanted = "".join(due(found[0].splitlines(keepends=True)))
    if os.environ.get("CLOSEDNET_WRITE_DOCS") and found[0] != wanted:
        (PAGES / f"{name}.md").write_text(
            text[: found.start()] + wanted + text[found.end() :], encoding="utf-8"
        )
    else:
        assert found[0] == wanted


# What becomes of what one writes


@every
def test_a_policy_has_a_page_with_its_title_and_every_section(name: str) -> None:
    text = page(name)
    assert text.startswith(f"# {shipped(name).title}\n\nThe policy `{name}`. ")
    assert f"Read it: `bbs policy show {name}`. Try a text on it: `bbs policy explain {name} " in text
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert re.search(r"## Sources\n\n- ", text)


def rows(name: str) -> Iterator[tuple[str, str, str]]:
    """What to write, the verdict, and what else is said of it."""
    table = page(name).partition("| write | what becomes of it |\n| --- | --- |\n")[2].partition("\n\n")[0]
    for line in table.splitlines():
        found = re.fullmatch(r"\| (.+) \| `(\w+)`(.*) \|", line)
        assert found, f"{name}.md: this is no row of what to write: {line}"
        yield found[1], found[2], found[3]


@every
def test_what_a_page_says_of_a_text_becomes_of_it(name: str) -> None:
    tried = list(rows(name))
    assert 2 <= len(tried) <= 4
    for post, verdict, remark in tried:
        decision = shipped(name).judge(Submission(post))
        assert decision.verdict.word == verdict, post
        promised = re.search("and readers get “(.*?)”", remark)
        shown = decision.shown.body if decision.shown else None
        assert shown == (promised[1] if promised else post if verdict == "allow" else None), post


# What it gets wrong


class Labelled(NamedTuple):
    """Texts of one source, by what is said of them there."""

    name: str
    fine: Sequence[str]
    unwanted: Sequence[str]


def share(wrong: int, of: int) -> str:
    return f"{wrong:,} of {of:,} ({wrong / of:.1%})".replace("%", f"{NO_BREAK}%") if of else "–"


def row(policy: Policy, texts: Labelled) -> str:
    found = rates(policy, texts.fine, texts.unwanted)
    over, under = share(len(found.over), found.fine), share(len(found.under), found.unwanted)
    return f"| {texts.name} | {over} | {under} |\n"


def own_row(policy: Policy) -> str:
    return row(policy, Labelled("its own examples", policy.examples.fine, policy.examples.unwanted))


@every
def test_the_figures_of_its_own_examples_are_as_the_policy_gives_them(name: str) -> None:
    held(name, "figures", lambda there: [HEAD, own_row(shipped(name)), *there[3:]])


def lines(name: str) -> list[str]:
    raw = (MESSAGES / name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode().splitlines()


def labelled(name: str, pairs: Iterable[tuple[str, bool]]) -> Labelled:
    """Every tenth text; the label says whether it is unwanted."""
    some = list(pairs)[::10]
    return Labelled(name, [text for text, bad in some if not bad], [text for text, bad in some if bad])


@cache
def real() -> tuple[Labelled, ...]:
    spam = (line.partition("\t") for line in lines("sms-spam/SMSSpamCollection"))
    cases = csv.DictReader(lines("hatecheck/test_suite_cases.csv"))
    curses = (line.rpartition("|") for line in lines("korean-curse/dataset.txt.gz"))
    wishes = [json.loads(line)["message"] for line in lines("birthday-wishes/wishes.jsonl")]
    return (
        Labelled("birthday wishes", wishes, ()),
        labelled("text messages", ((text, label == "spam") for label, _, text in spam)),
        labelled("HateCheck", ((one["test_case"], one["label_gold"] == "hateful") for one in cases)),
        labelled("Korean messages", ((text, label == "1") for text, _, label in curses)),
    )


@pytest.mark.realdata
@pytest.mark.skipif(
    not MESSAGES.is_dir(), reason="the real data (shared/data beside the project) is not here"
)
@every
def test_the_figures_of_real_messages_are_as_the_policy_gives_them(name: str) -> None:
    held(name, "figures", lambda there: [*there[:3], *(row(shipped(name), texts) for texts in real())])


def test_how_a_share_is_written() -> None:
    assert (share(12, 4827), share(1000, 1000), share(0, 0)) == (
        f"12 of 4,827 (0.2{NO_BREAK}%)",
        f"1,000 of 1,000 (100.0{NO_BREAK}%)",
        "–",
    )


# The list of all


def told(policy: Policy) -> str:
    """What authors are told of whatever its tests keep back or change."""
    found = {
        "outcome" if one.decision.by == "score" else one.decision.told
        for one in run_tests(policy)
        if one.decision.shown is None
        or one.decision.shown.plain != Text(one.test.submission.title, one.test.submission.body)
    }
    return "; ".join(said for word, said in TOLD.items() if word in found) or "there is nothing to tell"


def test_the_list_names_every_policy_what_it_does_and_what_its_author_is_told() -> None:
    policies = [shipped(name) for name in shipped_policies()]
    held(
        "index",
        "policies",
        lambda _: [
            "| policy | what it does | its author is told |\n| --- | --- | --- |\n",
            *(
                f"| [{one.title}]({one.id}.md) | {one.about.partition('. ')[0].rstrip('.')} | {told(one)} |\n"
                for one in policies
            ),
        ],
    )
