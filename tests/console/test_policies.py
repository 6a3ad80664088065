"""The page of policies: the file on disk, drafts, own files, and the way back to an older version."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from house import Answer, Visitor
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.shelf import shipped
from bbs.store import audit

OURS = """\
policy: 1
id: ours
title: Our own board
default: allow
rules:
  - {id: soup, why: No soup., if: {words: [soup]}, then: block}
tests:
  - {post: hot soup, gives: block}
"""
FAILING = OURS.replace("gives: block", "gives: allow")


@pytest.fixture
async def browser(ports: Ports) -> Visitor:
    return await ports.browser()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that the running server was started with."""
    return tmp_path / "for-tests.yaml"


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def remove(file: Path) -> None:
    file.unlink()


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    write(file, text_of(file).replace(old, new))


async def in_force(ports: Ports) -> tuple[str, int]:
    version = ports.services.rulebook.version
    return version.policy_id, version.number


def seen(page: Answer, action: str) -> str:
    """The digest in the form with this action, of what stands on the page."""
    found = re.search(rf'action="{action}".*?name="seen" value="([0-9a-f]+)"', page.text, re.DOTALL)
    assert found is not None
    return found[1]


async def test_an_unchanged_file_is_not_mentioned(browser: Visitor) -> None:
    assert "on disk" not in (await browser.get("/policies")).said


