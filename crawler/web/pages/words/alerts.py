"""The words of the pages about alerts, channels and mutes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    title: str
    channels: str
    mutes: str
    all: str
    states: dict[str, str]
    kinds: dict[str, str]
    topic: str
    channel: str
    any: str
    show: str
    told: str
    owed: str
    state: str
    by: str
    what_came: str
    tries: str  # {n}
    tries_one: str
    next_try: str  # {when}
    in_span: str  # {span}
    at_once: str
    no_alert: str
    again_one: str
    again: str  # {n}
    retry_all: str
    replay: str
    replay_hint: str
    since: str
    send_again: str
    send_again_hint: str
    try_again: str
    said_again: str
    message: str
    message_hint: str
    message_gone: str
    message_text: str
    kind: str
    article: str
    story: str
    sent_at: str
    receipt: str
    error: str
    key: str
    key_hint: str
    told_in: str
    in_digest: str
    mute_story: str
    # channels
    channels_hint: str
    type: str
    types: dict[str, str]
    not_there: str
    topics: str
    waiting: str
    sent: str
    dead: str
    last_sent: str
    last_failure: str
    never: str
    test: str
    busy: str
    sending: str  # {name}
    sending_hint: str
    took: str  # {name}
    refused: str  # {name}
    gone: str
    back: str
    # mutes
    mutes_hint: str
    no_mutes: str
    until: str  # {time}
    unmute: str
    said_muted: str
    said_unmuted: str
    mute: str
    days: str
    one_day: str
    many_days: str  # {n}
    story_number: str
    story_hint: str
    nothing_to_mute: str
    no_story: str
    no_topic_or_story: str


ENGLISH = Words(
    title="Alerts",
    channels="Channels",
    mutes="Mutes",
    all="all",
    states={
        "waiting": "waiting",
        "gathered": "gathered",
        "muted": "muted",
        "sent": "sent",
        "dead": "given up",
    },
    kinds={
        "story": "story",
        "update": "news of a story",
        "burst": "unusual day",
        "digest": "digest",
        "notice": "notice",
    },
    topic="Topic",
    channel="Channel",
    any="any",
    show="Show",
    told="What is told",
    owed="Owed",
    state="State",
    by="By",
    what_came="What came of it",
    tries="{n} tries",
    tries_one="1 try",
    next_try="next try {when}",
    in_span="in {span}",
    at_once="at once",
    no_alert="There is no such alert.",
    again_one="1 alert is sent again.",
    again="{n} alerts are sent again.",
    retry_all="Try all of them again",
    replay="Send once more what left …",
    replay_hint="As when a receiver has lost it. The keys stay the same, so that a receiver that "
    "has some of it can tell.",
    since="Since (24h, 7d, 2026-02-01)",
    send_again="Send once more",
    send_again_hint="With the same key, so that the receiver can tell that it is a repetition.",
    try_again="Try again",
    said_again="It leaves as soon as its channel takes it.",
    message="The message",
    message_hint="As it would leave at this moment.",
    message_gone="What it was about has left the archive.",
    message_text="The message as text",
    kind="Kind",
    article="Article",
    story="Story",
    sent_at="Sent",
    receipt="The receiver said",
    error="Why not",
    key="Key",
    key_hint="the same for every try",
    told_in="What it tells",
    in_digest="It is told in this digest",
    mute_story="Mute this story",
    channels_hint="They stand in wirewatch.toml and are changed there.",
    type="Type",
    types={
        "log": "the service's log",
        "email": "mail",
        "webhook": "webhook",
        "service": "a service by Apprise",
        "command": "a program",
    },
    not_there="not configured any more",
    topics="Topics",
    waiting="Waiting",
    sent="Sent",
    dead="Given up",
    last_sent="Sent last",
    last_failure="The last failure",
    never="never",
    test="Send a specimen",
    busy="Too many are under way. Please try again in a minute.",
    sending="A specimen leaves by {name}",
    sending_hint="This takes a few seconds, up to a minute where a receiver is slow.",
    took="{name} took the specimen",
    refused="{name} did not take the specimen",
    gone="What the receiver said is forgotten: it is kept for an hour. Send another.",
    back="To the channels",
    mutes_hint="What happens meanwhile is stored, counted in the next digest, and told to nobody.",
    no_mutes="Nothing is muted.",
    until="until {time}",
    unmute="End it",
    said_muted="Muted.",
    said_unmuted="The mute has ended.",
    mute="Mute",
    days="For",
    one_day="one day",
    many_days="{n} days",
    story_number="Story",
    story_hint="Its number, as its page shows it; without one the whole topic is muted",
    nothing_to_mute="Name a topic, a story, or both.",
    no_story="The number of a story has digits only.",
    no_topic_or_story="There is no such topic or story.",
)

GERMAN = Words(
    title="Meldewesen",
    channels="Kanäle",
    mutes="Stummes",
    all="alle",
    states={
        "waiting": "wartet",
        "gathered": "gesammelt",
        "muted": "stumm",
        "sent": "gesendet",
        "dead": "aufgegeben",
    },
    kinds={
        "story": "Meldung",
        "update": "Neues zu einer Meldung",
        "burst": "ungewöhnlicher Tag",
        "digest": "Übersicht",
        "notice": "Hinweis",
    },
    topic="Thema",
    channel="Kanal",
    any="egal",
    show="Zeigen",
    told="Was gemeldet wird",
    owed="Fällig geworden",
    state="Stand",
    by="Über",
    what_came="Was daraus wurde",
    tries="{n} Versuche",
    tries_one="1 Versuch",
    next_try="nächster Versuch {when}",
    in_span="in {span}",
    at_once="sofort",
    no_alert="Das gibt es nicht.",
    again_one="1 Nachricht wird noch einmal gesendet.",
    again="{n} Nachrichten werden noch einmal gesendet.",
    retry_all="Alle noch einmal versuchen",
    replay="Noch einmal senden, was hinausging …",
    replay_hint="Etwa wenn ein Empfänger etwas verloren hat. Die Schlüssel bleiben gleich; so "
    "erkennt er, was er schon hat.",
    since="Seit (24h, 7d, 2026-02-01)",
    send_again="Noch einmal senden",
    send_again_hint="Mit demselben Schlüssel; so erkennt der Empfänger die Wiederholung.",
    try_again="Noch einmal versuchen",
    said_again="Es geht hinaus, sobald der Kanal es nimmt.",
    message="Die Nachricht",
    message_hint="Wie sie in diesem Augenblick hinausginge.",
    message_gone="Worum es ging, hat das Archiv verlassen.",
    message_text="Die Nachricht als Text",
    kind="Art",
    article="Artikel",
    story="Meldung",
    sent_at="Gesendet",
    receipt="Der Empfänger sagte",
    error="Warum nicht",
    key="Schlüssel",
    key_hint="bei jedem Versuch derselbe",
    told_in="Was sie erzählt",
    in_digest="Wird in dieser Übersicht erzählt",
    mute_story="Diese Meldung stumm schalten",
    channels_hint="Sie stehen in wirewatch.toml und werden dort geändert.",
    type="Art",
    types={
        "log": "das Protokoll des Dienstes",
        "email": "Mail",
        "webhook": "Webhook",
        "service": "ein Dienst über Apprise",
        "command": "ein Programm",
    },
    not_there="nicht mehr eingerichtet",
    topics="Themen",
    waiting="Wartet",
    sent="Gesendet",
    dead="Aufgegeben",
    last_sent="Zuletzt gesendet",
    last_failure="Der letzte Fehlschlag",
    never="nie",
    test="Ein Muster senden",
    busy="Zu vieles läuft gerade. Bitte in einer Minute noch einmal.",
    sending="Ein Muster geht hinaus über {name}",
    sending_hint="Das dauert einige Sekunden, bei langsamen Empfängern bis zu einer Minute.",
    took="{name} hat das Muster genommen",
    refused="{name} hat das Muster nicht genommen",
    gone="Was der Empfänger sagte, ist vergessen: Es bleibt eine Stunde. Bitte neu senden.",
    back="Zu den Kanälen",
    mutes_hint="Was inzwischen geschieht, wird aufbewahrt, in der nächsten Übersicht gezählt und "
    "niemandem gemeldet.",
    no_mutes="Nichts ist stumm.",
    until="bis {time}",
    unmute="Beenden",
    said_muted="Stumm geschaltet.",
    said_unmuted="Nicht mehr stumm.",
    mute="Stumm schalten",
    days="Für",
    one_day="einen Tag",
    many_days="{n} Tage",
    story_number="Meldung",
    story_hint="Ihre Nummer, wie ihre Seite sie zeigt; ohne eine wird das ganze Thema stumm",
    nothing_to_mute="Bitte ein Thema, eine Meldung oder beides nennen.",
    no_story="Die Nummer einer Meldung hat nur Ziffern.",
    no_topic_or_story="Ein solches Thema oder eine solche Meldung gibt es nicht.",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
