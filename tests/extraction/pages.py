"""Pages of the tests: one invented article as a WordPress copy, in four themes."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from crawler.extraction import network
from crawler.extraction.features import NAMES
from crawler.items import Page

SEEN_AT = datetime(2026, 2, 6, 9, 0, tzinfo=UTC)

TITLE = "Nordmark und Ostheim kündigen neue Gespräche über Fangquoten an"
CAPTION = "Hafenmeister Jonte Brackwede (Archivbild vom 11. Januar 2026)"
STAND = "Stand: 05.02.2026 21:02 Uhr"
OPENING = (
    "Nordmark und Ostheim wollen wieder über ihre Fangquoten sprechen. Darauf haben sich"
    " Vertreter beider Küsten in Lissen geeinigt. Die Runde war seit 2021 unterbrochen. Viele"
    " Einzelheiten sind noch nicht bekannt.",
    "Die beiden Länder haben vereinbart, dass ihre Fischereiräte sich wieder monatlich treffen."
    " Das teilte das Hafenamt der Nordmark nach Verhandlungen in Lissen mit. Die Treffen waren im"
    " Herbst 2021 nach einem Streit über Schleppnetze ausgesetzt worden.",
    "Die Nordmark nennt die Rückkehr an den Tisch einen “wichtigen Schritt für ruhige Gewässer”."
    " “So reden die Richtigen miteinander”, hieß es in der Mitteilung weiter. Aus Ostheim gab es"
    " zunächst keine Stellungnahme.",
)
FIRST_HEADING = "Treffen in Lissen"
FIRST_SECTION = (
    "Brackwede hat nach Angaben seines Amtes die Befugnis, mit der ostheimischen Fischereirätin"
    " Runa Telgte unmittelbar zu sprechen.",
    "Berichten zufolge ging es in Lissen auch um eine Verlängerung des Abkommens “Stilles Netz”."
    " Eine Einigung stehe kurz bevor, sei aber noch nicht erreicht, schreibt die Küstenzeitung"
    " unter Berufung auf Teilnehmer.",
)
SECOND_HEADING = "Forderung nach einem neuen Vertrag"
SECOND_SECTION = (
    "Landesvorsteher Piet Holtkamp schrieb, es brauche einen “besseren und zeitgemäßen Vertrag”,"
    " der lange halte. Nach Angaben seines Büros soll auch die Insel Feer einbezogen werden.",
)
SENTENCES = (*OPENING, *FIRST_SECTION, *SECOND_SECTION)
FORM = (
    "Comments", "No comments yet", "Why don’t you start the discussion", "Leave a Reply",
    "Your email address will not be published", "Required fields are marked", "Post Comment",
    "Save my name",
)  # fmt: skip
FORM_HTML = """
<div id="comments"><h2>Comments</h2>
<p>No comments yet. Why don’t you start the discussion?</p>
<div id="respond"><h3 id="reply-title">Leave a Reply</h3>
<form action="/wp-comments-post.php"><p><span>Your email address will not be published.</span>
<span>Required fields are marked <span>*</span></span></p>
<p><label>Comment *</label><textarea></textarea></p><p><label>Name *</label><input></p>
<p><label>Email *</label><input></p><p>Save my name, email, and website in this browser for the
next time I comment.</p><p><button>Post Comment</button></p></form></div></div>"""
FORM_BARE = """
<h2>Comments</h2><p>No comments yet. Why don’t you start the discussion?</p><h3>Leave a Reply</h3>
<p>Your email address will not be published. Required fields are marked *</p><p>Comment *</p>
<p>Name *</p><p>Email *</p><p>Save my name, email, and website in this browser for the next time I
comment.</p><p>Post Comment</p>"""


def page(
    html: str | bytes, *, url: str = "https://notizen.example/2026/02/05/fangquoten/",
    content_type: str = "text/html; charset=utf-8", status: int = 200,
) -> Page:  # fmt: skip
    body = html if isinstance(html, bytes) else html.encode()
    return Page(url=url, status=status, body=body, content_type=content_type, fetched_at=SEEN_AT)


def classic() -> str:
    return f"""<!DOCTYPE html><html lang="de-DE"><head><title>{TITLE} – Meine Notizen</title>
