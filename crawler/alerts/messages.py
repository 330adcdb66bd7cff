"""An alert that is to leave -> its message, from what the database knows at this moment."""

from __future__ import annotations

from datetime import datetime

from crawler.alerts.digests import digest_of, surge_of
from crawler.alerts.matter import Message, Notice
from crawler.alerts.occasions import occasion_of
from crawler.alerts.wording import Style, compose, compose_digest, compose_notice, compose_surge
from crawler.items import Alert, AlertKind
from crawler.storage import Tx


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
            return compose(occasion_of(tx, alert), style)
