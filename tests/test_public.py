"""What readers may see of the rules: nothing, their names, or what each says; in step with what is in force."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from house import Visitor
from ports import Ports, Student, open_ports

from bbs.lesson import Clock
from bbs.policy.actions import ACTIONS
from bbs.policy.load import load
from bbs.public import EFFECTS, public_rules

HEAD = "policy: 1\nid: x\ndefault: allow\npublic: all\n"
PAGE, API = "/~board/rules", "/api/v1/rules"
HOUSE = "House rules protect everybody here. They are always on"
POLICY = """\
policy: 1
id: heron-pond
title: The Heron's own title
about: About the pond.
source: Taken from the marsh
# a word about the whole file
default: {{then: hold, why: Readers wait for the rest., tell: nothing}}
score: {{block: 60, flag: 20}}
exempt: {{role: [editor]}}
public: {public}
mode: {mode}
lists: {{fruit: [mango, papaya]}}
rules:
  # before the first
  - id: open-words
    why: Insults are <b>refused</b>
    note: a note beside it
    if:
      words: [idiot*, list fruit,
        "shut up"]   # inside: swede
      any:
        - length: {{over: 5}}
    unless: {{author: {{tier: [elite]}}, words: [idiotic]}}
    then: block
    tell: full
  # secretly tried: turnip

  - id: tried-out
    why: Tried out.
    mode: shadow
    if: {{words: [turnip]}}
    then: drop
  - {{id: one-line, why: Say it so., if: {{words: [southland]}}, then: [{{replace: the other side}}, flag]}}   # radish
  - {{id: switched-off, mode: "off", if: {{words: [carrot]}}, then: hold}}
  - {{id: late, if: {{words: [later]}}, then: {{delay: 8 hours}}}}
  - {{id: only-marked, if: {{words: [odd]}}, then: [flag, {{tag: a}}]}}
  - {{id: counted, if: {{words: [count]}}, then: {{score: 20}}}}
  - {{id: silenced, if: {{matched: counted}}, then: [hold, {{mute: 10 minutes}}], tell: nothing}}
  - id: folded
    why: >-
      One sentence,
      folded.
    if: {{words: [fold]}}
    then: {{replace: nothing}}
    tell: nothing
# after the last
tests:
  - {{post: beetroot, gives: hold}}
examples: {{fine: [parsnip]}}
"""
LIVE = ["open-words", "one-line", "late", "only-marked", "counted", "silenced", "folded"]
NOBODYS = ("tried-out", "Tried out", "turnip", "switched-off", "carrot", "radish", "before the first",
           "after the last", "beetroot", "parsnip", "papaya", "heron-pond", "own title", "About the pond",
           "marsh", "whole file", "shadow", "a note", "swede", "inside:", "exempt")  # fmt: skip
"""What readers may see under no `public`."""
NOTHING = {"public": "none", "rules": None, "score": None, "default": None, "house_rules": True}
WRITTEN = """\
if:
  words: [idiot*, list fruit, "shut up"]
  any:
    - {length: {over: 5}}
unless:
  author: {tier: [elite]}
  words: [idiotic]
