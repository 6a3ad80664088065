"""`bbs network ...`: check a network file, and ask it what opens for whom. Nothing here needs a server."""

from __future__ import annotations

from typing import Annotated

import typer

from bbs.cli.network_starting import new
from bbs.cli.options import complete_pack
from bbs.cli.output import DONE, FOUND, UNUSABLE, complain, say, say_json
from bbs.cli.tables import show_table
from bbs.cli.visits import matrix_rows, visit_in_words
from bbs.document import DocumentError
from bbs.network.asking import VisitError, ask_for, moment, turned
from bbs.network.matrix import matrix as matrix_of
from bbs.network.resolve import Network
from bbs.network.retelling import matrix_json, visit_json
from bbs.pack import Pack, read_pack
from bbs.pack_places import FIRST_PACK, PackError, shipped_packs

app = typer.Typer(
    help="Check networks of sites, and ask what opens.", no_args_is_help=True, rich_markup_mode=None
)

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
    pack: Annotated[
        str,
        typer.Argument(
            metavar="PACK",
            help="A network file, its folder, or the id of a shipped network.",
            autocompletion=complete_pack,
        ),
    ],
) -> int:
    """Report every mistake of a network file, and of the pages and pictures of its sites."""
    loaded = _load(pack, FOUND)
    if isinstance(loaded, int):
        return loaded
    net = loaded.network
    pages = sum(map(len, loaded.pages.values()))
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
    pack: Annotated[
        str,
        typer.Option(
            metavar="PACK",
            help="The network: a shipped one, a file or a folder.",
            autocompletion=complete_pack,
        ),
    ] = FIRST_PACK,
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
    pack: Annotated[
        str,
        typer.Argument(
            metavar="[PACK]",
            help="A network file, its folder, or a shipped network; bright-net when left out.",
            autocompletion=complete_pack,
        ),
    ] = FIRST_PACK,
    at: At = "",
    day: Day = "",
    switch: Switch = None,
    as_json: Json = False,
) -> int:
    """Show every site for every tier: what it gets, and which line of the file decides."""
    network = _network(pack)
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


@app.command("list")
def list_() -> int:
    """Name the shipped networks; their ids work wherever a network file does."""
    rows = []
    for name in shipped_packs():
        loaded = _load(name, UNUSABLE)
        if isinstance(loaded, int):
            return loaded
        pages = sum(len(own) for site, own in loaded.pages.items() if site != "handbook")
        rows.append((name, loaded.network.title, f"{len(loaded.network.sites)} sites", f"{pages} pages"))
    show_table(("id", "title", "sites", "pages"), rows, bare=True)
    return DONE


app.command()(new)


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
