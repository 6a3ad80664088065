"""The policies that lie ready to be published: the teacher's own first, then the shipped ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bbs.settings import Settings
from bbs.shelf import on_shelf, shelved, shipped
from bbs.store import NotFound

MINE = "policy: 1\nid: mine\ntitle: Mine\ndefault: allow\n"
BROKEN = "policy: 1\nid: half\ndefault: alow\nrules: [\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    return tmp_path


async def own(folder: Path | None, policy: str = "") -> list[tuple[str, bool]]:
    """The teacher's own policies, and whether each can be used."""
    found = await on_shelf(Settings(policies=folder, policy=policy))
    return [(one.id, not one.problems) for one in found if one.own]


async def test_every_shipped_policy_but_the_house_rules_can_be_used() -> None:
    found = await shipped()
    assert "house-rules" not in [one.id for one in found]
    assert {"birthday-board", "no-filter"} <= {one.id for one in found}
    assert [one.problems for one in found if one.problems] == []
    assert all(one.title and one.about and one.source and one.file.text for one in found)


async def test_own_policies_come_first_and_are_named_by_the_id_they_give_themselves(folder: Path) -> None:
    (folder / "other-name.yaml").write_text(MINE.replace("id: mine", "id: ours"), encoding="utf-8")
    (folder / "network.yaml").write_text("network: 1\n", encoding="utf-8")
    found = await on_shelf(Settings(policies=folder))
    assert [one.id for one in found[:2]] == ["mine", "ours"]
    assert found[2:] == await shipped()


async def test_a_change_of_an_own_file_is_seen_the_next_time(folder: Path) -> None:
    settings = Settings(policies=folder)
    before = await shelved(settings, "mine")
    (folder / "mine.yaml").write_text(MINE.replace("Mine", "Still mine"), encoding="utf-8")
    after = await shelved(settings, "mine")
    assert (before.title, after.title) == ("Mine", "Still mine")
    assert before.proof.digest != after.proof.digest


async def test_a_file_that_can_t_be_used_says_every_mistake_at_its_place(folder: Path) -> None:
    (folder / "half.yaml").write_text(BROKEN, encoding="utf-8")
    (folder / "latin.yaml").write_bytes(MINE.encode() + b"about: caf\xe9\n")
    assert await own(folder) == [("half", False), ("latin", False), ("mine", True)]
    half, latin = [await shelved(Settings(policies=folder), name) for name in ("half", "latin")]
    assert all(problem.startswith("half.yaml:") for problem in half.problems)
    assert latin.problems == ("latin.yaml:5:11: byte 57 of the file (0xe9) is not UTF-8; save the file as UTF-8 in your editor",)  # fmt: skip


async def test_an_own_policy_hides_the_shipped_one_of_the_same_id(folder: Path) -> None:
    (folder / "no-filter.yaml").write_text(MINE.replace("id: mine", "id: no-filter"), encoding="utf-8")
    found = await on_shelf(Settings(policies=folder))
    assert [one.own for one in found if one.id == "no-filter"] == [True]


async def test_of_two_files_with_one_id_the_second_says_so(folder: Path) -> None:
    (folder / "twin.yaml").write_text(MINE, encoding="utf-8")
    first, second = [one for one in await on_shelf(Settings(policies=folder)) if one.own]
    assert (first.id, first.problems) == ("mine", ())
    assert second.problems == ("twin.yaml: mine.yaml has the id mine as well; change one of the two",)


async def test_the_file_that_the_program_was_started_with_is_an_own_one(folder: Path) -> None:
    file = folder / "mine.yaml"
    assert await own(None, str(file)) == [("mine", True)]
    assert await own(folder, str(file)) == [("mine", True)]
    assert await own(folder, str(folder / ".." / folder.name / "mine.yaml")) == [("mine", True)]
    assert await own(None, "no-filter") == []
    file.unlink()
    assert await own(None, str(file)) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
async def test_what_is_no_file_is_passed_over_and_keeps_nobody_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (folder / "endless.yaml").symlink_to("/dev/zero")
    (folder / "folder.yaml").mkdir()
    assert await own(folder, str(folder / "pipe.yaml")) == [("mine", True)]


@pytest.mark.parametrize("name", ["house-rules", "../no-filter", "no-filter.yaml", ""])
async def test_what_is_not_on_the_shelf_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        await shelved(Settings(), name)
