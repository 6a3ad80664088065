"""The chain of the audit log."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.policy.submission import Text
from bbs.store import AuditRow, Store, Transaction, audit, verify_chain

NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)
_words = st.text(max_size=12)


def _chain(facts: list[tuple[str, str, str]]) -> list[AuditRow]:
    rows: list[AuditRow] = []
    for number, (actor, action, subject) in enumerate(facts, start=1):
        rows.append(
            audit.sealed(
                seq=number,
                at=NOON + dt.timedelta(seconds=number),
                actor=actor,
                action=action,
                subject=subject,
                detail="{}",
                digest="",
                prev=rows[-1].hash if rows else audit.FIRST,
            )
        )
    return rows


chains = st.lists(st.tuples(_words, _words, _words), min_size=2, max_size=12).map(_chain)


@given(chains)
def test_an_untouched_chain_holds(rows: list[AuditRow]) -> None:
    assert verify_chain(rows) is None


@given(chains, st.data())
def test_a_chain_checked_in_two_parts_holds_too(rows: list[AuditRow], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows) - 1))
    assert verify_chain(rows[cut:], rows[cut - 1]) is None


@given(chains, st.data())
def test_any_changed_field_of_any_row_is_named(rows: list[AuditRow], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(["actor", "action", "subject", "detail", "digest", "prev", "hash"]))
    changed = dataclasses.replace(rows[at], **{field: getattr(rows[at], field) + "x"})
    fault = verify_chain([*rows[:at], changed, *rows[at + 1 :]])
    assert fault is not None
    assert fault.seq == rows[at].seq


@given(chains, st.data())
def test_a_changed_time_is_named(rows: list[AuditRow], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    changed = dataclasses.replace(rows[at], at=rows[at].at + dt.timedelta(microseconds=1))
    fault = verify_chain([*rows[:at], changed, *rows[at + 1 :]])
    assert fault is not None
    assert fault.seq == rows[at].seq


@given(chains, st.data())
def test_a_missing_row_inside_is_named(rows: list[AuditRow], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 2))
    fault = verify_chain(rows[:at] + rows[at + 1 :])
    assert fault is not None
    assert fault.seq == rows[at].seq


@given(chains, st.data())
def test_a_row_sealed_anew_breaks_the_row_after_it(rows: list[AuditRow], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 2))
    old = {field.name: getattr(rows[at], field.name) for field in dataclasses.fields(AuditRow)}
    del old["hash"]
    forged = audit.sealed(**{**old, "actor": old["actor"] + "x"})
    fault = verify_chain([*rows[:at], forged, *rows[at + 1 :]])
    assert fault is not None
    assert fault.seq == rows[at].seq + 1


async def _append(store: Store, action: str, subject: str = "someone") -> AuditRow:
    async def job(tx: Transaction) -> AuditRow:
        return await audit.append(tx, at=NOON, actor="teacher", action=action, subject=subject)

    return await store.write(job)


async def test_rows_follow_each_other_and_read_back_as_they_were(store: Store) -> None:
    rows = [await _append(store, action) for action in ("join", "submit", "release")]
    assert await audit.rows_after(store) == rows
    assert [row.seq for row in rows] == [1, 2, 3]
    assert rows[0].prev == audit.FIRST
    assert await store.verify() is None


async def test_a_long_log_is_verified_page_by_page(store: Store) -> None:
    async def job(tx: Transaction) -> None:
        for number in range(2 * audit.PAGE + 3):
            await audit.append(tx, at=NOON, actor="teacher", action="join", subject=str(number))

    await store.write(job)
    assert await store.verify() is None
    await _edit(store, "UPDATE audit SET subject = 'x' WHERE seq = 501")
    fault = await store.verify()
    assert fault is not None
    assert fault.seq == 501 > audit.PAGE


async def test_a_row_of_a_failed_job_leaves_no_gap(store: Store) -> None:
    async def breaks(tx: Transaction) -> None:
        await audit.append(tx, at=NOON, actor="teacher", action="join", subject="a")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.write(breaks)
    assert (await _append(store, "join")).seq == 1
    assert await store.verify() is None


@pytest.mark.parametrize(
    ("edit", "row"),
    [
        ("UPDATE audit SET actor = 'somebody else' WHERE seq = 2", 2),
        ('UPDATE audit SET detail = \'{"verdict":"allow"}\' WHERE seq = 3', 3),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("UPDATE audit SET prev = hash WHERE seq = 2", 2),
    ],
)
async def test_what_was_edited_in_the_database_is_found(store: Store, edit: str, row: int) -> None:
    for action in ("join", "submit", "release"):
        await _append(store, action)
    await _edit(store, edit)
    fault = await store.verify()
    assert fault is not None
    assert fault.seq == row


def test_a_digest_says_nothing_without_its_salt() -> None:
    text = Text("", "Happy birthday")
    first, second = audit.digest(audit.new_salt(), text), audit.digest(audit.new_salt(), text)
    assert first != second


def test_where_a_title_ends_changes_the_digest() -> None:
    assert audit.digest("s", Text("ab", "c")) != audit.digest("s", Text("a", "bc"))


async def _edit(store: Store, sql: str) -> None:
    async def job(tx: Transaction) -> None:
        await tx.execute(sql)

    await store.write(job)


def test_an_empty_log_holds() -> None:
    assert verify_chain([]) is None


@given(st.lists(_words, min_size=7, max_size=7), st.integers(1, 10**12))
def test_what_is_hashed_is_canonical_json(words: list[str], seq: int) -> None:
    part = dict(zip(audit.SEALED, (seq, *words), strict=True))
    expected = hashlib.sha256(audit.canonical(part).encode()).hexdigest()
    assert audit.break_in((seq, *words), expected, seq - 1, words[-1]) is None
    salted = f"{words[0]}\n{audit.canonical(words[1:])}"
    assert (
        audit.digest(words[0], Text(*words[1:3]), *words[3:]) == hashlib.sha256(salted.encode()).hexdigest()
    )
