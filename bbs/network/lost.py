"""What a page has that no reader gets as it was written: tags, and links that lead out of the network or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bbs.document import Mark, Problem, did_you_mean, shown
from bbs.network.links import Link, links, mark_of, picture_within, site_link, tags, within
from bbs.network.pages import Page
from bbs.network.sites import Site


def lost(sites: Mapping[str, Site], pages: Mapping[str, Mapping[str, Page]]) -> Iterator[Problem]:
    """A warning for each, at its place; pages by site and path, and sites without pages may have any path."""
    for site, own in pages.items():
        for page in own.values():
            file = f"{sites[site].pages}/{page.file}"
            for found, problem in sorted(_of_page(page, sites, pages), key=lambda one: one[0].start):
                mark = mark_of(page.text, found.start)
                yield Problem(file, Mark(mark.line + page.begins - 1, mark.column), problem, level="warning")


def _of_page(
    page: Page, sites: Mapping[str, Site], pages: Mapping[str, Mapping[str, Page]]
) -> Iterator[tuple[Link, str]]:
    for tag in tags(page.text):
        yield tag, f"{shown(tag.target)} is shown as it stands; pages have no tags"
    for link in links(page.text):
        if to := site_link(link.target):
            if problem := _astray(link.target, *to, sites, pages):
                yield link, problem
        elif within(page.file, link.target) is None and picture_within(page.file, link.target) is None:
            yield link, _elsewhere(link.target)


def _elsewhere(target: str) -> str:
    why = "leads out of this network" if ":" in target else "is no page of this site, as hours.md would be"
    return f"{shown(target)} {why}, so that only the words are shown"


def _astray(
    target: str, site: str, path: str, sites: Mapping[str, Site], pages: Mapping[str, Mapping[str, Page]]
) -> str:
    """Why a link to another site leads to nothing; empty where it does not, or where nobody can say."""
    if site not in sites:
        meant = did_you_mean(site, sites)
        why = f"there is no site {shown(site)}" + (f"; {meant}" if meant else "")
        return f"{shown(target)} leads nowhere, so that only the words are shown: {why}"
    where = path.partition("#")[0].rstrip("/") or "/"
    if site not in pages or where in pages[site]:
        return ""
    meant = did_you_mean(where, pages[site])
    return f"{shown(target)} leads to no page: {site} has no {shown(where)}" + (f"; {meant}" if meant else "")
