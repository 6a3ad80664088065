"""The file of visits: pages by key, filters by every column, bounded, and nothing that holds a lesson up."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bbs.store import StoreError, visits
from bbs.store.visits import A_DAY, FILE, FILTERS, NEWEST, Noted, Visit, VisitFile, Wanted

NOW = 1_773_479_100_000
USUAL = Noted(
    "ann", "intranet", "A", "GET", "board.bright.test", "/", "opened", "", "", "opens", "network.yaml", 18, "It opens.", ""
)  # fmt: skip
OTHERS = {
    "person": "ben",
    "tier": "elite",
    "lane": "C",
    "method": "POST",
    "host": "chat.outside.test",
    "verdict": "refused",
    "way": "reset",
    "ooni": "http-failure",
    "rule": "exam-hours",
}

KILLED = f"""
import os, signal, sys
from pathlib import Path
from bbs.store.visits import Noted, Visit, VisitFile
file = VisitFile.open(Path(sys.argv[1]), {NOW})
file.put([Visit(1, {NOW}, 1, Noted(*["x"] * 11, 1, "x", "x"))], {NOW})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[VisitFile]:
    opened = VisitFile.open(tmp_path, NOW)
    yield opened
    opened.close()


def put(file: VisitFile, *noted: Noted, at: int = NOW, first: int = 1) -> None:
    file.put([Visit(first + n, at + n, 1, one) for n, one in enumerate(noted)], NOW)


def ids(found: list[Visit]) -> list[int]:
    return [one.id for one in found]


def test_what_is_put_comes_back_newest_first(file: VisitFile) -> None:
    put(file, USUAL, USUAL._replace(path="/threads/x"))
    found = file.page(Wanted())
    assert found == [Visit(2, NOW + 1, 1, USUAL._replace(path="/threads/x")), Visit(1, NOW, 1, USUAL)]
    assert file.last() == 2


def test_a_repeated_visit_is_one_row_with_its_number(file: VisitFile) -> None:
    put(file, USUAL)
    file.put([Visit(1, NOW, 8, USUAL)], NOW)
    assert [(one.id, one.many) for one in file.page(Wanted())] == [(1, 8)]


def test_pages_go_on_by_key_and_none_is_left_out_while_others_come(file: VisitFile) -> None:
    put(file, *[USUAL] * 7)
    first = file.page(Wanted(), limit=3)
    put(file, *[USUAL] * 2, first=8)
    rest = file.page(Wanted(), before=first[-1].id)
    assert ids(first + rest) == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("column", FILTERS)
def test_every_column_can_be_asked_for_alone(file: VisitFile, column: str) -> None:
    other = USUAL._replace(**{column: OTHERS[column]})
    put(file, USUAL, other, USUAL)
    wanted = Wanted(**{column: OTHERS[column]})
    assert ids(file.page(wanted)) == [2]
    assert [wanted.takes(one) for one in file.page(Wanted())] == [False, True, False]


def test_all_columns_can_be_asked_for_at_once(file: VisitFile) -> None:
    put(file, USUAL, USUAL._replace(**OTHERS), USUAL._replace(**OTHERS | {"lane": "B"}))
    assert ids(file.page(Wanted(**OTHERS))) == [2]


def test_times_are_asked_for_from_and_before(file: VisitFile) -> None:
    for number, at in enumerate((100, 200, 200, 300), 1):
        file.put([Visit(number, NOW + at, 1, USUAL)], NOW)
    cases = {
        (None, None): [4, 3, 2, 1],
        (NOW + 200, None): [4, 3, 2],
        (None, NOW + 200): [1],
        (NOW + 101, NOW + 300): [3, 2],
        (NOW + 301, None): [],
        (None, NOW): [],
        (0, NEWEST): [4, 3, 2, 1],
    }
    for (since, until), found in cases.items():
        wanted = Wanted(since=since, until=until)
        assert ids(file.page(wanted)) == found, (since, until)
        assert [one.id for one in file.page(Wanted()) if wanted.takes(one)] == found


@pytest.mark.parametrize("column", [*FILTERS, "at"])
def test_every_question_is_answered_by_an_index_and_by_no_look_through_all(
    file: VisitFile, column: str
) -> None:
    wanted = Wanted(since=1, until=2) if column == "at" else Wanted(**{column: "x"})
    sql, values = visits._question(wanted)
    with closing(sqlite3.connect(file.file)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql} AND id < 9 ORDER BY id DESC", values).fetchall()
    steps = [str(step[-1]) for step in plan]
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step], steps
    assert any(f"visits_by_{column}" in step for step in steps)


