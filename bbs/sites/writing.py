"""Writing on the board: every form becomes a draft for the desk, and its answer a page or the way to one."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bbs.desk import Draft, Receipt
from bbs.places import CARDS
from bbs.sites.reading import board_here, board_path, place_here, thread_here, thread_page, viewer_of
from bbs.store import NotFound, Person
from bbs.views import BoardView
from bbs.web.bodies import form as read_form
from bbs.web.compose import Form, handed_on
from bbs.web.csrf import Forbidden, check_form
from bbs.web.keys import BEARER, BOARD, DESK, PERSON, ROSTER
from bbs.web.pages import page, see_other
from bbs.web.problems import later


async def new_thread(request: web.Request, board: str) -> web.Response:
    """The form for a new thread."""
    here = board_here(request, board)
    if not here.writable:
        raise Forbidden("You may read this board, but not write on it.")
    return _new_thread_page(request, here, Form.fresh())


async def send_thread(request: web.Request, board: str) -> web.StreamResponse:
    """Submit a new thread."""
    sent = await _sent(request)
    here = board_here(request, board)
    outcome = await _submit(request, sent, Draft("thread", "", board=here.id))
    if isinstance(outcome, Form):
        return _in_time(_new_thread_page(request, here, outcome), outcome)
    return await _led_on(request, outcome, here.id)


async def send_reply(request: web.Request, thread: str) -> web.StreamResponse:
    """Submit a reply, or a signature on a card."""
    sent = await _sent(request)
    place = await place_here(request, thread)
    outcome = await _submit(request, sent, Draft("reply", "", thread=place.id))
    if isinstance(outcome, Form):
        again = await thread_page(request, await thread_here(request, thread), outcome)
        return _in_time(again, outcome)
    return await _led_on(request, outcome, place.board)


async def card(request: web.Request, person: str) -> web.Response:
    """The card for somebody: the one that there is, or the form that starts one."""
    there = await request.app[BOARD].card_for(person, viewer_of(request))
    if there:
        raise see_other(board_path(request, "threads", there.id))
    return _card_page(request, await request.app[ROSTER].person(person), Form.fresh())


async def send_card(request: web.Request, person: str) -> web.StreamResponse:
    """Start a card for somebody; where one has been started meanwhile, sign that."""
    sent = await _sent(request)
    to = await request.app[ROSTER].person(person)
    outcome = await _submit(request, sent, Draft("card", "", to=to.id))
    if isinstance(outcome, Form):
        return _in_time(_card_page(request, to, outcome), outcome)
    return await _led_on(request, outcome, CARDS)


async def _sent(request: web.Request) -> Mapping[str, str]:
    fields = await read_form(request)
    check_form(request, fields)
    return fields


async def _submit(request: web.Request, sent: Mapping[str, str], where: Draft) -> Receipt | Form:
    """Hand the words to the desk. A form comes back when its author has something left to do."""
    draft = Draft(
        where.kind,
        sent.get("body", ""),
        sent.get("title", ""),
        where.board,
        where.thread,
        where.to,
        confirm=sent.get("confirm") == "yes",
        program=request[BEARER],
        once=sent.get("once", ""),
    )
    done = await handed_on(sent, request.app[DESK].submit(draft, request[PERSON]))
    if isinstance(done, Form) or done.status in {"appears", "waits"}:
        return done
    return Form.again(sent, done)


async def _led_on(request: web.Request, receipt: Receipt, board: str) -> web.Response:
    """To the thread, where the post stands as its author may see it; to the board if the thread is gone."""
    try:
        thread = (await place_here(request, receipt.thread or "")).id
        place = f"{board_path(request, 'threads', thread)}?sent={receipt.post}#post-{receipt.post}"
    except NotFound:
        place = f"{board_path(request, 'boards', board)}?sent="
    return web.Response(status=303, headers={"Location": place})


def _in_time(response: web.Response, form: Form) -> web.Response:
    """Say in the headers too when somebody who was too fast may send it again."""
    return later(response, form.wait) if form.wait else response


def _new_thread_page(request: web.Request, board: BoardView, form: Form) -> web.Response:
    return page(request, "board/new.html", status=form.status, room="boards", board=board, form=form)


def _card_page(request: web.Request, to: Person, form: Form) -> web.Response:
    return page(request, "board/card.html", status=form.status, room="birthdays", to=to, form=form)
