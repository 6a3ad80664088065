"""Drafts of policies: kept whole, recorded, found before anything else, and never in force."""

from __future__ import annotations

import pytest
from conftest import FixedClock

from bbs.proof import Proof, from_files, proofread
from bbs.rulebook import Rulebook
from bbs.settings import Settings
from bbs.store import NotFound, Store, audit, policy_drafts
from bbs.workshop import draft_of, find, keep_draft, throw_away

OURS = """\
policy: 1
id: ours
default: allow
lists: {words: {file: words.txt}}
rules:
  - {id: held, if: {words: [list words]}, then: hold}
"""


def proof(text: str = OURS, words: str = "lantern\n") -> Proof:
    return proofread(text, from_files({"words.txt": words}))


@pytest.fixture
async def rulebook(store: Store) -> Rulebook:
    made = Rulebook(store)
    await made.load("no-filter")
    return made


async def test_a_draft_is_kept_whole_and_recorded(store: Store, clock: FixedClock) -> None:
    draft = await keep_draft(store, proof(), "teacher", clock.now())
    assert await draft_of(store, "ours") == draft
    assert (draft.text, dict(draft.files), draft.by) == (OURS, {"words.txt": "lantern\n"}, "teacher")
    row = (await audit.rows_after(store))[-1]
    assert (row.actor, row.action, row.subject) == ("teacher", "drafted", "ours")
    assert row.digest == audit.policy_digest(OURS, draft.files)
    assert await store.verify() is None


async def test_a_new_draft_of_the_same_id_takes_the_place_of_the_old_one(
    store: Store, clock: FixedClock
) -> None:
    await keep_draft(store, proof(), "teacher", clock.now())
    clock.advance(minutes=1)
    await keep_draft(store, proof(OURS + "# more\n"), "teacher", clock.now())
    await keep_draft(store, proof(OURS.replace("id: ours", "id: another")), "teacher", clock.now())
    assert [one.policy_id for one in await policy_drafts.newest_first(store)] == ["another", "ours"]
    assert (await draft_of(store, "ours")).text.endswith("# more\n")


async def test_a_text_that_does_not_load_is_no_draft(store: Store, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="no draft"):
        await keep_draft(store, proof(OURS[:40]), "teacher", clock.now())
    assert await policy_drafts.newest_first(store) == []


async def test_a_draft_that_is_thrown_away_is_gone_and_recorded(store: Store, clock: FixedClock) -> None:
    draft = await keep_draft(store, proof(), "teacher", clock.now())
    await throw_away(store, draft, "teacher", clock.now())
    await throw_away(store, draft, "teacher", clock.now())
    assert [row.action for row in await audit.rows_after(store)] == ["drafted", "draft thrown away"]
    with pytest.raises(NotFound):
        await draft_of(store, "ours")


async def test_publishing_a_draft_drops_it_unless_it_was_changed_meanwhile(
    store: Store, rulebook: Rulebook, clock: FixedClock
) -> None:
    old = await keep_draft(store, proof(), "teacher", clock.now())
    new = await keep_draft(store, proof(words="kite\n"), "teacher", clock.now())
    await rulebook.publish(old.text, proof().files, "teacher", draft=old)
    assert await draft_of(store, "ours") == new
    await rulebook.publish(new.text, proof(words="kite\n").files, "teacher", draft=new)
    assert await policy_drafts.by_id(store, "ours") is None
    assert dict(rulebook.version.files) == {"words.txt": "kite\n"}


async def test_a_policy_is_found_as_draft_then_in_force_then_on_the_shelf(
    store: Store, rulebook: Rulebook, clock: FixedClock
) -> None:
    async def state(policy_id: str) -> str:
        return (await find(store, rulebook, Settings(), policy_id)).state

    assert [await state(name) for name in ("no-filter", "open-forum")] == ["in force", "shipped"]
    await keep_draft(store, proof(OURS.replace("id: ours", "id: no-filter")), "teacher", clock.now())
    assert await state("no-filter") == "draft"
    with pytest.raises(NotFound):
        await state("ours")
