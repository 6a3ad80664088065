"""Sites, tiers and the ways to refuse: what a network file describes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

KINDS = ("portal", "board", "pages", "newspaper", "outside")
"""portal: the home page. board: the message board. The others are Markdown pages; outside lies abroad."""
FACES = (
    "plain", "press", "library", "university", "films", "hotel", "newspaper",
    "abroad", "daily", "clips", "lookup", "encyclopedia", "mirror",
)  # fmt: skip
"""How the pages of a site may look; each has its colours and its hand in `faces.css`."""


class Way(Enum):
    """How a refusal looks from outside; each way describes itself, for the pages, the commands and the handbook.

    `ooni` is what the test Web Connectivity of OONI would report as `blocking` (specification ts-017, version
    2024-02-14-001): `http-diff` where an answer comes that is not the site's, `http-failure` where none comes whole;
    the failures in `measured` are its own words (df-007). `dns` and `tcp_ip` are never seen here: this network gives
    no false numbers to names, and its port takes every connection.
    """

    PAGE = (
        "page",
        403,
        "http-diff",
        "A page that says that the address is closed (403).",
        "The page, with as much of the reason as `reason` says, and a form to ask for access.",
        "An answer with another status and title than the site's.",
    )
    LAW = (
        "law",
        451,
        "http-diff",
        "A page that names the law as the reason, with a link to who asked (451).",
        "The same page with other words; a program reads in `Link` who asked.",
        "An answer with the status that is kept for this, 451.",
    )
    VAGUE = (
        "vague",
        503,
        "http-diff",
        "A page that says that the service is unavailable for a while (503).",
        "An excuse that sounds like an accident.",
        "An answer with the status of a server in trouble; elsewhere the server has none.",
    )
    MISSING = (
        "missing",
        404,
        "http-diff",
        "A page that says that there is no such page, which is a lie (404).",
        "Just what a mistyped address looks like.",
        "An answer with another status than elsewhere, where the page is there.",
    )
    REDIRECT = (
        "redirect",
        302,
        "http-diff",
        "The address of another site or page of this network, `to` (302).",
        "Another page than was asked for, and nothing that says why; the address bar tells.",
        "A page with another title and length, found by following the answer.",
    )
    EMPTY = (
        "empty",
        None,
        "http-failure",
        "The connection is closed without an answer.",
        "The browser's own error, as ERR_EMPTY_RESPONSE.",
        "The failure `eof_error`: connected, asked, and nothing came.",
    )
    RESET = (
        "reset",
        None,
        "http-failure",
        "The connection is cut off (a TCP reset).",
        "The browser's own error, as ERR_CONNECTION_RESET.",
        "The failure `connection_reset`.",
    )
    HANG = (
        "hang",
        None,
        "http-failure",
        "Nothing for `seconds`, 30 at most; then the connection is closed.",
        "A page that loads and loads; then the error of an empty answer.",
        "The failure `generic_timeout_error`, or `eof_error` for one that waits longer.",
    )
    SLOW = (
        "slow",
        200,
        "http-failure",
        "The first half of the page, in drops over `seconds`, 30 at most; then the connection is closed.",
        "The page begins and never comes to its end.",
        "The failure `eof_error` in the middle of an answer, or `generic_timeout_error` before that.",
    )
    MISDIRECTED = (
        "misdirected",
        421,
        "",
        "The request names no host of this network (421); no rule can ask for it.",
        "A page that says so, with the way to the front door.",
        "",
    )

    def __init__(
        self, word: str, status: int | None, ooni: str, about: str, seen: str, measured: str
    ) -> None:
        self.word = word
        """As a network file spells it."""
        self.status = status
        """The HTTP status; None where no answer is sent."""
        self.ooni = ooni
        """What a measurer would call it (OONI, web connectivity); empty where it is no blocking."""
        self.about = about
        """What is sent, in one line."""
        self.seen = seen
        """What a person at a browser sees of it."""
        self.measured = measured
        """What a measurer would note, compared with a place where the site opens."""

    @property
    def honest(self) -> bool:
        """Whether the visitor learns that somebody refused; only then is there a reason to tell."""
        return self in {Way.PAGE, Way.LAW, Way.MISDIRECTED}

    @property
    def lasts(self) -> bool:
        """Whether it takes its time, so that a file may say how long."""
        return self in {Way.HANG, Way.SLOW}


WAYS = {way.word: way for way in Way if way is not Way.MISDIRECTED}
"""The ways that a network file may ask for, by their word."""
MOST_SECONDS = 30
"""How long a refusal may take at most, and does where a file does not say."""


class Level(StrEnum):
    """How much of the reason the visitor is told, where the way of refusing is an honest one."""

    FULL = "full"
    VAGUE = "vague"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Refusing:
    """How something is refused: the way, and how much of the reason is told."""

    way: Way
    level: Level
    to: str = ""
    """The site that a redirect leads to."""
    page: str = "/"
    """The path inside that site."""
    seconds: int = MOST_SECONDS
    """How long it takes, where the way takes its time."""


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the network."""

    id: str
    host: str
    kind: str
    title: str
    about: str = ""
    number: str = ""
    """Its address by number, from the ranges kept for examples; empty if it has none."""
    pages: str = ""
    """The folder of its Markdown pages, beside the network file, or `shipped:handbook`; empty for portal and
    board, and for a name abroad that is there to be refused."""
    face: str = "plain"
    """How its pages look, one of FACES."""
    asks: str = ""
    """The path of the page with the form to ask for any address; empty for most sites."""
    copies: str = ""
    """The path of the page below which officials lay copies: the reading room. Empty for most sites."""
    refusing: Refusing = Refusing(Way.PAGE, Level.FULL)
    """How it is refused to those who may not open it."""
    line: int = 1
    """Where it stands in the network file."""

    @property
    def copies_page(self) -> str:
        """The path of the list of copies, and of the folder in which each one lies; empty where none are laid."""
        return f"{self.copies.rstrip('/')}/copies" if self.copies else ""


@dataclass(frozen=True, slots=True)
class Tier:
    """One level of access: what the people in it may open."""

    id: str
    opens: frozenset[str]
    """Ids of the sites."""
    notice: str = ""
    """A sentence that people of this tier see on every page."""
    note: str = ""
    """For whoever reads the file."""
    line: int = 1
    """Where its `opens` stands in the network file."""
