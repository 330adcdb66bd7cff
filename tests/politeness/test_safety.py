from __future__ import annotations

from ipaddress import ip_network

import pytest

from crawler.politeness.safety import Reach

PRIVATE = [
    "http://127.0.0.1/", "http://localhost.localdomain@127.0.0.1/", "http://10.1.2.3/",
    "http://192.168.0.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://0.0.0.0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://127.1/", "http://224.0.0.1/", "http://[2002:7f00:1::]/",
    "http://255.255.255.255/", "http://240.0.0.1/", "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.1.2.3]/", "http://[::10.1.2.3]/", "http://[::]/",
    "http://[2001:0:4136:e378:8000:63bf:f5fe:fdfc]/",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused_however_they_are_spelt(url: str) -> None:
    assert Reach().objection(url) is not None


@pytest.mark.parametrize(
    "url", ["https://paper.example/a", "http://93.184.216.34/", "http://[2606:4700::1111]/"]
)
def test_public_addresses_are_let_through(url: str) -> None:
    assert Reach().objection(url) is None


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "javascript:1", "a/b", ""]
)
def test_only_the_web_is_fetched(url: str) -> None:
    assert "only http and https" in (Reach().objection(url) or "")


def test_what_is_allowed_may_be_reached() -> None:
    reach = Reach(networks=(ip_network("10.0.0.0/8"),), hosts=frozenset({"wiki.internal"}))

    assert reach.objection("http://10.1.2.3/") is None
    assert reach.objection("http://192.168.0.1/") is not None
    assert reach.may_resolve("wiki.internal", ["192.168.0.7"]) is None


def test_a_public_name_that_leads_inside_is_refused_by_what_dns_says() -> None:
    found = Reach().may_resolve("evil.example", ["93.184.216.34", "169.254.169.254"])

    assert found is not None
    assert "169.254.169.254" in found


def test_an_endless_address_is_refused() -> None:
    assert "2048" in (Reach().objection("https://a.example/" + "x" * 2100) or "")


@pytest.mark.parametrize(
    "host", ["a" * 64 + ".example", "a..example", ".example", "a." * 130 + "b"]
)
def test_a_name_that_dns_cannot_know_is_not_looked_up(host: str) -> None:
    assert Reach().objection(f"http://{host}/") == "its host is no possible name"
