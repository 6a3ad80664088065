"""The handbook on the teacher's console: the same pages, with addresses of its own."""

from __future__ import annotations

import re

from markupsafe import escape
from ports import Ports

from bbs.console.handbook import ADDRESS
from bbs.pack import read_handbook


async def test_every_page_is_on_the_console_and_every_link_in_it_leads_to_one(ports: Ports) -> None:
    browser, pages = await ports.browser(), read_handbook()
    for path, page in pages.items():
        answer = await browser.get(ADDRESS + path)
        assert answer.status == 200
        assert f"<h1>{escape(page.title)}</h1>" in answer.text
        prose = answer.text.partition('<main id="main"')[2]
        for address in re.findall(r'<a [^>]*href="([^"]*)"', prose):
            where, _, place = address.partition("#")
            assert where in {"", ADDRESS} or where.removeprefix(ADDRESS) in pages, address
            assert not place or where or f'id="{place}"' in prose


async def test_errors_and_silent_rules_lead_to_the_page_that_explains_them(ports: Ports) -> None:
    browser = await ports.browser()
    wrong = await browser.post("/policies/edit", {"text": "policy: 1", "check": "yes"})
    assert f'href="{ADDRESS}/errors"' in wrong.text
    assert f'href="{ADDRESS}/errors"' not in (await browser.get("/policies/edit")).text
    written = await ports.write(await ports.student(), "Good day", "nothing that a rule looks for")
    assert f'href="{ADDRESS}/why-not"' in (await browser.get(f"/posts/{written['post']}")).text


async def test_policies_page_and_editor_lead_to_it(ports: Ports) -> None:
    browser = await ports.browser()
    for path in ("/policies", "/policies/edit"):
        assert f'href="{ADDRESS}"' in (await browser.get(path)).text
