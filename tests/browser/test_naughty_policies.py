"""Naughty strings in policies: every page that shows a policy, a list file, a draft or what was told shows words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from naughty import STRINGS, as_shown, big_list
from playwright.async_api import Browser
from ports import Ports, open_ports

from bbs.lesson import Clock
from browser.going import go
from browser.plainly import Watch
from browser.test_naughty import student, teacher

pytestmark = pytest.mark.browser

READABLE = [
    text for text in STRINGS + big_list()[::4] if text.strip() and text.isprintable() and len(text) < 300
]
"""Those that YAML can carry as they are."""


def policy(strings: list[str], title: str) -> str:
    """A policy that says these strings wherever a policy can say something."""
    rules = [
        {"id": f"r{number}", "why": why, "if": {"words": [f"word{number}", "list kinds"]}, "then": "hold"}
        for number, why in enumerate(strings)
    ]
    lines = [f"- {json.dumps(rule, ensure_ascii=False)}" for rule in rules]
    head = {"title": title, "about": strings[0], "source": strings[1], "default": "allow"}
    said = [f"{name}: {json.dumps(one, ensure_ascii=False)}" for name, one in head.items()]
    tests = json.dumps([{"post": one, "gives": "block"} for one in strings], ensure_ascii=False)
    fine = json.dumps([f"word1 {one}" for one in strings], ensure_ascii=False)
    lists = "lists: {kinds: {file: lists/kinds.txt}}"
    return "\n".join(
        ["policy: 1", "id: ours", *said, lists, "rules:", *lines, f"tests: {tests}", f"examples: {{fine: {fine}}}", ""]
    )  # fmt: skip


async def publish(ports: Ports, text: str, files: dict[str, str], note: str) -> None:
    sent = await ports.teacher.send("PUT", "/api/v1/policies/ours", {"text": text, "files": files}, {})
    assert sent.status in {200, 201}, sent.text
    answer = await ports.teacher.post("/api/v1/policies/ours/publish", {"anyway": True, "note": note})
    assert answer.status == 200, answer.text


async def test_a_policy_may_say_anything_and_says_it_in_words(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    async with open_ports(tmp_path, clock) as ports:
        watch, address = await teacher(chromium, ports)
        versions = []
        for start in range(0, len(READABLE), 20):
            strings = READABLE[start : start + 20]
            if len(strings) < 2:
                break
            title, text = strings[0], policy(strings, strings[0])
            listed = [one for one in strings if one[:1].isalpha() and one.isalnum() and len(one) < 60]
            files = {"lists/kinds.txt": "\n".join(["a kind", *listed])}
            await publish(ports, text, files, title[:200])
            versions.append((title, " ".join(title.split())[:200], text, files["lists/kinds.txt"]))
            await faults_of_the_editor(watch, address, text)
        for number, (title, _, text, listed) in enumerate(versions, 2):
            await watch.open(f"{address}/policies/versions/{number}")
            await watch.compare(".source", [as_shown(text), as_shown(listed)])
            await watch.compare("h1", [f"Version {number}: {title}"])
        await faults_of_the_page(watch, address, ports, versions[-1])
        await faults_of_what_is_told(watch, address, ports, chromium)
        assert watch.faults == []


async def faults_of_the_editor(watch: Watch, address: str, text: str) -> None:
    """The text stands in the editor as it was; checked, the failing tests and the examples are words."""
    await watch.open(f"{address}/policies/edit")
    await watch.compare("#text", [text])
    await go(watch.page.get_by_role("button", name="Check"))
    await watch.page.locator("#found").wait_for()
    await watch.compare("#text", [text])
    await watch.read(".card q")


async def faults_of_the_page(
    watch: Watch, address: str, ports: Ports, last: tuple[str, str, str, str]
) -> None:
    """The list of versions with their notes; a draft in the editor; the difference of a file that has changed."""
    await watch.open(f"{address}/policies")
    await watch.compare(".in-force h2 + p", [as_shown(last[0])])
    await watch.read(".in-force dd:nth-of-type(2)", ".versions .meta")
    words = await watch.page.locator("#in-force").inner_text()
    watch.same("in force", [" ".join(words.split())], [" ".join(f"In force: {last[0]}".split())])
    await ports.teacher.send("PUT", "/api/v1/policies/ours", {"text": last[2]}, {})
    await watch.open(f"{address}/policies/edit?draft=ours")
    await watch.compare("#text", [last[2]])
    await watch.open(f"{address}/policies/versions/2")
    await watch.read(".difference ins", ".difference del", ".difference figcaption")


async def faults_of_what_is_told(watch: Watch, address: str, ports: Ports, chromium: Browser) -> None:
    """What a policy tells an author stands in their thread, and in the queue and the lenses, as words."""
    strings = [text for text in READABLE if len(text) < 200][:20]
    await publish(ports, policy(strings, "Told"), {"lists/kinds.txt": "nothing"}, "")
    author = await ports.student()
    watching, board = await student(chromium, ports, author)
    for number, why in enumerate(strings):
        receipt = await ports.write(author, "A title", f"word{number}", "friends")
        await watching.open(f"{board}/~board/threads/{receipt['thread']}")
        await watching.compare(".told", [receipt["told_text"]])
        assert as_shown(why) in as_shown(receipt["told_text"])
        await watch.open(f"{address}/posts/{receipt['post']}")
        await watch.compare(".told-text", [as_shown(receipt["told_text"])])
    await watch.open(f"{address}/queue")
    await watch.read(".queue .told")
    watch.faults += watching.faults
