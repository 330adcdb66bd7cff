from __future__ import annotations

import pytest

from crawler.feeds.problems import Problems
from crawler.feeds.prolog import cut, mend_ampersands, root_of


def root(text: str) -> tuple[str, str] | None:
    return root_of(text, Problems())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss/>", "rss"),
        ('<?xml version="1.0"?>\n<RSS version="2.0">', "RSS"),
        ("<?xml version='1.0'?><?xml-stylesheet href='x'?><feed>", "feed"),
        ("<rdf:RDF\nxmlns:rdf='x'>", "rdf:RDF"),
        ("<!-- made of <rss> by hand --><feed/>", "feed"),
        ("<!-- <html> was here --><rss>", "rss"),
        ('<!DOCTYPE rss [<!ENTITY x "<rssx>">]><rss>', "rss"),
        ("<ns0:urlset>", "ns0:urlset"),
    ],
)
def test_a_feed_begins_at_its_root(text: str, name: str) -> None:
    found = root(text)

    assert found is not None
    assert found[0] == name
    assert found[1].startswith(f"<{name}")


@pytest.mark.parametrize(
    "text", ["", "<rssfeed>", "<html><rss>", "<!-- <rss>", "rss", "<!doctype html>"]
)
def test_where_there_is_no_root_there_is_no_feed(text: str) -> None:
    assert root(text) is None


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a & b", "a &amp; b"),
        ("R&D;", "R&amp;D;"),
        ("?a=1&b=2", "?a=1&amp;b=2"),
        ("&amp; &lt; &#8211; &#x2013;", "&amp; &lt; &#8211; &#x2013;"),
        ("&uuml;&nbsp;&euro;", "ü\u00a0€"),
        ("&AMP;&LT;", "&amp;&lt;"),
        ("&lol;", "&amp;lol;"),
        ("x&#0;&#xFFFF;&#xD800;&#999999999;y", "xy"),
        ("<![CDATA[a & b &lol;]]>&", "<![CDATA[a & b &lol;]]>&amp;"),
        ("<!-- & -->", "<!-- & -->"),
        ("<![CDATA[ & open", "<![CDATA[ & open"),
    ],
)
def test_references_become_such_as_xml_knows(text: str, mended: str) -> None:
    assert mend_ampersands(text, Problems()) == mended


def test_a_feed_within_the_limit_is_not_touched() -> None:
    found = root_of("<rss><channel><item/><item/></channel></rss>", Problems())

    assert found is not None
    assert cut(found, 2) == (found.text, 2, False)
    assert cut(found, 1).text == "<rss><channel><item/></channel></rss>"
