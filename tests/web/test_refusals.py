from bbs.network.sites import Way
from bbs.web.refusals import WORDS


def test_every_way_of_refusing_has_its_words():
    assert set(WORDS) == set(Way) - {Way.REDIRECT}  # which shows another page


def test_a_lie_gives_nothing_away():
    for way in Way:
        if not way.honest and way in WORDS:
            said = f"{WORDS[way].title} {WORDS[way].sentence}".lower()
            assert not any(word in said for word in ("closed", "network", "refused", "allowed", "list"))
