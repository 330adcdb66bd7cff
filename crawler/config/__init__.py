"""wirewatch.toml, feeds.toml, topics.toml and the environment -> one frozen Config."""

from crawler.config.alerting import Alerts
from crawler.config.channels import Channel, Email, Log, Program, Service, Webhook
from crawler.config.listed import ListedFeed, ListedTopic, SavedQuery
from crawler.config.loading import load
from crawler.config.secrets import Secret
from crawler.config.sections import (
    Archive,
    Clock,
    Database,
    Identity,
    Network,
    Politeness,
    Work,
)
from crawler.config.upkeep import Heartbeat, Retention
from crawler.config.web import Web
from crawler.config.whole import Config

__all__ = [
    "Alerts",
    "Archive",
    "Channel",
    "Clock",
    "Config",
    "Database",
    "Email",
    "Heartbeat",
    "Identity",
    "ListedFeed",
    "ListedTopic",
    "Log",
    "Network",
    "Politeness",
    "Program",
    "Retention",
    "SavedQuery",
    "Secret",
    "Service",
    "Web",
    "Webhook",
    "Work",
    "load",
]
