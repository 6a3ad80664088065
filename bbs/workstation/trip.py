"""The trip of an address: name, gateway, rule, site. Always the truth, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.network.answers import GRANTED, NO_TUNNEL, NOT_LISTED, OPENS
from bbs.network.resolve import Opened, Refused
from bbs.network.sites import Way
from bbs.workstation.typed import Typed, shown_as

_OWN_WORDS = {
    OPENS: "No rule spoke of it, so the tier decides",
    GRANTED: "Asked for and granted, before every rule",
    NOT_LISTED: "No rule spoke of it, and it is not on the list",
    NO_TUNNEL: "It would open, but not as a tunnel",
}
"""What decided where it was no rule of the file."""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the trip."""

    name: str
    words: str
    more: str = ""
    """What else is true there."""
    reached: bool = True
    """Whether the address got so far."""
    stopped: bool = False
    """Whether it ended here."""


def trip(typed: Typed) -> tuple[Step, ...]:
    """The four stations of an address that was typed, in their order."""
    if isinstance(typed.result, Refused) and typed.result.way is Way.MISDIRECTED:
        why = f"{typed.result.ground.why} Nothing can be asked for."
        rest = ("Gateway", "Rule", "Site")
        lost = tuple(Step(name, "It never came here.", reached=False) for name in rest)
        return Step("Name", why, stopped=True), *lost
    return _name(typed), _gateway(typed), _rule(typed.result), _end(typed)


def _name(typed: Typed) -> Step:
    """Whose name or number it is."""
    site, host = typed.result.site, typed.result.host
    if site is None:
        return Step("Name", f"{host} is a name that nobody has here.")
    said = f"{host} is the number of {site.title}." if host == site.number else f"{host} is {site.title}."
    return Step("Name", said, f"Its name is {site.host}." if host != site.host else "")


def _gateway(typed: Typed) -> Step:
    """Who asks, and when."""
    ask = typed.ask
    when = f", at {ask.at:%H:%M}" if ask.at else ""
    what = "a tunnel to it (https)" if typed.is_https else f"the page {typed.result.path}"
    return Step(
        "Gateway", f"Somebody of tier {ask.tier} asks for {what}{when}.", "It knows no more than that."
    )


def _rule(result: Opened | Refused) -> Step:
    """What decided, with its line."""
    ground = result.ground
    decided = _OWN_WORDS.get(ground.rule, f"The rule {ground.rule} decides")
    line = f"Line {ground.line} of the network's file."
    return Step("Rule", f"{decided}: {ground.why}", line, stopped=isinstance(result, Refused))


def _end(typed: Typed) -> Step:
    """Whether the site was reached, and what is shown of a refusal."""
    result = typed.result
    if isinstance(result, Opened):
        return Step("Site", f"{result.site.title} opens.")
    if result.way is Way.REDIRECT and not typed.is_https:
        return Step("Site", f"It was never asked. You are led to {result.how.to} instead.", reached=False)
    words = shown_as(result, https=typed.is_https)[1]
    said = (result.reason if result.way.honest and not typed.is_https else "") or words.sentence
    return Step("Site", "It was never asked.", f"You are told: {words.title}. {said}", reached=False)
