"""`bbs policy judge`: many submissions in, one decision a line out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import Bbs


def posts(*lines: object) -> str:
    return "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)


def test_each_submission_gets_its_decision_in_order(bbs: Bbs, folder: Path) -> None:
    Path("posts.jsonl").write_text(posts({"body": "Happy birthday"}, {"body": "x"}), encoding="utf-8")
    ran = bbs("policy", "judge", "board.yaml", "--posts", "posts.jsonl")
    assert (ran.status, ran.err) == (0, "")
    decisions = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["verdict"], one["by"]) for one in decisions] == [
        ("allow", "greetings-pass"),
        ("hold", "default"),
    ]
    assert all("without" not in one for one in decisions)


def test_a_bad_line_is_reported_with_its_number_and_the_others_go_on(bbs: Bbs, folder: Path) -> None:
    Path("posts.jsonl").write_text(
        posts({"body": "a"}, "\n", "{broken\n", {"body": "b", "mood": 1}, {"body": "c"}), encoding="utf-8"
    )
    ran = bbs("policy", "judge", "board.yaml", "--posts", "posts.jsonl")
    assert ran.status == 1
    assert len(ran.out.splitlines()) == 2
    first, second = ran.err.splitlines()
    assert first.startswith("posts.jsonl:3:2: this is not JSON")
    assert second.startswith("posts.jsonl:4:1: `mood` is not a key of a submission")


@pytest.mark.parametrize("arguments", [(), ("--posts", "-")])
def test_standard_input_is_read_when_no_file_is_named(
    bbs: Bbs, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    stream = io.BytesIO(posts({"body": "happy birthday"}, "{").encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream, isatty=lambda: False))
    ran = bbs("policy", "judge", "board.yaml", *arguments)
    assert ran.status == 1
    assert json.loads(ran.out)["verdict"] == "allow"
    assert ran.err.startswith("-:2:")


def test_at_a_keyboard_it_says_what_it_waits_for(
    bbs: Bbs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(), isatty=lambda: True))
    ran = bbs("policy", "judge", "board.yaml")
    assert (ran.status, ran.out) == (0, "")
    assert "Ctrl-D" in ran.err


@pytest.mark.parametrize("name", ["none.jsonl", ".", "a\0b"])
def test_posts_that_cannot_be_opened_end_with_2(bbs: Bbs, folder: Path, name: str) -> None:
    ran = bbs("policy", "judge", "board.yaml", "--posts", name)
    assert (ran.status, ran.out) == (2, "")
    assert "this file can't be read" in ran.err
    assert ran.err.count("\n") == 1


def test_no_line_is_judged_by_a_policy_with_errors(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text("policy: 2\nid: x\ndefault: allow\n", encoding="utf-8")
    ran = bbs("policy", "judge", "board.yaml", "--posts", "board.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("board.yaml:1:9: ")


def test_the_same_lines_give_the_same_answers(bbs: Bbs, folder: Path) -> None:
    Path("posts.jsonl").write_text(
        posts(*({"body": f"happy {n} birthday"} for n in range(50))), encoding="utf-8"
    )
    first = bbs("policy", "judge", "board.yaml", "--posts", "posts.jsonl")
    assert first == bbs("policy", "judge", "board.yaml", "--posts", "posts.jsonl")
    assert first.out.count("\n") == 50


def test_lots_fall_as_the_seed_has_it(bbs: Bbs, folder: Path) -> None:
    Path("lots.yaml").write_text(
        "policy: 1\nid: lots\ndefault: allow\nrules: [{id: lot, if: {chance: 50%}, then: hold}]\n",
        encoding="utf-8",
    )
    Path("posts.jsonl").write_text(posts(*({"body": "x"} for _ in range(40))), encoding="utf-8")

    def drawn(*seed: str) -> str:
        return bbs("policy", "judge", "lots.yaml", "--posts", "posts.jsonl", *seed).out

    assert drawn("--seed", "9b") == drawn("--seed", "9b")
    assert len({drawn(), drawn("--seed", "9b"), drawn("--seed", "9c")}) == 3
    assert '"hold"' in drawn()
    assert '"allow"' in drawn()


COUNTING = """
policy: 1
id: counting
default: allow
rules:
  - {id: fast, if: {posts: {more_than: 2, in: 10 minutes}}, then: hold}
  - {id: burst, if: {burst: {of: lantern, authors: 2, in: 1 hour}}, then: block}
"""


def line(at: str, body: str = "x", name: str = "Ann", date: str = "2026-03-14") -> dict[str, object]:
    return {"body": body, "date": date, "at": at, "by": {"name": name}}


def test_a_policy_that_counts_counts_the_lines_before(bbs: Bbs, folder: Path) -> None:
    Path("counting.yaml").write_text(COUNTING, encoding="utf-8")
    everything = [
        *(line("9:00"), line("9:01"), line("9:02"), line("9:03", name="Ben")),
        *(line("9:11", "A lantern"), {"body": "x"}, line("0:01", "The lantern", "Ben", "2026-03-15")),
        *(line("0:02", "Lantern", "Cem", "2026-03-15"),),
    ]
    Path("posts.jsonl").write_text(posts(*everything), encoding="utf-8")
    ran = bbs("policy", "judge", "counting.yaml", "--posts", "posts.jsonl")
    assert (ran.status, ran.err) == (0, "")
    by = [json.loads(one)["by"] for one in ran.out.splitlines()]
    assert by == ["default", "default", "fast", "default", "default", "default", "default", "burst"]


def test_a_line_older_than_one_before_it_is_reported_where_the_policy_counts(bbs: Bbs, folder: Path) -> None:
    Path("counting.yaml").write_text(COUNTING, encoding="utf-8")
    Path("posts.jsonl").write_text(posts(line("9:05"), {"body": "x"}, line("9:04")), encoding="utf-8")
    ran = bbs("policy", "judge", "counting.yaml", "--posts", "posts.jsonl")
    assert ran.status == 1
    assert len(ran.out.splitlines()) == 2
    assert ran.err.startswith("posts.jsonl:3:1: this is older than a line before it (2026-03-14 09:05)")
    assert bbs("policy", "judge", "board.yaml", "--posts", "posts.jsonl").status == 0
