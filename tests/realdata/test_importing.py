"""Real lists come over whole, and real texts get the points that a naive reading of the same files gives."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importing.imported import Imported, imported

from bbs.policy.submission import Submission

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data (shared/data beside the project) is not here"
    ),
]
LISTS = sorted((DATA / "words" / "e2guardian").glob("*/*/weighted"))

Naive = tuple[tuple[str, ...], int]
"""The parts of a phrase as they stand between < and >, and its points."""


def spaced(text: str) -> str:
    """As e2guardian compares: small letters, one space for white space and punctuation."""
    return re.sub(r"[\W_]+", " ", text.casefold())


def naively(file: Path) -> list[Naive]:
    """Every phrase of a file, as it stands there, each single one once."""
    found: list[Naive] = []
    for raw in file.read_bytes().split(b"\n"):
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            line = raw.decode("cp1252")
        if not line.startswith("<"):
            continue
        pieces = re.findall(r"<([^<>]*)", line.split("#")[0])
        parts, points = tuple(pieces[:-1]), int(pieces[-1])
        if len(parts) > 1 or not any(spaced(one[0]) == spaced(parts[0]) for one, _ in found if len(one) == 1):
            found.append((parts, points))
    return found


def naive_score(phrases: list[Naive], text: str) -> int:
    inside = f" {spaced(text).strip()} "
    return sum(points for parts, points in phrases if all(spaced(part) in inside for part in parts))


@cache
def came_of(file: Path) -> Imported:
    return imported(file.read_bytes(), file.name)


def texts() -> Iterator[str]:
    for line in (
        (DATA / "messages/birthday-wishes/wishes.jsonl").read_text(encoding="utf-8").splitlines()[::2]
    ):
        yield json.loads(line)["message"]
    spam = (DATA / "messages/sms-spam/SMSSpamCollection").read_text(encoding="utf-8")
    yield from (line.partition("\t")[2] for line in spam.splitlines()[::60])
    fortunes = gzip.decompress((DATA / "threads/fortunes/fortunes.jsonl.gz").read_bytes()).decode()
    yield from (json.loads(line)["text"] for line in fortunes.splitlines()[::50])


def test_every_list_comes_over_whole() -> None:
    assert len(LISTS) == 14
    for file in LISTS:
        it, phrases = came_of(file), naively(file)
        assert (it.form, len(it.policy.rules)) == ("e2guardian", len(phrases)), file
        assert Counter(rule.points for rule in it.policy.rules) == Counter(points for _, points in phrases)
        parts = [line.count(" + ") + 1 for line in it.text.splitlines() if "words: [" in line]
        assert parts == [len(found) for found, _ in phrases], file


def test_every_phrase_is_found_where_it_stands_and_gives_its_points() -> None:
    for file in LISTS:
        it = came_of(file)
        for number, (parts, points) in enumerate(naively(file)):
            decision = it.policy.judge(Submission(f"- {' - '.join(part.strip() for part in parts)} -"))
            assert (it.policy.rules[number].id, points) in decision.sum, (file, parts)


def test_real_texts_have_the_points_that_a_naive_reading_counts() -> None:
    """Between letters an apostrophe belongs to the word here, and to e2guardian it is a space: nothing else differs."""
    every = list(dict.fromkeys(texts()))
    different, scored = 0, 0
    for file in LISTS:
        policy, phrases = came_of(file).policy, naively(file)
        for text in every:
            expected = naive_score(phrases, text)
            scored += expected != 0
            if policy.judge(Submission(text)).score != expected:
                different += 1
                assert "'" in text, text
                assert policy.judge(Submission(text.replace("'", " "))).score == expected, text
    print(f"{len(every)} texts, {scored} times points, {different} times others")  # noqa: T201  # the report
    assert (scored > 20, different < 5) == (True, True)


@pytest.mark.parametrize(
    ("name", "entries", "left"),
    [
        ("qqmail/censored.txt", 173, 0),
        ("apple/cn.txt", 1045, 0),
        ("LINE/raw-block-lists/line-v25.txt", 529, 48),
    ],
)
def test_lists_of_keywords_come_over_as_they_are_meant(name: str, entries: int, left: int) -> None:
    file = DATA / "keywords" / name
    it = imported(file.read_bytes(), file.name)
    assert (it.form, len(it.lost)) == ("lines", left)
    assert all(text.startswith(".*") for _, text in it.lost), "only regular expressions are left out"
    lines = dict.fromkeys(
        line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    )
    said = [line for line in lines if not line.startswith(".*")]
    assert len(said) == entries
    assert [one for one in said if it.gives(one.strip("*").replace("+", " - ")) != "hold listed-words"] == []
