"""Every page of both ports works for everybody: axe, the keyboard alone, letters twice as large, no script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from house import CODE
from playwright.async_api import Browser, CDPSession, Page
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.shipped import templates_folder
from bbs.web.keys import PAGES
from browser.every_page import ADDRESSES, OURS, Walk, faults_everywhere, windows
from browser.going import go
from browser.test_pages import PHONE, SCREEN
from browser.test_ways import window as own_browser

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = """run => axe.run(document, {resultTypes: ["violations"], runOnly: run, selectors: false})
    .then(result => result.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).join(" | ")))"""
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_LOOKS = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
}
"""What another width or another light can change; all else is the same page."""
SCREEN_AT_200 = {"width": 640, "height": 400}
USUAL, LARGE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
"""Letters twice as large as browsers have them."""
SMALL = """() => [...document.querySelectorAll(
    "a:not(.prose a, .skip, .rows a, .tile a, p a, td a, .author a), button, select, input:not([type=hidden], [type=checkbox])")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
  .map(one => "small: " + one.outerHTML.slice(0, 120))"""
"""What can be pressed and is lower than 44 pixels; links inside a sentence are as high as their line."""

SQUEEZED = """() => {
  const seen = one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".visually-hidden, .skip, thead");
  const name = one => one.outerHTML.slice(0, 100);
  const all = [...document.querySelectorAll("body *")].filter(seen);
  const cut = all.filter(one => one.clientWidth && one.localName !== "input" && one.scrollWidth > one.clientWidth + 1
      && ["hidden", "clip"].includes(getComputedStyle(one).overflowX)).map(one => "cut off: " + name(one));
  const out = all.filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
      && !one.closest(".prose table, .prose pre, textarea")).map(one => "sticks out: " + name(one));
  const pressed = all.filter(one => one.matches("a, button, input:not([type=hidden]), select, textarea, h1, h2"));
  const boxes = pressed.map(one => [one, [...one.getClientRects()]]);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const overlaps = boxes.flatMap(([one, ones], at) => boxes.slice(at + 1)
      .filter(([other, others]) => !one.contains(other) && ones.some(a => others.some(b => over(a, b))))
      .map(([other]) => "overlap: " + name(one) + " and " + name(other)));
  return [...cut, ...out, ...overlaps];
}"""
"""What is cut off, sticks out of the window, or lies upon something else that can be pressed."""

TABBABLE = """a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]"""
BEGIN = f"""() => {{
  document.activeElement?.blur();
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex");
  const all = [...document.querySelectorAll(`{TABBABLE}`)].filter(one => one.checkVisibility() && !one.disabled);
  window.visited = [];
  document.addEventListener("focusin", event => {{
    let at = event.target, outlined = false;
    for (let up = 0; at && up < 4; up++, at = at.parentElement) {{
      const style = getComputedStyle(at);
      outlined ||= style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    }}
    window.visited.push([all.indexOf(event.target), outlined]);
  }});
  return all.map(one => one.outerHTML.slice(0, 100));
}}"""
"""Begin before the page's first element: what can be reached, in the order of the document; visits are written down."""


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, addresses=ADDRESSES) as opened:
        yield opened


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A browser of its own: letters twice as large are nobody else's."""
    async with own_browser() as opened:
        yield opened


@pytest.fixture
async def walk(ports: Ports, chromium: Browser) -> Walk:
    return await windows(ports, chromium, viewport=PHONE)


async def wider_than_its_window(page: Page) -> list[str]:
    """A page that has to be moved sideways to be read."""
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return ["wider than its window"] if wide else []


LOOKS: tuple[tuple[Any, Any, Any], ...] = ((SCREEN, "dark", EVERY_RULE), (PHONE, "light", OF_LOOKS))
"""Each width and each scheme once: colours are the same at every width, places in every light."""


async def faults_in_any_light(page: Page) -> list[str]:
    """What axe finds on a screen in the dark and on a phone in the light; what is too wide or too small to press."""
    await page.evaluate(AXE)
    found: list[str] = []
    for window, scheme, rules in LOOKS:
        await page.set_viewport_size(window)
        await page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}, {window['width']}: {one}" for one in await page.evaluate(RULES, rules)]
        found += await wider_than_its_window(page)
    return found + await page.evaluate(SMALL)


async def squeezed(page: Page, sessions: dict[Page, CDPSession]) -> list[str]:
    """What is lost in half a window, as a browser shows pages at 200 %, and with letters twice as large on a phone."""
    if page not in sessions:
        sessions[page] = await page.context.new_cdp_session(page)
    found: list[str] = []
    for name, window, sizes in (("200 %", SCREEN_AT_200, USUAL), ("large letters", PHONE, LARGE)):
        await page.set_viewport_size(window)  # type: ignore[arg-type]
        await sessions[page].send("Page.setFontSizes", {"fontSizes": sizes})
        lost = await wider_than_its_window(page) + await page.evaluate(SQUEEZED)
        found += [f"{name}: {one}" for one in lost]
    await sessions[page].send("Page.setFontSizes", {"fontSizes": USUAL})
    return found


