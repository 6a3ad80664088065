"""The shipped policies on the teacher's shelf."""

from __future__ import annotations

import pytest

from bbs.rulebook import Rulebook
from bbs.shelf import publish_shipped, shipped
from bbs.store import TEACHER, NotFound, Store


async def test_every_shipped_policy_but_the_house_rules_can_be_used() -> None:
    found = await shipped()
    assert "house-rules" not in [one.id for one in found]
    assert {"birthday-board", "no-filter"} <= {one.id for one in found}
    assert [one.problem for one in found if one.problem] == []
    assert all(one.title and one.about and one.source and one.text for one in found)


async def test_a_published_one_is_in_force_on_behalf_of_the_teacher(store: Store) -> None:
    rulebook = Rulebook(store)
    await rulebook.load()
    version = await publish_shipped(rulebook, "no-filter")
    assert (version.policy_id, version.by) == ("no-filter", TEACHER)
    assert (rulebook.policy.id, rulebook.version.seq) == ("no-filter", version.seq)


@pytest.mark.parametrize("name", ["house-rules", "../no-filter", "no-filter.yaml", ""])
async def test_what_is_not_on_the_shelf_changes_nothing(store: Store, name: str) -> None:
    rulebook = Rulebook(store)
    await rulebook.load()
    before = rulebook.version.seq
    with pytest.raises(NotFound):
        await publish_shipped(rulebook, name)
    assert rulebook.version.seq == before
