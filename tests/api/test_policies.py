"""The API of policies: checked before anything is kept, kept before anything is published, never half."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from house import Answer
from ports import Ports

OURS = """\
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
FAILING = OURS.replace("gives: block", "gives: allow")
LISTED = OURS.replace("words: [soup]", "words: [list kinds]").replace(
    "rules:", "lists: {kinds: {file: lists/kinds.txt}}\nrules:", 1
)
PATH = "/api/v1/policies/ours"


async def put(ports: Ports, text: str, path: str = PATH, **more: Any) -> Answer:
    return await ports.teacher.send("PUT", path, {"text": text, **more}, {})


def told(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.text)
    return found


async def in_force(ports: Ports) -> tuple[str, int]:
    found = (await ports.teacher.json("/api/v1/policies"))["in_force"]
    return found["id"], found["version"]


async def test_a_policy_that_is_put_is_checked_and_kept_as_a_draft(ports: Ports) -> None:
    answer = await put(ports, OURS)
    assert answer.status == 201
    report = told(answer)
    assert report["tests"] == {"count": 1, "failed": []}
    assert report["missed"] == [{"id": "spare", "file": None, "line": 7}]
    assert report["rates"] == {"fine": 2, "over": ["a spare seat"], "unwanted": 1, "under": ["cold s0up"]}
    found = await ports.teacher.json(PATH)
    assert (found["id"], found["title"], found["state"], found["text"]) == (
        "ours",
        "Our own board",
        "draft",
        OURS,
    )
    assert [one["id"] for one in (await ports.teacher.json("/api/v1/policies"))["drafts"]] == ["ours"]
    assert await in_force(ports) == ("for-tests", 1)
    assert (await put(ports, OURS + "# more\n")).status == 200


async def test_every_error_is_said_with_its_place_and_nothing_is_kept(ports: Ports) -> None:
    await put(ports, OURS)
    broken = OURS.replace("words: [soup]", "wrds: [soup]").replace("default: allow", "default: alow")
    answer = await put(ports, broken)
    assert answer.status == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert [(one["file"], one["line"], one["column"]) for one in told(answer)["errors"]] == [
        ("ours.yaml", 4, 10),
        ("ours.yaml", 6, 36),
    ]
    assert told(answer)["errors"][0]["problem"] == "`alow` is not a default"
    assert told(answer)["errors"][0]["remedy"] == "did you mean `allow`?"
    assert (await ports.teacher.json(PATH))["text"] == OURS


async def test_the_id_in_the_text_is_the_id_of_the_address(ports: Ports) -> None:
    answer = await put(ports, "# first\n" + OURS, "/api/v1/policies/theirs")
    assert answer.status == 422
    (error,) = told(answer)["errors"]
    assert (error["line"], error["column"]) == (3, 5)
    assert error["problem"] == "the id is `ours`, and the address says `theirs`"
    assert (await ports.teacher.get("/api/v1/policies/theirs")).status == 404


@pytest.mark.parametrize("body", [b"", b"{}", b'{"text": 1}', b'{"text": "", "note": "x"}', b"[" * 5000])
async def test_a_body_of_another_shape_is_refused(ports: Ports, body: bytes) -> None:
    answer = await ports.teacher.send("PUT", PATH, body, {"Content-Type": "application/json"})
    assert answer.status in {400, 415, 422}


async def test_a_policy_may_be_larger_than_a_post_and_has_its_limit(ports: Ports) -> None:
    assert (await put(ports, OURS + "# " + "가" * 20_000)).status == 201
    answer = await put(ports, OURS + "# " + "가" * 60_000)
    assert answer.status == 422
    assert "at most 65,536 are read" in told(answer)["errors"][0]["problem"]
    assert (await put(ports, "x" * (512 * 1024))).status == 413


async def test_list_files_are_sent_along_and_kept_with_the_draft(ports: Ports) -> None:
    answer = await put(ports, LISTED)
    assert answer.status == 422
    assert "lists/kinds.txt" in told(answer)["errors"][0]["problem"]
    assert told(answer)["errors"][0]["line"] == 5
    assert (await put(ports, LISTED, files={"lists/kinds.txt": "soup\n"})).status == 201
    assert (await ports.teacher.json(PATH))["files"] == {"lists/kinds.txt": "soup\n"}
    assert (await put(ports, LISTED + "# more\n")).status == 200
    assert (await ports.teacher.post(f"{PATH}/publish")).status == 200
    await ports.write(await ports.student(), "Hello", "hot soup")
    assert (await ports.newest())["by"] == "soup"


