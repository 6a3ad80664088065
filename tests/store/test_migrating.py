"""Databases of every released schema: opened, whole, and as useful as new ones; a step that fails changes nothing.

`schemas/N.sql` is the dump of a data folder that the program of schema N made, with people and posts in it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bbs.desk import Draft
from bbs.policy.verdicts import Audience, Viewer
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Store, StoreError, posts, threads
from bbs.store.checking import check
from bbs.store.opening import DATABASE, migrations

SCHEMAS = Path(__file__).with_name("schemas")
RELEASED = range(1, len(migrations()))


def restored(folder: Path, schema: int) -> Path:
    """A data folder as a program of that schema left it; gives its database."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript((SCHEMAS / f"{schema}.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return folder / DATABASE


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [str(connection.execute("PRAGMA user_version").fetchone()), *connection.iterdump()]


def test_there_is_a_database_of_every_older_schema() -> None:
    assert sorted(int(file.stem) for file in SCHEMAS.glob("*.sql")) == list(RELEASED)


@pytest.mark.parametrize("schema", RELEASED)
async def test_an_older_database_is_whole_once_it_is_opened(tmp_path: Path, schema: int) -> None:
    database = restored(tmp_path / "data", schema)
    with pytest.raises(StoreError, match=r"older closednet .* start `bbs serve`"):
        await check(database)
    await (await Store.open(tmp_path / "data")).close()
    found = await check(database)
    assert found.problem == ""
    assert (found.rows["posts"], found.rows["people"], found.rows["policies"]) == (9, 4, 3)


@pytest.mark.parametrize("schema", RELEASED)
async def test_everything_in_it_reads_as_it_did(tmp_path: Path, schema: int) -> None:
    restored(tmp_path / "data", schema)
    async with open_services(Settings(data=tmp_path / "data")) as services:
        store = services.store
        assert services.class_code == "otter-maple-42"
        assert services.rulebook.policy.id == "no-filter"
        kept = await posts.page(store, newest_first=False)
        assert [(post.author_name, post.state, post.audience.value) for post in kept] == [
            ("Ant-Eighty-One", "judged", "everyone"),
            ("Pony-Seventy-Nine", "judged", "everyone"),
            ("Professor Heron", "released", "everyone"),
            ("Professor Heron", "refused", "refused"),
            ("Gerbil-Seventy-Four", "judged", "author"),
            ("Ant-Eighty-One", "judged", "everyone"),
            ("Pony-Seventy-Nine", "judged", "everyone"),
            ("Pony-Seventy-Nine", "judged", "nobody"),
            ("", "judged", "everyone"),
        ]
        assert kept[5].original.body == "생일을 축하합니다, 교수님!"
        assert kept[1].shown.body == "Many happy returns from the other side"
        (opened,) = await threads.on_board(store, "friends", Viewer())
        assert opened.opening.original.title == "A greeting"
        joined = await services.roster.sign_in("Gerbil-Seventy-Four", "river-night-monday")
        assert joined.person.role == "student"


@pytest.mark.parametrize("schema", RELEASED)
async def test_it_takes_up_what_is_new(tmp_path: Path, schema: int) -> None:
    restored(tmp_path / "data", schema)
    async with open_services(Settings(data=tmp_path / "data")) as services:
        (opened,) = await threads.on_board(services.store, "friends", Viewer())
        before = await posts.sights(services.store, [opened.thread.id], Viewer())
        assert {(sight.audience, sight.many) for sight in before} == {
            (Audience.EVERYONE, 3),
            (Audience.AUTHOR, 1),
            (Audience.REFUSED, 1),
            (Audience.NOBODY, 1),
        }
        author = (await services.roster.join(services.class_code)).person
        await services.desk.submit(Draft("reply", "And from me", thread=opened.thread.id), author)
        after = await posts.sights(services.store, [opened.thread.id], Viewer())
        assert {sight.many for sight in after if sight.audience is Audience.EVERYONE} == {4}
        assert [
            await posts.count_by(services.store, opened.thread.author),
            await posts.count_by(services.store, author.id),
        ] == [2, 1]
    assert (await check(tmp_path / "data" / DATABASE)).problem == ""


@pytest.mark.parametrize("schema", RELEASED)
@pytest.mark.parametrize("step", ["SELECT nothing FROM nowhere", "INSERT INTO audit (seq) VALUES (1)"])
async def test_a_step_that_fails_leaves_the_old_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: int, step: str
) -> None:
    database = restored(tmp_path / "data", schema)
    before = dump(database)
    failing = [*migrations()[:-1], [*migrations()[-1], step]]
    monkeypatch.setattr("bbs.store.migrating.migrations", lambda: failing)
    with pytest.raises(StoreError, match="can't be opened") as caught:
        await Store.open(tmp_path / "data")
    assert "\n" not in str(caught.value)
    assert dump(database) == before
    monkeypatch.undo()
    await (await Store.open(tmp_path / "data")).close()


@pytest.mark.parametrize("schema", RELEASED)
async def test_an_older_database_with_a_changed_text_is_refused_and_left_as_it_is(
    tmp_path: Path, schema: int
) -> None:
    database = restored(tmp_path / "data", schema)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE posts SET body = 'Changed' WHERE seq = 1")
    before = dump(database)
    with pytest.raises(StoreError, match=r"damaged: the text .* behind row \d+ .*nothing was changed"):
        await Store.open(tmp_path / "data")
    assert dump(database) == before
