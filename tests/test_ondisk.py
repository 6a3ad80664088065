"""The file behind the version in force: what has changed in it is told, and never taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbs.ondisk import OnDisk, on_disk
from bbs.rulebook import Rulebook
from bbs.store import Store

TEXT = """\
policy: 1
id: held
default: allow
lists: {words: {file: words.txt}}
rules:
  - {id: held, if: {words: [list words]}, then: hold}
tests:
  - {post: a lantern, gives: hold}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "words.txt").write_text("lantern\n", encoding="utf-8")
    (folder / "held.yaml").write_text(TEXT, encoding="utf-8")
    return folder / "held.yaml"


@pytest.fixture
async def rulebook(store: Store, file: Path) -> Rulebook:
    made = Rulebook(store)
    await made.load(str(file))
    return made


async def look(rulebook: Rulebook) -> OnDisk:
    found = await on_disk(rulebook.version)
    assert found is not None
    return found


def changed(found: OnDisk) -> list[tuple[str, list[str]]]:
    return [
        (one.name, [line.sign + line.text for line in one.lines if line.sign in "+-"])
        for one in found.differences
    ]


def put(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


def spoil(file: Path, what: str) -> None:
    """Put something in the place of a file that can't be read as a policy."""
    file.unlink()
    if what == "folder":
        file.mkdir()
    if what == "huge":
        file.write_bytes(b"#" * ((1 << 20) + 1))
    if what == "device":
        file.symlink_to("/dev/zero")


async def test_a_version_remembers_the_file_it_came_from(rulebook: Rulebook, file: Path) -> None:
    assert rulebook.version.origin == str(file)
    found = await look(rulebook)
    assert (found.trouble, found.proof, found.differences) == ("", None, ())


async def test_a_path_is_kept_whole_wherever_the_program_is_started_next(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    rulebook = Rulebook(store)
    await rulebook.load("held.yaml")
    monkeypatch.chdir("/")
    assert (await look(rulebook)).trouble == ""


async def test_a_shipped_policy_is_remembered_by_its_id(store: Store) -> None:
    rulebook = Rulebook(store)
    await rulebook.load("no-filter")
    assert rulebook.version.origin == "no-filter"
    assert not (await look(rulebook)).differences


async def test_what_was_typed_has_no_file(rulebook: Rulebook) -> None:
    await rulebook.publish(TEXT, None, "teacher")
    assert await on_disk(rulebook.version) is None


async def test_a_changed_rule_is_a_difference_with_its_tests_run(rulebook: Rulebook, file: Path) -> None:
    put(file, TEXT.replace("then: hold", "then: block"))
    found = await look(rulebook)
    assert changed(found) == [
        (
            "held.yaml",
            [
                "-  - {id: held, if: {words: [list words]}, then: hold}",
                "+  - {id: held, if: {words: [list words]}, then: block}",
            ],
        )
    ]
    assert found.proof is not None
    assert found.proof.failing


async def test_a_changed_list_file_is_a_difference_too(rulebook: Rulebook, file: Path) -> None:
    (file.parent / "words.txt").write_text("lantern\nkite\n", encoding="utf-8")
    found = await look(rulebook)
    assert changed(found) == [("words.txt", ["+kite"])]
    assert found.proof is not None
    assert not found.proof.failing


async def test_a_list_file_that_is_gone_or_new_is_a_difference(rulebook: Rulebook, file: Path) -> None:
    (file.parent / "words.txt").rename(file.parent / "other.txt")
    found = await look(rulebook)
    assert changed(found) == [("words.txt", ["-lantern"])]
    assert found.proof is not None
    assert found.proof.missing == ("words.txt",)
    put(file, TEXT.replace("words.txt", "other.txt"))
    assert [name for name, _ in changed(await look(rulebook))] == ["held.yaml", "other.txt", "words.txt"]


async def test_a_half_written_file_says_its_mistakes_and_nothing_of_its_lists(
    rulebook: Rulebook, file: Path
) -> None:
    put(file, TEXT[:60])
    found = await look(rulebook)
    assert found.proof is not None
    assert found.proof.problems
    assert [name for name, _ in changed(found)] == ["held.yaml"]


@pytest.mark.parametrize("what", ["gone", "folder", "huge", "device"])
async def test_a_file_that_can_t_be_read_says_so(rulebook: Rulebook, file: Path, what: str) -> None:
    spoil(file, what)
    found = await look(rulebook)
    assert (
        "larger than 1 MiB" in found.trouble if what == "huge" else "no such file any more" in found.trouble
    )
    assert found.differences == ()


async def test_other_line_ends_alone_are_no_change(rulebook: Rulebook, file: Path) -> None:
    put(file, "\ufeff" + TEXT.replace("\n", "\r\n"))
    assert (await look(rulebook)).differences == ()


async def test_a_used_policy_that_changes_is_a_change_of_the_file(store: Store, file: Path) -> None:
    school = (
        "policy: 1\nid: school\ndefault: hold\nrules:\n  - {id: soup, if: {words: [soup]}, then: block}\n"
    )
    put(file, TEXT + "use: [school, combinations]\n")
    put(file.parent / "school.yaml", school)
    rulebook = Rulebook(store)
    await rulebook.load(str(file))
    assert changed(await look(rulebook)) == []
    put(file.parent / "school.yaml", school.replace("block", "hold"))
    found = await look(rulebook)
    assert [name for name, _ in changed(found)] == ["school.yaml"]
    assert found.proof is not None
    assert found.proof.policy is not None
    (file.parent / "school.yaml").unlink()
    found = await look(rulebook)
    assert found.proof is not None
    assert "there is no policy `school` to use" in str(found.proof.problems[0])
