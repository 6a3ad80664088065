"""Rules of Reddit's AutoModerator, one YAML document each (reddit.com/wiki/automoderator/full-documentation).

A removed post without a word to its author is one that only its author sees, so it becomes `shadow`; one with a
comment or a message becomes `block` and tells it. What is filtered waits for a moderator: `hold`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bbs.document import Items, Mark, Node, Table, Text
from bbs.importing.automoderator_authors import author
from bbs.importing.automoderator_checks import Check, lengths, search
from bbs.importing.decoding import UnusableError
from bbs.importing.taken import Format, NotSaidError, Rule, Said, Taken
from bbs.importing.yaml_documents import Part, parts

_TYPES: dict[str, dict[str, Said]] = {
    "any": {},
    "submission": {"kind": "thread"},
    "text submission": {"kind": "thread"},
    "link submission": {"kind": "thread", "links": {"more_than": "0"}},
    "comment": {"kind": "reply"},
}
_ACTIONS = ("remove", "spam", "filter", "approve", "report")
_TOLD = ("comment", "message")
_REASONS = ("action_reason", "report_reason")
_SILENT = {
    *("comment_locked", "comment_stickied", "message_subject", "modmail_subject", "overwrite_flair"),
    "moderators_exempt",
}
"""Keys that change nothing here, or are read elsewhere."""
_OTHERWISE = {
    "priority": "not needed: of several rules the strictest decides",
    "ignore_blockquotes": "what is quoted counts here like the rest",
}
"""Keys that are not taken over, and what is done instead."""
_EFFECTS = re.compile(r"set_\w+|modmail")
_PLACEHOLDERS = {
    "kind": "post",
    "subreddit": "this board",
    "body": "your text",
    "title": "your title",
}
_LONGEST_WHY = 200
_MOST_CHARACTERS = 1 << 20
"""Twice what a page of Reddit's wiki may have."""


@dataclass(slots=True)
class _Read:
    """What is known of one rule so far."""

    taken: Taken
    where: list[Check] = field(default_factory=list)
    never: list[Check] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    left: list[tuple[Mark, str, str, bool]] = field(default_factory=list)

    def note(self, mark: Mark, what: str, why: str, *, taken: bool = False) -> None:
        """Something of a rule that is otherwise taken over."""
        self.left.append((mark, what, why, taken))


def read_rules(text: str, _file: str) -> Taken:
    """Every rule that can be said, in order; the others with the reason. Raises UnusableError."""
    if len(text) > _MOST_CHARACTERS:
        raise UnusableError("no AutoModerator has so long a page of rules; import it in parts")
    taken = Taken("Rules of an AutoModerator", "The rules of a Reddit community, for a board of our own.")
    exempt: list[bool] = []
    for part in parts(text):
        try:
            rule, spared = _rule(part, taken)
        except NotSaidError as error:
            taken.leave(
                error.mark, f"{_named(part)}: {error.what}", f"the whole rule is left out: {error.why}"
            )
            continue
        taken.rules.append(rule)
        exempt.append(spared)
    _spare_moderators(taken, exempt)
    return taken


def _spare_moderators(taken: Taken, exempt: list[bool]) -> None:
    """Moderators are exempt from removals and reports; from a rule alone where others bind them too."""
    judging = [rule.says.get("then") != "allow" for rule in taken.rules]
    if all(spared or not one for spared, one in zip(exempt, judging, strict=True)):
        if any(exempt):
            taken.top["exempt"] = {"role": ["editor"]}
        return
    for rule, spared in zip(taken.rules, exempt, strict=True):
        given = rule.says.get("if", {})
        if spared and isinstance(given, dict):
            by = given.get("author", {})
            if isinstance(by, dict) and "role" not in by and "not_role" not in by:
                rule.says["if"] = {**given, "author": {**by, "not_role": ["editor"]}}


