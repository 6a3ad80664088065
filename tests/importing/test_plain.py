"""Word lists as people keep them: lines, commas, tables, names of hosts."""

from __future__ import annotations

import pytest

from importing.imported import imported


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("cake\nbirth*\n*day*\nhappy  choir\n", "lines"),
        ("\ufeffcake\r\nbirth*\r\n*day*\r\nhappy choir\r\n", "lines"),
        ("# a list\n\ncake\nbirth*\n*day*\nhappy choir", "lines"),
        ("cake, birth*, ,*day* ,happy choir,\n", "lines"),
        ("id,word,who\n1,cake,me\n2,birth*,you\n3,*day*,me\n4,happy choir,\n", "csv"),
        (",,\ncake,\nbirth*,x\n*day*\nhappy choir\n", "csv"),
        ("cake;\nbirth*;\n*day*;\nhappy choir;x\n", "csv"),
        ('word\n"cake"\nbirth*\n*day*\n"happy choir"\n', "csv"),
    ],
)
def test_the_same_words_come_of_every_form(text: str, form: str) -> None:
    it = imported(text, "words.csv" if form == "csv" else "words.txt")
    assert (it.form, it.lost) == (form, [])
    for body in ("a cake", "birthday", "today's", "happy choir"):
        assert it.gives(body) == "hold listed-words", body
    assert it.gives("cakes and choirs; id word") == "allow default"


def test_parts_joined_without_spaces_are_a_combination_and_it_is_said() -> None:
    it = imported("中南海+政变\nC++\nriver+boat\nchoir + tent\n")
    assert [it.gives(one) for one in ("政变 中南海", "boat, river", "tent choir")] == [
        "hold listed-words"
    ] * 3
    assert it.gives("river") == "allow default"
    assert it.gives("I write C++ here") == "hold listed-words"
    assert it.noted == [(1, "中南海+政变")]
    assert "and 1 more like it" in it.left[0].why


@pytest.mark.parametrize("line", ["d*rn", "**", "!!!", "x" * 61])
def test_a_line_that_is_no_phrase_is_left_out(line: str) -> None:
    it = imported(f"cake\n{line}\n")
    assert [number for number, _ in it.lost] == [2]


def test_a_word_that_would_name_a_list_is_a_phrase_all_the_same() -> None:
    it = imported("list prices\nlist cake*\n")
    assert it.gives("The list prices") == it.gives("a list: cakes") == "hold listed-words"


def test_other_columns_are_passed_over_and_it_is_said() -> None:
    it = imported("a,b\nc,d\n", "x.csv")
    assert (it.noted, it.gives("b d"), it.gives("a c")) == (
        [(1, "column 1")],
        "allow default",
        "hold listed-words",
    )


def test_a_table_with_a_broken_cell_gives_what_stands_before_it() -> None:
    it = imported('cake,1\n"open,' + "x" * 140_000 + "\n", "x.csv")
    assert it.gives("cake") == "hold listed-words"
    assert it.lost == [(2, "table")]


def test_a_long_list_has_a_file_of_its_own() -> None:
    it = imported("".join(f"#word{number}\nword{number}\n" for number in range(4000)) + "*#tag*\n")
    assert "words: {file: lists/imported-words.txt}" in it.text
    assert it.gives("word3999") == it.gives("a #tags") == "hold listed-words"


def test_a_line_that_no_list_file_may_hold_is_left_out() -> None:
    it = imported("".join(f"word{number}\n" for number in range(4000)) + "<a>,<b>\n", "x.txt", "lines")
    assert [what for _, what in it.lost] == ["<a>,<b>"]
    assert it.gives("word7") == "hold listed-words"


def test_names_of_hosts_become_a_rule_on_links() -> None:
    it = imported("0.0.0.0 ads.test # x\n||spy.test^\n@@||ok.test^\n", "pihole.txt")
    assert (it.form, it.lost, it.noted) == ("hosts", [(3, "@@||ok.test^")], [(1, "ads.test")])
    assert it.gives("see http://a.ads.test/") == it.gives("www.spy.test") == "block listed-links"
    assert it.gives("ads.test; http://ok.test") == "allow default"


def test_more_names_than_a_policy_has_room_for_are_left_out_from_one_line_on() -> None:
    it = imported("".join(f"0.0.0.0 name-{number}.example.test\n" for number in range(4000)))
    assert len(it.lost) == 1
    assert it.lost[0][1].startswith("name-")
    assert it.gives("http://name-0.example.test") == "block listed-links"


def test_a_line_that_only_loses_its_signs_is_not_called_a_combination() -> None:
    it = imported('list words\n#tag-x\n"quoted"\n-x\n', form="lines")
    assert [(what, "combination" in one.why) for (_, what), one in zip(it.noted, it.left, strict=True)] == [
        ('"quoted"', False)
    ]
    assert "and 1 more like it" in it.left[0].why
