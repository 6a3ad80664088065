"""What `bbs doctor` looks at on the disk: the data folder, policies, the network, and the clock beside them."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bbs.cli.findings import Finding, note, ok, trouble
from bbs.document import DocumentError
from bbs.pack import read_pack
from bbs.pack_places import PackError, shipped_packs
from bbs.policy.examples import run_tests
from bbs.policy.load import load
from bbs.settings import Settings
from bbs.shipped import PolicyFileError, policies_in, read_policy, shipped_policies
from bbs.store.errors import Outdated, StoreError
from bbs.store.looking import NEWEST_SCHEMA, Look, look

_MB = 1 << 20
TIGHT, FULL = 1_000 * _MB, 100 * _MB
"""Free bytes below which it is said, and below which a lesson should not begin."""
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Before this no clock is right."""


def data_folder(folder: Path) -> Iterator[Finding | Look]:
    """The folder, what it holds, and how much room is left; last of all what was seen, where that could be."""
    nearest = next(one for one in (folder, *folder.resolve().parents) if one.exists())
    if problem := _not_writable(nearest):
        yield trouble(
            "Data folder", f"cannot write in {nearest}: {problem}; choose another folder with --data"
        )
    elif nearest != folder:
        yield ok("Data folder", f"{folder} is not there yet; the first start makes it")
    else:
        yield ok("Data folder", str(folder.resolve()))
    yield _room(nearest)
    try:
        seen = look(folder)
    except Outdated as older:
        yield note("Database", str(older))
        return
    except (StoreError, OSError) as error:
        yield trouble("Database", str(error))
        return
    if seen.size:
        yield _database(seen)
    yield seen


def policies(settings: Settings) -> Iterator[Finding]:
    """Every shipped policy, and those of the teacher: loaded, and their tests run."""
    yield _loaded("Shipped policies", shipped_policies(), None)
    if settings.policies is not None:
        yield _loaded("Own policies", policies_in(settings.policies), settings.policies)


def network(settings: Settings) -> Finding:
    """The network that would be played; where none is asked for, all that may be chosen on the console."""
    said = []
    for one in [settings.pack] if settings.pack else shipped_packs():
        try:
            pack = read_pack(one)
        except PackError as error:
            return trouble("Network", str(error))
        except DocumentError as error:
            return trouble("Network", _first(error))
        said.append(f"{one}: {len(pack.network.sites)} sites, {sum(map(len, pack.pages.values()))} pages")
    return ok("Network", "; ".join(said))


def clock(last: dt.datetime | None, now: dt.datetime | None = None) -> Finding:
    """Whether time has gone on since something was last written."""
    now = now or dt.datetime.now(dt.UTC)
    said = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    if now < MADE:
        return trouble("Clock", f"{said} can't be; set the clock of this machine")
    if last is not None and now < last - dt.timedelta(minutes=5):
        return trouble(
            "Clock", f"{said} is before the last entry of the log, {last.astimezone():%Y-%m-%d %H:%M}; set it"
        )
    return ok("Clock", said)


def _not_writable(folder: Path) -> str:
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free // _MB:,} MB free"
    if free < FULL:
        return trouble("Disk", f"{said}; make room: on a full disk nobody can write")
    return (
        note("Disk", f"{said}; a lesson needs some MB, a year of them more")
        if free < TIGHT
        else ok("Disk", said)
    )


def _database(seen: Look) -> Finding:
    said = f"{seen.posts:,} posts, {seen.size / _MB:,.1f} MB, schema {seen.schema} of {NEWEST_SCHEMA}"
    if seen.running:
        return ok("Database", f"{said}; a server is running on it")
    if seen.sealed:
        return ok("Database", f"{said}; closed well, and every byte is as it was then")
    return note("Database", f"{said}; not closed well, or a backup: the next start looks at all of it first")


def _loaded(name: str, ids: list[str], folder: Path | None) -> Finding:
    for one in ids:
        try:
            found = read_policy(one, folder)
            outcomes = run_tests(load(found.text, file=found.file, read=found.read))
        except PolicyFileError as error:
            return trouble(name, str(error))
        except DocumentError as error:
            return trouble(name, _first(error))
        if failed := [outcome for outcome in outcomes if not outcome.passed]:
            return trouble(name, f"{found.file}:{failed[0].test.mark.line}: this test fails")
    return ok(name, f"{len(ids)} in order: {', '.join(ids)}")


def _first(error: DocumentError) -> str:
    more = len(error.problems) - 1
    return f"{error.problems[0]}{f' (and {more} more)' if more else ''}"
