"""A policy written on the console: checked with every error at its line, published by a person, never half."""

from __future__ import annotations

from ports import Ports

GOOD = """\
policy: 1
id: ours
title: Our own board
default: allow
rules:
  - {id: soup, why: No soup., if: {words: [soup]}, then: block}
  - {id: spare, if: {words: [spare]}, then: hold}
tests:
  - {post: hot soup, gives: block}
examples:
  fine: [Happy birthday, a spare seat]
  unwanted: [cold s0up]
"""
FAILING = GOOD.replace("gives: block", "gives: allow")
BROKEN = GOOD.replace("words: [soup]", "wrds: [soup]").replace("default: allow", "default: alow")


async def in_force(ports: Ports) -> str:
    found = await ports.teacher.json("/api/v1/policies")
    return str(found["in_force"]["id"])


async def test_the_editor_begins_with_the_policy_in_force(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.get("/policies/edit")
    assert "id: for-tests" in page.text
    assert "In force: For tests, version 1." in page.said


async def test_it_may_begin_with_a_shipped_policy_or_an_older_version(ports: Ports) -> None:
    browser = await ports.browser()
    assert "id: open-forum" in (await browser.get("/policies/edit?from=open-forum")).text
    await browser.post("/policies/edit", {"text": GOOD, "publish": "yes"})
    assert "id: ours" in (await browser.get("/policies/edit")).text
    assert "id: for-tests" in (await browser.get("/policies/edit?version=1")).text


async def test_what_does_not_exist_is_not_found(ports: Ports) -> None:
    browser = await ports.browser()
    for query in (
        "from=nowhere",
        "from=..%2Fpyproject",
        "from=%2Fetc%2Fpasswd",
        "version=9",
        "version=x",
        "version=-1",
    ):
        assert (await browser.get(f"/policies/edit?{query}")).status == 404


async def test_every_mistake_is_said_at_its_line_and_nothing_changes(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.post("/policies/edit", {"text": BROKEN, "publish": "yes"})
    assert page.status == 422
    assert "This can't be used yet: 2 mistakes" in page.said
    assert "line 4, column 10: `alow` is not a default; did you mean `allow`?" in page.said
    assert "line 6, column 36: `wrds` is not a key of `if`; did you mean `words`?" in page.said
    assert "wrds: [soup]" in page.text
    assert await in_force(ports) == "for-tests"


async def test_checking_runs_the_tests_and_examples_and_changes_nothing(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.post("/policies/edit", {"text": GOOD, "check": "yes"})
    assert page.status == 200
    assert "It can be used 2 rules. 1 test, all in order." in page.said
    assert "No test would miss: spare (line 7)." in page.said
    assert "1 of 2 fine examples would not appear at once and unchanged. a spare seat" in page.said
    assert "1 of 1 unwanted examples would appear. cold s0up" in page.said
    assert await in_force(ports) == "for-tests"


async def test_publishing_makes_a_version_with_its_note_that_judges_the_next_post(ports: Ports) -> None:
    browser = await ports.browser()
    answer = await browser.post(
        "/policies/edit", {"text": GOOD, "note": "  no more   soup ", "publish": "yes"}
    )
    assert answer.goes_to == "/policies?notice=published"
    page = await browser.get(answer.goes_to)
    assert "In force: Our own board" in page.said
    assert "(no more soup)" in page.said
    await ports.write(await ports.student(), "Hello", "hot soup")
    assert (await ports.newest())["by"] == "soup"


async def test_a_policy_whose_test_fails_is_published_only_by_saying_so(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.post("/policies/edit", {"text": FAILING, "publish": "yes"})
    assert page.status == 409
    assert "Line 9: hot soup gives block (by soup), not allow" in page.said
    assert "Publish although a test fails" in page.said
    assert await in_force(ports) == "for-tests"
    answer = await browser.post("/policies/edit", {"text": FAILING, "publish": "yes", "anyway": "yes"})
    assert answer.status == 303
    assert await in_force(ports) == "ours"


async def test_rolling_back_publishes_an_older_version_anew(ports: Ports) -> None:
    browser = await ports.browser()
    await browser.post("/policies/edit", {"text": GOOD, "publish": "yes"})
    old = (await ports.services.rulebook.numbered(1)).text
    await browser.post("/policies/edit", {"text": old, "note": "back again", "publish": "yes"})
    versions = (await ports.teacher.json("/api/v1/policies"))["versions"]
    assert [(one["version"], one["id"]) for one in versions] == [
        (3, "for-tests"),
        (2, "ours"),
        (1, "for-tests"),
    ]


async def test_list_files_of_shipped_policies_can_be_used(ports: Ports) -> None:
    browser = await ports.browser()
    with_list = GOOD.replace("rules:", "lists: {greeting: {file: lists/greetings.txt}}\nrules:", 1)
    assert (await browser.post("/policies/edit", {"text": with_list, "publish": "yes"})).status == 303
    outside = GOOD.replace("rules:", "lists: {greeting: {file: ../pyproject.toml}}\nrules:", 1)
    page = await browser.post("/policies/edit", {"text": outside, "publish": "yes"})
    assert page.status == 422
    assert "the list file can't be used" in page.said


async def test_what_is_written_is_shown_as_text_and_never_run(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.post(
        "/policies/edit", {"text": "</textarea><script>alert(1)</script>", "check": "yes"}
    )
    assert page.status == 422
    assert "<script>alert" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text


async def test_a_file_that_is_too_large_is_refused_with_its_text_kept(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.post("/policies/edit", {"text": GOOD + "# " + "가" * 30_000, "check": "yes"})
    assert page.status == 422
    assert "the file has 90,293 bytes; at most 65,536 are read" in page.said
    answer = await browser.post("/policies/edit", {"text": "x" * 600_000, "check": "yes"})
    assert answer.status == 413


async def test_only_the_teacher_with_the_forms_token_may_write(ports: Ports) -> None:
    stranger = await ports.browser()
    stranger.cookies.clear()
    assert (await stranger.get("/policies/edit")).status in {401, 403}
    browser = await ports.browser()
    answer = await browser.post("/policies/edit", {"text": GOOD, "publish": "yes"}, Origin="http://evil.test")
    assert answer.status == 403
    assert await in_force(ports) == "for-tests"
