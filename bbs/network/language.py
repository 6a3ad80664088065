"""The keys of a network file, described once: the loader and the handbook take them from here."""

from __future__ import annotations

TOP = {
    "network": "the version of the language: 1. Required, and first in the file",
    "id": "the network's own short name: small letters, digits and -. Required",
    "title": "its name for people",
    "about": "what it is, in a sentence or two",
    "source": "what it is modelled on",
    "today": "the day that it is on its pages, in words, for readers whose own calendar shows another",
    "zone": "the common end of the names inside: two names, the last one test. Required",
    "tiers": "the levels of access, by name, and what each opens. Required",
    "sites": "the sites, inside and abroad; one portal and one board among them. Required",
    "boards": "titles and descriptions of the boards, by their ids: friends, birthdays, notices",
    "roles": "what people are called here, by role: student, professor, reporter, editor, official",
    "switches": "dated switches, by name: what was in force when, for the teacher to turn",
    "rules": "exceptions to what the tiers open; the first rule that holds decides",
    "refusals": "how names are refused for which nothing else is said",
}
"""Keys at the top of a network file."""

REFUSING = {
    "reason": "how much of the reason is told: full, vague or none",
    "to": "where a redirect leads: the id of a site, and a page of it",
    "seconds": "how long hang and slow take, 30 at most",
}
"""Keys that go with a way of refusing."""

TIER = {
    "opens": "sites that open: their ids, a kind of sites, or everything. Required",
    "notice": "a sentence that people of this tier see on every page",
    "note": "a note for those who read the file",
}
"""Keys of a tier."""

SITE = {
    "id": "the site's own short name; /~id/ is its place on the plainest way in. Required",
    "host": "its name: inside the zone, or elsewhere under .test for an outside site. Required",
    "number": "its address by number, from 192.0.2.x, 198.51.100.x or 203.0.113.x, which belong to nobody",
    "kind": "portal, board, pages, newspaper or outside. Required",
    "title": "its name for people",
    "about": "what it is, in a few words",
    "pages": "the folder of its Markdown pages, beside this file, or shipped:handbook",
    "face": "how its pages look: plain, press, library, university, films, hotel, newspaper; and of sites abroad "
    "abroad, daily, clips, lookup, encyclopedia or mirror",
    "asks": "the path of a page under which stands the form to ask an official for any address",
    "copies": "the path of the page below which officials lay copies, at copies; on one site of a network",
    "refuse": "how it is refused to those who may not open it",
    **REFUSING,
}
"""Keys of a site."""

BOARD = {
    "title": "its name for people",
    "about": "what is written there, in a few words",
}
"""Keys of a board."""

SWITCH = {
    "title": "its name for people",
    "note": "a note for those who turn it",
    "start": "the state in which it stands at first; left out, the first one",
    "states": "its states, by name, in their order. Required",
}
"""Keys of a switch."""

STATE = {
    "title": "what holds in this state, in a few words",
    "date": "since when: a year, a month or a day",
    "note": "what it means, for those who turn it",
    "source": "where that is written",
}
"""Keys of a state of a switch."""

RULE = {
    "id": "the rule's own short name. Required, and unique in the file",
    "why": "one sentence; who is refused reads it where the reason level is full",
    "note": "a note for those who read the file",
    "source": "where the rule comes from",
    "mode": "live (the default) or off",
    "if": "the conditions, of which all must hold; a rule without them always holds",
    "open": "yes: the site opens",
    "refuse": "how it is refused; a rule opens or refuses",
    **REFUSING,
    "notice": "a sentence on every page that this rule opens",
}
"""Keys of a rule."""

IF = {
    "site": "one of these sites: their ids, a kind of sites, or everything",
    "path": "one of these places of a site; a folder ends in /* and is itself part of it",
    "names": "one of these names or one below them; or {file: ...}, a list in a file",
    "tier": "somebody of one of these tiers asks",
    "time": "the lesson's clock shows a time from `from` until just before `to`, on one of `days`",
    "method": "one of these methods: GET reads, POST sends a form, CONNECT asks for https",
    "switch": "each of these switches stands in one of these states",
}
"""Keys under `if`."""

