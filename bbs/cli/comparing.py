"""`bbs policy compare`: what many policies make of the same post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from bbs.cli.arguments import At, Board, Date, Facts, HouseRules, Json, Kind, Seed, Site, Title
from bbs.cli.explaining import text_in_words, told
from bbs.cli.loading import HOUSE_RULES, load_policy
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.posts import open_posts, unreadable
from bbs.cli.submissions import SubmissionError, build, sent_lines
from bbs.cli.tables import show_table
from bbs.policy.decision_line import decision_json
from bbs.policy.labelled import Judged
from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission
from bbs.policy.verdicts import combine
from bbs.shipped import shipped_policies

Loaded = dict[str, Policy]
"""Policies by the name that they were asked for."""


def compare(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Policy files or ids; all shipped ones when left out."),
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="The body of the post.")] = None,
    title: Title = None,
    facts: Facts = "",
    at: At = None,
    date: Date = None,
    site: Site = None,
    board: Board = None,
    kind: Kind = None,
    posts: Annotated[
        str, typer.Option(metavar="FILE.jsonl|-", help="Many posts instead, one JSON object a line.")
    ] = "",
    house_rules: HouseRules = False,
    seed: Seed = "",
    as_json: Json = False,
) -> int:
    """Say what each of many policies does with the same post, side by side."""
    if (text is None) == (not posts):
        said = "both" if posts else "neither"
        return complain(f"bbs policy compare: {said} of --text and --posts is given; write --text TEXT")
    policies = _load(files or shipped_policies(), seed)
    house = load_policy(HOUSE_RULES, seed) if house_rules else None
    if policies is None or isinstance(house, int):
        return UNUSABLE
    above = house[0] if house else None
    if posts:
        return _compare_many(policies, above, posts, as_json)
    try:
        post = build(text or "", facts, title=title, at=at, date=date, site=site, board=board, kind=kind)
    except SubmissionError as error:
        return complain(f"bbs policy compare: {error}")
    _print(post, {name: judged(policy, above, post) for name, policy in policies.items()}, as_json)
    return DONE


def _load(names: Sequence[str], seed: str) -> Loaded | None:
    """Every policy; None where one can't be used, the problems of all said."""
    found = {name: load_policy(name, seed) for name in names}
    good = {name: one[0] for name, one in found.items() if not isinstance(one, int)}
    return good if len(good) == len(found) else None


def judged(policy: Policy, house: Policy | None, post: Submission) -> Decision:
    """The decision of a policy, beneath the house rules where they are asked for."""
    decision = policy.judge(post)
    return combine(house.judge(post), decision, post) if house else decision


@dataclass(slots=True)
class Tally:
    """How many of several posts or policies come to what."""

    whole: int = 0
    changed: int = 0
    """Shown at once, with other words than were sent."""

    def add(self, post: Submission, decision: Decision) -> None:
        """Count one decision."""
        untouched = Judged(post, decision).untouched
        self.whole += untouched
        self.changed += decision.shown is not None and not untouched

    @property
    def shown(self) -> int:
        """Shown at once, changed or not."""
        return self.whole + self.changed


def _print(post: Submission, decisions: dict[str, Decision], as_json: bool) -> None:
    tally = Tally()
    for decision in decisions.values():
        tally.add(post, decision)
    if as_json:
        lines = [{"policy": name, **decision_json(one)} for name, one in decisions.items()]
        say_json({"policies": lines, "at_once": tally.shown, "changed": tally.changed})
        return
    rows = [
        (name, one.verdict.word, one.by, text_in_words(one.shown), told(one))
        for name, one in decisions.items()
    ]
    show_table(("policy", "verdict", "by", "what readers see", "the author is told"), rows)
    say()
    say(_sentence(tally, len(decisions)))


def _sentence(tally: Tally, many: int) -> str:
    """How many would show it at once."""
    of = f"{tally.shown} of {many} policies" if many > 1 else ("This policy" if tally.shown else "No policy")
    said = f"{of} would show it at once"
    if tally.changed:
        said += f", {tally.changed} of them with other words" if many > 1 else ", with other words"
    return f"{said}."


def _compare_many(policies: Loaded, house: Policy | None, posts: str, as_json: bool) -> int:
    """Judge every line by every policy, each of which counts by itself what was sent before."""
    pasts = {name: Past(policy) for name, policy in policies.items()}
    tallies = {name: Tally() for name in policies}
    verdicts: dict[str, Counter[str]] = {name: Counter() for name in policies}
    status, count = DONE, 0
    counting = any(policy.questions or policy.penalties for policy in policies.values())
    try:
        with open_posts(posts) as stream:
            for number, sent in sent_lines(stream, ordered=counting):
                if isinstance(sent, SubmissionError):
                    status = complain(f"{posts}:{number}:{sent.column}: {sent}", FOUND)
                    continue
                count += 1
                for name, policy in policies.items():
                    decision = _answered(policy, house, pasts[name], sent)
                    tallies[name].add(sent.submission, decision)
                    verdicts[name][decision.verdict.word] += 1
    except (OSError, ValueError) as error:
        return unreadable(posts, error)
    _print_many(count, tallies, verdicts, as_json)
    return status


def _answered(policy: Policy, house: Policy | None, past: Past, sent: Sent) -> Decision:
    post = past.answered(sent)
    decision = judged(policy, house, post)
    past.keep(sent, decision)
    return decision


def _print_many(
    count: int, tallies: dict[str, Tally], verdicts: dict[str, Counter[str]], as_json: bool
) -> None:
    if as_json:
        lines = [
            {"policy": name, "at_once": one.shown, "changed": one.changed, "verdicts": dict(verdicts[name])}
            for name, one in tallies.items()
        ]
        say_json({"posts": count, "policies": lines})
        return
    rows = [
        (
            name,
            f"{one.whole:,}",
            f"{one.changed:,}",
            ", ".join(f"{word} {many:,}" for word, many in verdicts[name].most_common()),
        )
        for name, one in tallies.items()
    ]
    show_table(("policy", "at once", "changed", "verdicts"), rows)
    say()
    say(f"{count:,} post{'' if count == 1 else 's'} judged by each.")
