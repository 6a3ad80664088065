"""A small network for tests, with every kind of entry."""

from __future__ import annotations

from bbs.network.load import load
from bbs.network.resolve import Network

SAMPLE = """\
network: 1
id: small-net
title: Small Net
zone: small.test
tiers:
  none: {opens: [newspaper]}
  intranet:
    opens: [portal, board, films, library]
  elite: {opens: [everything], notice: This session is observed.}
  visitor: {opens: [outside]}
sites:
  - {id: portal, host: portal.small.test, number: 198.51.100.1, kind: portal, title: Home}
  - {id: board, host: board.small.test, number: 198.51.100.12, kind: board, title: Friends' Board}
  - {id: films, host: films.small.test, kind: pages, title: Film House, pages: p/films}
  - {id: library, host: library.small.test, kind: pages, title: Library, pages: p/library, refuse: missing}
  - {id: paper, host: paper.small.test, kind: newspaper, title: Paper, pages: p/paper}
  - {id: news, host: news.outside.test, kind: outside, title: World News, pages: p/news, refuse: law, reason: vague}
  - {id: chat, host: chat.outside.test, kind: outside, title: Chat, pages: p/chat, refuse: reset}
rules:
  - id: exam-hours
    why: Films are closed during exams.
    if: {site: films, time: {from: "08:00", to: "16:00", days: [mon, tue]}}
    refuse: page
  - id: night
    if: {tier: [intranet], time: {from: "22:00", to: "06:00", days: [fri]}, site: board}
    refuse: vague
  - id: no-deleting
    if: {method: DELETE}
    refuse: page
    reason: none
  - id: visitors-at-the-board
    mode: off
    if: {tier: visitor, site: board}
    open: yes
  - id: visitors-in-the-library
    if: {tier: visitor, site: library}
    open: yes
refusals:
  default: page
  reason: full
"""


def small_net(text: str = SAMPLE) -> Network:
    return load(text, "small.yaml")