TIME = {
    "from": "when it begins",
    "to": "when it is over; before `from`, it goes on after midnight",
    "days": "the days of the week; left out, every day",
}
"""Keys of `time`."""

NAMES = {"file": "one or several files beside this one, in any of four forms"}
"""Keys of `names`, where it is a map."""

REFUSALS = {
    "default": "how everything is refused that says nothing else",
    **REFUSING,
}
"""Keys of `refusals`."""

_REFUSING = {"to": "to: library/hours", "seconds": "seconds: 10"}

EXAMPLES = {
    "top": {
        "network": "network: 1",
        "id": "id: our-net",
        "title": "title: Our Net",
        "about": "about: The small network of an invented town.",
        "source": 'source: "A. Heron, A town and its wires, 2026"',
        "today": "today: Saturday 12 October",
        "zone": "zone: our.test",
        "tiers": "tiers: {intranet: {opens: [portal, board]}}",
        "sites": "sites: [{id: board, host: board.our.test, kind: board}, ...]",
        "boards": "boards: {notices: {about: What teachers want all to know.}}",
        "roles": "roles: {student: pupil, professor: teacher}",
        "switches": "switches: {visitors: {states: {open: {}, closed: {}}}}",
        "rules": "rules: [{id: no-films, if: {site: films}, refuse: page}]",
        "refusals": "refusals: {default: page, reason: full}",
    },
    "tier": {
        "opens": "opens: [portal, board, outside]",
        "notice": "notice: This session is observed.",
        "note": "note: A few people.",
    },
    "site": {
        "id": "id: library",
        "host": "host: library.our.test",
        "number": "number: 198.51.100.16",
        "kind": "kind: pages",
        "title": "title: City Library",
        "about": "about: Opening hours and a poem.",
        "pages": "pages: packs/our-net/library",
        "face": "face: library",
        "asks": "asks: /ask",
        "copies": "copies: /reading",
        "refuse": "refuse: missing",
        "reason": "reason: vague",
        **_REFUSING,
    },
    "board": {
        "title": "title: The pin board",
        "about": "about: Talk about the day.",
    },
    "switch": {
        "title": "title: Guests from abroad",
        "note": "note: The rules for them changed twice.",
        "start": "start: feb-2013",
        "states": "states: {feb-2013: {title: Open}, mar-2013: {title: Closed}}",
    },
    "state": {
        "title": "title: Names outside open for guests",
        "date": "date: 2013-02",
        "note": "note: From their own devices.",
        "source": "source: press reports of February 2013",
    },
    "rule": {
        "id": "id: exam-hours",
        "why": "why: During exam hours the Film House is closed.",
        "note": "note: Asked for by the professors.",
        "source": "source: the school's own rules",
        "mode": "mode: off",
        "if": "if: {site: films, tier: intranet}",
        "open": "open: yes",
        "refuse": "refuse: vague",
        "reason": "reason: none",
        **_REFUSING,
        "notice": "notice: This page is open during the fair.",
    },
    "if": {
        "site": "site: [films, outside]",
        "path": "path: [/login, /exams/*]",
        "names": "names: {file: lists/closed-abroad.txt}",
        "tier": "tier: [visitor]",
        "time": 'time: {from: "08:00", to: "16:00", days: [mon, tue]}',
        "method": "method: [POST, DELETE]",
        "switch": "switch: {visitors: [mar-2013, apr-2016]}",
    },
    "time": {"from": 'from: "22:00"', "to": 'to: "06:00"', "days": "days: [fri, sat]"},
    "names": {"file": "file: lists/closed-abroad.txt"},
    "refusals": {"default": "default: page", "reason": "reason: full", **_REFUSING},
}
"""An example of each key, by the map that it stands in."""