def _rule(part: Part, taken: Taken) -> tuple[Rule, bool]:
    start = Mark(part.line, 1)
    if not isinstance(part.node, Table):
        raise NotSaidError(start, "rule", part.problem or "it has no keys with colons")
    reading = _Read(taken)
    last = {key.value.strip(): key for key, _ in part.node.entries}
    for key, value in part.node.entries:
        if key is last[key.value.strip()]:
            _key(key, value, part.node, reading)
        else:
            reading.note(key.mark, key.value, "it stands twice in this rule, and the last one counts")
    then, tell = _then(part.node, reading)
    says: dict[str, Said] = {"why": _why(part, reading)}
    if _reason(reading) not in ("", says["why"]):
        says["note"] = _reason(reading)
    if reading.where:
        says["if"] = _joined(reading.where)
    if reading.never:
        never = [one.said for one in reading.never]
        says["unless"] = never[0] if len(never) == 1 else {"any": [*never]}
    says["then"] = then
    if tell:
        says["tell"] = tell
    for mark, what, why, as_well in reading.left:
        taken.leave(mark, what, why, taken=as_well)
    spared = _text(part.node, "moderators_exempt").lower() != "false" and then != "allow"
    return Rule(start, _comment(part) or _reason(reading) or _first_words(reading), says), spared


def _key(key: Text, value: Node, rule: Table, reading: _Read) -> None:
    """One key of a rule; raises NotSaidError for a condition that can't be said."""
    name = key.value.strip()
    if name in (*_TOLD, *_REASONS, "action", "modmail"):
        reading.said[name] = _one(value)
    elif name in _OTHERWISE:
        reading.note(key.mark, name, _OTHERWISE[name], taken=True)
    elif _EFFECTS.fullmatch(name):
        reading.note(key.mark, name, "a policy has no such effect")
    elif name not in _SILENT:
        _condition(key, value, rule, reading)


def _condition(key: Text, value: Node, rule: Table, reading: _Read) -> None:
    name = key.value.strip()
    if name == "is_edited":
        if _one(value).lower() != "false":
            raise NotSaidError(key.mark, name, "nothing here tells a changed post from a new one")
        reading.note(key.mark, name, "a changed post is judged here like a new one", taken=True)
    elif name == "type":
        _type(_one(value), value.mark, reading)
    elif name in ("body_longer_than", "body_shorter_than"):
        reading.where.append(lengths(key, value))
        if _text(rule, "type") != "comment":
            reading.note(key.mark, name, "here title and body count together", taken=True)
    elif name in ("author", "~author"):
        where, never = author(name, value, reading.note)
        reading.where += where
        reading.never += never
    else:
        check, denied = search(key, value, reading.note)
        (reading.never if denied else reading.where).append(check)


def _type(said: str, mark: Mark, reading: _Read) -> None:
    kinds = _TYPES.get(said)
    if kinds is None:
        raise NotSaidError(mark, f"type: {said}", "posts have no such type here")
    if kinds:
        reading.where.append(Check(dict(kinds)))
    if said in ("link submission", "text submission"):
        reading.note(mark, f"type: {said}", "a thread stands for it", taken=True)


def _then(rule: Table, reading: _Read) -> tuple[Said, str]:
    """What the rule does, and what its author is told where that is not the usual."""
    action = reading.said.get("action", "")
    told = any(reading.said.get(key, "").strip() for key in _TOLD)
    if action and action not in _ACTIONS:
        raise NotSaidError(
            _mark(rule, "action"), f"action: {action}", f"the actions are {', '.join(_ACTIONS)}"
        )
    if action in ("remove", "spam"):
        if action == "spam":
            reading.note(
                _mark(rule, "action"), "action: spam", "as remove; no filter learns from it", taken=True
            )
        return ("block", "") if told else ("shadow", "")
    if action == "filter":
        return "hold", "" if told else "nothing"
    if action == "approve":
        return "allow", ""
    if action == "report" or "modmail" in reading.said:
        return "flag", ""
    what = ", ".join(
        key.value for key, _ in rule.entries if _EFFECTS.fullmatch(key.value) or key.value in _TOLD
    )
    raise NotSaidError(rule.mark, what or "no action", "nothing is left that a policy could do")


