"""The policies in force."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from heard import heard

from bbs.document import DocumentError
from bbs.feed import Feed
from bbs.policy.submission import Submission, Verdict
from bbs.rulebook import HOUSE, NETWORK, Rulebook
from bbs.shipped import PolicyFileError
from bbs.store import Conflict, NotFound, PolicyVersion, Store, Transaction, audit, policies

HOLDS = """
policy: 1
id: holds
title: Holds a word
default: allow
lists:
  words: {file: lists/words.txt}
rules:
  - id: held
    if: {words: [list words]}
    then: hold
"""
BROKEN = HOLDS.replace("then: hold", "then: hide")


@pytest.fixture
async def rulebook(store: Store) -> Rulebook:
    made = Rulebook(store)
    await made.load()
    return made


def _verdict(rulebook: Rulebook, body: str) -> Verdict:
    return rulebook.policy.judge(Submission(body)).verdict


async def test_a_new_folder_begins_with_the_house_rules_and_the_birthday_board(rulebook: Rulebook) -> None:
    assert (rulebook.house.id, rulebook.policy.id) == ("house-rules", "birthday-board")
    assert [version.note for version in await rulebook.versions()] == ["first version"]


async def test_a_new_folder_begins_with_what_is_asked_for(store: Store) -> None:
    rulebook = Rulebook(store)
    await rulebook.load("no-filter")
    assert rulebook.policy.id == "no-filter"


async def test_a_policy_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(PolicyFileError, match="no-such-policy"):
        await Rulebook(store).load("no-such-policy")


async def test_nothing_is_in_force_before_it_is_loaded(store: Store) -> None:
    with pytest.raises(LookupError, match="in force yet"):
        _ = Rulebook(store).policy


async def test_a_published_policy_is_in_force_at_once(rulebook: Rulebook) -> None:
    version = await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher", "try it")
    assert rulebook.policy.id == "holds"
    assert rulebook.version.seq == version.seq
    assert (version.by, version.note, version.title) == ("teacher", "try it", "Holds a word")
    assert _verdict(rulebook, "my lantern") is Verdict.HOLD
    assert [one.policy_id for one in await rulebook.versions()] == ["holds", "birthday-board"]


async def test_a_policy_that_does_not_load_changes_nothing(rulebook: Rulebook, store: Store) -> None:
    before = (rulebook.version.seq, await audit.rows_after(store))
    with pytest.raises(DocumentError):
        await rulebook.publish(BROKEN, {"lists/words.txt": b"lantern\n"}, "teacher")
    with pytest.raises(DocumentError, match=r"lists/words\.txt"):
        await rulebook.publish(HOLDS, {}, "teacher")
    assert (rulebook.version.seq, await audit.rows_after(store)) == before
    assert rulebook.policy.id == "birthday-board"


async def test_list_files_are_kept_with_the_policy_and_a_change_on_disk_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "policies"
    (folder / "lists").mkdir(parents=True)
    (folder / "holds.yaml").write_text(HOLDS)
    (folder / "lists" / "words.txt").write_bytes("\ufefflantern\r\n".encode())
    await Rulebook(store).load("holds", folder=folder)
    (folder / "lists" / "words.txt").write_text("kite\n")
    (folder / "holds.yaml").write_text(HOLDS.replace("hold\n", "block\n"))
    again = Rulebook(store)
    await again.load("holds", folder=folder)
    assert _verdict(again, "my lantern") is Verdict.HOLD
    assert _verdict(again, "my kite") is Verdict.ALLOW
    assert again.policy.files == {"lists/words.txt": "\ufefflantern\r\n".encode()}


async def test_a_new_text_may_go_on_with_the_list_files_in_force(rulebook: Rulebook) -> None:
    await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher")
    await rulebook.publish(HOLDS.replace("then: hold", "then: block"), None, "teacher")
    assert _verdict(rulebook, "my lantern") is Verdict.BLOCK


async def test_house_rules_are_a_layer_of_their_own(rulebook: Rulebook) -> None:
    await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher", layer=HOUSE)
    assert (rulebook.house.id, rulebook.policy.id) == ("holds", "birthday-board")
    assert rulebook.house_version.seq != rulebook.version.seq


async def test_publishing_stands_in_the_log_and_is_told(store: Store) -> None:
    feed = Feed()
    rulebook = Rulebook(store, feed)
    await rulebook.load()
    news = heard(feed)
    version = await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher")
    (event,) = news
    row = (await audit.rows_after(store))[-1]
    assert (event.action, event.subject, event.seq) == ("published", str(version.seq), row.seq)
    assert (row.actor, row.action, row.details) == (
        "teacher",
        "published",
        {"layer": NETWORK, "policy": "holds"},
    )
    assert await store.verify() is None


async def test_a_published_policy_changed_in_the_database_is_found(rulebook: Rulebook, store: Store) -> None:
    await store.write(lambda tx: tx.execute("UPDATE policies SET text = text || '#' WHERE seq = 2"))
    fault = await store.verify()
    assert fault is not None
    assert (fault.seq, "policy behind row 2" in fault.problem) == (2, True)


async def test_old_versions_can_be_read_again(rulebook: Rulebook, store: Store) -> None:
    old = rulebook.version.seq
    await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher")
    assert (await rulebook.policy_of(old)).id == "birthday-board"
    assert (await rulebook.policy_of(rulebook.version.seq)) is rulebook.policy
    with pytest.raises(NotFound):
        await rulebook.policy_of(99)
    newest = await policies.newest(store, NETWORK)
    assert newest is not None
    assert newest.seq == rulebook.version.seq


async def test_of_those_who_publish_at_once_the_last_to_ask_is_in_force(rulebook: Rulebook) -> None:
    """Also when an earlier policy takes longer to read."""
    many = "\n".join(f"lantern{number}" for number in range(20_000)).encode()
    long, short = HOLDS, HOLDS.replace("id: holds", "id: short")
    await asyncio.gather(
        rulebook.publish(long, {"lists/words.txt": many}, "teacher"),
        rulebook.publish(short, {"lists/words.txt": b"lantern\n"}, "teacher"),
    )
    newest = (await rulebook.versions())[0]
    assert (rulebook.policy.id, rulebook.version.seq) == ("short", newest.seq)
    assert newest.policy_id == "short"


async def test_what_is_made_from_a_version_that_is_in_force_no_more_changes_nothing(
    rulebook: Rulebook, store: Store
) -> None:
    old = rulebook.version
    await rulebook.publish(HOLDS, {"lists/words.txt": b"lantern\n"}, "teacher")
    before = (rulebook.version, await audit.rows_after(store))
    with pytest.raises(Conflict):
        await rulebook.publish(old.text, None, "teacher", instead_of=old.seq)
    assert (rulebook.version, await audit.rows_after(store)) == before
    newest = rulebook.version
    await rulebook.publish(newest.text, None, "teacher", instead_of=newest.seq)
    assert rulebook.version.number == newest.number + 1


async def test_what_is_kept_beside_a_version_fails_with_it(rulebook: Rulebook, store: Store) -> None:
    before = rulebook.version

    async def fail(_tx: Transaction, version: PolicyVersion) -> None:
        raise NotFound(str(version.number))

    with pytest.raises(NotFound):
        await rulebook.publish(before.text, None, "teacher", beside=fail)
    assert rulebook.version == before
    assert (await policies.newest(store, NETWORK)) == before


async def test_the_id_of_the_house_rules_is_theirs_alone(store: Store) -> None:
    rulebook = Rulebook(store)
    await rulebook.load()
    before = rulebook.version
    with pytest.raises(DocumentError, match="choose another id"):
        await rulebook.publish("policy: 1\nid: house-rules\ndefault: allow\n", None, "teacher")
    assert rulebook.version == before
    assert rulebook.house.id == "house-rules"


LOTS = """
policy: 1
id: lots
default: allow
rules: [{id: lot, if: {chance: 50%}, then: hold}]
"""


async def test_lots_fall_alike_after_a_restart_and_in_both_layers(store: Store) -> None:
    first = Rulebook(store)
    await first.load()
    for layer in (NETWORK, HOUSE):
        await first.publish(LOTS, {}, "teacher", layer=layer)
    again = Rulebook(store)
    await again.load()
    old = await again.policy_of(first.version.seq)
    posts = [Submission("x", key=str(number)) for number in range(40)]
    drawn = [first.policy.judge(post).by for post in posts]
    assert set(drawn) == {"lot", "default"}
    for policy in (first.house, again.policy, again.house, old):
        assert [policy.judge(post).by for post in posts] == drawn


async def test_every_data_folder_draws_lots_of_its_own(store: Store, tmp_path: Path) -> None:
    elsewhere = await Store.open(tmp_path / "elsewhere")
    try:
        one, other = Rulebook(store), Rulebook(elsewhere)
        for rulebook in (one, other):
            await rulebook.load()
            await rulebook.publish(LOTS, {}, "teacher")
        posts = [Submission("x", key=str(number)) for number in range(100)]
        assert [one.policy.judge(post).by for post in posts] != [
            other.policy.judge(post).by for post in posts
        ]
    finally:
        await elsewhere.close()


async def test_used_policies_are_kept_with_the_version_and_a_change_on_disk_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    used = "policy: 1\nid: school\ndefault: hold\nrules: [{id: soup, if: {words: [soup]}, then: block}]\n"
    (tmp_path / "school.yaml").write_text(used, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        "policy: 1\nid: mine\ndefault: allow\nuse: [school, combinations]\n", encoding="utf-8"
    )
    first = Rulebook(store)
    await first.load(str(tmp_path / "mine.yaml"))
    assert set(first.version.files) == {"school.yaml", "shipped:combinations.yaml"}
    (tmp_path / "school.yaml").unlink()
    second = Rulebook(store)
    await second.load()
    assert _verdict(second, "hot soup") is Verdict.BLOCK
    assert _verdict(second, "lantern river") is Verdict.SHADOW
    assert await store.verify() is None
    await second.publish("policy: 1\nid: other\ndefault: allow\n", None, "teacher")
    old = await second.policy_of(first.version.seq)
    assert old.judge(Submission("hot soup")).by == "soup"
