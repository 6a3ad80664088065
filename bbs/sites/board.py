"""The board's table of pages."""

from __future__ import annotations

from bbs.sites.reading import birthdays, boards, thread, threads
from bbs.sites.rules import rules
from bbs.sites.writing import card, new_thread, send_card, send_reply, send_thread
from bbs.web.routes import Routes, get, post

ROUTES = Routes(
    get("/", boards),
    get("/boards/{board}", threads),
    get("/boards/{board}/new", new_thread),
    post("/boards/{board}/new", send_thread),
    get("/threads/{thread}", thread),
    post("/threads/{thread}/replies", send_reply),
    get("/birthdays", birthdays),
    get("/rules", rules),
    get("/people/{person}/card", card),
    post("/people/{person}/card", send_card),
)
