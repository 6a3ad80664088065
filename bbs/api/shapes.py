"""What the API's answers look like, each shape written once."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from aiohttp import web

from bbs.entries import Entry
from bbs.lenses import Lenses
from bbs.lesson import Clock
from bbs.policy.decision_line import decision_json, honoured_json
from bbs.policy.verdicts import View
from bbs.store import PolicyVersion
from bbs.web.plain import moment


def answer(data: Any, status: int = 200) -> web.Response:
    """Answer with JSON in UTF-8."""
    return web.Response(status=status, body=as_json(data), content_type="application/json")


def as_json(data: Any) -> bytes:
    """Compact JSON in UTF-8, on one line. What people wrote is already free of lone surrogates."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def entry_json(entry: Entry, clock: Clock) -> dict[str, Any]:
    """A line of the teacher's lists; `clock` is its time as the pages write it."""
    due = entry.due.isoformat() if entry.due else None
    return {
        **dataclasses.asdict(entry),
        "at": entry.at.isoformat(),
        "due": due,
        "clock": moment(entry.at, clock),
    }


def lenses_json(lenses: Lenses) -> dict[str, Any]:
    """A post through three lenses: `reader` is null where readers see nothing."""
    post = lenses.post
    author = {"told": post.told, "told_text": post.told_text, "answer": post.answer}
    return {
        "author": {**_view_json(lenses.author), **author},
        "reader": _view_json(lenses.reader) if lenses.reader else None,
        "operator": {
            **decision_json(lenses.combined),
            "post": post.id,
            "original": {"title": post.original.title, "body": post.original.body},
            "state": post.state,
            "reason": post.reason,
            "policy": _version_json(lenses.version),
            "layers": {"house-rules": decision_json(lenses.house), "policy": decision_json(lenses.policy)},
        },
    }


def version_json(version: PolicyVersion) -> dict[str, Any]:
    """A published version, without its text."""
    return {
        "id": version.policy_id,
        "title": version.title,
        "version": version.number,
        "at": version.at.isoformat(),
        "by": version.by,
        "note": version.note,
        "origin": version.origin,
    }


def _view_json(view: View | None) -> dict[str, Any]:
    if view is None:
        return {"title": None, "body": None, "honoured": [], "note": ""}
    return {
        "title": view.title,
        "body": view.body,
        "honoured": honoured_json(view.honoured),
        "note": view.note,
    }


def _version_json(version: PolicyVersion | None) -> dict[str, Any]:
    if version is None:
        return {"id": None, "title": None, "version": None}
    return {"id": version.policy_id, "title": version.title, "version": version.number}