async def test_a_list_file_that_the_policy_does_not_name_is_refused(ports: Ports) -> None:
    answer = await put(ports, OURS, files={"lists/kinds.txt": "soup\n"})
    assert answer.status == 422
    assert told(answer)["errors"] == [
        {"field": "files.lists/kinds.txt", "problem": "The policy names no such file."}
    ]
    assert (await ports.teacher.get(PATH)).status == 404


async def test_a_mistake_in_a_list_file_is_said_at_its_own_place(ports: Ports) -> None:
    answer = await put(ports, LISTED, files={"lists/kinds.txt": "soup\n\x01\n"})
    (error,) = told(answer)["errors"]
    assert (error["file"], error["line"], error["column"]) == ("lists/kinds.txt", 2, 1)


async def test_publishing_puts_the_draft_in_force_for_the_next_post(ports: Ports) -> None:
    author = await ports.student()
    await put(ports, OURS)
    await ports.write(author, "Before", "hot soup")
    assert (await ports.newest())["verdict"] == "allow"
    answer = await ports.teacher.post(f"{PATH}/publish", {"note": " no  soup "})
    assert answer.status == 200
    assert told(answer)["note"] == "no soup"
    assert (told(answer)["by"], told(answer)["version"], told(answer)["id"]) == ("teacher", 2, "ours")
    assert told(answer)["at"] == "2026-03-14T09:05:00+00:00"
    await ports.write(author, "After", "hot soup")
    assert (await ports.newest())["by"] == "soup"
    assert (await ports.teacher.json("/api/v1/policies"))["drafts"] == []
    assert (await ports.teacher.json(PATH))["state"] == "in force"
    assert (await ports.teacher.json(PATH))["version"] == 2


async def test_a_draft_whose_test_fails_is_published_only_by_saying_so(ports: Ports) -> None:
    answer = await put(ports, FAILING)
    assert answer.status == 201
    failed = told(answer)["tests"]["failed"]
    assert [(one["line"], one["column"], one["post"], one["differences"]) for one in failed] == [
        (9, 5, "hot soup", ["gives block (by soup), not allow"])
    ]
    for body in (None, {}, {"anyway": False}):
        refused = await ports.teacher.post(f"{PATH}/publish", body)
        assert refused.status == 409
        assert told(refused)["tests"]["failed"] == failed
    assert await in_force(ports) == ("for-tests", 1)
    assert (await ports.teacher.post(f"{PATH}/publish", {"anyway": "yes"})).status == 422
    assert (await ports.teacher.post(f"{PATH}/publish", {"anyway": True})).status == 200
    assert await in_force(ports) == ("ours", 2)


async def test_no_prefix_of_a_policy_ever_takes_effect_by_itself(ports: Ports) -> None:
    before, kept = await in_force(ports), 0
    for end in range(0, len(OURS), 3):
        answer = await put(ports, OURS[:end])
        assert answer.status in {200, 201, 422}, answer.text
        kept += answer.status != 422
        assert ports.services.rulebook.version.number == before[1]
    assert kept > 0, "some prefixes load, as weaker policies"
    assert await in_force(ports) == before
    assert len(await ports.services.rulebook.versions()) == 1


async def test_a_shipped_policy_is_read_and_published_and_judges_from_then_on(ports: Ports) -> None:
    author = await ports.student()
    before = await ports.teacher.json("/api/v1/policies")
    assert before["in_force"]["id"] == "for-tests"
    shipped = [one["id"] for one in before["shipped"]]
    assert "no-filter" in shipped
    assert "house-rules" not in shipped
    found = await ports.teacher.json("/api/v1/policies/no-filter")
    assert (found["state"], found["version"], found["problems"]) == ("shipped", None, [])
    answer = await ports.teacher.post("/api/v1/policies/no-filter/publish")
    assert answer.status == 200
    assert told(answer)["origin"] == "no-filter"
    after = await ports.teacher.json("/api/v1/policies")
    assert after["in_force"]["id"] == "no-filter"
    assert after["in_force"]["version"] == told(answer)["version"] > before["in_force"]["version"]
    assert [version["id"] for version in after["versions"]] == ["no-filter", "for-tests"]
    await ports.write(author, "Hello", "a cake")
    assert (await ports.newest())["verdict"] == "allow"