async def test_a_change_on_disk_is_shown_line_by_line_and_takes_no_effect(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    change(file, "words: [lake]", "words: [<b>pond]")
    page = await browser.get("/policies")
    assert "The file on disk has changed" in page.said
    assert "taken out: - {id: quietly-waiting, if: {words: [lake]}" in page.said
    assert "added: - {id: quietly-waiting, if: {words: [<b>pond]}" in page.said
    assert "<b>pond" not in page.text
    assert "It can be used" in page.said
    await ports.write(await ports.student(), "Hello", "by the lake")
    assert (await ports.newest())["by"] == "quietly-waiting"
    assert await in_force(ports) == ("for-tests", 1)


async def test_the_changed_file_is_published_by_a_button(ports: Ports, browser: Visitor, file: Path) -> None:
    change(file, "words: [lake]", "words: [pond]")
    digest = seen(await browser.get("/policies"), "/policies/file")
    answer = await browser.post("/policies/file", {"seen": digest}, page="/policies")
    assert answer.goes_to == "/policies?notice=published"
    await ports.write(await ports.student(), "Hello", "by the pond")
    assert (await ports.newest())["by"] == "quietly-waiting"
    page = await browser.get("/policies")
    assert "The file on disk has changed" not in page.said
    assert "(from the file on disk)" in page.said


async def test_a_file_that_changes_while_somebody_looks_at_it_is_shown_again(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    change(file, "words: [lake]", "words: [pond]")
    digest = seen(await browser.get("/policies"), "/policies/file")
    change(file, "words: [pond]", "words: [puddle]")
    answer = await browser.post("/policies/file", {"seen": digest}, page="/policies")
    assert answer.goes_to == "/policies?notice=changed"
    assert "not the one that you looked at any more" in (await browser.get(answer.goes_to)).said
    assert await in_force(ports) == ("for-tests", 1)


async def test_no_prefix_of_the_file_is_ever_put_in_force_by_itself(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    whole, loaded = text_of(file), 0
    ends = [at for at, character in enumerate(whole) if character == "\n"]
    for end in sorted({0, *ends, *(end - 9 for end in ends)}):
        write(file, whole[:end])
        page = await browser.get("/policies")
        assert page.status == 200
        loaded += "It can be used" in page.said and "as it is" not in page.said
        assert await in_force(ports) == ("for-tests", 1)
    assert loaded > 0, "some halves load, as weaker policies"
    assert len(await ports.services.rulebook.versions()) == 1


async def test_a_broken_file_says_every_mistake_and_can_only_be_looked_at(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    change(file, "default: allow", "default: alow")
    page = await browser.get("/policies")
    assert "It can't be used as it is: 1 mistake line 4, column 10: `alow` is not a default" in page.said
    assert "Publish the file" not in page.said
    answer = await browser.post("/policies/file", {}, page="/policies")
    assert answer.status == 422
    assert "default: alow" in answer.text
    assert await in_force(ports) == ("for-tests", 1)


async def test_a_file_with_a_failing_test_leads_to_the_editor(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    change(file, "rules:", "tests: [{post: a cake, gives: allow}]\nrules:")
    page = await browser.get("/policies")
    assert "A test fails" in page.said
    assert "Publish the file" not in page.said
    answer = await browser.post("/policies/file", {}, page="/policies")
    assert answer.status == 409
    assert "Publish although a test fails" in answer.said
    text = text_of(file)
    fields = {"text": text, "publish": "yes", "anyway": "yes"}
    assert (await browser.post("/policies/edit?disk=yes", fields)).status == 303
    assert (await in_force(ports))[1] == 2
    assert ports.services.rulebook.version.origin == str(file)


async def test_a_file_that_is_gone_is_said_and_its_version_stays(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    remove(file)
    page = await browser.get("/policies")
    assert "The file on disk can't be read" in page.said
    assert "there is no such file any more" in page.said
    assert (await browser.get("/policies/edit?disk=yes")).status == 404
    assert (await browser.post("/policies/file", {}, page="/policies")).status == 404
    assert await in_force(ports) == ("for-tests", 1)


async def test_the_editor_may_begin_with_the_file_as_it_is(browser: Visitor, file: Path) -> None:
    change(file, "words: [lake]", "words: [pond]")
    assert "words: [pond]" in (await browser.get("/policies/edit?disk=yes")).text


async def test_own_policies_stand_before_the_shipped_ones(tmp_path: Path, clock: Clock) -> None:
    own = tmp_path / "own"
    own.mkdir()
    write(own / "ours.yaml", OURS)
    write(own / "half.yaml", OURS[:30] + "\nrules: [\n")
    async with open_ports(tmp_path, clock, policies=own) as ports:
        browser = await ports.browser()
        page = await browser.get("/policies")
        assert page.said.index("Your own policies") < page.said.index("Our own board")
        assert page.said.index("Our own board") < page.said.index("Ready to publish")
        assert re.search(r"This file can't be used: half\.yaml:\d+:\d+: ", page.said)
        assert "id: ours" in (await browser.get("/policies/edit?from=half")).text
        assert (await browser.post("/policies/half/publish", {}, page="/policies")).status == 422
        digest = seen(page, "/policies/ours/publish")
        change(own / "ours.yaml", "soup]", "stew]")
        again = await browser.post("/policies/ours/publish", {"seen": digest}, page="/policies")
        assert again.goes_to == "/policies?notice=changed"
        digest = seen(await browser.get("/policies"), "/policies/ours/publish")
        write(own / "ours.yaml", OURS)
        digest = seen(await browser.get("/policies"), "/policies/ours/publish")
        answer = await browser.post("/policies/ours/publish", {"seen": digest}, page="/policies")
        assert answer.goes_to == "/policies?notice=published"
        assert "(from ours.yaml)" in (await browser.get("/policies")).said
        assert ports.services.rulebook.version.origin == str(own / "ours.yaml")


async def test_every_shipped_policy_is_listed_explained_and_published_by_its_button(
    ports: Ports, browser: Visitor
) -> None:
    page = await browser.get("/policies")
    for one in await shipped():
        assert f"<h3>{one.title}</h3>" in html.unescape(page.text)
        assert f'href="/handbook/policies/{one.id}"' in page.text
        assert one.title in (await browser.get(f"/handbook/policies/{one.id}")).said
        answer = await browser.post(f"/policies/{one.id}/publish", {}, page="/policies")
        assert answer.goes_to == "/policies?notice=published"
        assert (await in_force(ports))[0] == one.id


async def test_a_draft_is_kept_listed_gone_on_with_and_published(ports: Ports, browser: Visitor) -> None:
    answer = await browser.post("/policies/edit", {"text": FAILING, "keep": "yes"})
    assert answer.goes_to == "/policies?notice=drafted"
    page = await browser.get(answer.goes_to)
    assert "It changes nothing before you publish it" in page.said
    assert "Drafts" in page.said
    assert await in_force(ports) == ("for-tests", 1)
    assert "gives: allow" in (await browser.get("/policies/edit?draft=ours")).text
    refused = await browser.post("/policies/drafts/ours/publish", {}, page="/policies")
    assert refused.status == 409
    assert "Publish although a test fails" in refused.said
    await browser.post("/policies/edit?draft=ours", {"text": OURS, "keep": "yes"})
    answer = await browser.post("/policies/drafts/ours/publish", {}, page="/policies")
    assert answer.goes_to == "/policies?notice=published"
    assert await in_force(ports) == ("ours", 2)
    assert "Drafts" not in (await browser.get("/policies")).said


async def test_a_draft_published_from_the_editor_is_no_draft_any_more(ports: Ports, browser: Visitor) -> None:
    await browser.post("/policies/edit", {"text": FAILING, "keep": "yes"})
    await browser.post("/policies/edit?draft=ours", {"text": OURS, "publish": "yes"})
    assert await in_force(ports) == ("ours", 2)
    assert (await browser.get("/policies/edit?draft=ours")).status == 404


async def test_publishing_another_text_leaves_a_draft_of_the_same_id_alone(
    ports: Ports, browser: Visitor
) -> None:
    text = OURS.replace("id: ours", "id: no-filter")
    await browser.post("/policies/edit", {"text": text, "keep": "yes"})
    await browser.post("/policies/no-filter/publish", {}, page="/policies")
    assert await in_force(ports) == ("no-filter", 2)
    assert "soup" in (await browser.get("/policies/edit?draft=no-filter")).text


async def test_a_text_that_does_not_load_is_no_draft_and_stays_in_the_form(
    ports: Ports, browser: Visitor
) -> None:
    answer = await browser.post("/policies/edit", {"text": OURS + "rules: [", "keep": "yes"})
    assert answer.status == 422
    assert "rules: [" in answer.text
    assert "Drafts" not in (await browser.get("/policies")).said


async def test_a_draft_is_thrown_away_with_a_record(ports: Ports, browser: Visitor) -> None:
    await browser.post("/policies/edit", {"text": OURS, "keep": "yes"})
    answer = await browser.post("/policies/drafts/ours/drop", {}, page="/policies")
    assert answer.goes_to == "/policies?notice=dropped"
    assert "Drafts" not in (await browser.get("/policies")).said
    assert (await browser.post("/policies/drafts/ours/drop", {}, page="/policies")).status == 404
    rows = [(row.actor, row.action) for row in await audit.rows_after(ports.services.store)]
    assert rows[-2:] == [("teacher", "drafted"), ("teacher", "draft thrown away")]


async def test_a_version_shows_its_words_and_what_putting_it_back_would_change(
    ports: Ports, browser: Visitor
) -> None:
    await browser.post("/policies/edit", {"text": OURS, "note": "no more soup", "publish": "yes"})
    page = await browser.get("/policies/versions/2")
    for said in (
        "Version 2: Our own board",
        "14 March, 10:05",
        "by the teacher",
        "no more soup",
        "is in force",
    ):
        assert said in page.said
    page = await browser.get("/policies/versions/1")
    assert "by the program itself" in page.said
    assert "taken out: id: ours" in page.said
    assert "added: id: for-tests" in page.said
    assert "Words about cake are not for this board" in page.said


@pytest.mark.parametrize("number", ["0", "9", "01", "x", "-1", "9999999999"])
async def test_a_version_that_is_not_kept_is_not_found(browser: Visitor, number: str) -> None:
    assert (await browser.get(f"/policies/versions/{number}")).status == 404
    assert (await browser.post(f"/policies/versions/{number}/back", {}, page="/policies")).status == 404


async def test_an_older_version_is_put_back_in_force_with_its_list_files(
    ports: Ports, browser: Visitor
) -> None:
    listed = OURS.replace("words: [soup]", "words: [list kinds]").replace(
        "rules:", "lists: {kinds: {file: kinds.txt}}\nrules:", 1
    )
    await browser.post("/policies/edit", {"text": listed, "file:kinds.txt": "soup\n", "publish": "yes"})
    await browser.post("/policies/no-filter/publish", {}, page="/policies")
    answer = await browser.post("/policies/versions/2/back", {}, page="/policies")
    assert answer.goes_to == "/policies?notice=back"
    version = ports.services.rulebook.version
    assert (version.number, version.policy_id, version.note, version.by) == (
        4,
        "ours",
        "as version 2",
        "teacher",
    )
    assert dict(version.files) == {"kinds.txt": "soup\n"}
    await ports.write(await ports.student(), "Hello", "hot soup")
    assert (await ports.newest())["by"] == "soup"
    assert "has the same words" in (await browser.get("/policies/versions/2")).said


async def test_a_missing_list_file_is_named_and_may_be_given_with_the_form(
    ports: Ports, browser: Visitor
) -> None:
    listed = OURS.replace("words: [soup]", "words: [list kinds]").replace(
        "rules:", "lists: {kinds: {file: lists/kinds.txt}}\nrules:", 1
    )
    page = await browser.post("/policies/edit", {"text": listed, "check": "yes"})
    assert page.status == 422
    assert "The list file lists/kinds.txt is not here; put it in" in page.said
    assert 'name="file:lists/kinds.txt"' in page.text
    fields = {"text": listed, "file:lists/kinds.txt": "<b>soup\nsoup\n"}
    page = await browser.post("/policies/edit", fields | {"check": "yes"})
    assert page.status == 200
    assert "&lt;b&gt;soup\nsoup\n</textarea>" in page.text
    assert (await browser.post("/policies/edit", fields | {"keep": "yes"})).status == 303
    answer = await browser.post("/policies/edit?draft=ours", {"text": listed + "# more\n", "publish": "yes"})
    assert answer.status == 303
    assert dict(ports.services.rulebook.version.files) == {"lists/kinds.txt": "<b>soup\nsoup\n"}


async def test_an_older_version_keeps_its_own_list_files_in_the_editor(
    ports: Ports, browser: Visitor
) -> None:
    listed = OURS.replace("words: [soup]", "words: [list kinds]").replace(
        "rules:", "lists: {kinds: {file: kinds.txt}}\nrules:", 1
    )
    await browser.post("/policies/edit", {"text": listed, "file:kinds.txt": "soup\n", "publish": "yes"})
    await browser.post("/policies/no-filter/publish", {}, page="/policies")
    page = await browser.post("/policies/edit?version=2", {"text": listed + "# more\n", "check": "yes"})
    assert "It can be used" in page.said


async def test_a_text_is_not_lost_when_its_beginning_is_gone_meanwhile(
    ports: Ports, browser: Visitor
) -> None:
    await browser.post("/policies/edit", {"text": OURS, "keep": "yes"})
    fields = {"text": OURS + "# still here\n", "check": "yes"}
    await browser.post("/policies/drafts/ours/drop", {}, page="/policies")
    page = await browser.post("/policies/edit?draft=ours", fields, page="/policies/edit")
    assert page.status == 200
    assert "# still here" in page.text


async def test_a_file_is_remembered_only_while_its_words_are_published_unchanged(
    ports: Ports, browser: Visitor, file: Path
) -> None:
    text = text_of(file)
    await browser.post("/policies/edit", {"text": text, "publish": "yes"})
    assert ports.services.rulebook.version.origin == str(file)
    await browser.post("/policies/edit", {"text": text + "# mine\n", "publish": "yes"})
    assert ports.services.rulebook.version.origin == ""
    change(file, "words: [lake]", "words: [pond]")
    assert "on disk" not in (await browser.get("/policies")).said


async def test_a_draft_that_uses_a_shipped_policy_is_published_with_it(
    ports: Ports, browser: Visitor
) -> None:
    using = OURS + "use: [combinations]\n"
    page = await browser.post("/policies/edit", {"text": using, "check": "yes"})
    assert ", 4 of them from shipped:combinations.yaml." in page.said
    assert "lantern-river (line 19 of shipped:combinations.yaml)" in page.said
    assert (await browser.post("/policies/edit", {"text": using, "keep": "yes"})).status == 303
    assert (await browser.post("/policies/drafts/ours/publish", {}, page="/policies")).status == 303
    assert list(ports.services.rulebook.version.files) == ["shipped:combinations.yaml"]
    await ports.write(await ports.student(), "Hello", "a lantern by the river")
    assert (await ports.newest())["by"] == "lantern-river"
    assert "The used policy shipped:combinations.yaml" in (await browser.get("/policies/versions/2")).said
    page = await browser.post("/policies/edit", {"text": using + "# more\n", "check": "yes"})
    assert "It can be used" in page.said


async def test_a_used_policy_that_is_not_here_is_asked_for(ports: Ports, browser: Visitor) -> None:
    using = OURS + "use: [school]\n"
    page = await browser.post("/policies/edit", {"text": using, "check": "yes"})
    assert page.status == 422
    assert "there is no policy `school` to use" in page.said
    assert "The used policy school.yaml is not here; put it in In YAML" in page.said
    school = "policy: 1\nid: school\ndefault: hold\nrules: [{id: tea, if: {words: [tea]}, then: blok}]\n"
    page = await browser.post("/policies/edit", {"text": using, "file:school.yaml": school, "check": "yes"})
    assert "school.yaml, line 4, column 45: `blok` is not a verdict" in page.said
    fields = {"text": using, "file:school.yaml": school.replace("blok", "block"), "publish": "yes"}
    assert (await browser.post("/policies/edit", fields)).status == 303
    assert ports.services.rulebook.policy.rule("tea").mark.file == "school.yaml"
