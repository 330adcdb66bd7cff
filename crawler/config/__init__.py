"""wirewatch.toml, feeds.toml, topics.toml and the environment -> one frozen Config."""

from crawler.config.channels import Channel, Email, Log, Webhook
from crawler.config.listed import ListedFeed, ListedTopic, SavedQuery
from crawler.config.loading import load
from crawler.config.secrets import Secret
from crawler.config.sections import (
    Alerts,
    Archive,
    Clock,
    Database,
    Identity,
    Network,
    Politeness,
    Work,
)
from crawler.config.whole import Config

__all__ = [
    "Alerts",
    "Archive",
    "Channel",
    "Clock",
    "Config",
    "Database",
    "Email",
    "Identity",
    "ListedFeed",
    "ListedTopic",
    "Log",
    "Network",
    "Politeness",
    "SavedQuery",
    "Secret",
    "Webhook",
    "Work",
    "load",
]
