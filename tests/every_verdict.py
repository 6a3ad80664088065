"""Every verdict with every way of telling that the policy language allows, and what follows from each."""

from __future__ import annotations

from dataclasses import dataclass

SENTENCE = "An editor thinks about {word}."
EXCUSE = "The printer has run out of paper."


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of the table "What the author is told"."""

    verdict: str
    tell: str
    answer: str
    """appears, waits, confirm, refused or failed: what the author is made to believe."""
    keeps: bool
    """It stays in its author's own view."""

    @property
    def word(self) -> str:
        """The word that brings this case about, and the id of its rule."""
        return f"{self.verdict}-{self.tell}".replace("-", "x")

    @property
    def told(self) -> str:
        """What a receipt may say about the telling."""
        return "failed" if self.tell == "pretend" else self.tell

    def fits(self, told_text: str) -> bool:
        """Whether the author reads what the tell allows: the reason or not, the words or not, the excuse alone."""
        reason, words = SENTENCE.format(word=self.word) in told_text, f"“{self.word}”" in told_text
        match self.tell:
            case "pretend":
                return told_text == EXCUSE
            case "nothing":
                return told_text == ""
            case "refused":
                return self.word not in told_text and told_text != ""
        return reason and words is (self.tell == "full")


def _case(verdict: str, tell: str) -> Case:
    if verdict == "warn":
        return Case(verdict, tell, "confirm", keeps=False)
    if tell == "pretend":
        return Case(verdict, tell, "failed", keeps=False)
    if verdict in {"drop", "block"}:
        return Case(verdict, tell, "appears" if tell == "nothing" else "refused", keeps=False)
    return Case(verdict, tell, "appears" if tell == "nothing" else "waits", keeps=True)


TOLD = ("refused", "reason", "full")
ALLOWED = {
    "warn": TOLD,
    "delay": ("nothing", *TOLD, "pretend"),
    "hold": ("nothing", *TOLD, "pretend"),
    "shadow": ("nothing",),
    "drop": ("nothing", "pretend"),
    "block": ("nothing", *TOLD, "pretend"),
}
CASES = tuple(_case(verdict, tell) for verdict, tells in ALLOWED.items() for tell in tells)
"""All that keep a text from readers."""
LIES = tuple(case for case in CASES if case.answer == "appears")


def _rule(case: Case) -> str:
    tell = f"{{pretend: {EXCUSE}}}" if case.tell == "pretend" else case.tell
    why = SENTENCE.format(word=case.word)
    then = "{delay: 8 hours}" if case.verdict == "delay" else case.verdict
    return f"  - {{id: {case.word}, why: {why}, if: {{words: [{case.word}]}}, then: {then}, tell: {tell}}}\n"


POLICY = "policy: 1\nid: every-verdict\ndefault: allow\nrules:\n" + "".join(map(_rule, CASES))
