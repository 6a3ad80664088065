"""The teacher's pages: what was done, what was told, which characters, and nothing that runs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from house import Answer, Visitor
from ports import Ports

from bbs.desk import Draft

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quotes\" 'too' {{ 7 * 7 }} </textarea>"


def lens(answer: Answer, name: str) -> str:
    """The text of one lens."""
    start = answer.text.index(f'class="lens lens-{name}"')
    section = answer.text[start : answer.text.index("</section>", start)]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", section)).split())


async def post_page(ports: Ports, browser: Visitor, body: str, title: str = "Hello") -> Answer:
    await ports.write(await ports.student(), title, body)
    answer = await browser.get(f"/posts/{(await ports.newest())['post']}")
    assert answer.status == 200
    return answer


async def test_an_empty_console_says_what_will_stand_there(ports: Ports) -> None:
    browser = await ports.browser()
    assert "Nobody has written anything yet" in (await browser.get("/")).said
    assert "Nothing waits" in (await browser.get("/queue")).said


async def test_each_decision_is_a_row_with_all_of_its_facts(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    receipt = await ports.write(author, "Hello", "a lantern")
    page = await browser.get("/")
    for fact in (author.name, "thread", "Hello: a lantern", "shadow", "only its author sees it", "shadowed"):
        assert fact in page.said
    assert "nothing, it looks published" in page.said
    assert f'href="/posts/{receipt["post"]}"' in page.text
    assert '<time datetime="2026-03-14T09:05:00+00:00">14 March, 10:05</time>' in page.text


async def test_the_newest_decision_stands_first_and_older_ones_follow_by_key(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bbs.console.decisions.ROWS", 2)
    author, browser = await ports.student(), await ports.browser()
    for number in range(5):
        await ports.write(author, f"Number {number}", "Good morning")
    seen, path = [], "/"
    while path:
        page = await browser.get(path)
        seen += re.findall(r"Number \d", page.said)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = unescape(older[1]) if older else ""
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]


async def test_only_the_first_page_grows_by_itself(ports: Ports) -> None:
    browser = await ports.browser()
    assert "live.js" in (await browser.get("/")).text
    for path in ("/?verdict=hold", "/?rule=waiting", "/?before=abc", "/queue", "/policies"):
        assert "live.js" not in (await browser.get(path)).text


async def test_the_table_can_be_narrowed_to_a_verdict_or_a_rule(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    await ports.write(author, "Quiet one", "a lantern")
    await ports.write(author, "Loud one", "Good morning")
    for path in ("/?verdict=shadow", "/?rule=shadowed", "/?verdict=shadow&rule=shadowed"):
        page = await browser.get(path)
        assert "Quiet one" in page.said
        assert "Loud one" not in page.said
    assert "No decision is like that" in (await browser.get("/?rule=%3Cb%3E")).said
    assert "Loud one" in (await browser.get("/?verdict=nonsense")).said


async def test_three_lenses_on_a_post_that_only_its_author_sees(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "a lantern")
    assert "shadow" in lens(page, "operator")
    assert "For readers this post does not exist" in lens(page, "reader")
    assert "a lantern" in lens(page, "author")
    assert "Not true: Its author believes that everybody can read it." in lens(page, "author")


async def test_a_false_excuse_is_quoted_and_called_false(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "a drum")
    assert "a false excuse: The server is busy." in lens(page, "author")
    assert "Not true: Nothing was broken" in lens(page, "author")
    assert "The server is busy" not in lens(page, "reader")


async def test_an_honest_answer_is_not_called_untrue(ports: Ports) -> None:
    for body in ("Good morning", "at the square", "a cake", "to southland"):
        page = await post_page(ports, await ports.browser(), body)
        assert "Not true" not in page.said


async def test_matched_characters_are_marked_and_named_in_words(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "We meet at the Square!", title="To the square")
    found = '<mark title="square'
    assert page.text.count(found) == 2
    assert f'To the {found}">square</mark>' in page.text
    assert re.search(rf"{found} \(capital letters\)\">Square</mark>\s*<sup class=\"note-number\">", page.text)
    assert "Square is the phrase square , seen through capital letters." in page.said
    assert "in the body, characters 16 to 21" in page.said
    assert "seen through capital letters" in page.said


async def test_the_edit_is_shown_in_all_three_lenses(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "to southland")
    assert "“southland” replaced: “the other side”, by edited" in lens(page, "operator")
    assert "to the other side" in lens(page, "reader")
    assert "These are not the words that were written" in lens(page, "author")
    assert "Say it so." in lens(page, "author")


async def test_the_page_says_what_would_have_changed_the_verdict(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "at the square")
    assert "Held by waiting , because “square” occurs" in page.said
    assert "it would have appeared at once" in page.said


async def test_each_rule_and_word_that_made_the_difference_has_a_line(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "a cake at the square")
    assert "Without the rule refused it would have been held." in page.said
    assert "Without “cake” it would have been held." in page.said
    assert "Without “square” it" not in page.said


async def test_a_house_rule_that_decided_is_asked_what_would_have_changed_it_too(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "Write to heron@campus.test")
    assert "shadowed It did not match: words : none of its phrases occurs." in page.said
    assert "no-contact-data (house rule)" in page.said


async def test_the_teacher_s_own_words_are_not_said_to_have_been_judged(ports: Ports) -> None:
    services = ports.services
    await services.desk.submit(Draft("thread", "a cake", title="Welcome", board="friends"), None)
    page = await (await ports.browser()).get(f"/posts/{(await ports.newest())['post']}")
    assert "because its author is exempt from this policy" in page.said
    assert "Without" not in page.said


async def test_the_ladder_shows_every_verdict_and_marks_the_winner_by_sign_and_word(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "a cake at the square, by the lake")
    ladder = page.said[page.said.index("· pass") : page.said.index("From mildest to strictest")]
    assert "◇ hold waiting , quietly-waiting · shadow nobody asked for it" in ladder
    assert "◆ block refused decided" in ladder
    assert ladder.count("◆") == 1
    assert "The strictest verdict that was asked for decides." in page.said


async def test_a_text_with_very_many_notes_shows_the_first_and_folds_the_rest(ports: Ports) -> None:
    spellings = (
        " ".join("s" + "q" * n + "uare" for n in range(1, 3))
        + " "
        + " ".join(f"a{n}.test/{n} http://a{n}.test" for n in range(20))
    )
    page = await post_page(ports, await ports.browser(), f"square {spellings}")
    assert "more notes" not in page.said
    policy = "policy: 1\nid: for-tests\ndefault: allow\nrules: [{id: links, if: {links: {more_than: 0}}, then: hold}]\n"
    sent = await ports.teacher.send("PUT", "/api/v1/policies/for-tests", {"text": policy}, {})
    assert sent.status < 300, sent.text
    assert (await ports.teacher.post("/api/v1/policies/for-tests/publish", {})).status < 300
    page = await post_page(ports, await ports.browser(), spellings)
    assert "8 more notes" in page.said
    assert '<li value="20">' in page.text


async def test_both_layers_and_the_version_are_named(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "Write to heron@campus.test")
    assert "House rules: allow" in page.said
    assert "Policy in force: allow" in page.said
    assert "For tests, version" in lens(page, "operator")
    assert "heron@campus.test" in lens(page, "operator")
    assert "heron@campus.test" not in lens(page, "reader")


@pytest.mark.parametrize("path", ["/", "/queue", "post"])
async def test_nothing_that_people_write_is_read_as_html(ports: Ports, path: str) -> None:
    browser = await ports.browser()
    await ports.write(await ports.student(), "<b>bold</b>", f"{NASTY} square")
    post = (await ports.newest())["post"]
    page = await browser.get(f"/posts/{post}" if path == "post" else path)
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "<b>bold" not in page.text
    assert "&lt;script&gt;alert" in page.text
    assert "{{ 7 * 7 }}" in page.said


async def test_direction_marks_are_shown_and_not_obeyed(ports: Ports) -> None:
    page = await post_page(ports, await ports.browser(), "a lantern \u202eevil")
    assert "\u202e" not in page.text
    assert "RLO" in page.said


async def test_an_unknown_post_is_404(ports: Ports) -> None:
    browser = await ports.browser()
    for path in ("/posts/zzzzzzzzzzzz", "/posts/A", "/nothing"):
        assert (await browser.get(path)).status == 404
    for path in ("/posts/..", "/posts/%00"):  # no path at all, which is said before anything is looked for
        assert (await browser.get(path)).status in {400, 404}


async def test_the_queue_marks_what_was_found_and_counts_in_the_tab(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    await ports.write(author, "First", "at the square")
    await ports.write(author, "Second", "by the lake")
    page = await browser.get("/queue")
    assert "2 texts wait, oldest first" in page.said
    assert page.said.index("First") < page.said.index("Second")
    assert '<mark title="square">square</mark>' in page.text
    assert "Waiting 2" in (await browser.get("/policies")).said
    assert "Reason, which its author will read" in page.said
    assert "for the record; its author is not told" in page.said


async def test_a_release_from_the_queue_leads_back_with_a_notice(ports: Ports) -> None:
    browser, other = await ports.browser(), await ports.student()
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    path = f"/posts/{receipt['post']}"
    answer = await browser.post(f"{path}/release", {"back": "queue"}, page="/queue")
    assert (answer.status, answer.goes_to) == (303, "/queue?notice=released")
    assert "everybody can read it now" in (await browser.get(answer.goes_to)).said
    assert (await other.get(f"/api/v1/threads/{receipt['thread']}")).status == 200
    assert "released since" in (await browser.get(path)).said
    again = await browser.post(f"{path}/release", {"back": "post"}, page="/queue")
    assert again.status == 403


async def test_a_refusal_leads_back_and_its_author_reads_the_reason(ports: Ports) -> None:
    browser, author = await ports.browser(), await ports.student()
    receipt = await ports.write(author, "Hello", "at the square")
    path = f"/posts/{receipt['post']}"
    for reason in ("", "  ", "x" * 501):
        answer = await browser.post(f"{path}/refuse", {"reason": reason, "back": "post"}, page=path)
        assert answer.goes_to == f"{path}?notice=reason"
    answer = await browser.post(f"{path}/refuse", {"reason": "No places, please."}, page=path)
    assert answer.goes_to == "/queue?notice=refused"
    page = await browser.get(path)
    assert "refused by an editor since: No places, please." in page.said
    assert "Marked as refused" in lens(page, "author")
    post = (await author.json(f"/api/v1/threads/{receipt['thread']}"))["posts"][0]
    assert post["reason"] == "No places, please."


async def test_somebody_who_comes_second_is_told_so(ports: Ports) -> None:
    browser = await ports.browser()
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    await ports.write(await ports.student(), "Another", "at the square")
    await ports.teacher.post(f"/api/v1/posts/{receipt['post']}/release")
    for action in ("release", "refuse"):
        path = f"/posts/{receipt['post']}/{action}"
        answer = await browser.post(path, {"reason": "Late", "back": "queue"}, page="/queue")
        assert answer.goes_to == "/queue?notice=late"


@pytest.mark.parametrize("back", ["https://evil.test/", "//evil.test", "/enter", ""])
async def test_the_way_back_is_never_an_address_of_somebody_s_choice(ports: Ports, back: str) -> None:
    browser = await ports.browser()
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    answer = await browser.post(f"/posts/{receipt['post']}/release", {"back": back}, page="/queue")
    assert answer.goes_to == "/queue?notice=released"


async def test_only_known_notices_are_ever_shown(ports: Ports) -> None:
    browser = await ports.browser()
    assert "evil words" not in (await browser.get("/?notice=evil+words")).text


async def test_no_form_works_without_its_token_or_from_elsewhere(ports: Ports) -> None:
    browser = await ports.browser()
    receipt = await ports.write(await ports.student(), "Hello", "at the square")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in (
        f"/posts/{receipt['post']}/release",
        f"/posts/{receipt['post']}/refuse",
        "/policies/no-filter/publish",
    ):
        for body in (b"reason=x", b"reason=x&form_token=" + b"0" * 64):
            answer = await browser.send("POST", path, body, kind | {"Origin": browser.origin})
            assert answer.status == 403
        answer = await browser.post(path, {"reason": "x"}, page="/queue", Origin="http://evil.test")
        assert answer.status == 403
    assert len(await ports.teacher.json("/api/v1/queue")) == 1
    assert (await ports.teacher.json("/api/v1/policies"))["in_force"]["id"] == "for-tests"


async def test_the_page_says_what_the_house_rules_cover_and_no_more(ports: Ports) -> None:
    page = await (await ports.browser()).get("/policies")
    assert "The house rules (insults and contact data) are always on as well" in page.said
    assert {rule.id for rule in ports.services.rulebook.house.rules} == {"no-slurs", "no-contact-data"}


async def test_a_shipped_policy_is_published_with_one_button(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.get("/policies")
    assert "In force: For tests" in page.said
    answer = await browser.post("/policies/no-filter/publish", {}, page="/policies")
    assert answer.goes_to == "/policies?notice=published"
    page = await browser.get(answer.goes_to)
    assert "In force: No filter" in page.said
    assert "/policies/no-filter/publish" not in page.text
    assert page.text.count("<li>version") == 2


async def test_every_page_carries_the_security_headers_and_nothing_inline(ports: Ports) -> None:
    browser = await ports.browser()
    await ports.write(await ports.student(), "Hello", "at the square")
    post = (await ports.newest())["post"]
    for path in ("/", "/queue", "/policies", f"/posts/{post}"):
        page = await browser.get(path)
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "no-store" in page.headers["Cache-Control"]
        assert not re.search(r"<style|style=|<script(?! src=)|\son[a-z]+=|javascript:", page.text)
        assert "http://" not in page.text
        assert page.text.count("<h1>") == 1
