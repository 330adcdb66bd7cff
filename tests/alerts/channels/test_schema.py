"""What webhooks post is what the published schema says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from crawler.alerts.channels.payload import payload
from crawler.alerts.matter import Digest, Message, Notice, Section, Surge
from crawler.alerts.wording import Style, compose, compose_digest, compose_notice, compose_surge
from crawler.measure.updates import News
from crawler.storage.coverage import Coverage
from tests.alerts.test_wording import BERLIN, OCCASION
from tests.samples import NOW

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/message.schema.json").read_text("utf-8"))
STYLE = Style(language="en", zone=BERLIN)
SURGE = Surge(topic="Floods", day=date(2026, 2, 5), articles=12, usual=1.25)
NEWS = (News(kind="outlets", article_id=None, detail="7"),)
COVERAGE = Coverage(
    feeds=9, checked=8, failing=("A",), overdue=0, gaps=1, articles={"de": 3, "": 1}
)
DIGEST = Digest(
    id=1,
    since=NOW - timedelta(days=1),
    until=NOW,
    sections=[
        Section(
            topic="New START", occasions=(OCCASION,), surges=(SURGE,), articles=2, days=(0,) * 14
        ),
        Section(topic="Floods", occasions=(), surges=(), articles=0, days=(1,) * 14, muted=1),
    ],
    coverage=COVERAGE,
)
MESSAGES = {
    "alert": compose(OCCASION, STYLE),
    "update": compose(replace(OCCASION, news=NEWS, copy_of=19), STYLE),
    "digest": compose_digest(DIGEST, STYLE),
    "burst": compose_surge(SURGE, STYLE),
    "notice": compose_notice(Notice(subject="A feed is dead", text="a\nb"), STYLE),
}


def posted(message: Message) -> Any:
    return json.loads(payload(message, "k1"))


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_kind_of_message_keeps_to_it(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(posted(MESSAGES[kind]))


@pytest.mark.parametrize("gone", ["key", "article", "story"])
def test_it_notices_what_is_missing(gone: str) -> None:
    message = posted(MESSAGES["alert"])
    del message[gone]

    with pytest.raises(ValidationError, match=gone):
        Draft202012Validator(SCHEMA).validate(message)


def test_a_topic_without_hits_is_verified_or_blind_in_it() -> None:
    blind = replace(DIGEST, coverage=replace(COVERAGE, checked=2))

    results = [
        [topic["result"] for topic in posted(compose_digest(one, STYLE))["topics"]]
        for one in (DIGEST, blind)
    ]

    assert results == [["hits", "verified nothing"], ["hits", "blind"]]
