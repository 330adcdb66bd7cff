from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.urls import (
    MAX_CHARS,
    address_key,
    believed_canonical,
    fetchable,
    for_readers,
    site_of,
)

from .addresses import Pair, read_pairs

PAIRS = read_pairs()

# Addresses made of the parts that the rules look at, in orders nobody thought of.
PARTS = st.sampled_from(
    [
        *"/?&=#%;:@+.!~-",
        *("//", "..", "/.", "amp", "m.", "www.", "print", "index.html", "default.aspx", "5", "a"),
        *("ü", "%2F", "%25", "%zz", "%C3%BC", "&amp;", "utm_source=rss", "id=5", "ref=x", "sid=7"),
        *("outlet.example", "google.com/url?q=", "cdn.ampproject.org/c/s/", "https://", "http://"),
        *("[::1]", "127.0.0.1", ":80", ":8080", "#!/"),
    ]
)
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.lists(PARTS, max_size=12).map("".join),
    st.lists(PARTS, max_size=12).map(lambda parts: "https://outlet.example/" + "".join(parts)),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.kind} {pair.left}")
def test_the_table_of_addresses_holds(pair: Pair) -> None:
    assert (address_key(pair.left) == address_key(pair.right)) is pair.same


def test_the_table_has_at_least_eighty_variants_and_forty_traps() -> None:
    assert sum(pair.same for pair in PAIRS) >= 80
    assert sum(not pair.same for pair in PAIRS) >= 40


@given(ADDRESSES)
def test_a_key_is_its_own_key(url: str) -> None:
    key = address_key(url)

    assert address_key(key) == key
    if site_of(url):
        assert address_key("https://" + key) == key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://a.example/..AMP", "a.example"),  # without its tail a step that leads nowhere
        ("http://a.example/?amp;jsessionid=1.&A", "a.example?A"),  # sorted: "A&amp;jsessionid"
    ],
)
def test_what_is_left_of_an_address_is_read_again(url: str, key: str) -> None:
    assert address_key(url) == key
    assert address_key("https://" + key) == key


@given(ADDRESSES)
def test_what_may_be_fetched_keeps_its_key_and_needs_no_mending(url: str) -> None:
    found = fetchable(url)

    if found is not None:
        assert found.isascii()
        assert found.startswith(("http://", "https://"))
        assert len(found) <= MAX_CHARS
        assert fetchable(found) == found
        assert address_key(found) == address_key(url)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_claim_makes_the_judge_of_claims_fall(address: str, claimed: str) -> None:
    believed_canonical("https://outlet.example/" + address, claimed)
    believed_canonical(address, claimed)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (" https://outlet.example/a\n-1 ", "https://outlet.example/a-1"),
        ("HTTPS://OUTLET.example", "https://outlet.example/"),
        ("https://outlet.example:443/a", "https://outlet.example/a"),
        ("http://outlet.example:443/a", "http://outlet.example:443/a"),
        ("http://outlet.example:8080/a", "http://outlet.example:8080/a"),
        ("https://münchen.example/ä b?q=ü", "https://xn--mnchen-3ya.example/%C3%A4%20b?q=%C3%BC"),
        ("https://outlet.example/?id=5#!/a/1", "https://outlet.example/?id=5#!/a/1"),
        ("http://[::1]:8001/a", "http://[::1]:8001/a"),
        ("https://outlet.example\\@paper.example/a", "https://outlet.example/@paper.example/a"),
    ],
)
def test_a_web_address_may_be_fetched(url: str, expected: str) -> None:
    assert fetchable(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "outlet.example/a",
        "//outlet.example/a",
        "/a",
        "mailto:desk@outlet.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://outlet.example/a",
        "data:text/html,a",
        "https://reader:secret@outlet.example/a",
        "https://reader@outlet.example/a",
        "https:///a",
        "https://?a",
        "https://a..example/",
        "https://out let.example/",
        "https://outlet.example:port/",
        "https://outlet.example:99999/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "https://outlet.example/" + "a" * MAX_CHARS,
        "https://[::1/a",
    ],
)
def test_nothing_else_may_be_fetched(url: str) -> None:
    assert fetchable(url) is None


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.outlet.example/a", "outlet.example"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://one.blogspot.com/a", "one.blogspot.com"),
        ("http://outlet.example:8080/a", "outlet.example:8080"),
        ("http://outlet.example:80/a", "outlet.example"),
        ("http://127.0.0.1:8001/a", "127.0.0.1:8001"),
        ("http://127.0.0.1/a", "127.0.0.1"),
        ("http://[::1]:8001/a", "[::1]:8001"),
        ("http://localhost:8001/a", "localhost:8001"),
        ("mailto:desk@outlet.example", ""),
        ("", ""),
    ],
)
def test_a_site_is_what_somebody_registered(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("address", "claimed", "expected"),
    [
        ("https://outlet.example/a-1?x=rss", "/a-1", "https://outlet.example/a-1"),
        ("http://m.outlet.example/a-1", "https://www.outlet.example/a-1", None),
        ("https://outlet.example/?p=812", "/2026/02/treaty-ends-today", None),
        ("https://outlet.example/politik/x-1/amp", "/politik/x-1", None),
        ("https://outlet.example/politik/x-12345", "/x-12345", None),
        ("https://outlet.example/news/i/dRwWqB/the-headline-of-today", "/i/dRwWqB", None),
        ("https://outlet.example/kultur/film", "/kultur/filme", None),
        ("https://outlet.example/", "https://outlet.example/?utm_source=x", None),
    ],
)
def test_a_claim_on_the_same_site_is_believed(
    address: str, claimed: str, expected: str | None
) -> None:
    whole = claimed if claimed.startswith("http") else "https://outlet.example" + claimed

    assert believed_canonical(address, claimed) == (expected or whole)


