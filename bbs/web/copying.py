"""Copying a page of the network: its text, and where it is from."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bbs.network.site_entries import HANDBOOK
from bbs.network.sites import Site
from bbs.store.copies import Original
from bbs.web.keys import ALLOWLIST


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the network that may be copied."""

    site: Site
    title: str
    original: Original

    @property
    def source(self) -> str:
        """Where it is from, as the readers of a copy are told."""
        return f"{self.site.title}, http://{self.site.host}{self.original.path}"

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.site.id}{self.original.path}"


def leaf(request: web.Request, site_id: str, path: str) -> Leaf | None:
    """The page at this path of a site; None where there is none."""
    allowlist = request.app[ALLOWLIST]
    site, page = allowlist.network.sites.get(site_id), allowlist.pages.get(site_id, {}).get(path)
    if site is None or page is None or site.pages == HANDBOOK:
        return None
    return Leaf(site, page.title, Original(site.id, path, page.file, page.text))


def leaves(request: web.Request, first: str) -> dict[str, list[Leaf]]:
    """The pages that may be copied, by the title of their site: those of `first`, then those abroad."""
    allowlist = request.app[ALLOWLIST]
    sites = allowlist.network.sites.values()
    order = sorted(
        (site for site in sites if site.id == first or site.kind == "outside"),
        key=lambda one: one.id != first,
    )
    found = {
        site.title: [leaf(request, site.id, path) for path in allowlist.pages.get(site.id, {})]
        for site in order
    }
    return {title: [one for one in pages if one] for title, pages in found.items() if any(pages)}
