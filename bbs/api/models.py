"""The bodies that the API reads, described once: unknown keys and other types are refused."""

from __future__ import annotations

from typing import Literal

import pydantic


class Body(pydantic.BaseModel):
    """What all bodies have in common."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


class Join(Body):
    """A class code, to join with."""

    code: str = pydantic.Field(max_length=100)


class Return(Body):
    """A name, with the return ticket or the password that belongs to it."""

    name: str = pydantic.Field(max_length=100)
    secret: str = pydantic.Field(max_length=1000)


class NewThread(Body):
    """A thread or card that somebody wants to start."""

    title: str = ""
    body: str
    kind: Literal["thread", "card", "bulletin"] | None = None
    """Left out: a card if `to` names somebody, otherwise a thread."""
    to: str | None = pydantic.Field(default=None, max_length=100)
    """The person a card is for, by name or id."""
    confirm: bool = False
    """Send again after a warning."""
    once: str = pydantic.Field(default="", max_length=100)
    """A key of the sender's choice: what is sent twice under the same key is kept once."""


class NewPost(Body):
    """A reply to a thread."""

    body: str
    confirm: bool = False
    """Send again after a warning."""
    once: str = pydantic.Field(default="", max_length=100)
    """A key of the sender's choice: what is sent twice under the same key is kept once."""


class Reason(Body):
    """Why an editor lets a post go or refuses it."""

    reason: str = pydantic.Field(default="", max_length=500)


class PolicyText(Body):
    """A policy to check and keep as a draft."""

    text: str
    """The policy, in YAML."""
    files: dict[str, str] | None = None
    """Its list files by the name the policy uses; left out: those it had, or that come with the program."""


class Publish(Body):
    """How a policy is published."""

    anyway: bool = False
    """Although a test of it fails."""
    note: str = pydantic.Field(default="", max_length=200)
    """Why, for the list of versions."""


class Mark(Body):
    """Which difference somebody has looked at."""

    mark: str = pydantic.Field(max_length=100)


class SwitchState(Body):
    """Where a switch of the network is turned to."""

    state: str = pydantic.Field(max_length=100)


class Seen(Body):
    """Which files somebody has looked at."""

    seen: str = pydantic.Field(default="", max_length=100)
    """Their digest, as GET /api/v1/network says it; left out: whatever is on disk."""


class Chosen(Body):
    """Which network is put in force."""

    pack: str = pydantic.Field(max_length=1_000)
    """Its id, as GET /api/v1/network/packs lists it."""
    seen: str = pydantic.Field(default="", max_length=100)
    """Its digest, as the same says it with `look`; left out: whatever is on disk."""


class Grant(Body):
    """For how long a site is opened to somebody: one of the three."""

    minutes: int | None = pydantic.Field(default=None, ge=1, le=527_040)
    until: str | None = pydantic.Field(default=None, max_length=40)
    """A moment as 2026-03-14T12:00:00+01:00, within a year."""
    for_good: bool = False


class Words(Body):
    """What an official answers."""

    words: str = pydantic.Field(max_length=500)


class CopiedPage(Body):
    """A page of the network in force."""

    site: str = pydantic.Field(max_length=100)
    """The id of its site."""
    path: str = pydantic.Field(default="/", max_length=2_000)


class Laid(Body):
    """A copy for the reading room. With a page, what is left out is as on the page."""

    page: CopiedPage | None = None
    """The page that it is a copy of; left out for a text of one's own, which needs title, body and source."""
    title: str | None = pydantic.Field(default=None, max_length=500)
    body: str | None = pydantic.Field(default=None, max_length=100_000)
    """In Markdown, 20,000 characters at most."""
    source: str = pydantic.Field(default="", max_length=500)
    """Where a text of one's own is from."""
    for_all: bool = False
    """Everybody may read it, not only who asked."""


class Nothing(Body):
    """A body that says nothing."""
