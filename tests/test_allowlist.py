"""The network in force: its switches are kept, recorded and told; another one comes in whole or not at all."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from heard import heard
from networks import OwnNetwork, own_network

from bbs.allowlist import Allowlist, UnknownStateError
from bbs.feed import Feed
from bbs.lesson import Clock
from bbs.network.resolve import Ask
from bbs.network_ondisk import network_on_disk
from bbs.pack import read_pack
from bbs.roster import Roster
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import NotFound, Store, audit


@pytest.fixture
def own(tmp_path: Path) -> OwnNetwork:
    return own_network(tmp_path)


async def opened(store: Store, clock: Clock, own: OwnNetwork, feed: Feed | None = None) -> Allowlist:
    return await Allowlist.open(store, feed or Feed(), clock, read_pack(str(own.file)))


def rule_for(allowlist: Allowlist, tier: str = "visitor", host: str = "news.outside.test") -> str:
    return allowlist.network.resolve(Ask(host, tier=tier)).ground.rule


# Switches.


async def test_a_turned_switch_holds_at_once_and_after_a_restart(store, clock, own):
    allowlist = await opened(store, clock, own)
    assert (allowlist.network.standing["visitors"], rule_for(allowlist)) == ("open", "opens")
    await allowlist.turn("visitors", "closed")
    assert rule_for(allowlist) == "shut"
    assert rule_for(await opened(store, clock, own)) == "shut"
    await allowlist.turn("visitors", "open")
    assert rule_for(await opened(store, clock, own)) == "opens"


async def test_the_data_folder_keeps_the_switches_of_the_shipped_network(tmp_path: Path):
    settings = Settings(data=tmp_path, open_browser=False)
    async with open_services(settings) as services:
        await services.allowlist.turn("visitors", "apr-2016")
    async with open_services(settings) as services:
        assert services.allowlist.network.standing["visitors"] == "apr-2016"


async def test_a_turn_is_in_the_log_as_the_teacher_s_and_told_to_who_listens(store, clock, own):
    feed = Feed()
    allowlist = await opened(store, clock, own, feed)
    news = heard(feed)
    await allowlist.turn("visitors", "closed")
    (row,) = await audit.rows_after(store)
    assert (row.actor, row.action, row.subject, row.at) == ("teacher", "switched", "visitors", clock.now())
    assert json.loads(row.detail) == {"network": "small-net", "state": "closed", "was": "open"}
    assert [(one.action, one.subject, one.seq, one.post) for one in news] == [
        ("switched", "visitors", row.seq, None)
    ]
    assert await store.verify() is None


async def test_turning_to_where_it_stands_leaves_no_row_however_many_press_at_once(store, clock, own):
    allowlist = await opened(store, clock, own)
    await allowlist.turn("visitors", "open")
    assert await audit.rows_after(store) == []
    await asyncio.gather(*(allowlist.turn("visitors", "closed") for _ in range(10)))
    assert len(await audit.rows_after(store)) == 1


async def test_an_unknown_switch_or_state_turns_nothing(store, clock, own):
    allowlist = await opened(store, clock, own)
    with pytest.raises(NotFound):
        await allowlist.turn("guests", "closed")
    with pytest.raises(UnknownStateError, match="Names outside for guests can be open, closed; not 'shut'"):
        await allowlist.turn("visitors", "shut")
    assert await audit.rows_after(store) == []


async def test_a_turn_that_cannot_be_kept_is_not_made(store, clock, own):
    allowlist = await opened(store, clock, own)
    await store.close()
    with pytest.raises(Exception, match=r"."):
        await allowlist.turn("visitors", "closed")
    assert rule_for(allowlist) == "opens"


# Another network.


async def test_files_that_have_not_changed_are_not_offered(store, clock, own):
    assert await network_on_disk((await opened(store, clock, own)).pack, store) is None


async def test_a_changed_file_takes_effect_when_it_is_put_in_force_and_the_switches_stay(store, clock, own):
    feed = Feed()
    allowlist = await opened(store, clock, own, feed)
    await allowlist.turn("visitors", "closed")
    own.change("Closed for guests.", "Not for guests.")
    own.change("chat.outside.test", "news.outside.test", "lists/shut.txt")
    own.change("Hello.", "Good day.", "p/films/index.md")
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert disk.pack is not None
    assert set(disk.files) == {"lists/shut.txt", "p/films/index.md", str(own.file)}
    (difference,) = disk.differences
    assert [line.text.split("why: ")[1].split(",")[0] for line in difference.lines if line.sign in "+-"] == [
        "Closed for guests.",
        "Not for guests.",
    ]
    assert rule_for(allowlist, "elite") == "opens", "nothing takes effect by being looked at"
    news = heard(feed)
    await allowlist.put_in_force(disk.pack)
    assert rule_for(allowlist, "elite") == "listed"
    assert allowlist.network.resolve(Ask("chat.outside.test", tier="visitor")).ground.why == "Not for guests."
    assert "Good day" in allowlist.pages["films"]["/"].text
    assert await network_on_disk(allowlist.pack, store) is None
    row = (await audit.rows_after(store))[-1]
    assert (row.actor, row.action, row.subject) == ("teacher", "reloaded", "small-net")
    assert json.loads(row.detail)["digest"] == disk.digest
    assert [one.action for one in news] == ["reloaded"]


async def test_the_same_network_again_is_no_news(store, clock, own):
    allowlist = await opened(store, clock, own)
    await allowlist.put_in_force(read_pack(str(own.file)))
    assert await audit.rows_after(store) == []


async def test_a_broken_file_shows_every_mistake_and_never_replaces_a_good_network(store, clock, own):
    allowlist = await opened(store, clock, own)
    own.change("kind: newspaper", "kind: newspapr")
    own.change("Hello", "[Hello](nowhere.md)", "p/films/index.md")
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert (disk.pack, disk.digest) == (None, "")
    assert [str(one).split(": ")[0] for one in disk.problems] == [f"{own.file}:16:47"]
    own.change("kind: newspapr", "kind: newspaper")
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert [one.file for one in disk.problems] == ["p/films/index.md"]
    own.file.unlink()
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert disk.trouble.startswith(f"{own.file}: this file can't be read")
    assert rule_for(allowlist, "elite", "chat.outside.test") == "listed"


async def test_a_switch_whose_state_is_gone_stands_where_it_starts(store, clock, own):
    allowlist = await opened(store, clock, own)
    await allowlist.turn("visitors", "closed")
    own.change("closed: {title: None opens", "shut: {title: None opens")
    own.change("{visitors: closed}", "{visitors: shut}")
    await allowlist.put_in_force(read_pack(str(own.file)))
    assert (allowlist.network.standing["visitors"], rule_for(allowlist)) == ("open", "opens")


async def test_people_in_a_tier_that_is_gone_and_a_board_that_is_gone_are_told_beforehand(store, clock, own):
    allowlist, roster = await opened(store, clock, own), Roster(store, clock, "code")
    first, second = [(await roster.join("code")).person for _ in range(2)]
    await roster.set_place(first.id, "student", "visitor")
    own.change("  visitor: {opens: [outside]}", "  guest: {opens: [outside]}")
    own.change("tier: visitor", "tier: guest")
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert disk.lost == (
        "1 person is in the tier visitor, which Small Net does not have: "
        "while it is in force, this person counts as intranet.",
    )
    own.change("intranet", "inside")
    own.change("id: board", "id: meeting")
    own.change("[portal, board", "[portal, meeting")
    own.change("site: board", "site: meeting")
    disk = await network_on_disk(allowlist.pack, store)
    assert disk is not None
    assert disk.lost[0].startswith("1 person is in the tier intranet, which Small Net does not have")
    assert disk.lost[1].endswith("this person counts as inside.")
    assert disk.lost[2:] == (
        "Who joins is put into the tier inside.",
        "The site board is gone: what was written there is kept, and can be read again once the site is back.",
    )
    assert second.tier == "intranet"