@pytest.mark.parametrize("name", ["house-rules", "nosuchpolicy", "network"])
async def test_what_is_neither_a_draft_nor_on_the_shelf_can_t_be_published(ports: Ports, name: str) -> None:
    assert (await ports.teacher.post(f"/api/v1/policies/{name}/publish")).status == 404
    assert (await ports.teacher.get(f"/api/v1/policies/{name}")).status == 404
    assert await in_force(ports) == ("for-tests", 1)


@pytest.mark.parametrize("name", ["..", "UPPER", "a_b", "%2e%2e%2fx", "x" * 61, "-a"])
async def test_what_can_t_be_an_id_is_no_address(ports: Ports, name: str) -> None:
    path = f"/api/v1/policies/{name}"
    assert (await put(ports, OURS, path)).status in {400, 404, 405}
    assert (await ports.teacher.post(f"{path}/publish")).status in {400, 404}


async def test_a_change_on_disk_is_told_and_taken_only_by_publishing(ports: Ports, tmp_path: Path) -> None:
    path, file = "/api/v1/policies/for-tests", tmp_path / "for-tests.yaml"
    found = await ports.teacher.json(path)
    assert (found["state"], found["on_disk"]["state"]) == ("in force", "same")
    text = found["text"].replace("words: [lake]", "words: [pond]")
    _write(file, text)
    change = (await ports.teacher.json(path))["on_disk"]
    assert (change["state"], change["problems"], change["file"]) == ("changed", [], str(file))
    assert "\n+  - {id: quietly-waiting, if: {words: [pond]}" in change["difference"]
    await ports.write(await ports.student(), "Hello", "by the pond")
    assert (await ports.newest())["verdict"] == "allow"
    _write(file, text[:200])
    change = (await ports.teacher.json(path))["on_disk"]
    assert (change["state"], change["tests"]) == ("changed", None)
    assert change["problems"][0]["line"] >= 5
    assert (await ports.teacher.post(f"{path}/publish")).status in {404, 422}
    _write(file, text)
    assert (await ports.teacher.post(f"{path}/publish")).status == 200
    assert (await ports.teacher.json(path))["on_disk"]["state"] == "same"
    file.unlink()
    assert (await ports.teacher.json(path))["on_disk"]["state"] == "unreadable"
    assert await in_force(ports) == ("for-tests", 2)


async def test_a_browser_s_cookie_alone_writes_no_policy(ports: Ports) -> None:
    browser = await ports.browser()
    body = json.dumps({"text": OURS}).encode()
    for headers in ({}, {"Origin": browser.origin, "X-CSRF-Token": "0" * 64}):
        kind = {"Content-Type": "application/json"} | headers
        assert (await browser.send("PUT", PATH, body, kind)).status == 403
        assert (await browser.send("POST", f"{PATH}/publish", b"", headers)).status == 403
    assert (await ports.teacher.get(PATH)).status == 404


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


async def test_a_policy_may_use_a_shipped_one_or_one_that_is_sent_along(ports: Ports) -> None:
    using = OURS + "use: [combinations, school]\n"
    answer = await put(ports, using)
    assert answer.status == 422
    assert [(one["line"], one["column"]) for one in told(answer)["errors"]] == [(13, 21)]
    school = "policy: 1\nid: school\ndefault: hold\nrules: [{id: tea, if: {words: [tea]}, then: block}]\n"
    answer = await put(ports, using, files={"school.yaml": school})
    assert answer.status == 201
    assert {"id": "tea", "file": "school.yaml", "line": 4} in told(answer)["missed"]
    kept = await ports.teacher.json(PATH)
    assert set(kept["files"]) == {"shipped:combinations.yaml", "school.yaml"}
    assert (await ports.teacher.send("POST", f"{PATH}/publish", {}, {})).status == 200
    await ports.write(await ports.student(), "Hello", "hot tea")
    assert (await ports.newest())["by"] == "tea"
    broken = await put(ports, using, files={"school.yaml": school.replace("block", "blok")})
    assert [(one["file"], one["line"], one["column"]) for one in told(broken)["errors"]] == [
        ("school.yaml", 4, 45)
    ]
