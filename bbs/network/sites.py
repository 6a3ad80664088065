"""Sites, tiers and the ways to refuse: what a network file describes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

KINDS = ("portal", "board", "pages", "newspaper", "outside")
"""portal: the home page. board: the message board. The others are Markdown pages; outside lies abroad."""


class Way(Enum):
    """How a refusal looks from outside. `about` says it in one line."""

    PAGE = ("page", 403, "http-diff", "A page that says that the address is closed (403).")
    LAW = (
        "law",
        451,
        "http-diff",
        "A page that names the law as the reason, with a link to who asked (451).",
    )
    VAGUE = ("vague", 503, "http-diff", "A page that says that the service is unavailable for a while (503).")
    MISSING = (
        "missing",
        404,
        "http-diff",
        "A page that says that there is no such page, which is a lie (404).",
    )
    EMPTY = ("empty", None, "http-failure", "The connection is closed without an answer.")
    RESET = ("reset", None, "http-failure", "The connection is cut off (a TCP reset).")
    MISDIRECTED = (
        "misdirected",
        421,
        "",
        "The request names no host of this network (421); no rule can ask for it.",
    )

    def __init__(self, word: str, status: int | None, ooni: str, about: str) -> None:
        self.word = word
        """As a network file spells it."""
        self.status = status
        """The HTTP status; None where no answer is sent."""
        self.ooni = ooni
        """What a measurer would call it (OONI, web connectivity); empty where it is no blocking."""
        self.about = about

    @property
    def honest(self) -> bool:
        """Whether the visitor learns that somebody refused; only then is there a reason to tell."""
        return self in {Way.PAGE, Way.LAW, Way.MISDIRECTED}


WAYS = {way.word: way for way in Way if way is not Way.MISDIRECTED}
"""The ways that a network file may ask for, by their word."""
FUTURE_WAYS = ("redirect", "hang", "slow")
"""Ways that the language has and this version can't do; a file that asks for one does not load."""


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
    refusing: Refusing = Refusing(Way.PAGE, Level.FULL)
    """How it is refused to those who may not open it."""
    line: int = 1
    """Where it stands in the network file."""


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
