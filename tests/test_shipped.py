"""Where shipped files are found, and how a policy file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bbs import shipped
from bbs.shipped import MissingFileError, PolicyFileError, policies_in, read_policy, read_shipped, reader_for

A_POLICY = "policy: 1\nid: mine\ndefault: allow\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "mine"
    (home / "lists").mkdir(parents=True)
    (home / "mine.yaml").write_text(A_POLICY, encoding="utf-8")
    (home / "lists" / "places.txt").write_text("square\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not for you\n", encoding="utf-8")
    return home


def test_policies_and_templates_are_found_beside_the_package_of_a_checkout() -> None:
    assert shipped.policies_folder().is_dir()
    assert shipped.templates_folder().is_dir()
    assert (shipped.handbook_folder() / "index.md").is_file()


def test_folders_inside_an_installed_package_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bbs" / "policies").mkdir(parents=True)
    (tmp_path / "policies").mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "bbs")
    assert shipped.policies_folder() == tmp_path / "bbs" / "policies"
    assert shipped.handbook_folder() == tmp_path / "docs" / "handbook"
    (tmp_path / "bbs" / "handbook").mkdir()
    assert shipped.handbook_folder() == tmp_path / "bbs" / "handbook"


def test_every_shipped_id_can_be_read() -> None:
    for policy_id in shipped.shipped_policies():
        assert b"policy" in read_policy(policy_id).text


def test_a_yaml_file_without_the_policy_key_is_not_listed(folder: Path) -> None:
    (folder / "network.yaml").write_text("network: 1\nabout: {policy: none}\n", encoding="utf-8")
    assert policies_in(folder) == ["mine"]


def test_a_policy_that_begins_with_a_byte_order_mark_is_listed(folder: Path) -> None:
    (folder / "marked.yaml").write_text(A_POLICY, encoding="utf-8-sig")
    assert policies_in(folder) == ["marked", "mine"]


def test_an_id_is_looked_up_in_the_own_folder_first(folder: Path) -> None:
    found = read_policy("mine", folder)
    assert found.text == A_POLICY.encode()
    assert found.file == str(folder / "mine.yaml")


def test_a_path_is_shown_as_it_was_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert read_policy("mine.yaml").file == "mine.yaml"
    assert read_policy("./mine.yaml").file == "./mine.yaml"


def test_a_list_file_is_read_from_the_folder_of_its_policy(folder: Path) -> None:
    assert read_policy(str(folder / "mine.yaml")).read("lists/places.txt") == b"square\n"


@pytest.mark.parametrize("name", ["../secret.txt", "lists/../../secret.txt", "/etc/passwd"])
def test_a_list_file_outside_the_folder_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(PolicyFileError, match="leaves the policy's folder"):
        reader_for(folder)(name)


def test_a_symbolic_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "lists" / "link.txt").symlink_to(folder.parent / "secret.txt")
    with pytest.raises(PolicyFileError, match="leaves the policy's folder"):
        reader_for(folder)("lists/link.txt")


def test_a_folder_that_is_itself_a_link_keeps_its_lists(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    assert read_policy(str(folder.parent / "link" / "mine.yaml")).read("lists/places.txt") == b"square\n"


def test_links_in_a_circle_are_refused(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    with pytest.raises(PolicyFileError):
        reader_for(folder)("a.txt")


@pytest.mark.parametrize("name", ["", "a\0b", "..\\secret.txt"])
def test_a_name_that_no_file_can_have_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(PolicyFileError, match="can't be the name"):
        reader_for(folder)(name)


@pytest.mark.parametrize("name", ["lists", "lists/none.txt", "x" * 300])
def test_what_is_no_file_is_refused_with_its_name(folder: Path, name: str) -> None:
    with pytest.raises(PolicyFileError, match=f"^{name}: "):
        reader_for(folder)(name)


def test_a_list_larger_than_the_limit_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "MOST_LIST_BYTES", 1 << 20)
    (folder / "big.txt").write_bytes(b"x" * (1 << 20))
    assert len(reader_for(folder)("big.txt")) == 1 << 20
    (folder / "big.txt").write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(PolicyFileError, match="larger than 1 MiB"):
        reader_for(folder)("big.txt")


def test_an_endless_policy_file_is_refused_and_not_read_to_the_end() -> None:
    with pytest.raises(PolicyFileError, match=r"^/dev/zero: this file is larger than 1 MiB$"):
        read_policy("/dev/zero")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere-at-all", "bbs policy list"),
        ("no/such.yaml", "no such file"),
        (".", "this is a folder"),
        ("a\0b", "can't be read"),
    ],
)
def test_a_policy_that_is_not_there_is_one_clear_line(name: str, says: str) -> None:
    with pytest.raises(PolicyFileError, match=says) as caught:
        read_policy(name)
    assert "\n" not in str(caught.value)


def test_a_policy_that_another_uses_is_read_from_the_same_folder_or_as_a_shipped_one(folder: Path) -> None:
    read = reader_for(folder)
    assert read("mine.yaml") == A_POLICY.encode()
    assert read("shipped:combinations.yaml") == read_policy("combinations").text
    assert b"birthday" in read("shipped:lists/greetings.txt")


def test_one_that_is_missing_is_told_with_those_that_lie_there(folder: Path) -> None:
    read = reader_for(folder)
    with pytest.raises(MissingFileError, match="there is no such file") as caught:
        read("other.yaml")
    assert caught.value.known == ("mine",)
    with pytest.raises(MissingFileError) as caught:
        read("shipped:other.yaml")
    assert set(caught.value.known) == set(shipped.shipped_policies())
    with pytest.raises(MissingFileError) as caught:
        read("other.txt")
    assert caught.value.known == ()


@pytest.mark.parametrize(
    "name", ["shipped:../pyproject.toml", "shipped:/etc/passwd", "shipped:", "shipped:shipped:x.yaml"]
)
def test_the_shipped_folder_is_never_left_either(folder: Path, name: str) -> None:
    with pytest.raises(PolicyFileError):
        reader_for(folder)(name)


def test_a_used_policy_that_is_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder.parent / "other.yaml").write_text(A_POLICY, encoding="utf-8")
    (folder / "other.yaml").symlink_to(folder.parent / "other.yaml")
    with pytest.raises(PolicyFileError, match="leaves the policy's folder"):
        reader_for(folder)("other.yaml")


def test_what_comes_with_the_program_is_list_files_and_policies_that_are_asked_for_as_shipped() -> None:
    assert b"birthday" in read_shipped("lists/greetings.txt")
    assert read_shipped("shipped:combinations.yaml") == read_policy("combinations").text
    with pytest.raises(MissingFileError):
        read_shipped("combinations.yaml")
