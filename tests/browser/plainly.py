"""Reads a page as a suspicious person would: is every word shown as it was written, and did nothing of it come alive?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Dialog, Page, Request

LOOK = """(document, places) => {
  const faults = [], own = ["mark", "mark.twice", "mark.tried", "mark.excused", "span.mark", "span.visually-hidden", "strong.honoured"];
  const name = e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "");
  const links = ["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"];
  for (const e of document.querySelectorAll("*")) {
    if (["iframe", "object", "embed", "base", "svg", "math", "style", "frame", "applet", "marquee", "video", "audio"]
        .includes(e.localName) && !e.matches("svg.score-bar, svg.drawn-face, .trip-picture > svg")) faults.push("an element that no page of ours has: " + e.outerHTML.slice(0, 120));
    if (e.localName === "script" && !(e.getAttribute("src") ?? "").startsWith("/-/static/"))
      faults.push("a script: " + e.outerHTML.slice(0, 120));
    for (const a of e.attributes) {
      if (a.name.startsWith("on") || ["style", "srcdoc", "autofocus", "http-equiv"].includes(a.name))
        faults.push("an attribute that no page of ours has: " + e.outerHTML.slice(0, 120));
      if (links.includes(a.name) && new URL(a.value, location.href).host !== location.host)
        faults.push("a link that leads away: " + e.outerHTML.slice(0, 120));
    }
  }
  const read = e => {
    if ("value" in e && e.localName !== "li") return e.value;
    const copy = e.cloneNode(true);
    copy.querySelectorAll(".note-number").forEach(one => one.remove());
    for (const one of copy.querySelectorAll("*"))
      if (!own.includes(name(one))) faults.push("made of words: " + one.outerHTML.slice(0, 120));
    return copy.textContent;
  };
  if (window.naughty !== undefined) faults.push("a script has run");
  return [places.map(place => [...document.querySelectorAll(place)].map(read)), faults];
}"""
"""The texts at some places of a page, and what should not be there: an element, a handler, a link, a trace of a script."""
READ = f"places => ({LOOK})(document, places)"
PARSE = f"""pages => pages.map(([html, places]) => {{
  const page = new DOMParser().parseFromString(html, "text/html");
  const shape = e => e.localName + " " + e.getAttributeNames().sort().join(" ");
  return [...({LOOK})(page, places), [...new Set([...page.querySelectorAll("*")].map(shape))]];
}})"""
"""The same for pages that are only read, as this browser reads HTML; and the shapes of all their elements."""


@dataclass
class Watch:
    """A page, and all that was noticed on it so far."""

    page: Page
    faults: list[str] = field(default_factory=list)

    async def open(self, address: str) -> None:
        """Open a page; that the server failed is a fault."""
        answer = await self.page.goto(address)
        if answer is None or answer.status >= 500:
            self.faults.append(f"{address} answers {answer and answer.status}")

    async def read(self, *places: str) -> list[list[str]]:
        """The texts at each of these places, in order."""
        texts, faults = await self.page.evaluate(READ, places)
        self.faults += [f"{self.page.url}: {fault}" for fault in faults]
        found: list[list[str]] = texts
        return found

    async def parse(
        self, pages: Sequence[tuple[str, tuple[str, ...]]]
    ) -> list[tuple[Any, list[str], list[str]]]:
        """Pages that were fetched elsewhere, with the places to read: texts, faults and shapes of each."""
        found: list[tuple[Any, list[str], list[str]]] = await self.page.evaluate(PARSE, pages)
        return found

    async def compare(self, place: str, expected: Sequence[str]) -> None:
        """Hold what stands at a place against what should stand there."""
        [found] = await self.read(place)
        self.same(f"{self.page.url} at {place}", found, expected)

    def same(self, where: str, found: Sequence[str], expected: Sequence[str]) -> None:
        """Note every text that is another one than it should be."""
        if len(found) != len(expected):
            self.faults.append(f"{where}: {len(found)} texts instead of {len(expected)}")
        self.faults += [
            f"{where}: {one[:200]!r} instead of {other[:200]!r}"
            for one, other in zip(found, expected, strict=False)
            if one != other
        ]

    async def pages(self, first: str, *places: str) -> list[list[str]]:
        """The texts of a list that goes on over many pages, by the link to the next one."""
        await self.open(first)
        all_of: list[list[str]] = [[] for _ in places]
        while True:
            for texts, more in zip(all_of, await self.read(*places), strict=True):
                texts += more
            following = self.page.locator("a[rel=next]")
            if not await following.count():
                return all_of
            await self.open(await following.evaluate("one => one.href"))

    def _dialog(self, dialog: Dialog) -> Any:
        self.faults.append(f"a dialog: {dialog.message}")
        return dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"{self.page.url}: {message.text[:200]}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith("http://localhost:"):
            self.faults.append(f"{self.page.url} asks for {request.url[:100]}")

    @classmethod
    async def begin(cls, chromium: Browser) -> Watch:
        """A page of its own, watched from the first moment."""
        watch = cls(await (await chromium.new_context()).new_page())
        watch.page.on("dialog", watch._dialog)
        watch.page.on("console", watch._console)
        watch.page.on("request", watch._request)
        watch.page.on("pageerror", lambda error: watch.faults.append(f"{watch.page.url}: {error}"))
        return watch


def only(texts: Iterable[str]) -> list[str]:
    """Those that say anything."""
    return [text for text in texts if text]
