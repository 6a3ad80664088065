"""The engine decides, adds up and refuses as the most obvious reading of the specification does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import naive_judge as slow_one
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbs.policy.load import load
from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Author, Decision, Submission

thorough = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

START = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
WORDS = ["cake", "tea", "sun", "moon", "rain"]
TEXTS = st.lists(st.sampled_from([*WORDS, "of", "Sunday"]), max_size=5).map(" ".join)
PHRASES = st.lists(
    st.sampled_from([*WORDS, "sun*", "cake + tea", "sun + moon + rain", "tea cake"]), min_size=1, max_size=2
)
MINUTES = st.integers(1, 9)
POINTS = st.sampled_from([-10, 5, 10, 10, 20, 30])
REACHED = st.sampled_from([5, 10, 15, 20, 30, 40])
VERDICTS = st.sampled_from([None, None, None, "pass", *slow_one.LADDER, "delay", "delay", "delay"])
SLOW = st.tuples(st.integers(1, 3), st.integers(2, 9))
MILD = st.sampled_from([None, None, "pass", "delay", "delay"])
BINDS = {"or": 1, "and": 2, "not": 3, "rule": 4}


def maybe(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | one


def trees(ids: list[str]) -> st.SearchStrategy[slow_one.Asked]:
    return st.recursive(
        st.tuples(st.just("rule"), st.sampled_from(ids)),
        lambda inner: (
            st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner)
        ),
        max_leaves=4,
    )


@st.composite
def rules(draw: st.DrawFn, name: str, before: list[str], *, penal: bool) -> slow_one.Rule:
    """A rule that may ask for those before it; a penal one slows down, and hides little else."""
    asking = bool(before) and draw(st.booleans())
    over = draw(maybe(st.sampled_from([-10, 0, 5, 10, 20]))) if asking else None
    asked = draw(maybe(trees(before))) if asking else None
    unless_asked = draw(maybe(trees(before))) if asking else None
    free = asked is None and over is None and unless_asked is None
    verdict = draw(MILD if penal else VERDICTS)
    points = draw(maybe(POINTS)) if free else None
    flag, mute = draw(st.booleans()), draw(maybe(maybe(MINUTES)))
    return slow_one.Rule(
        id=name,
        mode=draw(st.sampled_from(["live", "live", "live", "live", "shadow", "off"])),
        words=tuple(draw(PHRASES)) if free else draw(maybe(PHRASES.map(tuple))),
        asked=asked,
        over=over,
        unless=None if penal else draw(maybe(PHRASES.map(tuple))),
        unless_asked=unless_asked,
        verdict=verdict,
        delay=draw(MINUTES) if verdict == "delay" else 0,
        flag=flag,
        tag=draw(maybe(st.sampled_from(["x", "y"]))) if flag or verdict or mute else "z",
        points=points,
        slow=draw(SLOW if penal else maybe(SLOW)),
        mute=mute,
    )


@st.composite
def policies(draw: st.DrawFn, modes: tuple[str, ...] = ("live",), *, penal: bool = False) -> slow_one.Policy:
    names = [f"r{number}" for number in range(draw(st.integers(1, 3 if penal else 6)))]
    made = [draw(rules(name, names[:number], penal=penal)) for number, name in enumerate(names)]
    default = draw(st.sampled_from(["allow", "hold", "block", "delay"]))
    reached = draw(
        st.dictionaries(st.sampled_from(["flag", "warn", "hold", "shadow", "drop", "block"]), REACHED)
    )
    return slow_one.Policy(
        rules=tuple(draw(st.permutations(made))),
        decide=draw(st.sampled_from(["strictest", "strictest", "first"])),
        default=(default, draw(MINUTES) if default == "delay" else 0),
        thresholds=tuple(reached.items()),
        exempt="editor",
        mode=draw(st.sampled_from(modes)),
    )


POSTS = st.builds(
    slow_one.Post,
    TEXTS,
    role=st.sampled_from(["student", "student", "student", "editor"]),
    confirmed=st.booleans(),
)
GAPS = st.integers(0, 4)
WALKS = st.lists(
    st.tuples(GAPS, st.builds(slow_one.Post, TEXTS, st.sampled_from(["a", "a", "b"]), kind=st.sampled_from(["thread", "reply", "search"]), confirmed=st.booleans())),
    min_size=4, max_size=10,
)  # fmt: skip


# The same policy in the words of the language


def spelt(asked: slow_one.Asked, outer: int = 0) -> str:
    """What is asked, with no more parentheses than it needs."""
    word, *parts = asked
    if word == "rule":
        return str(parts[0])
    mine = BINDS[word]
    said = (
        f"not {spelt(parts[0], mine)}"
        if word == "not"
        else f" {word} ".join(spelt(one, mine) for one in parts)
    )
    return f"({said})" if mine < outer else said


def conditions(words: tuple[str, ...] | None, asked: slow_one.Asked | None, over: int | None = None) -> str:
    said = []
    if words is not None:
        said.append("words: [" + ", ".join(f'"{one}"' for one in words) + "]")
    if asked is not None:
        said.append(f"matched: {spelt(asked)}")
    if over is not None:
        said.append(f"score: {{over: {over}}}")
    return "{" + ", ".join(said) + "}" if said else ""


def done(rule: slow_one.Rule) -> str:
    verdict = f"{{delay: {rule.delay} minutes}}" if rule.verdict == "delay" else rule.verdict
    said = [verdict, "flag" if rule.flag else None, rule.tag and f"{{tag: {rule.tag}}}"]
    said.append(f"{{score: {rule.points}}}" if rule.points is not None else None)
    said.append(f"{{slow: {rule.slow[0]} per {rule.slow[1]} minutes}}" if rule.slow else None)
    said.append(f"{{mute: {rule.mute} minutes}}" if rule.mute else None)
    return "[" + ", ".join(filter(None, said)) + "]"


def written(rule: slow_one.Rule) -> str:
    when, unless = conditions(rule.words, rule.asked, rule.over), conditions(rule.unless, rule.unless_asked)
    keys = [f'id: {rule.id}, mode: "{rule.mode}"', when and f"if: {when}", unless and f"unless: {unless}"]
    return f"  - {{{', '.join(filter(None, [*keys, f'then: {done(rule)}']))}}}\n"


def engine(policy: slow_one.Policy) -> Policy:
    verdict, delay = policy.default
    default = f"{{then: {{delay: {delay} minutes}}}}" if delay else verdict
    score = ", ".join(f"{word}: {points}" for word, points in policy.thresholds)
    text = f'policy: 1\nid: drawn\ndefault: {default}\ndecide: {policy.decide}\nmode: "{policy.mode}"\n'
    text += f"exempt: {{role: {policy.exempt}}}\n" + (f"score: {{{score}}}\n" if score else "")
    return load(text + "rules:\n" + "".join(map(written, policy.rules)), file="drawn.yaml")


def submission(post: slow_one.Post) -> Submission:
    return Submission(post.body, kind=post.kind, by=Author(role=post.role), confirmed=post.confirmed)


def told_of(decision: Decision) -> slow_one.Decided:
    """A decision of the engine as the reference writes it."""
    minute = dt.timedelta(minutes=1)
    return slow_one.Decided(
        verdict=decision.verdict.word,
        by=decision.by,
        delay=decision.delay // minute if decision.delay else 0,
        flagged=decision.flagged,
        tags=decision.tags,
        score=decision.score,
        matched=frozenset(match.rule for match in decision.matches),
        laid=frozenset((one.rule, one.kind, one.lasts // minute, one.many) for one in decision.penalties),
        wait=decision.bar.wait // minute if decision.bar else 0,
    )


@thorough
@given(policies(("live", "live", "live", "shadow", "off")), st.lists(POSTS, min_size=1, max_size=6))
def test_the_same_is_decided_with_the_same_points_marks_and_penalties(
    policy: slow_one.Policy, posts: list[slow_one.Post]
) -> None:
    it = engine(policy)
    for post in posts:
        decision = it.judge(submission(post))
        assert told_of(decision) == slow_one.judge(policy, post, [])
        if decision.would is not None:
            live = slow_one.Policy(policy.rules, policy.decide, policy.default, policy.thresholds, "nobody")
            assert told_of(decision.would) == slow_one.judge(live, post, [])


@thorough
@given(policies() | policies(penal=True), WALKS)
def test_the_same_texts_are_refused_after_the_same_past(
    policy: slow_one.Policy, walk: list[tuple[int, slow_one.Post]]
) -> None:
    it = engine(policy)
    past, sent_before, minute = Past(it), list[tuple[slow_one.Post, slow_one.Decided]](), 0
    for gap, drawn in walk:
        minute += gap
        post = slow_one.Post(drawn.body, drawn.author, minute, drawn.kind, confirmed=drawn.confirmed)
        sent = Sent(submission(post), post.author, START + dt.timedelta(minutes=minute))
        decision = it.judge(past.answered(sent))
        past.keep(sent, decision)
        expected = slow_one.judge(policy, post, slow_one.refusing(sent_before, post))
        assert told_of(decision) == expected
        sent_before.append((post, expected))
