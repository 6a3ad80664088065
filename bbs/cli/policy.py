"""`bbs policy ...`: check, explain, judge and list policies. Nothing here needs a server."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, BinaryIO

import typer

from bbs.cli.arguments import (
    At,
    Board,
    Date,
    Facts,
    HouseRules,
    Json,
    Kind,
    PolicyName,
    Seed,
    Site,
    Title,
)
from bbs.cli.checking import check_as_json, check_file
from bbs.cli.comparing import compare
from bbs.cli.evading import evade
from bbs.cli.explaining import in_words, rule_in_words, rule_json
from bbs.cli.hit_innocents import Innocents
from bbs.cli.importing import import_
from bbs.cli.loading import HOUSE_RULES, load_policy
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.posts import open_posts, unreadable
from bbs.cli.replaying import replay
from bbs.cli.scoring import score
from bbs.cli.starting import new, schema, show
from bbs.cli.submissions import SubmissionError, build, sent_lines
from bbs.cli.tables import show_table
from bbs.cli.words_file import read_words
from bbs.document import did_you_mean
from bbs.policy.decision_line import decision_json, explanation_json
from bbs.policy.explain import Explanation
from bbs.policy.explain import explain as explain_one
from bbs.policy.layers import explain_both
from bbs.policy.past import Past
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Text, Verdict
from bbs.policy.verdicts import combine
from bbs.shipped import shipped_policies

app = typer.Typer(help="Check, explain and try filter policies.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Policy files or ids of shipped ones.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line for each file.")
    ] = False,
    words: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Warn of phrases that hit innocent words: a file, one a line, or `innocents`.",
        ),
    ] = "",
) -> int:
    """Report every mistake of the files, run their tests, and say which rules no test would miss."""
    innocents = Innocents(words, found) if words and not isinstance(found := read_words(words), int) else None
    if words and innocents is None:
        return UNUSABLE
    return max((check_as_json if as_json else check_file)(file, innocents) for file in files)


@app.command()
def explain(
    file: PolicyName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The body of the post.")],
    title: Title = None,
    facts: Facts = "",
    at: At = None,
    date: Date = None,
    site: Site = None,
    board: Board = None,
    kind: Kind = None,
    rule: Annotated[str, typer.Option(metavar="ID", help="Say why this rule matched or did not.")] = "",
    house_rules: HouseRules = False,
    seed: Seed = "",
    as_json: Json = False,
) -> int:
    """Say what a policy does with one post, why, and what would have changed it."""
    loaded = load_policy(file, seed)
    house = load_policy(HOUSE_RULES, seed) if house_rules else None
    if isinstance(loaded, int) or isinstance(house, int):
        return UNUSABLE
    try:
        submission = build(text, facts, title=title, at=at, date=date, site=site, board=board, kind=kind)
    except SubmissionError as error:
        return complain(f"bbs policy explain: {error}")
    policy = loaded[0]
    if rule:
        return _explain_rule(policy, submission, rule, as_json)
    explanation = explain_both(house[0], policy, submission) if house else explain_one(policy, submission)
    asked = explanation.decision.verdict is Verdict.WARN
    confirmed = _once_confirmed(policy, house and house[0], submission) if asked else None
    return _print(explanation, submission, policy, as_json, confirmed)


def _once_confirmed(policy: Policy, house: Policy | None, submission: Submission) -> Decision:
    """What would be decided if its author was asked and sent it all the same."""
    again = replace(submission, confirmed=True)
    decision = policy.judge(again)
    return combine(house.judge(again), decision, again) if house else decision


def _print(
    explanation: Explanation,
    submission: Submission,
    policy: Policy,
    as_json: bool,
    confirmed: Decision | None,
) -> int:
    if as_json:
        then = confirmed and {"verdict": confirmed.verdict.word, "by": confirmed.by}
        say_json({**explanation_json(explanation), "confirmed": then})
    else:
        for line in in_words(explanation, Text(submission.title, submission.body), policy, confirmed):
            say(line)
    return DONE


def _explain_rule(policy: Policy, submission: Submission, rule: str, as_json: bool) -> int:
    known = [one.id for one in policy.rules]
    if rule not in known:
        remedy = did_you_mean(rule, known) or f"its rules are {', '.join(known) or 'none'}"
        return complain(f"bbs policy explain: {policy.id} has no rule `{rule}`; {remedy}")
    if as_json:
        say_json(rule_json(policy, submission, rule))
    else:
        for line in rule_in_words(policy, submission, rule):
            say(line)
    return DONE


@app.command()
def judge(
    file: PolicyName,
    posts: Annotated[
        str,
        typer.Option(
            metavar="FILE.jsonl|-", help="Submissions, one JSON object a line; - is standard input."
        ),
    ] = "-",
    seed: Seed = "",
) -> int:
    """Print one JSON decision a line, for each JSON submission a line.

    A policy that counts counts the lines before, by their date, at and by.name.
    """
    loaded = load_policy(file, seed)
    if isinstance(loaded, int):
        return UNUSABLE
    try:
        with open_posts(posts) as stream:
            return judge_lines(loaded[0], stream, posts)
    except (OSError, ValueError) as error:
        return unreadable(posts, error)


def judge_lines(policy: Policy, stream: BinaryIO, name: str) -> int:
    """Judge every line of a stream, after those before it; bad lines are reported with their number, others go on."""
    status, past = DONE, Past(policy)
    for number, sent in sent_lines(stream, ordered=bool(policy.questions or policy.penalties)):
        if isinstance(sent, SubmissionError):
            status = complain(f"{name}:{number}:{sent.column}: {sent}", FOUND)
        else:
            decision = policy.judge(past.answered(sent))
            past.keep(sent, decision)
            say_json(decision_json(decision))
    return status


@app.command("list")
def list_() -> int:
    """Name the shipped policies; their ids work wherever a file does."""
    rows = []
    for policy_id in shipped_policies():
        loaded = load_policy(policy_id)
        if isinstance(loaded, int):
            return UNUSABLE
        rows.append((policy_id, loaded[0].title))
    show_table(("id", "title"), rows, bare=True)
    return DONE


for command in (replay, compare, score, evade):
    app.command()(command)
app.command()(show)
app.command()(new)
app.command()(schema)
app.command("import")(import_)