def _joined(checks: list[Check]) -> dict[str, Said]:
    """All of these in one map; where two of them search text, or share a key, in a list under `all`."""
    plain: dict[str, Said] = {}
    apart: list[Said] = []
    texts = [one for one in checks if one.searches]
    for one in checks:
        together = None if one.searches and len(texts) > 1 else _merged(plain, one.said)
        if together is None:
            apart.append(one.said)
        else:
            plain = together
    return {**plain, "all": apart} if apart else plain


def _merged(said: dict[str, Said], more: dict[str, Said]) -> dict[str, Said] | None:
    """Both in one map, maps under the same key too; None where that would say something else."""
    both = {**said, **more}
    for key in said.keys() & more.keys():
        old, new = said[key], more[key]
        if not isinstance(old, dict) or not isinstance(new, dict) or old.keys() & new.keys():
            return None
        both[key] = old | new
    return both


def _why(part: Part, reading: _Read) -> str:
    """What the author is told, else what moderators call the rule; the first sentence of it."""
    told = next((reading.said[key] for key in _TOLD if reading.said.get(key, "").strip()), "")
    said = _sentence(told) or _reason(reading) or _comment(part)
    return said or f"Rule of line {part.line} of the AutoModerator."


def _reason(reading: _Read) -> str:
    return next((_sentence(reading.said[key]) for key in _REASONS if reading.said.get(key)), "")


def _sentence(text: str) -> str:
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", re.sub(r"[*_`>#]+", "", text))
    plain = re.sub(r",? ?(?:/?u/)?\{\{author\}\}|/?r/(?=\{\{)", "", plain)
    plain = re.sub(r"\{\{(\w+)[^}]*\}\}", lambda found: _PLACEHOLDERS.get(found[1], "…"), plain)
    paragraph = next((" ".join(one.split()) for one in plain.split("\n\n") if one.strip()), "")
    paragraph = re.sub(r"[ :(\[-]*…[)\]]*$", "", paragraph)
    paragraph = re.sub(r"(?i)^(?:hi|hello|hey|dear)(?: there)?[,!.] *(?=\S)", "", paragraph)
    paragraph = paragraph[:1].upper() + paragraph[1:]
    found = re.match(r".{5,}?[.!?](?=\s|$)", paragraph)
    sentence = found[0] if found else paragraph
    return sentence if len(sentence) <= _LONGEST_WHY else sentence[:_LONGEST_WHY].rpartition(" ")[0] + " …"


def _comment(part: Part) -> str:
    """The last comment above a rule that says something; moderators name their rules so."""
    said = (re.sub(r"^[#\s=*~-]+|[#\s=*~:-]+$", "", one) for one in reversed(part.comments))
    return next((one for one in said if re.search(r"\w", one)), "")


def _named(part: Part) -> str:
    return _comment(part) or f"the rule of line {part.line}"


def _first_words(reading: _Read) -> str:
    """A name for a rule that has none: the first thing that it looks for."""
    for check in (*reading.where, *reading.never):
        if check.name:
            return f"no {check.name}"
    return ""


def _text(table: Table, key: str) -> str:
    return _one(table.get(key))


def _one(value: Node | None) -> str:
    """The text of a value; the first of a list."""
    if isinstance(value, Items):
        return _one(value.values[0]) if value.values else ""
    return value.value.strip() if isinstance(value, Text) else ""


def _mark(table: Table, key: str) -> Mark:
    return table.key(key).mark


def _is_automoderator(_file: str, text: str) -> bool:
    keys = (
        r"^[ \t]*(?:action|type|comment|priority|is_edited|crosspost_\w+"
        r"|~?(?:title|body|author|domain|url)[+\w]*(?:\s*\([\w, -]+\))?)\s*:"
    )
    return (
        re.search(r"^[ \t]*action\s*:", text, re.MULTILINE) is not None
        and len(re.findall(keys, text, re.MULTILINE)) > 1
    )


FORMAT = Format(
    "automoderator",
    "rules of Reddit's AutoModerator",
    "searches in title, body, links and author names, account age, length and type; remove, filter, approve, report",
    _is_automoderator,
    read_rules,
)