def test_of_several_columns_the_one_that_leaves_the_fewest_is_looked_up(file: VisitFile) -> None:
    for wanted, first in (
        (Wanted(verdict="refused", person="ann"), "person"),
        (Wanted(lane="A", host="x"), "host"),
        (Wanted(verdict="opened", method="PUT", tier="elite"), "method"),
    ):
        sql, values = visits._question(wanted)
        with closing(sqlite3.connect(file.file)) as connection:
            (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {sql} AND id < 9 ORDER BY id DESC", values)
        assert f"visits_by_{first} " in plan[-1]


def test_past_so_many_the_oldest_go(file: VisitFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST", 5)
    put(file, *[USUAL] * 4)
    put(file, *[USUAL] * 4, first=5)
    assert ids(file.page(Wanted())) == [8, 7, 6, 5, 4]


def test_after_seven_days_all_go_while_the_server_runs_and_when_it_starts(tmp_path: Path) -> None:
    file = VisitFile.open(tmp_path, NOW)
    put(file, USUAL, at=NOW - 6 * A_DAY)
    put(file, USUAL, first=2)
    file.put([Visit(3, NOW + 2 * A_DAY, 1, USUAL)], NOW + 2 * A_DAY)
    assert ids(file.page(Wanted())) == [3, 2]
    file.close()
    file = VisitFile.open(tmp_path, NOW + 8 * A_DAY)
    assert ids(file.page(Wanted())) == [3]
    file.close()


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    file = VisitFile.open(tmp_path, NOW)
    put(file, USUAL, USUAL)
    file.close()
    again = VisitFile.open(tmp_path, NOW)
    assert again.last() == 2
    assert len(again.page(Wanted())) == 2
    again.close()


def test_whoever_is_erased_is_in_no_byte_of_the_file_nor_of_what_lies_beside_it(file: VisitFile) -> None:
    put(file, USUAL._replace(person="thepersonwhogoes"), USUAL)
    file.forget("thepersonwhogoes")
    assert [one.noted.person for one in file.page(Wanted())] == ["ann", ""]
    beside = file.file.parent.glob(f"{FILE}*")
    assert b"thepersonwhogoes" not in b"".join(one.read_bytes() for one in beside)


def test_who_was_erased_while_the_record_was_closed_goes_at_the_next_start(tmp_path: Path) -> None:
    file = VisitFile.open(tmp_path, NOW)
    put(file, USUAL, USUAL._replace(person="ben"))
    file.close()
    again = VisitFile.open(tmp_path, NOW, gone=["ben"])
    assert [one.noted.person for one in again.page(Wanted())] == ["", "ann"]
    again.close()


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read" * 100, None])
def test_a_file_that_can_t_be_read_or_is_of_another_version_is_begun_anew(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    if content is None:
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.executescript("CREATE TABLE visits (id INTEGER); PRAGMA user_version = 77;")
    else:
        (tmp_path / FILE).write_bytes(content)
    file = VisitFile.open(tmp_path, NOW)
    put(file, USUAL)
    assert ids(file.page(Wanted())) == [1]
    assert "a new one begins" in caplog.text
    file.close()


@pytest.mark.parametrize("path", [None, "half a \ud83d character"])
def test_a_batch_that_fails_leaves_nothing_and_the_next_one_is_kept(
    file: VisitFile, path: str | None
) -> None:
    with pytest.raises(StoreError, match="could not be written down"):
        file.put([Visit(1, NOW, 1, USUAL), Visit(2, NOW, 1, USUAL._replace(path=path))], NOW)  # type: ignore[arg-type]
    put(file, USUAL, first=3)
    assert ids(file.page(Wanted())) == [3]


def test_what_was_put_is_there_after_a_crash(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)  # noqa: S603  # this very interpreter
    file = VisitFile.open(tmp_path, NOW)
    assert ids(file.page(Wanted())) == [1]
    file.close()


def test_half_a_character_finds_nothing(file: VisitFile) -> None:
    put(file, USUAL)
    assert file.page(Wanted(host="a\ud83d")) == []


def test_a_record_that_was_taken_away_is_a_clear_error(tmp_path: Path) -> None:
    file = VisitFile.open(tmp_path, NOW)
    file.close()
    for one in tmp_path.iterdir():
        one.unlink()
    with pytest.raises(StoreError, match="can't be read"):
        file.page(Wanted())
