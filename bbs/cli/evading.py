"""`bbs policy evade`: which disguises of a word get through, and what seeing through them costs in innocents."""

from __future__ import annotations

from typing import Annotated

import typer

from bbs.cli.arguments import Json, PolicyName
from bbs.cli.words_file import INNOCENTS


def evade(
    file: PolicyName,
    word: Annotated[
        str, typer.Argument(metavar="WORD", help="A word or a phrase that the policy looks for.")
    ],
    innocents: Annotated[
        str, typer.Option(metavar="FILE", help="Innocent words of your own, one a line (or .gz).")
    ] = INNOCENTS,
    as_json: Json = False,
) -> int:
    """Disguise a word in every way, say what sees through which, and what that costs in innocent words."""
    from bbs.cli.evaded import tried  # sixty disguises that no other command needs

    return tried(file, word, innocents, as_json)