@pytest.mark.parametrize(
    ("address", "claimed"),
    [
        ("https://outlet.example/a-12345", None),
        ("https://outlet.example/a-12345", ""),
        ("https://outlet.example/a-12345", "https://paper.example/a-12345"),
        ("https://one.blogspot.com/a-12345", "https://two.blogspot.com/a-12345"),
        ("http://127.0.0.1:8001/a-1", "http://127.0.0.1:8002/a-1"),
        ("http://127.0.0.1:8001/a-1", "http://127.0.0.2:8001/a-1"),
        ("https://outlet.example/a-12345", "https://outlet.example"),
        ("https://outlet.example/a-12345", "https://outlet.example/?utm_source=rss"),
        ("https://outlet.example/a-12345", "/index.html"),
        ("https://outlet.example/politik/ausland/vertrag-endet-heute", "/politik/ausland/"),
        ("https://outlet.example/politik/ausland/vertrag-endet-heute", "/de/"),
        ("https://outlet.example/article.php?id=5", "/article.php"),
        ("https://outlet.example/#!/a/1", "https://outlet.example/"),
        ("https://outlet.example/a-12345", "javascript:void(0)"),
        ("https://outlet.example/a-12345", "http://[broken"),
        ("mailto:desk@outlet.example", "https://outlet.example/a-12345"),
    ],
)
def test_a_claim_that_would_fold_articles_into_one_is_not(
    address: str, claimed: str | None
) -> None:
    assert believed_canonical(address, claimed) is None


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        ("https://a.example/x?utm_source=rss&id=5#top", None, "https://a.example/x?id=5#top"),
        ("https://www.a.example/x/?fbclid=1", None, "https://www.a.example/x/"),
        ("http://a.example/x?b=2&a=1&UTM_medium=x&c", None, "http://a.example/x?b=2&a=1&c"),
        ("https://a.example/x?page=2", None, "https://a.example/x?page=2"),
        ("https://a.example/x?q=a=b&&", None, "https://a.example/x?q=a=b&&"),
        ("https://a.example/x", "https://a.example/x?utm_source=own", "https://a.example/x"),
        ("no address?utm_source=rss", None, "no address?utm_source=rss"),
    ],
)
def test_readers_get_an_address_without_what_tracks_them(
    url: str, canonical: str | None, expected: str
) -> None:
    assert for_readers(url, canonical) == expected