then: block
tell: full"""
"""What the first rule asks, does and tells, in its own words."""


def policy(public: str, mode: str = "live") -> str:
    return POLICY.format(public=public, mode=mode)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, policy("none")) as running:
        yield running


async def publish(ports: Ports, text: str) -> None:
    await ports.services.rulebook.publish(text, None, "teacher")


async def both(ports: Ports, student: Student) -> tuple[str, str]:
    """The page and the answer to a program, as they came."""
    page = await student.get(PAGE)
    answer = await student.get(API)
    assert (page.status, answer.status) == (200, 200), page.text
    return page.text, answer.text


async def test_a_policy_that_shows_nothing_looks_like_one_without_rules_to_the_byte(ports: Ports) -> None:
    student = await ports.student()
    page, answer = await both(ports, student)
    assert "This board does not show its rules." in page
    assert HOUSE in page
    assert json.loads(answer) == NOTHING
    for other in (
        "policy: 1\nid: empty\ndefault: allow\npublic: none\n",
        policy("none", "shadow"),
        policy("none", '"off"'),
    ):
        await publish(ports, other)
        assert await both(ports, student) == (page, answer)


async def test_nothing_of_a_policy_that_shows_nothing_is_in_the_bytes(ports: Ports) -> None:
    for sent in await both(ports, await ports.student()):
        for secret in (*LIVE, *NOBODYS, "Insults", "idiot", "Readers wait"):
            assert secret not in sent


async def test_of_ids_the_short_names_of_live_rules_are_shown_and_nothing_else(ports: Ports) -> None:
    await publish(ports, policy("ids"))
    page, answer = await both(ports, await ports.student())
    assert [page.count(f"<code>{rule}</code>") for rule in LIVE] == [1] * len(LIVE)
    assert HOUSE in page
    assert "What a rule looks for, what it does and what an author is told of it is not shown" in page
    assert json.loads(answer)["rules"] == [{"id": rule} for rule in LIVE]
    assert json.loads(answer)["default"] is json.loads(answer)["score"] is None
    for secret in (*NOBODYS, "Insults", "idiot", "Readers wait", "refused", "block"):
        assert secret not in page
        assert secret not in answer


@pytest.mark.parametrize("public", ["none", "ids", "all"])
async def test_the_house_rules_are_named_with_their_reasons_whatever_the_policy_shows(
    ports: Ports, public: str
) -> None:
    await publish(ports, policy(public))
    page, _ = await both(ports, await ports.student())
    for rule in ports.services.rulebook.house.rules:
        assert f'<li dir="auto">{rule.why}</li>' in page


async def test_names_are_what_is_shown_where_a_policy_does_not_say(ports: Ports) -> None:
    await publish(ports, policy("ids").replace("public: ids\n", ""))
    assert json.loads((await both(ports, await ports.student()))[1])["public"] == "ids"


async def test_of_all_each_live_rule_shows_what_it_asks_does_and_tells_without_notes_and_comments(
    ports: Ports,
) -> None:
    await publish(ports, policy("all"))
    page, answer = await both(ports, await ports.student())
    rules = {rule["id"]: rule for rule in json.loads(answer)["rules"]}
    assert list(rules) == LIVE
    assert rules["open-words"]["written"] == WRITTEN
    assert rules["one-line"]["written"] == "if: {words: [southland]}\nthen: [{replace: the other side}, flag]"
    assert rules["folded"]["written"].endswith("then: {replace: nothing}\ntell: nothing")
    assert WRITTEN in unescape(page)
    assert "Insults are &lt;b&gt;refused&lt;/b&gt;" in page
    assert HOUSE in page
    for secret in NOBODYS:
        assert secret not in page
        assert secret not in answer


async def test_of_all_each_rule_says_what_happens_and_what_its_author_is_told(ports: Ports) -> None:
    await publish(ports, policy("all"))
    page, answer = await both(ports, await ports.student())
    said = {rule["id"]: (rule["why"], rule["does"], rule["told"]) for rule in json.loads(answer)["rules"]}
    replaced = "the words that matched are replaced by others"
    assert said == {
        "open-words": (
            "Insults are <b>refused</b>",
            "refused",
            "that it was refused, with the words that matched, and why",
        ),
        "one-line": ("Say it so.", f"{replaced}; it is marked", "nothing, but reads the new words"),
        "late": (
            "",
            "appears later, by itself (8 hours after it was sent)",
            "nothing, it looks published",
        ),
        "only-marked": ("", "it is marked, and nothing else happens to it", "nothing"),
        "counted": ("", "it gets points", "nothing"),
        "silenced": (
            "",
            "waits until an editor releases it; its author can't write for a while",
            "nothing, it looks published; later, when they can write again",
        ),
        "folded": ("One sentence, folded.", replaced, "nothing, and goes on reading the old words"),
    }
    assert json.loads(answer)["score"] == [
        {"from": 20, "does": "it is marked"},
        {"from": 60, "does": "refused"},
    ]
    assert json.loads(answer)["default"] == {
        "why": "Readers wait for the rest.",
        "does": "waits until an editor releases it",
        "told": "nothing, it looks published",
    }
    for words in (
        "Appears later, by itself",
        "Waits until an editor releases it.",
        "Readers wait for the rest.",
        "From 60 on",
        "The words of a list are not shown.",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("then: [allow, cut], tell: reason, why: So.", "that words were changed, and why"),
        ("then: mask, tell: full, why: So.", "that words were changed, with the words that matched, and why"),
        ("then: mask, tell: full", "that words were changed, with the words that matched"),
        ("then: honour, tell: reason, why: So.", "that words are set in larger type, and why"),
        ("then: [honour, flag]", "nothing, but reads their words in larger type"),
        ("then: honour, tell: nothing", "nothing, and goes on reading their words in usual type"),
        ("then: [honour, mask], tell: reason", "that words were changed"),
        ("then: pass", "nothing"),
        ("then: warn, why: So.", "asked to confirm it, and why"),
        ("then: hold, tell: refused, why: So.", "that it waits for an editor"),
        ("then: hold, tell: {pretend: The server is busy}", "a false excuse"),
        ("then: drop", "“sent”"),
    ],
)
def test_what_the_author_is_told_is_what_they_will_be_told(rule: str, told: str) -> None:
    only = load(f"{HEAD}rules: [{{id: it, if: {{words: [a]}}, {rule}}}]\n", file="x.yaml")
    shown = public_rules(only).rules
    assert shown is not None
    assert shown[0].told == told


def test_every_effect_of_the_language_is_said_in_words_for_readers() -> None:
    assert set(ACTIONS) <= set(EFFECTS)


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("{words: [list fruit]}", True),
        ("{any: [{not: {words: [a + list fruit]}}]}", True),
        ("{unknown_words: {known: list fruit, more_than: 1}}", True),
        ("{words: [listless, a wish list]}", False),
    ],
)
def test_that_the_words_of_a_list_are_not_shown_is_said_where_a_rule_names_one(
    condition: str, named: bool
) -> None:
    only = load(
        f"{HEAD}lists: {{fruit: [mango]}}\nrules: [{{id: it, if: {condition}, then: flag}}]\n", file="x.yaml"
    )
    assert public_rules(only).names_lists is named


@pytest.mark.parametrize("mode", ["shadow", '"off"'])
async def test_a_policy_that_is_only_tried_out_has_no_rules_in_force(ports: Ports, mode: str) -> None:
    student = await ports.student()
    for public in ("ids", "all"):
        await publish(ports, policy(public, mode))
        page, answer = await both(ports, student)
        assert "No rules are in force now." in page
        assert json.loads(answer)["rules"] == []
        for secret in (*LIVE, *NOBODYS, "Insults", "Readers wait"):
            assert secret not in page + answer
    assert json.loads(answer)["default"]["does"] == "appears at once"


async def test_the_page_follows_publishing_and_taking_back_at_once(ports: Ports) -> None:
    student, teacher = await ports.student(), await ports.browser()
    hidden = await both(ports, student)
    assert (
        await ports.teacher.send("PUT", "/api/v1/policies/heron-pond", {"text": policy("all")}, {})
    ).status < 300
    assert await both(ports, student) == hidden, "a draft is not in force"
    assert (await ports.teacher.post("/api/v1/policies/heron-pond/publish", {})).status == 200
    shown = await both(ports, student)
    assert "Insults" in shown[0]
    assert "Insults" in shown[1]
    back = await teacher.post("/policies/versions/1/back", {}, page="/policies/versions/1")
    assert back.status == 303
    assert await both(ports, student) == hidden


async def test_a_file_with_windows_line_ends_and_a_byte_order_mark_is_shown_the_same(ports: Ports) -> None:
    await publish(ports, "\ufeff" + policy("all").replace("\n", "\r\n"))
    rules = json.loads((await both(ports, await ports.student()))[1])["rules"]
    assert rules[0]["written"] == WRITTEN


async def test_a_file_on_one_line_shows_its_live_rules_alone(ports: Ports) -> None:
    rules = "[{id: a, then: flag}, {id: b, mode: shadow, if: {words: [turnip]}, then: hold}, {id: c, then: allow}]"
    await publish(ports, f"{{policy: 1, id: flat, default: allow, public: all, rules: {rules}}}")
    found = json.loads((await both(ports, await ports.student()))[1])["rules"]
    assert [(rule["id"], rule["written"]) for rule in found] == [("a", "then: flag"), ("c", "then: allow")]


async def test_words_of_a_policy_can_do_nothing_to_the_page(ports: Ports) -> None:
    evil = "<script>alert(1)</script></code></pre>"
    await publish(ports, policy("all").replace('"shut up"', f"'{evil}'"))
    page, _ = await both(ports, await ports.student())
    assert "<script" not in page
    assert evil in unescape(page)


async def test_every_page_of_the_board_leads_to_the_rules(ports: Ports) -> None:
    student = await ports.student()
    thread = (await ports.write(student, "Good day", "x", "friends"))["thread"]
    paths = ("", "boards/friends", "boards/friends/new", f"threads/{thread}", "birthdays", "rules")
    for path in paths:
        page = (await student.get(f"/~board/{path}")).text
        assert page.count('href="/~board/rules"') == 1, path
    assert 'href="/~board/rules" aria-current="page"' in page
    assert "/rules" not in (await student.get("/~library/")).text


async def test_a_kept_page_of_a_thread_says_nothing_of_another_policy_and_the_rules_are_never_kept(
    ports: Ports,
) -> None:
    student, browser = await ports.student(), Visitor(ports.students)
    browser.cookies["closednet"] = student.token
    thread = (await ports.write(student, "Good day", "x", "friends"))["thread"]
    for public in ("all", "none", "ids", "all"):
        await publish(ports, policy(public))
        for _ in range(2):
            assert "/~board/rules" in (await browser.get(f"/~board/threads/{thread}")).text
            assert ("Insults" in (await browser.get(PAGE)).text) is (public == "all")


async def test_the_page_is_the_same_for_whoever_is_exempt(ports: Ports) -> None:
    await publish(ports, policy("all"))
    student, person = await ports.student(), "exempt: {role: [editor]}"
    before = await both(ports, student)
    await publish(ports, policy("all").replace(person, "exempt: {role: [student]}"))
    assert await both(ports, student) == before


async def test_only_who_joined_reads_the_rules(ports: Ports) -> None:
    await publish(ports, policy("all"))
    page, answer = await Visitor(ports.students).get(PAGE), await ports.stranger.get(API)
    assert (page.status, answer.status) == (303, 401)
    assert "Insults" not in page.text + answer.text
    assert (await (await ports.student()).get(f"{API}?all=1")).status == 400
