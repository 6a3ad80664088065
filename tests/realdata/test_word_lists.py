"""Real word lists and real disguises: what imports, what is found, and what each folding catches (run with -s)."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from policy import naive

from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data (shared/data beside the project) is not here"
    ),
]

HEAD = "policy: 1\nid: real\ndefault: allow\n"


def lines(name: str) -> list[str]:
    return [line.strip() for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def listed(name: str, match: str = "", top: str = "") -> Policy:
    """A policy with the file as its one list, read as it lies there."""
    as_said = f", match: {match}" if match else ""
    text = f"{HEAD}{top}lists: {{real: {{file: real.txt{as_said}}}}}\nrules: [{{id: it, if: {{words: [list real]}}, then: block}}]\n"
    return load(text, file="real.yaml", read=lambda _: (DATA / name).read_bytes())


def blocked(policy: Policy, text: str) -> bool:
    return policy.judge(Submission(text)).by == "it"


def wishes() -> list[str]:
    return [json.loads(line)["message"] for line in lines("messages/birthday-wishes/wishes.jsonl")]


def spam() -> list[str]:
    return [line.partition("\t")[2] for line in lines("messages/sms-spam/SMSSpamCollection")[:300]]


# keywords/apple: `*X*`, `X*`, `*X`, `X`


@pytest.mark.parametrize(("country", "count"), [("us", 170), ("ca", 206), ("jp", 192), ("cn", 1045)])
def test_a_list_of_wildcards_is_imported_whole(country: str, count: int) -> None:
    policy = listed(f"keywords/apple/{country}.txt")
    phrases = lines(f"keywords/apple/{country}.txt")
    assert len(phrases) == count
    assert [phrase for phrase in phrases if not blocked(policy, f"- {phrase.strip('*')} -")] == []
    assert [
        phrase for phrase in phrases[::10] if not naive.occurs(phrase, f"- {phrase.strip('*')} -", "plain")
    ] == []


@pytest.mark.parametrize("country", ["us", "jp"])
def test_a_list_of_wildcards_finds_in_real_messages_what_the_naive_search_finds(country: str) -> None:
    policy, phrases = listed(f"keywords/apple/{country}.txt"), lines(f"keywords/apple/{country}.txt")
    texts = [*wishes()[::4], *spam()[::10]]
    found = [text for text in texts if blocked(policy, text)]
    assert found == [text for text in texts if any(naive.occurs(one, text, "plain") for one in phrases)]


# messages/hatecheck: five functions of 29 are disguises

DISGUISES = ("char_swap", "char_del", "space_del", "space_add", "leet")
CAUGHT = {"exact": (0, 0, 0, 0, 0), "plain": (0, 0, 0, 0, 0), "tricks": (0, 0, 0, 121, 169)}
"""Of 133, 140, 141, 173 and 173: letters that are swapped, left out or run together are no disguise that folding
undoes; in "I h a t e" the one-letter word before belongs to the row; "camelfuck3r" had been two words."""


@cache
def looking_for(words: frozenset[str], depth: str) -> Policy:
    phrases = ", ".join(json.dumps(word) for word in sorted(words))
    text = f"{HEAD}see_through: {depth}\nrules: [{{id: it, if: {{all_words: [{phrases}]}}, then: block}}]\n"
    return load(text, file="real.yaml")


def disguised() -> list[tuple[str, str, frozenset[str]]]:
    """Function, text, and the words of the plain case it was made from that it no longer has as written."""
    with (DATA / "messages/hatecheck/test_suite_cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = {row["case_id"]: row["test_case"] for row in rows}
    found = []
    for row in rows:
        before = cases.get(row["ref_case_id"].removesuffix(".0"), "")
        if row["functionality"].startswith("spell_") and before:
            gone = words_of(before) - words_of(row["test_case"])
            found.append((row["functionality"][6:-2], row["test_case"], frozenset(gone)))
    return [case for case in found if case[2]]


def words_of(text: str) -> set[str]:
    return {naive.spelt(word) for word in naive.words(naive.plain(text))}


def test_how_many_real_disguises_each_folding_catches() -> None:
    cases = disguised()
    every = Counter(function for function, _, _ in cases)
    for depth in ("exact", "plain", "tricks"):
        caught = Counter(
            function for function, text, words in cases if blocked(looking_for(words, depth), text)
        )
        print(depth, {one: f"{caught[one]} of {every[one]}" for one in DISGUISES})  # noqa: T201  # the report
        assert tuple(caught[one] for one in DISGUISES) == CAUGHT[depth]
    assert tuple(every[one] for one in DISGUISES) == (133, 140, 141, 173, 173)


@pytest.mark.parametrize("depth", ["plain", "tricks"])
def test_the_naive_search_catches_the_same_disguises(depth: str) -> None:
    for _, text, words in disguised()[::5]:
        assert blocked(looking_for(words, depth), text) is all(
            naive.occurs(one, text, depth) for one in words
        ), text


# words/LDNOOBW/ko on messages/korean-curse


@cache
def curses() -> list[str]:
    raw = gzip.decompress((DATA / "messages/korean-curse/dataset.txt.gz").read_bytes()).decode()
    return [line.rpartition("|")[0] for line in raw.splitlines() if line.endswith("|1")]


@pytest.mark.parametrize(
    ("match", "count"), [("word", 121), ("", 503), ("prefix", 505), ("anywhere", 595)]
)  # fmt: skip
def test_how_many_korean_curses_a_list_finds(match: str, count: int) -> None:
    policy = listed("words/LDNOOBW/ko", match)
    found = [text for text in curses() if blocked(policy, text)]
    print(match or "with endings", f"{len(found)} of {len(curses())}")  # noqa: T201  # the report
    assert (len(curses()), len(found)) == (2044, count)


@pytest.mark.parametrize(("match", "stars"), [("", "{}"), ("prefix", "{}*"), ("anywhere", "*{}*")])
def test_the_naive_search_finds_the_same_korean_curses(match: str, stars: str) -> None:
    policy = listed("words/LDNOOBW/ko", match)
    phrases = [stars.format(line) for line in lines("words/LDNOOBW/ko")]
    for text in curses()[::25]:
        assert blocked(policy, text) is any(naive.occurs(phrase, text, "plain") for phrase in phrases), text
