"""A policy file or a shipped id -> Policy; what stands in the way goes to standard error."""

from __future__ import annotations

from collections.abc import Sequence

from bbs.cli.output import FOUND, UNUSABLE, complain
from bbs.document import DocumentError
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.resting import collector_at_rest
from bbs.shipped import PolicyFileError, read_policy

HOUSE_RULES = "house-rules"


def load_policy(
    id_or_path: str, seed: str | bytes = "", see_through: str | Sequence[str] | None = None
) -> tuple[Policy, str] | int:
    """The policy and the file name to show; or the exit status, its problems said: 2 unreadable, 1 not valid.

    `seed` is what `chance` draws by: some text, or the key of a data folder. `see_through` takes the place of
    what the file says.
    """
    try:
        return read_and_load(id_or_path, seed, see_through)
    except PolicyFileError as error:
        return complain(str(error), UNUSABLE)
    except DocumentError as error:
        for problem in error.problems:
            complain(str(problem))
        return FOUND


def read_and_load(
    id_or_path: str, seed: str | bytes = "", see_through: str | Sequence[str] | None = None
) -> tuple[Policy, str]:
    """The same; raises PolicyFileError for what can't be read, and DocumentError for what is no valid policy."""
    found = read_policy(id_or_path)
    key = seed if isinstance(seed, bytes) else seed.encode("utf-8", "surrogateescape")
    with collector_at_rest():
        policy = load(found.text, file=found.file, read=found.read, seed=key, see_through=see_through)
    return policy, found.file
