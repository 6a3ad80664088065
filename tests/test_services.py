"""What is opened together for both ports, and which policy is in force then."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import pytest

from bbs import services as module
from bbs.desk import Draft
from bbs.document import DocumentError
from bbs.pack_places import PackError
from bbs.policy.verdicts import Viewer
from bbs.rulebook import FIRST_HOUSE
from bbs.services import open_services
from bbs.settings import Settings
from bbs.shipped import shipped_policies
from bbs.store import StoreError, audit

POLICY = "policy: 1\nid: {name}\ndefault: {default}\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", open_browser=False)


def policy_file(folder: Path, name: str, default: str = "allow") -> str:
    file = folder / f"{name}.yaml"
    file.write_text(POLICY.format(name=name, default=default), encoding="utf-8")
    return str(file)


async def in_force(settings: Settings) -> tuple[str, int]:
    async with open_services(settings) as services:
        return services.rulebook.policy.id, services.rulebook.version.seq


async def test_a_new_folder_begins_with_the_birthday_board_and_made_up_secrets(settings, tmp_path):
    async with open_services(settings) as first:
        assert first.rulebook.policy.id == "birthday-board"
        codes = {first.class_code, first.console_token}
        assert all(len(code) > 8 for code in codes)
    async with open_services(dataclasses.replace(settings, data=tmp_path / "other")) as second:
        assert not codes & {second.class_code, second.console_token}
        assert second.secret != first.secret


async def test_a_restart_keeps_the_class_code_on_the_wall_and_the_forms_that_are_open(settings):
    async with open_services(settings) as first:
        pass
    async with open_services(settings) as second:
        assert (second.class_code, second.secret) == (first.class_code, first.secret)
        assert second.console_token != first.console_token


async def test_a_class_code_that_is_asked_for_stays_the_code(settings):
    async with open_services(dataclasses.replace(settings, class_code="otter-maple-42")):
        pass
    async with open_services(settings) as second:
        assert second.class_code == "otter-maple-42"


async def test_what_the_settings_say_is_not_made_up(settings):
    asked = dataclasses.replace(settings, class_code="otter-maple-42", console_token="a-token")
    async with open_services(asked) as services:
        assert (services.class_code, services.console_token) == ("otter-maple-42", "a-token")
        assert (await services.roster.join("otter-maple-42")).token


async def test_an_old_folder_keeps_its_policy_unless_another_is_asked_for(settings, tmp_path):
    one = policy_file(tmp_path, "one")
    first = await in_force(dataclasses.replace(settings, policy=one))
    assert await in_force(settings) == first
    assert await in_force(dataclasses.replace(settings, policy=one)) == first
    two = await in_force(dataclasses.replace(settings, policy=policy_file(tmp_path, "two")))
    assert two[0] == "two"
    assert await in_force(settings) == two


@pytest.mark.parametrize("name", sorted({*shipped_policies()} - {FIRST_HOUSE}))
async def test_the_server_starts_with_each_of_the_shipped_policies(settings, name):
    assert await in_force(dataclasses.replace(settings, policy=name)) == (name, 2)


async def test_the_same_policy_with_other_words_is_a_new_version(settings, tmp_path):
    asked = dataclasses.replace(settings, policy=policy_file(tmp_path, "one"))
    before = await in_force(asked)
    policy_file(tmp_path, "one", default="hold")
    after = await in_force(asked)
    assert after[0] == before[0]
    assert after[1] > before[1]


async def test_a_policy_that_does_not_load_changes_nothing(settings, tmp_path):
    before = await in_force(settings)
    broken = dataclasses.replace(settings, policy=policy_file(tmp_path, "one", default="perhaps"))
    with pytest.raises(DocumentError):
        await in_force(broken)
    assert await in_force(settings) == before


async def test_a_network_that_can_not_be_read_leaves_no_folder_behind(settings, tmp_path):
    with pytest.raises(PackError):
        await in_force(dataclasses.replace(settings, pack=str(tmp_path / "nowhere.yaml")))
    assert not settings.data.exists()


async def test_a_folder_in_use_is_refused_and_free_again_afterwards(settings):
    async with open_services(settings):
        with pytest.raises(StoreError):
            await in_force(settings)
    assert await in_force(settings)


async def test_a_delayed_post_appears_when_its_time_has_come(settings, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(module, "RELEASE_SECONDS", 0.01)
    default = "{then: {delay: 2 hours}}"
    late = dataclasses.replace(settings, policy=policy_file(tmp_path, "late", default=default))
    async with open_services(late, clock=clock) as services:
        writer = (await services.roster.join(services.class_code)).person
        await services.desk.submit(Draft("thread", "Hello", "Hello", board="friends"), writer)
        await asyncio.sleep(0.1)
        assert not (await services.board.threads("friends", Viewer())).items
        clock.advance(hours=2)
        await _until(lambda: services.board.threads("friends", Viewer()))


async def test_what_became_due_while_the_program_was_off_appears_at_the_next_start(settings, tmp_path, clock):
    default = "{then: {delay: 2 hours}}"
    late = dataclasses.replace(settings, policy=policy_file(tmp_path, "late", default=default))
    async with open_services(late, clock=clock) as services:
        writer = (await services.roster.join(services.class_code)).person
        await services.desk.submit(Draft("thread", "Hello", "Hello", board="friends"), writer)
    clock.advance(hours=2)
    async with open_services(settings, clock=clock) as services:
        await _until(lambda: services.board.threads("friends", Viewer()))
        rows = await audit.rows_after(services.store)
        released = [(row.actor, row.subject) for row in rows if row.action == "released"]
        assert [actor for actor, _ in released] == ["closednet"]


async def test_a_round_that_fails_does_not_end_the_releasing(settings, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(module, "RELEASE_SECONDS", 0.01)
    default = "{then: {delay: 2 hours}}"
    late = dataclasses.replace(settings, policy=policy_file(tmp_path, "late", default=default))
    async with open_services(late, clock=clock) as services:
        writer = (await services.roster.join(services.class_code)).person
        receipt = await services.desk.submit(Draft("thread", "Hello", "Hello", board="friends"), writer)
        broken = "UPDATE posts SET due = '0000' || due WHERE id = :id"
        mended = "UPDATE posts SET due = at WHERE id = :id"
        await services.store.write(lambda tx: tx.execute(broken, {"id": receipt.post}))
        await asyncio.sleep(0.1)
        await services.store.write(lambda tx: tx.execute(mended, {"id": receipt.post}))
        await _until(lambda: services.board.threads("friends", Viewer()))


async def _until(page) -> None:
    """Wait until a page of threads holds something."""
    while not (await page()).items:  # noqa: ASYNC110  # nobody tells a test when it is so
        await asyncio.sleep(0.01)


async def test_a_policy_whose_own_test_fails_is_not_put_in_force(settings, tmp_path):
    file = tmp_path / "failing.yaml"
    file.write_text(
        POLICY.format(name="failing", default="hold") + "tests: [{post: x, gives: allow}]\n", encoding="utf-8"
    )
    with pytest.raises(DocumentError) as caught:
        async with open_services(dataclasses.replace(settings, policy=str(file))):
            pass
    assert "failing.yaml:4:9: this test fails: gives hold (by default), not allow; mend the rule" in str(
        caught.value
    )


async def test_a_folder_of_ones_own_never_replaces_the_house_rules(settings, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    policy_file(own, "house-rules")
    policy_file(own, "birthday-board", "block")
    async with open_services(dataclasses.replace(settings, policies=own)) as services:
        assert {rule.id for rule in services.rulebook.house.rules} == {"no-slurs", "no-contact-data"}
        assert services.rulebook.policy.default.verdict.word == "block"


async def test_a_used_policy_with_other_words_makes_a_new_version_at_the_next_start(settings, tmp_path):
    school = tmp_path / "school.yaml"
    school.write_text("policy: 1\nid: school\ndefault: hold\n", encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text("policy: 1\nid: mine\ndefault: allow\nuse: [school]\n", encoding="utf-8")
    asked = dataclasses.replace(settings, policy=str(mine))
    assert await in_force(asked) == ("mine", 2)
    assert await in_force(asked) == ("mine", 2)
    school.write_text("policy: 1\nid: school\ndefault: block\n", encoding="utf-8")
    assert await in_force(asked) == ("mine", 3)
