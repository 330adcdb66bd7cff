"""Matter -> the message about it: subject, plain text, HTML, and the same in parts. Pure.

The text is made to be read in a terminal: lines of at most WIDTH characters but for addresses,
the matched words between asterisks, nothing that a stranger wrote left as it could act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from jinja2.sandbox import SandboxedEnvironment

from crawler.alerts import details
from crawler.alerts.details import NAME_MAX
from crawler.alerts.links import Links
from crawler.alerts.matter import Digest, Message, Notice, Occasion, Surge
from crawler.alerts.phrases import Phrases, phrases_of, time_text, usual_text
from crawler.alerts.plain import one_line
from crawler.alerts.shown import coverage_rows, excerpts_of, story_of, topic_of
from crawler.alerts.templating import fill, templates

SUBJECT_MAX = 160
TEXT_MAX = 100_000  # characters of a notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """For whom a message is made."""

    language: str  # "en" or "de"
    zone: tzinfo
    templates: SandboxedEnvironment = field(default_factory=templates)
    links: Links | None = None  # None: readers cannot reach us

    @property
    def words(self) -> Phrases:
        """Our own words in that language."""
        return phrases_of(self.language)


def compose(occasion: Occasion, style: Style, *, mute_link: str = "") -> Message:
    """The message about one story; *mute_link* leads to where it can be muted."""
    words = style.words
    story = story_of(occasion, words, style.zone, mute_link=mute_link)
    topic = one_line(occasion.topic, NAME_MAX)
    gist = f"{story.title} ({story.outlet})"
    label = f"{topic} · {words.update}" if occasion.news else topic
    return _message(
        "story",
        style,
        topic=topic,
        gist=gist,
        subject=f"{label}: {gist}",
        story_id=occasion.story_id,
        details=details.of_occasion(occasion, excerpts_of(occasion)),
        values={"story": story},
    )


def compose_digest(digest: Digest, style: Style) -> Message:
    """The message about all that was gathered for a channel."""
    words, zone = style.words, style.zone
    names = [one_line(section.topic, NAME_MAX) for section in digest.sections]
    n = digest.occasions
    said = words.digest_none if n == 0 else words.digest_one if n == 1 else words.digest_many
    gist = said.format(n=n, topics=_listed(names))
    since, until = (time_text(at, zone, words) for at in (digest.since, digest.until))
    parts: dict[str, list[dict[str, Any]]] = {
        section.topic: [details.of_occasion(one, excerpts_of(one)) for one in section.occasions]
        for section in digest.sections
    }
    return _message(
        "digest",
        style,
        topic=words.digest,
        gist=gist,
        subject=f"{words.digest}: {gist}",
        story_id=None,
        details=details.of_digest(digest, parts),
        values={
            "period": words.period.format(since=since, until=until),
            "topics": [topic_of(section, digest, words, zone) for section in digest.sections],
            "coverage": coverage_rows(digest.coverage, words),
        },
    )


def compose_surge(surge: Surge, style: Style) -> Message:
    """The message about a day of a topic that stands out."""
    topic = one_line(surge.topic, NAME_MAX)
    gist = style.words.surge.format(n=surge.articles, usual=usual_text(surge.usual, style.words))
    return _message(
        "burst",
        style,
        topic=topic,
        gist=gist,
        subject=f"{topic}: {gist}",
        story_id=None,
        details=details.of_surge(surge),
        values={"command": f'wirewatch topics volume "{topic}"'},
    )


def compose_notice(notice: Notice, style: Style) -> Message:
    """A word to those who run the service."""
    subject = one_line(notice.subject, SUBJECT_MAX)
    lines = [one_line(line) for line in notice.text[:TEXT_MAX].splitlines()]
    return _message(
        "notice",
        style,
        topic=style.words.service,
        gist=subject,
        subject=f"Wirewatch: {subject}",
        story_id=None,
        details=details.of_notice(notice),
        values={"lines": lines},
    )


def _message(
    template: str,
    style: Style,
    *,
    topic: str,
    gist: str,
    subject: str,
    story_id: int | None,
    details: Mapping[str, Any],
    values: Mapping[str, Any],
) -> Message:
    given = {"words": style.words, "topic": topic, "gist": gist, **values}
    body = style.templates.get_template(f"{template}.txt.j2").render(given).strip("\n")
    return Message(
        topic=topic,
        gist=gist,
        subject=one_line(subject, SUBJECT_MAX),
        text=f"{fill(gist)}\n{body}",
        body=body,
        html=style.templates.get_template(f"{template}.html.j2").render(given),
        story_id=story_id,
        details=details,
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")
