"""`bbs policy replay`: what another policy would change for everything that was sent."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.loading import load_policy
from bbs.cli.options import option
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.posts import Posts, from_folder, from_lines, lots_of, unreadable
from bbs.cli.progress import Progress
from bbs.cli.replayed import in_words, replay_json
from bbs.cli.submissions import SubmissionError, in_order
from bbs.document import DocumentError
from bbs.policy.replay import Replay
from bbs.shipped import PolicyFileError
from bbs.store import StoreError

MOST_JOBS = 64
"""More processes than that no machine of a school has cores for."""


def replay(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The policy to compare with: a file, or an id.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The policy to try: a file, or an id.")],
    posts: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.jsonl|-", help="Submissions, one JSON object a line; - is standard input."
        ),
    ] = None,
    data: Annotated[Path | None, option("data", metavar="DIR")] = None,
    seed: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="What `chance` draws by; left out, as the data folder does."),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, max=MOST_JOBS, metavar="N", help="How many processes share the work.")
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> int:
    """Say what another policy would change for everything that was sent: from lines, or from a data folder.

    Each policy counts anew. A data folder is only read, also while a server runs on it.
    """
    folder, name = data if posts is None else None, posts or "-"
    try:
        lots = lots_of(folder) if folder is not None and seed is None else seed or ""
        before, after = load_policy(old, lots), load_policy(new, lots)
        if isinstance(before, int) or isinstance(after, int):
            return UNUSABLE
        compared = Replay(before[0], after[0])
        unread = _add_all(compared, (old, new, lots), folder, name, jobs)
    except (StoreError, DocumentError, PolicyFileError, BrokenExecutor) as error:
        return complain(f"bbs policy replay: {error}")
    except (OSError, ValueError) as error:
        return unreadable(name, error)
    _say(compared, unread, as_json=as_json)
    return FOUND if unread else DONE


def _say(compared: Replay, unread: int, *, as_json: bool) -> None:
    if as_json:
        say_json(replay_json(compared, unread))
    else:
        for line in in_words(compared, unread):
            say(line)


def _add_all(
    compared: Replay, asked: tuple[str, str, str | bytes], folder: Path | None, name: str, jobs: int
) -> int:
    """Add everything that a folder holds, or the lines of a name; gives how many could not be read."""
    with from_folder(folder) if folder is not None else from_lines(name) as posts:
        shown = str(folder) if folder is not None else name
        if not _shared(compared, jobs):
            return _walk(compared, posts, shown, in_lines=folder is None)
        from bbs.cli.jobs import Asked, share  # for many posts alone

        return share(compared, Asked(*asked), posts, shown, jobs)


def _counting(compared: Replay) -> list[str]:
    """The policies whose decisions depend on what was sent before."""
    return [policy.id for policy in (compared.old, compared.new) if policy.questions or policy.penalties]


def _shared(compared: Replay, jobs: int) -> bool:
    """Whether several processes do it; where order matters one does, and that is said."""
    counting = _counting(compared)
    if jobs > 1 and counting:
        who = " and ".join(dict.fromkeys(counting))
        many = "count" if len(set(counting)) > 1 else "counts"
        complain(
            f"{who} {many} what was sent before, so one process judges all in order; --jobs changes nothing"
        )
    return jobs > 1 and not counting


def _walk(compared: Replay, posts: Posts, name: str, *, in_lines: bool) -> int:
    """Add every submission; gives how many could not be read. Of lines that are counted the oldest comes first."""
    unread, last = 0, None
    ordered = in_lines and bool(_counting(compared))
    with Progress("submissions", posts.total) as progress:
        for key, row in posts.rows:
            try:
                sent = posts.read(key, row)
                last = in_order(sent, last) if ordered else None
                compared.add(key, sent)
            except SubmissionError as error:
                unread += 1
                progress.clear()
                complain(f"{name}:{key}:{error.column}: {error}")
            count = compared.submissions + unread
            progress.at(posts.position() if posts.position else count, count)
    return unread
