"""The teacher's programs read the truth: lenses, decisions, the queue."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ports import Ports, Student

BOTH_LINES = {
    "verdict", "by", "shown", "told", "told_text", "score", "tags", "author_sees", "edits", "sum", "sentence", "rules"
}  # fmt: skip
"""What interface.md promises of a decision line, whatever else stands in it."""


async def lenses(ports: Ports, author: Student, body: str) -> dict[str, Any]:
    await ports.write(author, "Hello", body)
    post = (await ports.newest())["post"]
    found: dict[str, Any] = await ports.teacher.json(f"/api/v1/posts/{post}/lenses")
    return found


@pytest.mark.parametrize(
    ("body", "verdict", "by", "author", "reader"),
    [
        ("Good morning", "allow", "default", "Good morning", "Good morning"),
        ("at the square", "hold", "waiting", "at the square", None),
        ("by the lake", "hold", "quietly-waiting", "by the lake", None),
        ("a lantern", "shadow", "shadowed", "a lantern", None),
        ("a tunnel", "drop", "dropped", None, None),
        ("a cake", "block", "refused", None, None),
        ("a drum", "block", "excused", None, None),
        ("to southland", "allow", "default", "to the other side", "to the other side"),
    ],
)
async def test_the_three_lenses_differ_as_the_verdict_says(
    ports: Ports, body: str, verdict: str, by: str, author: str | None, reader: str | None
) -> None:
    found = await lenses(ports, await ports.student(), body)
    assert set(found) == {"author", "reader", "operator"}
    assert found["author"]["body"] == author
    assert (found["reader"] or {}).get("body") == reader
    assert (found["operator"]["verdict"], found["operator"]["by"]) == (verdict, by)
    assert found["operator"]["original"] == {"title": "Hello", "body": body}
    assert set(found["operator"]) >= BOTH_LINES


async def test_an_excuse_is_a_pretence_in_the_operator_s_eyes_alone(ports: Ports) -> None:
    author = await ports.student()
    receipt = await ports.write(author, "Hello", "a drum")
    assert (receipt["told"], receipt["told_text"]) == ("failed", "The server is busy.")
    post = (await ports.newest())["post"]
    found = await ports.teacher.json(f"/api/v1/posts/{post}/lenses")
    assert found["operator"]["told"] == found["author"]["told"] == "pretend"
    assert found["author"]["told_text"] == "The server is busy."


async def test_a_reply_in_a_hidden_thread_is_hidden_from_readers(ports: Ports) -> None:
    author = await ports.student()
    thread = (await ports.write(author, "Hello", "a lantern"))["thread"]
    await author.post(f"/api/v1/threads/{thread}/posts", {"body": "Is anybody there?"})
    post = (await ports.newest())["post"]
    found = await ports.teacher.json(f"/api/v1/posts/{post}/lenses")
    assert found["operator"]["verdict"] == "allow"
    assert found["author"]["body"] == "Is anybody there?"
    assert found["reader"] is None


async def test_the_house_rules_and_the_policy_are_both_shown(ports: Ports) -> None:
    found = await lenses(ports, await ports.student(), "Write to me: heron@campus.test")
    operator = found["operator"]
    assert any(rule["id"].startswith("house-rules/") for rule in operator["rules"])
    assert set(operator["layers"]) == {"house-rules", "policy"}
    assert operator["layers"]["policy"]["verdict"] == "allow"
    assert operator["layers"]["house-rules"]["rules"]
    assert operator["policy"]["id"] == "for-tests"


async def test_offsets_count_code_points_of_the_original(ports: Ports) -> None:
    found = await lenses(ports, await ports.student(), "🎂🎂 by the lake")
    (rule,) = found["operator"]["rules"]
    (span,) = rule["spans"]
    assert "🎂🎂 by the lake"[span["start"] : span["end"]] == span["text"] == "lake"
    assert (span["field"], span["phrase"]) == ("body", "lake")


async def test_a_release_lets_everybody_read_and_answers_with_the_new_lenses(ports: Ports) -> None:
    author, other = await ports.student(), await ports.student()
    receipt = await ports.write(author, "Hello", "at the square")
    answer = await ports.teacher.post(f"/api/v1/posts/{receipt['post']}/release")
    assert answer.status == 200
    assert json.loads(answer.text)["reader"]["body"] == "at the square"
    page = await other.json(f"/api/v1/threads/{receipt['thread']}")
    assert [post["body"] for post in page["posts"]] == ["at the square"]
    assert await ports.teacher.json("/api/v1/queue") == []


async def test_a_refusal_needs_a_reason_which_its_author_reads(ports: Ports) -> None:
    author = await ports.student()
    receipt = await ports.write(author, "Hello", "at the square")
    path = f"/api/v1/posts/{receipt['post']}/refuse"
    for body in ({}, {"reason": ""}, {"reason": " \n"}, {"reason": "x" * 501}, {"because": "x"}):
        assert (await ports.teacher.post(path, body)).status == 422
    assert len(await ports.teacher.json("/api/v1/queue")) == 1
    answer = await ports.teacher.post(path, {"reason": "Please leave the place out."})
    assert answer.status == 200
    assert json.loads(answer.text)["reader"] is None
    post = (await author.json(f"/api/v1/threads/{receipt['thread']}"))["posts"][0]
    assert (post["note"], post["reason"]) == ("refused", "Please leave the place out.")


async def test_a_post_is_answered_once(ports: Ports) -> None:
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    path = f"/api/v1/posts/{receipt['post']}"
    assert (await ports.teacher.post(f"{path}/release")).status == 200
    for answer in (
        await ports.teacher.post(f"{path}/release"),
        await ports.teacher.post(f"{path}/refuse", {"reason": "Too late."}),
    ):
        assert answer.status == 409
        assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_the_queue_holds_what_waits_oldest_first(ports: Ports) -> None:
    author = await ports.student()
    for body in ("at the square", "Good morning", "by the lake", "a lantern"):
        await ports.write(author, "Hello", body)
    queue = await ports.teacher.json("/api/v1/queue")
    assert [item["body"] for item in queue] == ["at the square", "by the lake"]
    assert len(await ports.teacher.json("/api/v1/queue?limit=1")) == 1


async def test_decisions_come_newest_first_or_from_a_post_on_oldest_first(ports: Ports) -> None:
    author = await ports.student()
    for body in ("Good morning", "a lantern", "a cake", "another lantern"):
        await ports.write(author, "Hello", body)
    newest = await ports.teacher.json("/api/v1/decisions")
    assert [one["verdict"] for one in newest] == ["shadow", "block", "shadow", "allow"]
    since = await ports.teacher.json(f"/api/v1/decisions?since={newest[-1]['post']}")
    assert [one["post"] for one in since] == [one["post"] for one in newest[-2::-1]]
    chosen = await ports.teacher.json("/api/v1/decisions?verdict=shadow")
    assert {one["by"] for one in chosen} == {"shadowed"}
    assert len(await ports.teacher.json("/api/v1/decisions?rule=refused")) == 1
    assert await ports.teacher.json("/api/v1/decisions?rule=refused&verdict=shadow") == []


@pytest.mark.parametrize(
    "query", ["verdict=banned", "since=zzzzzzzzzzzz", "limit=101", "before=x", "rule=a&rule=b"]
)
async def test_a_query_that_can_t_be_answered_is_refused(ports: Ports, query: str) -> None:
    answer = await ports.teacher.get(f"/api/v1/decisions?{query}")
    assert answer.status == 400
    assert json.loads(answer.text)["detail"]


async def test_a_decision_says_what_was_told_in_words_and_what_was_untrue(ports: Ports) -> None:
    await ports.write(await ports.student(), "Hello", "a tunnel")
    newest = await ports.newest()
    assert newest["told_words"] == "“sent”"
    assert "sent to nobody" in newest["untrue"]


async def test_a_browser_s_cookie_alone_changes_nothing(ports: Ports) -> None:
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    browser = await ports.browser()
    path = f"/api/v1/posts/{receipt['post']}/release"
    for headers in ({}, {"Origin": browser.origin}, {"Origin": browser.origin, "X-CSRF-Token": "0" * 64}):
        assert (await browser.send("POST", path, b"", headers)).status == 403
    assert len(await ports.teacher.json("/api/v1/queue")) == 1
