"""Which page of the console answers which address."""

from __future__ import annotations

from aiohttp import web

from bbs.console.allowlist import ROUTES as NETWORK
from bbs.console.bases import NUMBER
from bbs.console.copies import ROUTES as COPIES
from bbs.console.decisions import decisions_page
from bbs.console.door import enter
from bbs.console.editor import edited, editor_page
from bbs.console.guarded import take_note
from bbs.console.handbook import handbook_page
from bbs.console.lanes import ROUTES as LANES
from bbs.console.lesson import SWITCHES, lesson_page, qr_code, switch
from bbs.console.monitor import export, monitor_page
from bbs.console.network_file import network_file_page
from bbs.console.networks import ROUTES as NETWORKS
from bbs.console.people import (
    ask_to_erase,
    erase,
    let_write,
    new_ticket,
    people_page,
    person_page,
    place,
    sign_out,
)
from bbs.console.policies import drop_draft, policies_page, publish, publish_draft, publish_file
from bbs.console.post import post_page
from bbs.console.poster import network_poster
from bbs.console.queue import queue_page, refuse, release
from bbs.console.requests import ROUTES as REQUESTS
from bbs.console.rerun import ROUTES as POSTS_SO_FAR
from bbs.console.versions import put_back, version_page

POST = "/posts/{post:[a-z0-9]{1,32}}"
PERSON = "/people/{person:[a-z0-9]{1,32}}"
POLICY = "{policy:[a-z0-9][a-z0-9-]{0,59}}"

ROUTES = (
    web.get("/enter", enter),
    web.get("/", decisions_page),
    web.get("/lesson", lesson_page),
    web.get("/lesson/qr.svg", qr_code),
    web.post(f"/lesson/{{switch:{'|'.join(SWITCHES)}}}", switch),
    web.get("/network/file", network_file_page),
    web.get("/network/poster", network_poster),
    web.get("/monitor", monitor_page),
    web.get("/monitor/visits.csv", export),
    web.get("/queue", queue_page),
    web.get(POST, post_page),
    web.post(f"{POST}/release", release),
    web.post(f"{POST}/refuse", refuse),
    web.get("/people", people_page),
    web.get(PERSON, person_page),
    web.post(f"{PERSON}/place", place),
    web.post(f"{PERSON}/ticket", new_ticket),
    web.post(f"{PERSON}/sign-out", sign_out),
    web.post(f"{PERSON}/let-write", let_write),
    web.get(f"{PERSON}/erase", ask_to_erase),
    web.post(f"{PERSON}/erase", erase),
    web.get("/policies", policies_page),
    web.get("/policies/edit", editor_page),
    web.post("/policies/edit", edited),
    web.post("/policies/file", publish_file),
    web.post("/policies/guarded/{number:[1-9][0-9]{0,8}}/dismiss", take_note),
    web.post(f"/policies/{POLICY}/publish", publish),
    web.post(f"/policies/drafts/{POLICY}/publish", publish_draft),
    web.post(f"/policies/drafts/{POLICY}/drop", drop_draft),
    *NETWORK,
    *NETWORKS,
    web.get("/handbook", handbook_page),
    web.get("/handbook{path:/.*}", handbook_page),
    *REQUESTS,
    *COPIES,
    *POSTS_SO_FAR,
    *LANES,
    web.get(NUMBER, version_page),
    web.post(f"{NUMBER}/back", put_back),
)
