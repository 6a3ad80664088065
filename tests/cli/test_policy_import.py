"""`bbs policy import`: the file in, a policy out, and on standard error what did not come along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Bbs

RULES = """---
# No fair
title: fair
action: remove
---
# Reported
reports: 3
action: remove
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yaml").write_text(RULES, encoding="utf-8")
    Path("words.txt").write_text("cake\nbirth*\n", encoding="utf-8")


def test_a_policy_is_printed_and_what_is_left_out_goes_to_standard_error(bbs: Bbs) -> None:
    ran = bbs("policy", "import", "rules.yaml")
    assert ran.status == 1
    assert "  - id: no-fair\n" in ran.out
    assert "source: imported from rules.yaml (rules of Reddit's AutoModerator)\n" in ran.out
    first, last = ran.err.splitlines()
    assert first == (
        "rules.yaml:7:1: left out: `Reported: reports`: "
        "the whole rule is left out: nothing here corresponds to it"
    )
    assert last == (
        "rules.yaml: read as rules of Reddit's AutoModerator (a guess; --from automoderator says so): "
        "1 rule taken over, 1 left out"
    )


def test_what_is_written_passes_the_check(bbs: Bbs) -> None:
    ran = bbs("policy", "import", "words.txt", "--from", "lines", "--to", "our-words.yaml")
    assert (ran.status, ran.err) == (
        0,
        "words.txt: read as a word list: 1 rule taken over, nothing left out\n",
    )
    assert (
        ran.out == "our-words.yaml is written. Read it, write tests, then: bbs policy check our-words.yaml\n"
    )
    assert bbs("policy", "check", "our-words.yaml").status == 0
    assert "id: our-words\n" in Path("our-words.yaml").read_text(encoding="utf-8")


def test_a_long_list_gets_a_file_beside_the_policy_or_is_refused(bbs: Bbs) -> None:
    Path("long.txt").write_text("".join(f"word{n}\n" for n in range(5000)), encoding="utf-8")
    ran = bbs("policy", "import", "long.txt")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "long.txt: the list is too long to stand in the policy; name a file: --to OUT.yaml\n"
    ran = bbs("policy", "import", "long.txt", "--to", "out.yaml")
    assert ran.status == 0
    assert ran.out.startswith("out.yaml is written, and beside it lists/out-words.txt. ")
    assert bbs("policy", "check", "out.yaml").status == 0
    Path("out.yaml").unlink()
    ran = bbs("policy", "import", "long.txt", "--to", "out.yaml")
    assert ran.status == 2
    assert ran.err.startswith("lists/out-words.txt: there is something with this name already")
    assert not Path("out.yaml").exists()


def test_many_list_files_are_counted(bbs: Bbs) -> None:
    lines = (f"< word{n} from here to there ><{n % 4 + 1}>\n" for n in range(6000))
    Path("weighted").write_text("".join(lines), encoding="utf-8")
    ran = bbs("policy", "import", "weighted", "--to", "out.yaml")
    assert ran.out.startswith("out.yaml is written, and beside it 4 files in lists. ")
    assert len(list(Path("lists").iterdir())) == 4


def test_nothing_is_written_over_unless_that_is_asked_for(bbs: Bbs) -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    ran = bbs("policy", "import", "words.txt", "--to", "mine.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "mine.yaml: there is something with this name already; choose another, or --force\n"
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"
    assert bbs("policy", "import", "words.txt", "--to", "mine.yaml", "--force").status == 0
    assert "listed-words" in Path("mine.yaml").read_text(encoding="utf-8")


def test_programs_get_one_object(bbs: Bbs) -> None:
    ran = bbs("policy", "import", "rules.yaml", "--json")
    said = json.loads(ran.out)
    assert (ran.status, ran.err, ran.out.count("\n")) == (1, "", 1)
    assert (said["file"], said["from"], said["to"], said["rules"]) == ("rules.yaml", "automoderator", None, 1)
    assert said["left"] == [
        {
            "line": 7,
            "column": 1,
            "what": "Reported: reports",
            "why": "the whole rule is left out: nothing here corresponds to it",
            "taken_over": False,
        }
    ]
    assert said["policy"].startswith("# Made by `bbs policy import`")
    said = json.loads(bbs("policy", "import", "words.txt", "--to", "x.yaml", "--json").out)
    assert (said["to"], "policy" in said) == ("x.yaml", False)


def test_very_many_things_left_out_are_counted(bbs: Bbs) -> None:
    Path("odd.txt").write_text("cake\n" + "!!!\n" * 250, encoding="utf-8")
    lines = bbs("policy", "import", "odd.txt").err.splitlines()
    assert (len(lines), lines[200]) == (202, "odd.txt: and 50 more; --json lists all")


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("empty.txt", b"", (), "the file is empty; name one that holds a list or rules"),
        ("picture.png", b"\x89PNG\0", (), "this is no text file; export the list or the rules as text"),
        (
            "words.txt",
            b"cake",
            ("--from", "e2gardian"),
            "`e2gardian` is no form that can be read; did you mean",
        ),
        ("words.txt", b"!!!", (), "nothing in it could be taken over as a word list; try another --from"),
        (
            "words.txt",
            b"cake",
            ("--from", "pleroma"),
            "there is no `config :pleroma, :mrf_keyword, ...` in it",
        ),
        ("big.txt", b"x" * (9 << 20), (), "this file is larger than 8 MiB; import it in parts"),
    ],
)
def test_a_file_of_which_nothing_can_be_made(
    bbs: Bbs, name: str, content: bytes, options: tuple[str, ...], said: str
) -> None:
    Path(name).write_bytes(content)
    ran = bbs("policy", "import", name, *options)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith(f"{name}: {said}")


def test_places_that_cannot_be_read_or_written(bbs: Bbs, tmp_path: Path) -> None:
    assert bbs("policy", "import", "nowhere.txt").err == "nowhere.txt: there is no such file or folder\n"
    assert bbs("policy", "import", ".").err == ".: this is a folder; name a file\n"
    ran = bbs("policy", "import", "words.txt", "--to", "no/folder/x.yaml")
    assert (ran.status, ran.err) == (2, "no/folder/x.yaml: there is no such file or folder\n")
    Path("file").touch()
    ran = bbs("policy", "import", "words.txt", "--to", "file/x.yaml")
    assert (ran.status, ran.err) == (2, "file/x.yaml: this can't be read or written (Not a directory)\n")
    ran = bbs("policy", "import", "words.txt", "--to", f"{'x' * 300}.yaml")
    assert (ran.status, ran.err.endswith("(File name too long)\n")) == (2, True)