async def by_tab(page: Page) -> list[str]:
    """What the tabulator key misses, or visits in another order, or without a visible frame, on a screen."""
    await page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
    there: list[str] = await page.evaluate(BEGIN)
    for _ in there:
        await page.keyboard.press("Tab")
    visits: list[tuple[int, bool]] = await page.evaluate("window.visited")
    unseen = [f"no frame around {there[at]}" for at, outlined in visits if not outlined]
    order = [at for at, _ in visits]
    return unseen + ([] if order == [*range(len(there))] else [f"visited in the order {order}"])


async def test_every_page_holds_before_axe_at_twice_its_size_and_for_the_tabulator_key_alone(
    walk: Walk,
) -> None:
    sessions: dict[Page, CDPSession] = {}
    messages: list[str] = []
    for page in (walk.outside, walk.inside, walk.desk):
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(f"Content Security Policy or worse: {error}"))

    async def faults(page: Page) -> list[str]:
        """All three on one walk: to open every page in every state takes longer than to look at it."""
        return await faults_in_any_light(page) + await squeezed(page, sessions) + await by_tab(page)

    assert await faults_everywhere(walk, faults) == []
    assert [text for text in messages if "Content Security Policy" in text] == []


FORMS = """() => [...document.querySelectorAll("form")].map(one => [
  one.method, new URL(one.action).pathname, [...one.elements].map(field => field.name),
  [...one.querySelectorAll("button")].filter(button => button.type === "submit" && button.checkVisibility()).length,
  [...one.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter(field => field.checkVisibility() && !field.labels.length).length])"""
"""Every form: method, path, fields, buttons that send it, and fields that nobody can name."""


async def forms(page: Page) -> list[str]:
    """Forms that can't be sent as they are, without a script."""
    found: list[Any] = await page.evaluate(FORMS)
    return [
        f"{method} {path}: {fields}"
        for method, path, fields, buttons, nameless in found
        if not buttons or nameless or (method == "post" and "form_token" not in fields)
    ]


async def test_without_scripts_every_page_comes_about_and_every_form_can_be_sent(
    ports: Ports, chromium: Browser
) -> None:
    without = await windows(ports, chromium, java_script_enabled=False, viewport=PHONE)
    assert await faults_everywhere(without, forms) == []
    folder = templates_folder()
    used = {name for runner in ports.runners if runner.app for _, name in runner.app[PAGES].cache or {}}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    assert there - used == {
        "gateway/misdirected.html"
    }  # for names that lead here by mistake: no window can have one


SENT: tuple[tuple[str, str, dict[str, str], str, str], ...] = (
    ("inside", "/~portal/", {"Address bar of Bright Net": "library"}, "Go", "City Library"),
    ("inside", "/~board/threads/{thread}", {"Your words": "An answer"}, "Reply", "An answer"),
    ("inside", "/~board/people/{person}/card", {"Your greeting": "All the best"}, "Start the card", "All the best"),
    ("inside", "/me", {}, "Sign out everywhere", "Welcome back"),
    ("outside", "/join", {"Class code": CODE}, "Join", "This is who you are here"),
    ("outside", "/leave", {}, "Leave now", "Type the class code"),
    ("desk", "/", {"Decided by rule": "waiting"}, "Show", "A title: at the square"),
    ("desk", "/posts/{held}", {}, "Release", "Released: everybody can read it now."),
    ("desk", "/policies", {}, "Publish the draft ours", "No soup."),
    ("desk", "/policies", {}, "Throw away the draft ours", "The draft is thrown away."),
    ("desk", "/policies", {}, "Publish No filter", "In force: No filter"),
    ("desk", "/policies/versions/1", {}, "Put back in force", "Back in force"),
    ("desk", "/people/{person}", {}, "Sign out everywhere", "Signed out everywhere."),
)  # fmt: skip
"""Forms that no other test sends without scripts: whose page, its fields and button, and what is said then."""


async def test_without_scripts_the_other_forms_do_what_they_say(ports: Ports, chromium: Browser) -> None:
    without = await windows(ports, chromium, java_script_enabled=False, viewport=PHONE)
    thread, held = [
        await ports.write(without.student, "A title", words, "friends")
        for words in ("Good day", "at the square")
    ]
    sent = {"text": OURS, "files": {"lists/kinds.txt": "soup"}}
    assert (await ports.teacher.send("PUT", "/api/v1/policies/ours", sent, {})).status in {200, 201}
    names = {"thread": thread["thread"], "held": held["post"], "person": without.person}
    for window, path, fields, button, says in SENT:
        page = getattr(without, window)
        address = without.console if window == "desk" else without.network
        await page.goto(address(path.format(**names)))
        for label, words in fields.items():
            await page.get_by_label(label, exact=True).fill(words)
        await go(page.get_by_role("button", name=button, exact=True))
        await page.get_by_text(says).first.wait_for()
