"""The invented outlets: what each looks like, speaks and sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FeedKind = Literal["rss 2.0", "rss 0.92", "rdf", "atom", "json feed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A site with its feed, its design and its habits."""

    key: str
    name: str
    motto: str
    language: str  # "de", "en" or "fr"
    country: str
    timezone: str
    feed_kind: FeedKind
    feed_path: str
    feed_type: str  # the Content-Type header of the feed
    design: str  # designs/<design>.html
    sections: tuple[str, ...]  # as printed in the navigation
    page_path: str  # {section} {slug} {number} and {d:%Y}, the day of publication
    published_line: str  # see dates.spell
    modified_line: str
    by: str = "{}"  # around the names of the authors
    page_type: str = "text/html; charset=utf-8"
    encoding: str = "utf-8"  # of feed and pages alike
    full_text: bool = False  # the feed carries the whole text
    shows_dates: bool = True  # the feed does
    amp: str = ""  # what leads from a page's address to its AMP twin
    tracking: str = ""  # what the feed adds to its links
    validators: tuple[str, ...] = ("etag", "last-modified")
    weak_etag: bool = False
    page_status: int = 200  # 403: the site turns every reader of its pages away but people
    robots: str = "User-agent: *\nAllow: /\n"
    colour: str = "#345"


OUTLETS = (
    Outlet(
        key="bundesfunk",
        name="Bundesfunk",
        motto="Nachrichten, rund um die Uhr",
        language="de",
        country="DE",
        timezone="Europe/Berlin",
        feed_kind="rss 2.0",
        feed_path="/index~rss2.xml",
        feed_type="text/xml",
        design="blocktheme",
        sections=("Inland", "Ausland", "Wirtschaft", "Wissen", "Sport"),
        page_path="/{section}/{slug}-{number}.html",
        published_line="Stand: {d:%d.%m.%Y %H:%M} Uhr",
        modified_line="Stand: {d:%d.%m.%Y %H:%M} Uhr",
        by="Von {}, Bundesfunk",
        colour="#0b2a5b",
    ),
    Outlet(
        key="elbtaler",
        name="Elbtaler Anzeiger",
        motto="Zeitung für Sachsen und die Welt",
        language="de",
        country="DE",
        timezone="Europe/Berlin",
        feed_kind="rss 2.0",
        feed_path="/rss/nachrichten.xml",
        feed_type="application/rss+xml; charset=utf-8",
        design="semantic",
        sections=("Politik", "Sachsen", "Wirtschaft", "Kultur", "Sport"),
        page_path="/{section}/artikel{number}/{slug}.html",
        published_line="{day}. {month} {d:%Y}, {d:%H:%M} Uhr",
        modified_line="Aktualisiert am {day}. {month} {d:%Y}, {d:%H:%M} Uhr",
        by="Von {}",
        tracking="utm_source=rss&utm_medium=feed&utm_campaign=nachrichten",
        robots="User-agent: *\nDisallow: /intern/\nDisallow: /suche\nCrawl-delay: 0.2\n",
        colour="#7a1f1f",
    ),
    Outlet(
        key="traunpost",
        name="Traunpost",
        motto="Unabhängig aus Oberösterreich",
        language="de",
        country="AT",
        timezone="Europe/Vienna",
        feed_kind="rdf",
        feed_path="/news.rdf",
        feed_type="application/rdf+xml; charset=utf-8",
        design="microdata",
        sections=("Politik", "Wirtschaft", "Chronik", "Kultur", "Sport"),
        page_path="/story/{number}/{slug}",
        published_line="{day}. {month} {d:%Y}, {d:%H:%M}",
        modified_line="aktualisiert am {day}. {month} {d:%Y}, {d:%H:%M}",
        by="von {}",
        colour="#0d6e5a",
    ),
    Outlet(
        key="chronicle",
        name="The Harbour Chronicle",
        motto="Independent reporting since 1887",
        language="en",
        country="GB",
        timezone="Europe/London",
        feed_kind="atom",
        feed_path="/feeds/all.atom",
        feed_type="application/atom+xml",
        design="components",
        sections=("World", "UK", "Business", "Life", "Sport"),
        page_path="/{section}/{d:%Y}/{d:%m}/{slug}",
        published_line="Published {day} {month} {d:%Y}, {d:%H:%M} GMT",
        modified_line="Updated {day} {month} {d:%Y}, {d:%H:%M} GMT",
        by="By {}",
        amp="/amp",
        colour="#143b3b",
    ),
    Outlet(
        key="ledger",
        name="Lakeside Ledger",
        motto="News for the lake counties and beyond",
        language="en",
        country="US",
        timezone="America/Chicago",
        feed_kind="rss 2.0",
        feed_path="/rss",
        feed_type="application/rss+xml",
        design="components",
        sections=("Nation", "World", "Business", "Lifestyle", "Sports"),
        page_path="/news/{number}/{slug}",
        published_line="Published {month} {day}, {d:%Y} at {hour12} CT",
        modified_line="Updated {month} {day}, {d:%Y} at {hour12} CT",
        by="By {}",
        full_text=True,
        tracking="utm_source=rss&utm_medium=referral",
        page_status=403,
        colour="#5a3d0b",
    ),
    Outlet(
        key="rivage",
        name="Le Quotidien du Rivage",
        motto="Le journal de la façade atlantique",
        language="fr",
        country="FR",
        timezone="Europe/Paris",
        feed_kind="rss 2.0",
        feed_path="/arc/rss/une.xml",
        feed_type="application/xml; charset=UTF-8",
        design="subscription",
        sections=("International", "Politique", "Économie", "Culture", "Sports"),
        page_path="/{section}/{slug}_{number}.html",
        published_line="Publié le {day} {month} {d:%Y} à {d:%H}h{d:%M}",
        modified_line="Mis à jour le {day} {month} {d:%Y} à {d:%H}h{d:%M}",
        by="Par {}",
        tracking="utm_source=rss_feed&utm_medium=fluxrss",
        weak_etag=True,
        colour="#0a4f7d",
    ),
    Outlet(
        key="garonne",
        name="Radio Garonne Info",
        motto="L'info du Sud-Ouest",
        language="fr",
        country="FR",
        timezone="Europe/Paris",
        feed_kind="rss 0.92",
        feed_path="/backend.php",
        feed_type="text/xml; charset=ISO-8859-1",
        design="tables",
        sections=("Monde", "France", "Région", "Sports"),
        page_path="/spip.php?article{number}",
        published_line="{weekday} {day} {month} {d:%Y}",
        modified_line="mis à jour le {weekday} {day} {month} {d:%Y}",
        by="par {}",
        page_type="text/html; charset=ISO-8859-1",
        encoding="cp1252",
        shows_dates=False,
        validators=("last-modified",),
        colour="#8a2be2",
    ),
    Outlet(
        key="knd",
        name="knd – Kontinentaler Nachrichtendienst",
        motto="Meldungen für Redaktionen",
        language="de",
        country="DE",
        timezone="Europe/Berlin",
        feed_kind="json feed",
        feed_path="/meldungen/feed.json",
        feed_type="application/feed+json",
        design="divs",
        sections=("Politik", "Wirtschaft", "Panorama", "Sport"),
        page_path="/meldungen/{d:%Y%m%d}/{slug}",
        published_line="{d:%d.%m.%y} – {d:%H:%M} Uhr",
        modified_line="Neufassung {d:%d.%m.%y} – {d:%H:%M} Uhr",
        by="({})",
        validators=("etag",),
        colour="#333333",
    ),
    Outlet(
        key="notizen",
        name="Friedensnotizen",
        motto="Ein Blog über Abrüstung, Diplomatie und Sicherheit",
        language="de",
        country="DE",
        timezone="Europe/Berlin",
        feed_kind="rss 2.0",
        feed_path="/feed/",
        feed_type="application/rss+xml; charset=UTF-8",
        design="wordpress",
        sections=("Allgemein", "Abrüstung", "Lesestoff"),
        page_path="/{d:%Y}/{d:%m}/{d:%d}/{slug}/",
        published_line="{day}. {month} {d:%Y}",
        modified_line="{day}. {month} {d:%Y}",
        by="{}",
        full_text=True,
        robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n",
        colour="#21759b",
    ),
)
