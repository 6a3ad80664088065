"""The keyword policy of Pleroma and Akkoma: `config :pleroma, :mrf_keyword, reject: [...]` in a config.exs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bbs.document import Mark
from bbs.importing.decoding import UnusableError
from bbs.importing.elixir import ElixirError, Group, Sigil, Term, Terms, Word
from bbs.importing.phrases import escaped, phrase
from bbs.importing.taken import Format, NotSaidError, Rule, Said, Taken, words
from bbs.importing.trying import pattern_trouble

_BEGIN = re.compile(r"^[ \t]*config\s+:(?:pleroma|akkoma)\s*,\s*:mrf_keyword\s*,", re.MULTILINE)
_NAME = re.compile(r"([a-z_]+):\s*")
_FLAGS = {"i": "i", "s": "s", "m": "m", "u": "", "U": "U"}
"""Flags of a regular expression there, and what RE2 calls them; `u` is what RE2 always does."""
_KEYS = ("reject", "federated_timeline_removal", "replace")


def read_keywords(text: str, _file: str) -> Taken:
    """`reject` refuses, `federated_timeline_removal` flags, `replace` rewrites. Raises UnusableError."""
    begin = _BEGIN.search(text)
    if begin is None:
        raise UnusableError("there is no `config :pleroma, :mrf_keyword, ...` in it")
    taken = Taken(
        "Keywords of a Pleroma server", "Keywords are compared as they are written, capitals included."
    )
    taken.top["see_through"] = "exact"
    while begin is not None:
        terms = Terms(text, begin.end())
        try:
            _settings(terms, taken)
        except ElixirError as error:
            taken.leave(error.mark, "config", f"reading stopped here: {error.problem}")
        begin = _BEGIN.search(text, terms.at)
    return taken


def _settings(terms: Terms, taken: Taken) -> None:
    terms.skip("[")
    while (key := terms.keyword(_NAME)) is not None:
        mark = terms.here()
        value = terms.term()
        parts = value.parts if isinstance(value, Group) else (value,)
        if key not in _KEYS:
            taken.leave(mark, key, f"no setting of the keyword policy; they are {', '.join(_KEYS)}")
        elif key == "replace":
            _replace(parts, taken)
        else:
            _find(key, mark, parts, taken)
        terms.skip(",")


def _find(key: str, mark: Mark, parts: Iterable[Term], taken: Taken) -> None:
    phrases: list[str] = []
    patterns: list[Said] = []
    for part in parts:
        try:
            if isinstance(part, Word) and part.is_string:
                phrases.append(_inside(part))
            else:
                patterns.append(_pattern(part))
        except NotSaidError as error:
            taken.leave(error.mark, error.what, error.why)
    either: list[Said] = [words(phrases)] if phrases else []
    either += [{"patterns": patterns}] if patterns else []
    if not either:
        return
    condition: Said = either[0] if len(either) == 1 else {"any": either}
    if key == "reject":
        says: dict[str, Said] = {"why": "It has a keyword that is refused.", "if": condition, "then": "block"}
    else:
        says = {
            "why": "It has a keyword of the operator's list.",
            "if": condition,
            "then": ["flag", {"tag": "unlisted"}],
        }
        taken.leave(
            mark, key, "no post is unlisted here; it is flagged for the operator and tagged `unlisted`"
        )
    taken.rules.append(Rule(mark, key.replace("federated_timeline_removal", "unlisted"), says))


def _replace(parts: Iterable[Term], taken: Taken) -> None:
    """Each pair is a rule with a pattern, which takes the characters alone; a starred phrase would take the word."""
    for part in parts:
        try:
            taken.rules.append(_replacing(part))
        except NotSaidError as error:
            taken.leave(error.mark, error.what, error.why)


def _replacing(part: Term) -> Rule:
    if not isinstance(part, Group) or len(part.parts) != 2:
        raise NotSaidError(part.mark, "replace", 'write a pair: {~r/old/, "new"}')
    old, new = part.parts
    if not isinstance(new, Word) or not new.is_string:
        raise NotSaidError(new.mark, "replace", "what is put in its place must be a string")
    if isinstance(old, Sigil) and re.search(r"\\[0-9g]", new.text):
        raise NotSaidError(
            new.mark, new.text, "it puts in a part of what was found; here the text is put as it is"
        )
    found = escaped(old.text) if isinstance(old, Word) and old.is_string else _pattern(old)
    name = old.pattern if isinstance(old, Sigil) else found
    why = (
        f"It has a word for which “{new.text}” is put."
        if new.text.strip()
        else "It has a word that is taken out."
    )
    says: dict[str, Said] = {"why": why, "if": {"patterns": [found]}, "then": {"replace": new.text}}
    return Rule(part.mark, f"replace {name}", says)


def _inside(word: Word) -> str:
    try:
        return phrase(word.text, open_left=True, open_right=True)
    except ValueError as error:
        raise NotSaidError(word.mark, word.text, str(error)) from None


def _pattern(term: Term) -> str:
    if not isinstance(term, Sigil):
        raise NotSaidError(term.mark, getattr(term, "text", "[ ]"), "write a string or ~r/.../")
    odd = set(term.flags) - _FLAGS.keys()
    if odd:
        raise NotSaidError(term.mark, term.pattern, f"RE2 has no flag `{min(odd)}`")
    flags = "".join(_FLAGS[flag] for flag in term.flags)
    pattern = f"(?{flags}){term.pattern}" if flags else term.pattern
    trouble = pattern_trouble(pattern)
    if trouble:
        raise NotSaidError(term.mark, term.pattern, trouble)
    return pattern


FORMAT = Format(
    "pleroma",
    "keywords of Pleroma or Akkoma",
    "`:mrf_keyword` of a config.exs: reject, federated_timeline_removal, replace; strings and `~r/.../i`",
    lambda _file, text: _BEGIN.search(text) is not None,
    read_keywords,
)
