"""Every example of the handbook runs, and the program says what the handbook says that it says.

After a change, `CLOSEDNET_WRITE_DOCS=1 pytest tests/test_handbook.py` writes outputs and error messages anew.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from handbook import HEAD, Piece, commands, judged, like, pieces, told

from bbs.cli import main
from bbs.document import DocumentError
from bbs.network.load import load as load_network
from bbs.pack import read_handbook
from bbs.policy.examples import run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission
from bbs.shipped import handbook_folder, policies_folder, read_shipped, shipped_policies

PAGES = sorted(handbook_folder().rglob("*.md"))
named = pytest.mark.parametrize(
    "file", PAGES, ids=[file.relative_to(handbook_folder()).as_posix() for file in PAGES]
)


class Reader:
    """Somebody who reads a page from top to bottom and tries every example in one folder."""

    def __init__(self, folder: Path, run: Callable[[str], str]) -> None:
        self.folder, self.run = folder, run
        self.policy: Policy | None = None
        self.said = ""
        """What the program says of the last wrong file."""

    def due(self, piece: Piece) -> str:
        """The text of a piece as it ought to stand there. Raises where an example does not hold."""
        match piece.kind:
            case "yaml" | "yaml failing":
                self.policy = self.loaded(piece.text)
                outcomes = run_tests(self.policy)
                failed = [str(one.differences) for one in outcomes if not one.passed]
                assert bool(failed) == (piece.kind == "yaml failing"), failed
            case "yaml part":
                load(HEAD + piece.text, file="part.yaml", read=read_shipped)
            case "yaml wrong":
                with pytest.raises(DocumentError) as caught:
                    load(piece.text, file="ours.yaml", read=read_shipped)
                self.said = "".join(f"{one}\n" for one in caught.value.problems)
            case "yaml network":
                shipped = (policies_folder() / "network.yaml").read_text(encoding="utf-8")
                head = shipped.partition("\nswitches:\n" if "switches:" in piece.text else "\nrules:\n")[0]
                assert load_network(f"{head}\n{piece.text}", "n.yaml", read_shipped).rules
            case "text":
                return self.said
            case "console":
                return told(piece.text, self.run)
            case "posts":
                self.judge(piece)
            case file:
                (self.folder / file.removeprefix("file ")).write_text(piece.text, encoding="utf-8")
        return piece.text

    def loaded(self, text: str) -> Policy:
        policy = load(text, file="page.yaml", read=read_shipped)
        (self.folder / f"{policy.id}.yaml").write_text(text, encoding="utf-8")
        return policy

    def judge(self, piece: Piece) -> None:
        assert self.policy, "a table of posts needs a policy above it"
        for row in judged(piece.text):
            decision = self.policy.judge(Submission(body=row.post))
            found = (decision.verdict.word, decision.by if row.by else "")
            assert found == (row.verdict, row.by), row.post


@named
def test_every_example_of_a_page_holds(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(line: str) -> str:
        program, *arguments = shlex.split(line)
        assert program == "bbs"
        main(arguments)
        return "".join(capsys.readouterr())

    page, reader = file.read_text(encoding="utf-8"), Reader(tmp_path, run)
    mended, at = "", 0
    for piece in pieces(page):
        try:
            due = reader.due(piece)
        except (DocumentError, AssertionError) as error:
            pytest.fail(f"{file}:{piece.line}: {error}")
        mended += page[at : piece.start] + due
        at = piece.start + len(piece.text)
    mended += page[at:]
    if os.environ.get("CLOSEDNET_WRITE_DOCS") and mended != page:
        file.write_text(mended, encoding="utf-8")
    else:
        assert page == mended


def test_a_page_that_says_too_much_is_noticed() -> None:
    with pytest.raises(ValueError, match="line 3: no example is called 'yml'"):
        list(pieces("# A\n\n```yml\na\n```\n"))
    with pytest.raises(ValueError, match="no row of posts"):
        list(judged("| a | held |\n"))
    assert [one.line for one in commands("$ bbs a\nx\n$ bbs b\n")] == ["bbs a", "bbs b"]
    assert like("one\n...\n", "1\n2\n3\n") == "1\n...\n"
    assert like("one\n...\nlast\n", "1\n2\n3\n") == "1\n...\n3\n"
    assert like("one\n", "1\n2\n") == "1\n2\n"


@named
def test_a_line_of_an_example_fits_on_a_page(file: Path) -> None:
    for piece in pieces(file.read_text(encoding="utf-8")):
        if piece.kind.startswith("yaml"):
            assert [line for line in piece.text.splitlines() if len(line) > 100] == []


def test_every_page_can_be_reached_by_going_on_from_the_first() -> None:
    pages, path, seen = read_handbook(), "/", []
    while path:
        seen.append(path)
        path = pages[path].next
    assert sorted(seen) == sorted(pages)


def test_each_shipped_policy_has_its_page_and_no_other_has() -> None:
    described = {path.removeprefix("/policies/") for path in read_handbook() if path.startswith("/policies/")}
    assert described == set(shipped_policies())
