"""Pages: one Jinja environment, one function that answers with a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from jinja2.bccache import Bucket
from yarl import URL

from bbs.lesson import Clock
from bbs.network.tiers import in_words
from bbs.web.assets import ASSETS
from bbs.web.csrf import form_token
from bbs.web.keys import ALLOWLIST, CLOCK, GRANTS, LESSON, PAGES, PERSON, VISIT
from bbs.web.lanes import desk_url, home_url, site_url
from bbs.web.plain import filters
from bbs.web.signin import keep_nonce


class Compiled(jinja2.BytecodeCache):
    """Templates that this process has compiled: both ports draw from the same ones, and compiling takes longest."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is there; the bucket itself refuses what was compiled from another text."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember one template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def environment(
    folder: Path, clock: Clock | None = None, roles: Callable[[], Mapping[str, str]] = dict
) -> jinja2.Environment:
    """The environment of all templates: everything escaped, an unknown name is an error, synchronous.

    Times are shown on `clock`, or on the machine's own; `roles` are words for what people are, at that moment.
    """
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    pages.filters.update(filters(clock or Clock(), roles))
    return pages


def page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """Answer with a page; see `surroundings` for what every template may use beside `context`."""
    text = request.app[PAGES].get_template(template).render(surroundings(request) | context)
    response = web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
    keep_nonce(request, response)
    return response


def see_other(place: str) -> web.HTTPSeeOther:
    """Raise this to lead a browser elsewhere; the address is sent as it is, not quoted a second time."""
    return web.HTTPSeeOther(URL(place, encoded=True))


def surroundings(request: web.Request) -> dict[str, Any]:
    """What every template may use: person, visit, the addresses, form_token(), and what is shown."""
    visit = request.get(VISIT)
    return {
        "person": request.get(PERSON),
        "visit": visit,
        "url": partial(site_url, visit) if visit else None,
        "home_url": partial(home_url, visit) if visit else None,
        "desk_url": partial(desk_url, visit) if visit else None,
        "opens": partial(_opens, request),
        "static": request.app[ASSETS].url,
        "form_token": partial(form_token, request),
        "revealed": lambda: request.app[LESSON].state.revealed,
        "visits_shown": lambda: request.app[LESSON].state.visits_shown,
    }


def _opens(request: web.Request) -> str:
    """What opens now for the person who asks, in words."""
    network, clock, person = request.app[ALLOWLIST].network, request.app[CLOCK], request.get(PERSON)
    granted = request.app[GRANTS].to(person)
    tier = person.tier if person else None
    return in_words(network, network.open_to(tier, clock.lesson_time(), clock.lesson_date(), granted))
