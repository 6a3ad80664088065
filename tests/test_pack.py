from pathlib import Path

import pytest

from bbs.document import DocumentError
from bbs.pack import is_as_read, read_handbook, read_pack, students_handbook
from bbs.pack_places import MOST_BYTES, PackError

NETWORK = """\
network: 1
id: small
zone: small.test
tiers:
  intranet: {opens: [everything]}
sites:
  - {id: portal, host: portal.small.test, kind: portal}
  - {id: board, host: board.small.test, kind: board}
  - {id: library, host: library.small.test, kind: pages, pages: library}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "network.yaml").write_text(NETWORK, encoding="utf-8")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "index.md").write_text("# Library\n\nOpen.\n", encoding="utf-8")
    return tmp_path


def test_the_shipped_network_goes_by_its_id():
    pack = read_pack("bright-net")
    assert pack.network.id == "bright-net"
    assert "/" in pack.pages["library"]


def test_every_site_of_pages_in_the_shipped_network_has_pages():
    pack = read_pack("bright-net")
    assert {site.id for site in pack.network.sites.values() if site.pages} == set(pack.pages)


def test_a_network_of_ones_own_may_have_the_handbook_as_a_site(folder: Path):
    file = folder / "network.yaml"
    file.write_text(NETWORK.replace("pages: library}", "pages: shipped:handbook}"), encoding="utf-8")
    assert read_pack(str(file)).pages["library"] is students_handbook()


def test_a_network_shows_all_of_the_handbook_but_the_pages_for_teachers():
    whole, students = read_handbook(), students_handbook()
    assert {"/teachers", "/teachers/bright-net"} <= set(whole)
    assert set(students) == {path for path in whole if path.split("/")[1] != "teachers"}
    assert {page.next for page in students.values()} <= {*students, ""}


@pytest.mark.parametrize(
    "pages", ["shipped:policies", "shipped:handbook/policies", "shipped:../x", "handbook:"]
)
def test_no_other_folder_of_the_program_can_be_named(folder: Path, pages: str):
    file = folder / "network.yaml"
    file.write_text(NETWORK.replace("pages: library}", f"pages: '{pages}'}}"), encoding="utf-8")
    with pytest.raises(
        DocumentError, match=r"can't be a folder of pages; name a folder .* write `pages: shipped:handbook`"
    ):
        read_pack(str(file))


def test_a_network_of_ones_own_is_read_by_its_path(folder: Path):
    pack = read_pack(str(folder / "network.yaml"))
    assert pack.pages["library"]["/"].title == "Library"


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path):
    with pytest.raises(PackError, match=r"nowhere\.yaml: this file can't be read"):
        read_pack(str(tmp_path / "nowhere.yaml"))


def test_a_mistake_in_a_page_names_the_page_with_its_folder(folder: Path):
    (folder / "library" / "hours.md").write_text("no title", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"library/hours\.md:1:1: the page has no title"):
        read_pack(str(folder / "network.yaml"))


def test_a_site_without_its_folder_is_a_mistake_at_its_line(folder: Path):
    (folder / "library").rename(folder / "elsewhere")
    with pytest.raises(DocumentError) as caught:
        read_pack(str(folder / "network.yaml"))
    assert [str(one) for one in caught.value.problems] == [
        f"{folder}/network.yaml:9:1: there is no folder `library` beside this file;"
        " the pages of `library` are looked for there; copy the folder, or name another"
    ]


def test_a_site_without_a_first_page_is_a_mistake(folder: Path):
    (folder / "library" / "index.md").unlink()
    with pytest.raises(DocumentError, match=r"library/index\.md"):
        read_pack(str(folder / "network.yaml"))


def test_a_page_that_leads_out_of_its_folder_is_refused(folder: Path):
    secret = folder / "secret.md"
    secret.write_text("# Secret\n", encoding="utf-8")
    (folder / "library" / "out.md").symlink_to(secret)
    with pytest.raises(PackError, match="leads out"):
        read_pack(str(folder / "network.yaml"))


def test_a_page_of_many_megabytes_is_refused(folder: Path):
    (folder / "library" / "big.md").write_bytes(b"# Big\n" + b"x" * MOST_BYTES)
    with pytest.raises(PackError, match="larger than"):
        read_pack(str(folder / "network.yaml"))


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("library/ours", "`library` has no page `/ours` to lead to; did you mean `/hours`?"),
        ("board/threads", "`board` has no page `/threads` to lead to; write `to: board` for its first page"),
        ("library/hours", ""),
        ("board", ""),
    ],
)
def test_a_refusal_leads_to_a_page_that_is_there(folder: Path, to: str, said: str):
    (folder / "library" / "hours.md").write_text("# Hours\n\nNine.\n", encoding="utf-8")
    file = folder / "network.yaml"
    site = f"  - {{id: chat, host: chat.outside.test, kind: outside, refuse: redirect, to: {to}}}\n"
    file.write_text(NETWORK + site, encoding="utf-8")
    if not said:
        assert read_pack(str(file)).network.sites["chat"].refusing.to
        return
    with pytest.raises(DocumentError) as caught:
        read_pack(str(file))
    assert [str(one) for one in caught.value.problems] == [f"{file}:10:1: {said}"]


LISTED = NETWORK + "rules: [{id: shut, if: {names: {file: lists/shut.txt}}, refuse: page}]\n"


def test_what_was_read_knows_when_anything_on_disk_is_no_longer_so(folder: Path):
    file, list_file = folder / "network.yaml", folder / "lists" / "shut.txt"
    list_file.parent.mkdir()
    list_file.write_text("a.test\n", encoding="utf-8")
    file.write_text(LISTED, encoding="utf-8")
    pack = read_pack(str(file))
    assert is_as_read(pack)
    assert set(pack.files) == {str(file), "lists/shut.txt", "library/index.md"}
    assert (pack.text, pack.origin) == (LISTED, str(file))

    def changed(path: Path, text: str) -> None:
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text(text, encoding="utf-8")
        assert not is_as_read(pack), path
        assert read_pack(str(file)).digest != pack.digest
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")
        assert is_as_read(pack)

    changed(file, LISTED.replace("id: small", "id: larger"))
    changed(list_file, "b.test\n")
    changed(folder / "library" / "index.md", "# Library\n\nClosed.\n")
    changed(folder / "library" / "hours.md", "# Hours\n\nNine.\n")
    list_file.unlink()
    assert not is_as_read(pack)
    assert is_as_read(read_pack("bright-net"))


def test_a_shipped_network_goes_by_no_other_id(tmp_path: Path):
    with pytest.raises(PackError, match="bright: there is no such network"):
        read_pack("bright")


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>A field</title>{}</svg>'


def test_a_site_has_the_drawings_that_lie_beside_its_pages(folder: Path):
    (folder / "library" / "index.md").write_text("# Library\n\n![A field](field.svg)\n", encoding="utf-8")
    (folder / "library" / "field.svg").write_text(DRAWING.format(""), encoding="utf-8")
    (folder / "library" / "field.png").write_bytes(b"no drawing, and not looked at")
    pack = read_pack(str(folder / "network.yaml"))
    assert set(pack.pictures["library"]) == {"/field.svg"}
    assert is_as_read(pack)
    (folder / "library" / "field.svg").write_text(DRAWING.format("<g/>"), encoding="utf-8")
    assert not is_as_read(pack)


def test_every_mistake_of_pages_and_drawings_is_named_with_its_folder(folder: Path):
    (folder / "library" / "index.md").write_text("# Library\n\n![A barn](barn.svg)\n", encoding="utf-8")
    (folder / "library" / "field.svg").write_text(DRAWING.format("<script/>"), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_pack(str(folder / "network.yaml"))
    assert [str(one) for one in caught.value.problems] == [
        "library/field.svg:1:81: `script` may not stand in a picture;"
        " a picture holds shapes and words, nothing that acts or loads",
        "library/index.md:3:11: there is no picture `barn.svg`;"
        " put a drawing beside the page, and write ![what is seen](name.svg)",
    ]


def test_a_drawing_that_leads_out_of_its_folder_is_refused(folder: Path):
    (folder / "field.svg").write_text(DRAWING.format(""), encoding="utf-8")
    (folder / "library" / "out.svg").symlink_to(folder / "field.svg")
    with pytest.raises(PackError, match="leads out"):
        read_pack(str(folder / "network.yaml"))


PLACES = NETWORK.replace("pages: library}", "pages: library, asks: /ask, copies: /reading}")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            ("reading.md",),
            "network.yaml:9:1: `library` has no page `/ask` for `asks`; write that page, or leave",
        ),
        (("ask.md",), "network.yaml:9:1: `library` has no page `/reading` for `copies`"),
        (("asks.md", "reading.md"), "`library` has no page `/ask` for `asks`; did you mean `/asks`?"),
        (
            ("ask.md", "reading.md", "reading/copies.md"),
            "the page `reading/copies.md` lies where copies are laid; give",
        ),
        (
            ("ask.md", "reading.md", "reading/copies/one.md"),
            "the page `reading/copies/one.md` lies where copies",
        ),
    ],
)
def test_a_desk_and_a_reading_room_need_their_pages_and_a_free_place(
    folder: Path, files: tuple[str, ...], said: str
):
    (folder / "network.yaml").write_text(PLACES, encoding="utf-8")
    for file in files:
        (folder / "library" / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / "library" / file).write_text("# A page\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_pack(str(folder))
    assert any(said in str(problem) for problem in caught.value.problems), caught.value.problems


def test_a_desk_and_a_reading_room_are_read_with_their_pages(folder: Path):
    (folder / "network.yaml").write_text(PLACES, encoding="utf-8")
    for file in ("ask.md", "reading.md"):
        (folder / "library" / file).write_text("# A page\n", encoding="utf-8")
    room = read_pack(str(folder)).network.reading_room
    assert room is not None
    assert (room.asks, room.copies, room.copies_page) == ("/ask", "/reading", "/reading/copies")
