"""A page that was written in Markdown, as part of a page of either port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bbs.network.pages import Page
from bbs.network.rendering import PLACE, SiteLink, render
from bbs.pack import PICTURE
from bbs.store.copies import Original

MANY_HEADINGS = 6
"""From so many headings on, a page begins with a list of them; an index is a list already."""


def written(pages: Mapping[str, Page], path: str, link: SiteLink) -> dict[str, Any]:
    """What a template shows of the page at `path`: title, html, its headings where they are many, the next page."""
    page = pages[path]
    html = Markup(render(page.text, link, page.file))  # noqa: S704  # raw HTML is switched off in the Markdown
    first = page.file.endswith("index.md")
    main = [(f"#{PLACE}{one.place}", one.words) for one in page.headings if one.level == 2]
    following = (link("", page.next), pages[page.next].title) if page.next else None
    return {
        "path": path,
        "title": page.title,
        "html": html,
        "contents": main if len(main) >= MANY_HEADINGS and not first else [],
        "following": following,
    }


def copied(body: str, original: Original | None, link: SiteLink) -> Markup:
    """The text of a copy. It has no pictures, and a link for which `link` gives None is left as its words.

    What was a link inside the site of the original is asked for with that site.
    """

    def elsewhere(site: str, path: str) -> str | None:
        if path.endswith(PICTURE) or not (site or original):
            return None
        return link(site or (original.site if original else ""), path)

    file = original.file if original else "index.md"
    return Markup(render(body, elsewhere, file))  # noqa: S704  # raw HTML is switched off in the Markdown
