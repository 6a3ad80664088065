"""Watched words of Discourse, as its admin pages export them: one file an action, or a table with a column for it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from bbs.document import Mark
from bbs.importing.decoding import UnusableError
from bbs.importing.phrases import alternatives, escaped, is_literal, phrase
from bbs.importing.plain import table
from bbs.importing.taken import Format, Rule, Said, Taken, words
from bbs.importing.trying import pattern_trouble

_ACTIONS: dict[str, tuple[str, Said]] = {
    "block": ("It has a word that is not allowed here.", "block"),
    "require_approval": ("It has a word that an editor looks at first.", "hold"),
    "flag": ("It has a word that the operator wants to know of.", "flag"),
    "silence": ("It has a word for which new people are silenced.", ["hold", {"mute": "30 days"}]),
    "censor": ("It has a word that is covered.", "mask"),
}
"""What one rule with all words of an action says and does; the others need a rule for each replacement."""
_OTHERS = ("replace", "tag", "link")
ACTIONS = (*_ACTIONS, *_OTHERS)
_FILE = re.compile(r"watched[-_ ]words?[-_ ]([a-z_ -]+?)(?:[-_ (]*[0-9]*\)?)?\.(?:csv|txt)$")
_REGEX = re.compile(r"\\[bdswBDSW]|\(\?|\[[^\]]+\]|\.[*+]|[^\s]\|[^\s]|\^|\$$")
"""What no plain watched word looks like: the site setting for regular expressions was on."""


@dataclass(frozen=True, slots=True)
class _Row:
    mark: Mark
    word: str
    action: str
    replacement: str
    exact: bool


def read_watched(text: str, file: str) -> Taken:
    """A rule for each action, and one for each replacement and tag. Raises UnusableError where no action is named."""
    taken = Taken("Watched words", "The words that a forum watches, and what happens to posts with them.")
    rows = _rows(text, file, taken)
    regex = any(_REGEX.search(row.word) for row in rows)
    if regex:
        first = next(row for row in rows if _REGEX.search(row.word))
        why = "it is a regular expression, so all words are read as such: they are found inside others too"
        taken.leave(first.mark, first.word, why, taken=True)
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.action == "link":
            taken.leave(row.mark, row.word, "a policy makes no links of words")
        else:
            groups[row.action, row.replacement if row.action in _OTHERS else ""].append(row)
    for (action, replacement), found in groups.items():
        condition = _condition(found, regex, taken)
        if condition:
            taken.rules.append(_rule(action, replacement, found[0].mark, condition))
            if action == "silence":
                why = "nobody is silenced for ever here: held, and muted for 30 days, whoever wrote it"
                taken.leave(found[0].mark, "silence", why, taken=True)
    return taken


def _rule(action: str, replacement: str, mark: Mark, condition: dict[str, Said]) -> Rule:
    if action == "replace":
        why = f"It has a word for which “{replacement}” is put."
        return Rule(
            mark, f"replace {replacement}", {"why": why, "if": condition, "then": {"replace": replacement}}
        )
    if action == "tag":
        tags: list[Said] = [{"tag": tag.strip()} for tag in replacement.split(",") if tag.strip()]
        why = f"It has a word that is tagged {replacement}."
        return Rule(mark, f"tag {replacement}", {"why": why, "if": condition, "then": tags})
    why, then = _ACTIONS[action]
    return Rule(mark, f"{action} words", {"why": why, "if": condition, "then": then})


def _condition(rows: list[_Row], regex: bool, taken: Taken) -> dict[str, Said]:
    phrases: list[str] = []
    patterns: list[str] = []
    for row in rows:
        found = _pattern(row, regex, taken) if _needs_pattern(row.word, regex) else _phrase(row, regex, taken)
        if found is not None:
            (patterns if _needs_pattern(row.word, regex) else phrases).append(found)
    if not patterns:
        return words(phrases) if phrases else {}
    said: dict[str, Said] = {"patterns": [*alternatives(patterns, "%s", "(?i)")]}
    return {"any": [words(phrases), said]} if phrases else said


def _needs_pattern(word: str, regex: bool) -> bool:
    return not is_literal(word) if regex else "*" in word.strip("*")


def _pattern(row: _Row, regex: bool, taken: Taken) -> str | None:
    """A regular expression as it is; a star inside a word is any characters but white space."""
    found = row.word if regex else _starred(row.word)
    trouble = pattern_trouble(found)
    if trouble:
        taken.leave(row.mark, row.word, trouble)
        return None
    return found


def _starred(word: str) -> str:
    """A whole word; RE2 knows the borders of ASCII letters only, so others may go on."""
    left, right = (r"\b" if sign.isascii() and sign.isalnum() else "" for sign in (word[0], word[-1]))
    return left + r"\S*".join(map(escaped, word.split("*"))) + right


def _phrase(row: _Row, regex: bool, taken: Taken) -> str | None:
    if row.exact:
        taken.leave(row.mark, row.word, "here capitals make no difference", taken=True)
    bare = row.word.strip("*")
    sides = {"open_left": row.word.startswith("*"), "open_right": row.word.endswith("*")}
    try:
        return phrase(bare, open_left=True, open_right=True) if regex else phrase(bare, **sides)
    except ValueError as error:
        taken.leave(row.mark, row.word, str(error))
        return None


def _rows(text: str, file: str, taken: Taken) -> list[_Row]:
    rows, lines = table(text, taken)
    if not rows:
        raise UnusableError("no row of this table has a word in it; export the watched words anew")
    head = [cell.strip().lower() for cell in rows[0]]
    titled = "word" in head and ("action" in head or "replacement" in head)
    columns = {name: head.index(name) for name in head} if titled else _usual(rows)
    given = "" if "action" in columns else _action_of(file)
    found = []
    for row, line in zip(rows[titled:], lines[titled:], strict=True):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        action = (given or cells.get("action", "")).lower().replace(" ", "_").replace("-", "_")
        replacement, word = cells.get("replacement", ""), cells.get("word", "")
        if action not in ACTIONS:
            taken.leave(
                Mark(line, 1), action or word, f"no action of Discourse; they are {', '.join(ACTIONS)}"
            )
        elif action in _OTHERS and not replacement:
            taken.leave(Mark(line, 1), word, f"`{action}` needs something in the second column")
        elif word:
            exact = cells.get("case_sensitive", "").lower() == "true"
            found.append(_Row(Mark(line, 1), word, action, replacement, exact))
    return found


def _usual(rows: list[list[str]]) -> dict[str, int]:
    """Columns without heads: the word, what is put for it, whether capitals matter; or the word and its action."""
    acting = len(rows[0]) > 1 and all(row[1:2] and row[1].strip().lower() in ACTIONS for row in rows)
    second = {"action": 1, "replacement": 2} if acting else {"replacement": 1, "case_sensitive": 2}
    return {"word": 0, **second}


def _action_of(file: str) -> str:
    found = _FILE.search(file.lower())
    action = found[1].strip(" -_").replace("-", "_").replace(" ", "_") if found else ""
    if action not in ACTIONS:
        raise UnusableError(
            "it is not said what these words do; name the file as Discourse does, forum-watched-words-block.csv,"
            f" or head its columns word,action,replacement; the actions are {', '.join(ACTIONS)}"
        )
    return action


def _is_watched(file: str, text: str) -> bool:
    head = [cell.strip().lower() for cell in text.split("\n", 1)[0].split(",")]
    return bool(_FILE.search(file.lower())) or ("word" in head and "action" in head)


FORMAT = Format(
    "discourse",
    "watched words of Discourse",
    "the exported tables: block, censor, require_approval, flag, replace, tag, silence; `*` and regular expressions",
    _is_watched,
    read_watched,
)
