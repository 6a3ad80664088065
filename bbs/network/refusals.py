"""How a network file says that something is refused: the way, how much of the reason is told, and what a way needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bbs.document import Table, did_you_mean, shown
from bbs.network.language import REFUSALS, REFUSING
from bbs.network.reading import Lead, Reading
from bbs.network.rules import Rule
from bbs.network.sites import MOST_SECONDS, WAYS, Level, Refusing, Site, Way

USUAL = Refusing(Way.PAGE, Level.FULL)
"""Where a file says nothing."""
KEYS = ("refuse", *REFUSING)
"""The keys of a refusal, in the entry of a site or a rule."""


def read_refusals(top: Table, reading: Reading) -> tuple[Refusing, int]:
    """The default of the whole network, and its line."""
    node = top.get("refusals")
    if node is None:
        return USUAL, 1
    table = reading.table(node, "refusals", tuple(REFUSALS))
    return read_refusing(table, USUAL, reading, "default"), (table.get("default") or table).mark.line


def read_refusing(table: Table, usual: Refusing, reading: Reading, key: str = "refuse") -> Refusing:
    """The way and the level of one entry; what it leaves out is as usual."""
    if not any(word in table for word in (key, *KEYS[1:])):
        return usual
    way = WAYS[reading.choice(table, key, tuple(WAYS), usual.way.word)]
    level = Level(reading.choice(table, "reason", tuple(Level), usual.level))
    site, page = _to(table, way, usual, reading, key)
    return Refusing(way, level, site, page, _seconds(table, way, usual, reading))


def check_leads(
    sites: Mapping[str, Site], rules: Iterable[Rule], default: Refusing, reading: Reading
) -> None:
    """Note every `to` that names no site, and sites that lead to themselves or in a circle.

    Whether the place opens to who is led there is seen when it happens: `Network.resolve` leads nobody to what is
    closed to them.
    """
    for lead in reading.leads:
        if lead.site not in sites:
            remedy = did_you_mean(lead.site, sites) or f"write one of {', '.join(sites)}"
            reading.problems.add(lead.node, f"{shown(lead.site)} is not a site", remedy)
    leads = dict(_leads(sites, rules, default))
    for lead in reading.leads:
        if lead.site in _followed(lead.site, leads):
            problem = f"this leads from {shown(lead.site)} back to {shown(lead.site)}"
            reading.problems.add(lead.node, problem, "lead to a site that leads nowhere else")


def _to(table: Table, way: Way, usual: Refusing, reading: Reading, key: str) -> tuple[str, str]:
    """The site and the page that a redirect leads to."""
    node, word = table.get("to"), reading.text(table, "to")
    if way is not Way.REDIRECT:
        if node is not None:
            remedy = f"write `{key}: redirect`, or leave `to` out"
            reading.problems.add(node, "`to` belongs to a redirect", remedy)
        return "", "/"
    if node is None and usual.way is Way.REDIRECT:
        return usual.to, usual.page
    if node is None:
        problem = "a redirect leads to a site of this network, and this one to none"
        reading.problems.add(table.get(key) or table, problem, "write `to:` and the id of a site")
        return "", "/"
    site, _, page = word.partition("/")
    reading.leads.append(Lead(node, site))
    return site, f"/{page}"


def _seconds(table: Table, way: Way, usual: Refusing, reading: Reading) -> int:
    node, word = table.get("seconds"), reading.text(table, "seconds")
    if node is None:
        return usual.seconds
    if not way.lasts:
        problem = f"the way `{way.word}` takes no time"
        reading.problems.add(node, problem, "write `refuse: hang` or `refuse: slow`, or leave `seconds` out")
        return usual.seconds
    if word and not (word.isascii() and word.isdigit() and len(word) < 3 and 1 <= int(word) <= MOST_SECONDS):
        remedy = f"write a whole number from 1 to {MOST_SECONDS}"
        reading.problems.add(node, f"{shown(word)} is no number of seconds that somebody waits", remedy)
        return usual.seconds
    return int(word or usual.seconds)


def _leads(
    sites: Mapping[str, Site], rules: Iterable[Rule], default: Refusing
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each site with those that it may lead to, by its own entry or by a rule that names it."""
    for site in sites.values():
        own = (
            {site.refusing.to}
            if site.refusing.way is Way.REDIRECT and site.refusing is not default
            else set()
        )
        ruled = {
            rule.refusing.to
            for rule in rules
            if rule.refusing and rule.refusing.way is Way.REDIRECT and site.id in (rule.sites or ())
        }
        yield site.id, frozenset(own | ruled)


def _followed(start: str, leads: Mapping[str, frozenset[str]]) -> set[str]:
    """Every site that one comes to from a site."""
    seen: set[str] = set()
    waiting = [*leads.get(start, ())]
    while waiting:
        site = waiting.pop()
        if site not in seen:
            seen.add(site)
            waiting += leads.get(site, ())
    return seen
