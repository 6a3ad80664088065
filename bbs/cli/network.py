"""`bbs network ...`: check a network file, and ask it what opens for whom. Nothing here needs a server."""

from __future__ import annotations

from typing import Annotated

import typer

from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.tables import show_table
from bbs.cli.visits import matrix_rows, visit_in_words
from bbs.document import DocumentError
from bbs.network.asking import VisitError, ask_for, moment, turned
from bbs.network.matrix import matrix as matrix_of
from bbs.network.resolve import Network
from bbs.network.retelling import matrix_json, visit_json
from bbs.pack import Pack, PackError, read_pack
from bbs.settings import Settings

app = typer.Typer(
    help="Check networks of sites, and ask what opens.", no_args_is_help=True, rich_markup_mode=None
)

_SHIPPED = Settings().pack
_OWN = frozenset({"localhost", "127.0.0.1", "::1"})
"""The addresses of the machine itself, where sites are paths: /~board/."""

At = Annotated[str, typer.Option(metavar="HH:MM", help="The time of day in the lesson.")]
Day = Annotated[str, typer.Option(metavar="DAY", help="The day of the week: mon, tue, ...")]
Switch = Annotated[
    list[str] | None,
    typer.Option(metavar="SWITCH=STATE", help="Where a switch stands; may be given several times."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@app.command()
def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A network file, or the id of the shipped one.")
    ],
) -> int:
    """Report every mistake of a network file and of the pages of its sites."""
    pack = _load(file, FOUND)
    if isinstance(pack, int):
        return pack
    net = pack.network
    pages = sum(map(len, pack.pages.values()))
    counted = [(len(net.sites), "site"), (len(net.tiers), "tier"), (len(net.rules), "rule"), (pages, "page")]
    if net.switches:
        counted.insert(2, (len(net.switches), "switch"))
    said = ", ".join(f"{number:,} {_many(what, number)}" for number, what in counted)
    say(f"{net.file}: {said}; in order")
    for one in net.warnings:
        say(f"{one.file}:{one.mark.line}:{one.mark.column}: warning: {one.problem}")
    return DONE


@app.command("try")
def try_(
    url: Annotated[str, typer.Argument(metavar="URL", help="An address, a site's id or its number.")],
    tier: Annotated[
        str, typer.Option("--as", metavar="TIER", help="Who asks: a tier of the network.")
    ] = "intranet",
    at: At = "",
    day: Day = "",
    method: Annotated[str, typer.Option(metavar="M", help="GET, POST, ...; CONNECT for https.")] = "",
    switch: Switch = None,
    pack: Annotated[str, typer.Option(metavar="PACK", help="The network: bright-net, or a file.")] = _SHIPPED,
    as_json: Json = False,
) -> int:
    """Say whether an address opens for a tier, what the visitor is told, and which rule decides."""
    network = _network(pack)
    if isinstance(network, int):
        return network
    try:
        network, when = turned(network, switch or ()), moment(at, day)
        ask = ask_for(network, url, tier, method, when)
    except VisitError as error:
        return complain(f"bbs network try: {error}")
    result = network.resolve(ask, _OWN)
    if as_json:
        say_json(visit_json(ask, result, when))
    else:
        for line in visit_in_words(network, ask, result):
            say(line)
    return DONE


@app.command()
def matrix(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A network file; the shipped network when left out.")
    ] = _SHIPPED,
    at: At = "",
    day: Day = "",
    switch: Switch = None,
    as_json: Json = False,
) -> int:
    """Show every site for every tier: what it gets, and which line of the file decides."""
    network = _network(file)
    if isinstance(network, int):
        return network
    try:
        network, when = turned(network, switch or ()), moment(at, day)
    except VisitError as error:
        return complain(f"bbs network matrix: {error}")
    rows = matrix_of(network, when.at, when.date)
    if as_json:
        say_json(matrix_json(network, rows, when))
    else:
        head, *lines = matrix_rows(network, rows)
        show_table(head, lines)
    return DONE


def _many(what: str, number: int) -> str:
    return what if number == 1 else f"{what}es" if what == "switch" else f"{what}s"


def _network(id_or_path: str) -> Network | int:
    pack = _load(id_or_path, UNUSABLE)
    return pack if isinstance(pack, int) else pack.network


def _load(id_or_path: str, mistaken: int) -> Pack | int:
    """The network with its pages; or the exit status, its problems said: 2 unreadable, `mistaken` not valid."""
    try:
        return read_pack(id_or_path)
    except PackError as error:
        return complain(str(error))
    except DocumentError as error:
        for problem in error.problems:
            complain(str(problem))
        return mistaken
