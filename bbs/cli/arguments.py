"""Arguments and options that several commands take, each described once."""

from __future__ import annotations

from typing import Annotated

import typer

PolicyName = Annotated[
    str, typer.Argument(metavar="FILE", help="A policy file, or the id of a shipped policy.")
]
Title = Annotated[str | None, typer.Option(help="The title of the post.")]
Facts = Annotated[
    str, typer.Option("--as", metavar="FACTS", help="The author, as in role=student,tier=intranet.")
]
At = Annotated[str | None, typer.Option(metavar="HH:MM", help="The time of day in the lesson.")]
Date = Annotated[str | None, typer.Option(metavar="DATE", help="The day, as in 2026-03-14.")]
Site = Annotated[str | None, typer.Option(help="The site it is written on.")]
Board = Annotated[str | None, typer.Option(help="The board it is written on.")]
Kind = Annotated[str | None, typer.Option(help="What it is: thread, reply, card, ...")]
HouseRules = Annotated[bool, typer.Option("--house-rules", help="Add the house rules that are always on.")]
Seed = Annotated[
    str, typer.Option(metavar="TEXT", help="Any text: what `chance` draws by; another text, other lots.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
