import pytest

SITES = ("press", "library", "university", "films", "handbook")


@pytest.mark.parametrize("site", SITES)
async def test_a_listed_site_shows_its_pages(house, site):
    visitor = await house.resident()
    first = await visitor.get(f"/~{site}/")
    assert first.status == 200
    for path in house.services.allowlist.pages[site]:
        assert (await visitor.get(f"/~{site}{path}")).status == 200


async def test_links_between_sites_are_written_for_the_lane(house):
    on_a = await (await house.resident()).get("/~press/")
    assert 'href="/~board/"' in on_a.text
    assert 'href="/~press/bridge"' in on_a.text
    on_b = await (await house.resident("press.bright.localhost")).get("/")
    assert f'href="http://board.bright.localhost:{house.port}/"' in on_b.text
    assert 'href="/bridge"' in on_b.text


async def test_a_long_page_begins_with_its_headings_and_ends_with_the_next_page(house):
    visitor = await house.resident()
    long = (await visitor.get("/~handbook/language")).text
    assert '<li><a href="#at-keys-of-a-rule">Keys of a rule</a></li>' in long
    assert '<a class="big-link" href="/~handbook/conditions">Next: Conditions' in long
    assert 'aria-label="On this page"' not in (await visitor.get("/~handbook/policies/camouflage")).text
    assert "Next: " not in (await visitor.get("/~library/hours")).text


async def test_pages_of_the_handbook_for_teachers_are_no_pages_here_and_nothing_leads_to_them(house):
    visitor = await house.resident()
    assert (await visitor.get("/~handbook/teachers/bright-net")).status == 404
    first = await visitor.get("/~handbook/")
    assert "Pages for teachers" in first.text
    for path in house.services.allowlist.pages["handbook"]:
        assert "/teachers" not in (await visitor.get(f"/~handbook{path}")).text, path


@pytest.mark.parametrize("path", ["/nothing", "/index.md", "/hours.md", "//hours"])
async def test_only_pages_that_were_loaded_exist(house, path):
    assert (await (await house.resident()).get(f"/~library{path}")).status == 404


@pytest.mark.parametrize("path", ["/../library/index", "/%2e%2e/"])
async def test_a_path_that_climbs_is_no_path(house, path):
    assert (await (await house.resident()).get(f"/~library{path}")).status == 400


async def test_a_slash_at_the_end_is_forgiven(house):
    assert (await (await house.resident()).get("/~library/hours/")).status == 200


async def test_pages_are_for_reading(house):
    visitor = await house.resident()
    answer = await visitor.send("POST", "/~library/", b"", {})
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET"


async def test_a_picture_is_shown_on_its_page_and_can_do_nothing_by_itself(house):
    visitor = await house.resident()
    assert (
        '<img src="/~press/bridge.svg" alt="The bridge at the old'
        in (await visitor.get("/~press/bridge")).text
    )
    answer = await visitor.get("/~press/bridge.svg")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/~press/nothing.svg", "/~press/bridge.svg/", "/~library/bridge.svg"):
        assert (await visitor.get(path)).status == 404


async def test_a_picture_is_closed_where_its_site_is(house):
    visitor = await house.resident()
    assert (await visitor.get("/~world-news/bridge.svg")).status == 403


async def test_pictures_of_a_page_look_as_from_every_lane(house):
    on_b = await (await house.resident("press.bright.localhost")).get("/bridge")
    assert '<img src="/bridge.svg" alt="' in on_b.text
