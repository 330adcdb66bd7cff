"""What was found becomes rows: a feed's entries in one transaction, an article in the next.

Each function of `transactions` is one transaction, complete or without a trace, so that a process
may be killed at any moment: entries are kept together with the feed's validators, and an article
with its verdict, its story, its hits and the alerts that they earn.
"""

from crawler.intake.admission import Admission
from crawler.intake.rules import AlertRules, Habits
from crawler.intake.transactions import admit, forget, note_absence, note_unchanged, receive

__all__ = [
    "Admission",
    "AlertRules",
    "Habits",
    "admit",
    "forget",
    "note_absence",
    "note_unchanged",
    "receive",
]
