"""Searching inside the network: the words pass the policy as all words do, and only what opens to somebody is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bbs.allowlist import Allowlist
from bbs.board import Board
from bbs.copies import Copies
from bbs.desk import Desk, Draft, DraftError, Receipt
from bbs.judging import judge
from bbs.lesson import Clock
from bbs.network.index import Index, Piece, excerpt, plain, wanted, words
from bbs.network.site_entries import HANDBOOK
from bbs.pack import Pages
from bbs.policy.submission import Author, Submission, Verdict
from bbs.policy.verdicts import Answer, Audience, Viewer, visible_to
from bbs.rulebook import Rulebook
from bbs.store import NotFound, Person, Post, Store, posts, searched

KIND = "search"
"""What rules of a policy call these texts."""
LONGEST = 200
"""Code points of a search at most."""
MOST = 10
"""Pages, and threads, of one answer."""
MOST_TEXTS = 500
"""Texts of the boards that are looked through, the newest ones."""

Opens = Callable[[str, str], bool]
"""Whether a path of a site opens now to who asks: site id and path."""


@dataclass(frozen=True, slots=True)
class Result:
    """One page or thread that was found."""

    site: str
    path: str
    title: str
    words: tuple[Piece, ...]
    note: str = ""
    """Of a text that only its author sees: waiting or refused, as the thread marks it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search, as its author may know it."""

    words: str
    """What was searched, as its author sees it."""
    state: str
    """found, waits or refused."""
    told: str = ""
    """What the policy, or an editor, tells its author."""
    pages: tuple[Result, ...] = ()
    many: int = 0
    """Pages in all, those that are not in `pages` as well."""
    start: int = 0
    """How many of them come before `pages`."""
    threads: tuple[Result, ...] = ()


class Searching:
    """The pages and boards of the network in force, for looking things up."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        rulebook: Rulebook,
        board: Board,
        allowlist: Allowlist,
        copies: Copies,
        clock: Clock,
    ) -> None:
        self._store = store
        self._desk = desk
        self._rulebook = rulebook
        self._board = board
        self._allowlist = allowlist
        self._copies = copies
        self._clock = clock
        self._of: Mapping[str, Pages] | None = None
        self._index = Index({})

    async def ask(self, person: Person, draft: Draft) -> Receipt:
        """Hand a search to the desk, which judges and keeps it like every text.

        Raises DraftError for what can't be searched, TooFast and StoreError as the desk does.
        """
        body = " ".join(draft.body.split())
        if len(body) > LONGEST:
            raise DraftError("body", f"A search has at most {LONGEST} characters.")
        if body and not wanted(body):
            raise DraftError("body", "Please search for a word or a number.")
        return await self._desk.submit(draft, person)

    async def found(self, person: Person, post_id: str, opens: Opens, start: int = 0) -> Found:
        """What came of one's own search, from the page of number `start` on; threads stand with the first pages.

        Raises NotFound, also for the searches of others.

        A search that the policy let vanish, without a word to its author, found nothing.
        """
        post = await posts.by_id(self._store, post_id)
        if post is None or post.kind != KIND or post.author != person.id:
            raise NotFound(post_id)
        view = visible_to(post, Viewer(person.id))
        said = view.body if view else post.original.body  # of what is gone for its author, "sent" was said
        if post.audience is Audience.REFUSED:
            return Found(said, "refused", post.reason)
        if post.audience is not Audience.EVERYONE:
            return Found(said, "waits" if post.answer == Answer.WAITS else "found", post.told_text)
        pages, many = await self._pages(person, post, opens, start)
        threads = () if start else await self._threads(person, post, opens)
        return Found(said, "found", post.told_text, pages, many, start, threads)

    async def _pages(
        self, person: Person, post: Post, opens: Opens, start: int
    ) -> tuple[tuple[Result, ...], int]:
        """Copies in the reading room first, then pages; and how many there are in all."""
        looked_for, laid = wanted(post.shown.body), await self._laid(person, post, opens)
        network = self._allowlist.network
        found = sorted(
            (await self._words()).find(looked_for), key=lambda one: network.sites[one.site].pages == HANDBOOK
        )  # what tells of the program comes last
        passing = await self._passing(person, post, {entry.site for entry in found})
        open_to = [one for one in found if one.site in passing and opens(one.site, one.path)]
        shown = [
            Result(one.site, one.path, one.title, excerpt(one.text, looked_for))
            for one in open_to[max(start - len(laid), 0) : max(start + MOST - len(laid), 0)]
        ]
        return (*laid[start : start + MOST], *shown), len(laid) + len(open_to)

    async def _laid(self, person: Person, post: Post, opens: Opens) -> tuple[Result, ...]:
        """Copies in the reading room, of those that lie there for this person."""
        room, looked_for = self._allowlist.network.reading_room, wanted(post.shown.body)
        if room is None or not opens(room.id, room.copies_page):
            return ()
        if not await self._passing(person, post, {room.id}):
            return ()
        found: list[Result] = []
        for copy in await self._copies.of(person.id):
            text = plain(copy.body)
            if {word.folded for word in words(f"{copy.title} {text}")}.issuperset(looked_for):
                path = f"{room.copies_page}/{copy.id}"
                found.append(Result(room.id, path, copy.title, excerpt(text, looked_for)))
        return tuple(found)

    async def _threads(self, person: Person, post: Post, opens: Opens) -> tuple[Result, ...]:
        """Threads in which a text has all the words, each once, that with the newest text first."""
        viewer, looked_for = Viewer(person.id), wanted(post.shown.body)
        texts = await searched.newest(self._store, viewer, MOST_TEXTS)
        passing = await self._passing(person, post, {text.site for text in texts})
        results: dict[str, Result] = {}
        for thread_id, said, note in await asyncio.to_thread(_having, texts, viewer, looked_for, passing):
            result = await self._thread(thread_id, viewer, excerpt(" ".join(said.split()), looked_for), note)
            if result is not None and opens(result.site, result.path):
                results.setdefault(result.path, result)
            if len(results) == MOST:
                break
        return tuple(results.values())

    async def _thread(
        self, thread_id: str, viewer: Viewer, said: tuple[Piece, ...], note: str
    ) -> Result | None:
        try:
            thread = (await self._board.thread(thread_id, viewer, limit=1)).thread
        except NotFound:  # the text that opened it is hidden from this viewer, and so is the thread
            return None
        title = f"A card for {thread.to_name}" if thread.kind == "card" else thread.title
        return Result(thread.site, f"/threads/{thread.id}", title, said, note)

    async def _passing(self, person: Person, post: Post, sites: set[str]) -> frozenset[str]:
        """Those of these sites for which the policy is no stricter with the words than it was with the search itself.

        So rules for `kind: search` say with `site` what may be found where.
        """
        most = max(Verdict[post.verdict.upper()], Verdict.ALLOW)
        by = Author(
            name=person.name,
            role=person.role,
            tier=person.tier,
            age=post.at - person.joined,
            posts=await posts.count_by(self._store, person.id),
        )
        layers, at, date = self._rulebook.layers, self._clock.lesson_time(), self._clock.lesson_date()

        def passes(site: str) -> bool:
            asked = Submission(
                post.original.body, kind=KIND, site=site, by=by, at=at, date=date, confirmed=True, key=post.id
            )
            return judge(layers, asked).combined.verdict <= most

        return frozenset(site for site in sites if passes(site))

    async def _words(self) -> Index:
        """The words of the pages in force; put in order when they are asked for first, beside other work."""
        pages = self._allowlist.pages
        if self._of is not pages:
            self._index, self._of = await asyncio.to_thread(Index, pages), pages
        return self._index


def _having(
    texts: list[Post], viewer: Viewer, looked_for: tuple[str, ...], sites: frozenset[str]
) -> list[tuple[str, str, str]]:
    """The threads on these sites in which a text has all the words, each with the newest such text and its note."""
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        if text.thread is None or text.thread in found or text.site not in sites:
            continue
        view = visible_to(text, viewer)
        said = f"{view.title} {view.body}" if view else ""
        if looked_for and {word.folded for word in words(said)}.issuperset(looked_for):
            found[text.thread] = said, view.note if view else ""
    return [(thread, said, note) for thread, (said, note) in found.items()]
