"""An alert that is to leave -> its message, from what the database knows at this moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.alerts.digests import digest_of, surge_of
from crawler.alerts.links import Links
from crawler.alerts.matter import Message, Notice
from crawler.alerts.occasions import occasion_of
from crawler.alerts.templating import templates
from crawler.alerts.wording import Style, compose, compose_digest, compose_notice, compose_surge
from crawler.config import Config
from crawler.items import Alert, AlertKind
from crawler.storage import Store, Tx, tokens


def style_of(config: Config, store: Store) -> Style:
    """For the readers that the settings tell of. Raises StorageError."""
    links = None
    if config.web.public_url:
        with store.writing() as tx:
            links = Links(config.web.url, tokens.secret(tx))
    return Style(
        language=config.alerts.language,
        zone=ZoneInfo(config.clock.timezone),
        templates=templates(config.folder),
        links=links,
    )


def message_of(tx: Tx, alert: Alert, style: Style, now: datetime) -> Message:
    """Raises NotFound when what it is about has been deleted."""
    match alert.kind:
        case AlertKind.DIGEST:
            return compose_digest(digest_of(tx, alert, zone=style.zone, now=now), style)
        case AlertKind.BURST:
            return compose_surge(surge_of(alert), style)
        case AlertKind.NOTICE:
            return compose_notice(Notice(**alert.detail), style)
        case AlertKind.STORY | AlertKind.UPDATE:
            occasion = occasion_of(tx, alert)
            link = style.links.mute(occasion.topic, occasion.story_id, now) if style.links else ""
            return compose(occasion, style, mute_link=link)
