"""`bbs policy replay`: what another policy would change for everything that was sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.loading import load_policy
from bbs.cli.options import option
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.posts import Posts, from_folder, from_lines, lots_of, unreadable
from bbs.cli.progress import Progress
from bbs.cli.replayed import in_words, replay_json
from bbs.cli.submissions import SubmissionError
from bbs.policy.replay import Replay
from bbs.store import StoreError


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
        unread = _from_folder(compared, folder) if folder is not None else _from_lines(compared, name)
    except StoreError as error:
        return complain(f"bbs policy replay: {error}")
    except (OSError, ValueError) as error:
        return unreadable(name, error)
    if as_json:
        say_json(replay_json(compared, unread))
    else:
        for line in in_words(compared, unread):
            say(line)
    return FOUND if unread else DONE


def _from_folder(compared: Replay, folder: Path) -> int:
    with from_folder(folder) as posts:
        return _walk(compared, posts, str(folder))


def _from_lines(compared: Replay, name: str) -> int:
    ordered = any(policy.questions or policy.penalties for policy in (compared.old, compared.new))
    with from_lines(name, ordered=ordered) as posts:
        return _walk(compared, posts, name)


def _walk(compared: Replay, posts: Posts, name: str) -> int:
    """Add every submission; gives how many could not be read."""
    unread = 0
    with Progress("submissions", posts.total) as progress:
        for key, sent in posts.each:
            if isinstance(sent, SubmissionError):
                unread += 1
                progress.clear()
                complain(f"{name}:{key}:{sent.column}: {sent}")
            else:
                compared.add(key, sent)
            count = compared.submissions + unread
            progress.at(posts.position() if posts.position else count, count)
    return unread
