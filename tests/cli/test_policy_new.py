"""`bbs policy new`, `bbs policy show` and `bbs policy schema`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bbs.policy.examples import load_bearing, rates
from bbs.policy.load import load
from bbs.policy.schema import schema
from bbs.shipped import policies_folder
from cli.conftest import Bbs


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_policy_is_in_order_and_says_what_to_do_next(bbs: Bbs) -> None:
    ran = bbs("policy", "new", "our-board.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert "bbs policy check our-board.yaml" in ran.out
    checked = bbs("policy", "check", "our-board.yaml")
    assert (checked.status, checked.err) == (0, "")
    assert "our-board.yaml: 3 rules, 5 tests; in order" in checked.out
    assert "warning" not in checked.out


def test_every_rule_of_a_new_policy_is_tested_and_its_examples_hold(bbs: Bbs) -> None:
    bbs("policy", "new", "board.yaml")
    policy = load(Path("board.yaml").read_bytes(), file="board.yaml")
    assert load_bearing(policy) == []
    found = rates(policy)
    assert (found.over, found.under) == ((), ())
    assert found.fine
    assert found.unwanted


def test_a_new_policy_explains_itself_in_notes(bbs: Bbs) -> None:
    bbs("policy", "new", "board.yaml")
    lines = Path("board.yaml").read_text(encoding="utf-8").splitlines()
    assert sum(line.lstrip().startswith("#") for line in lines) >= 10
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("our-board.yaml", "our-board"),
        ("Our Board 2.yml", "our-board-2"),
        ("생일.yaml", "my-policy"),
        ("x" * 90 + ".yaml", "my-policy"),
        (".yaml", "yaml"),
        ("--.yaml", "my-policy"),
    ],
)
def test_the_id_follows_the_name_of_the_file(bbs: Bbs, file: str, name: str) -> None:
    assert bbs("policy", "new", "--", file).status == 0
    assert load(Path(file).read_bytes(), file=file).id == name


def test_the_schema_is_put_beside_it_and_named_in_its_first_line(bbs: Bbs) -> None:
    Path("sub").mkdir()
    ran = bbs("policy", "new", "sub/board.yaml")
    first = Path("sub/board.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=policy.schema.json"
    assert Path("sub/policy.schema.json").read_text(encoding="utf-8") == bbs("policy", "schema").out
    assert "sub/policy.schema.json is written beside it" in ran.out
    assert bbs("policy", "check", "sub/board.yaml").status == 0


def test_a_second_policy_finds_the_schema_there(bbs: Bbs) -> None:
    bbs("policy", "new", "one.yaml")
    ran = bbs("policy", "new", "two.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert "schema" not in ran.out


def test_a_schema_that_differs_is_left_alone_and_that_is_said(bbs: Bbs) -> None:
    schema = Path("policy.schema.json")
    schema.write_text("{}", encoding="utf-8")
    ran = bbs("policy", "new", "board.yaml")
    assert (ran.status, schema.read_text(encoding="utf-8")) == (0, "{}")
    assert "policy.schema.json lies there already and differs" in ran.out
    assert "bbs policy schema > policy.schema.json" in ran.out
    schema.unlink()
    schema.mkdir()
    assert "lies there already and differs" in bbs("policy", "new", "other.yaml").out


def test_without_the_schema_nothing_names_it(bbs: Bbs) -> None:
    assert bbs("policy", "new", "board.yaml", "--no-schema").out.count("\n") == 1
    assert "$schema" not in Path("board.yaml").read_text(encoding="utf-8")
    assert not Path("policy.schema.json").exists()


def test_the_schema_keeps_to_what_editors_with_yaml_support_understand() -> None:
    """Held by hand against yaml-language-server 1.25: no diagnostics on shipped policies, completion offers `words`."""
    known = {
        "$schema", "$defs", "$ref", "title", "description", "type", "enum", "const", "pattern", "anyOf", "oneOf", "not",
        "properties", "additionalProperties", "required", "minProperties", "dependentSchemas", "items", "minItems",
        "maxItems", "contains", "minContains", "maxContains", "minLength", "maxLength", "minimum", "maximum",
    }  # fmt: skip
    found = set[str]()

    def look(node: object, *, words: bool = True) -> None:
        """Collect the schema's own words; under `properties` and the like stand names."""
        if isinstance(node, dict):
            found.update(node if words else ())
            for key, value in node.items():
                names = words and key in {"properties", "$defs", "dependentSchemas"}
                look(value, words=not names)
        for one in node if isinstance(node, list) else ():
            look(one)

    look(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found <= known
    assert found >= {"dependentSchemas", "maxContains", "$defs"}


def test_an_existing_file_is_never_overwritten(bbs: Bbs) -> None:
    Path("board.yaml").write_text("mine", encoding="utf-8")
    Path("link.yaml").symlink_to("nowhere.yaml")
    Path("folder").mkdir()
    for name in ("board.yaml", "link.yaml", "folder"):
        ran = bbs("policy", "new", name)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == f"{name}: there is something with this name already; choose another\n"
    assert Path("board.yaml").read_text(encoding="utf-8") == "mine"
    assert not Path("nowhere.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere/board.yaml",), "there is no folder nowhere"),
        (("x" * 300 + ".yaml",), "can't be written (File name too long)"),
        (("",), "already"),
        ((), "Missing argument 'FILE'"),
    ],
)
def test_a_file_that_cannot_be_written_ends_with_2_in_one_line(
    bbs: Bbs, arguments: tuple[str, ...], says: str
) -> None:
    ran = bbs("policy", "new", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_the_schema_is_printed_and_nothing_else(bbs: Bbs) -> None:
    ran = bbs("policy", "schema")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.isascii()
    Draft202012Validator.check_schema(json.loads(ran.out))
    assert bbs("policy", "schema").out == ran.out


def test_the_schema_is_the_same_on_every_run() -> None:
    code = "from bbs.cli import main; main(['policy', 'schema'])"
    found = {
        subprocess.run(  # noqa: S603  # our own code
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_the_schema_takes_no_argument(bbs: Bbs) -> None:
    ran = bbs("policy", "schema", "board.yaml")
    assert ran.status == 2
    assert ran.err.count("\n") == 1


def test_a_shipped_policy_is_shown_as_it_is_written_and_a_copy_of_it_loads(bbs: Bbs) -> None:
    ran = bbs("policy", "show", "school-score")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (policies_folder() / "school-score.yaml").read_text(encoding="utf-8")
    Path("mine.yaml").write_text(ran.out, encoding="utf-8")
    assert bbs("policy", "check", "mine.yaml").status == 0
    assert bbs("policy", "show", "mine.yaml").out == ran.out


def test_of_a_policy_with_list_files_it_says_which_a_copy_needs(bbs: Bbs) -> None:
    ran = bbs("policy", "show", "birthday-board")
    needed = policies_folder() / "lists" / "greetings.txt"
    assert (ran.status, ran.out[:10]) == (0, "policy: 1\n")
    assert ran.err == f"It reads lists/greetings.txt too: a copy of it needs {needed} beside it.\n"


def test_nothing_is_shown_of_what_is_no_policy(bbs: Bbs) -> None:
    ran = bbs("policy", "show", "birthday-bord")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no such file" in ran.err
    Path("list.yaml").write_text("- a\n", encoding="utf-8")
    assert bbs("policy", "show", "list.yaml").status == 1