<meta property="og:site_name" content="Meine Notizen"></head><body class="single single-post">
<header class="site-header"><p class="site-title"><a href="/">Meine Notizen</a></p>
<nav class="main-navigation"><ul><li><a href="/">Start</a></li><li><a href="/ueber">Über mich</a>
</li></ul></nav></header><div id="content" class="site-content"><main class="site-main">
<article class="post hentry"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
</header><div class="entry-content"><h2>{TITLE}</h2>
<figure class="wp-caption"><img src="/wp-content/uploads/hafen.jpg">
<figcaption class="wp-caption-text">{CAPTION}</figcaption></figure><p>{STAND}</p>
{_p(OPENING)}<h2>{FIRST_HEADING}</h2>{_p(FIRST_SECTION)}<h2>{SECOND_HEADING}</h2>
{_p(SECOND_SECTION)}<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Facebook</a>
</li></ul></div></div></article>{FORM_HTML}</main><aside class="widget-area"><h2>Recent Posts</h2>
<ul><li><a href="/a">Ein anderer Eintrag über Boote</a></li></ul></aside></div>
<footer class="site-footer">Stolz präsentiert von WordPress</footer></body></html>"""


def block() -> str:
    return f"""<!DOCTYPE html><html lang="de"><head><title>{TITLE} – Meine Notizen</title></head>
<body class="wp-embed-responsive"><div class="wp-site-blocks">
<header class="wp-block-template-part">
<p class="wp-block-site-title"><a href="/">Notizen</a></p></header>
<main class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1>
<div class="entry-content wp-block-post-content"><p class="wp-block-paragraph">{TITLE}</p>
<figure class="wp-block-image"><img src="/hafen.jpg"><figcaption class="wp-element-caption">
{CAPTION}</figcaption></figure><p><strong>{STAND}</strong></p>{_p(OPENING)}
<h2 class="wp-block-heading">{FIRST_HEADING}</h2>{_p(FIRST_SECTION)}
<h2 class="wp-block-heading">{SECOND_HEADING}</h2>{_p(SECOND_SECTION)}</div>
<div class="wp-block-comments">{FORM_HTML}</div>
<h2 class="wp-block-heading">More posts</h2><ul class="wp-block-post-template">
<li><a href="/x">Wie man ein Netz flickt</a></li></ul></main>
<footer class="wp-block-template-part"><p>Designed with WordPress</p></footer></div></body>
</html>"""


def bare() -> str:
    return f"""<html><head><title>{TITLE} | Meine Notizen</title></head><body>
<h2><a href="/">Meine Notizen</a></h2><p><a href="/">Start</a> <a href="/impressum">Impressum</a>
</p>
<h1>{TITLE}</h1><p>{TITLE}</p><p><img src="/hafen.jpg"></p><p>{CAPTION}</p><p>{STAND}</p>
{_p(OPENING)}<h3>{FIRST_HEADING}</h3>{_p(FIRST_SECTION)}<h3>{SECOND_HEADING}</h3>
{_p(SECOND_SECTION)}{FORM_BARE}<p>© 2026 Meine Notizen. Alle Rechte vorbehalten.</p></body>
</html>"""


def divs() -> str:
    bare_form = FORM_BARE.replace("<h2>", "<div>").replace("</h2>", "</div>")
    bare_form = bare_form.replace("<h3>", "<div>").replace("</h3>", "</div>")
    bare_form = bare_form.replace("<p>", "<div>").replace("</p>", "</div>")
    return f"""<html lang="de"><head><title>{TITLE} | Meine Notizen</title></head><body>
<div class="top">
<div><a href="/">Meine Notizen</a></div></div><div class="page"><div class="head">{TITLE}</div>
<div class="c"><div>{TITLE}</div><div><img src="/hafen.jpg"></div><div>{CAPTION}</div>
<div>{STAND}</div>{_p(OPENING, "div")}<div><b>{FIRST_HEADING}</b></div>
{_p(FIRST_SECTION, "div")}<div><b>{SECOND_HEADING}</b></div>{_p(SECOND_SECTION, "div")}</div>
<div class="d">{bare_form}</div></div></body></html>"""


THEMES = {"classic": classic, "block": block, "bare": bare, "divs": divs}


def _p(paragraphs: tuple[str, ...], tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)


def network_that_says(doubt: float) -> network.Network:
    """A model that says the same of every block."""
    columns = len(NAMES)
    layer = (np.zeros((columns, 1), np.float32), np.array([doubt], np.float32))
    return network.Network(np.zeros(columns, np.float32), np.ones(columns, np.float32), (layer,))
