"""The words of the pages about alerts, channels and mutes."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    title = both("Alerts", "Meldewesen")
    channels = both("Channels", "Kanäle")
    mutes = both("Mutes", "Stummes")
    all = both("all", "alle")
    states = both(
        {
            "waiting": "waiting",
            "gathered": "gathered",
            "muted": "muted",
            "sent": "sent",
            "dead": "given up",
        },
        {
            "waiting": "wartet",
            "gathered": "gesammelt",
            "muted": "stumm",
            "sent": "gesendet",
            "dead": "aufgegeben",
        },
    )
    kinds = both(
        {
            "story": "story",
            "update": "news of a story",
            "burst": "unusual day",
            "digest": "digest",
            "notice": "notice",
        },
        {
            "story": "Meldung",
            "update": "Neues zu einer Meldung",
            "burst": "ungewöhnlicher Tag",
            "digest": "Übersicht",
            "notice": "Hinweis",
        },
    )
    topic = both("Topic", "Thema")
    channel = both("Channel", "Kanal")
    any = both("any", "egal")
    show = both("Show", "Zeigen")
    told = both("What is told", "Was gemeldet wird")
    owed = both("Owed", "Fällig geworden")
    state = both("State", "Stand")
    by = both("By", "Über")
    what_came = both("What came of it", "Was daraus wurde")
    tries = both("{n} tries", "{n} Versuche")
    tries_one = both("1 try", "1 Versuch")
    next_try = both("next try {when}", "nächster Versuch {when}")
    in_span = both("in {span}", "in {span}")
    at_once = both("at once", "sofort")
    no_alert = both("There is no such alert.", "Das gibt es nicht.")
    again_one = both("1 alert is sent again.", "1 Nachricht wird noch einmal gesendet.")
    again = both("{n} alerts are sent again.", "{n} Nachrichten werden noch einmal gesendet.")
    retry_all = both("Try all of them again", "Alle noch einmal versuchen")
    replay = both("Send once more what left …", "Noch einmal senden, was hinausging …")
    replay_hint = both(
        (
            "As when a receiver has lost it. The keys stay the same, so that a receiver that "
            "has some of it can tell."
        ),
        (
            "Etwa wenn ein Empfänger etwas verloren hat. Die Schlüssel bleiben gleich; so "
            "erkennt er, was er schon hat."
        ),
    )
    since = both("Since (24h, 7d, 2026-02-01)", "Seit (24h, 7d, 2026-02-01)")
    send_again = both("Send once more", "Noch einmal senden")
    send_again_hint = both(
        "With the same key, so that the receiver can tell that it is a repetition.",
        "Mit demselben Schlüssel; so erkennt der Empfänger die Wiederholung.",
    )
    try_again = both("Try again", "Noch einmal versuchen")
    said_again = both(
        "It leaves as soon as its channel takes it.", "Es geht hinaus, sobald der Kanal es nimmt."
    )
    message = both("The message", "Die Nachricht")
    message_hint = both(
        "As it would leave at this moment.", "Wie sie in diesem Augenblick hinausginge."
    )
    message_gone = both(
        "What it was about has left the archive.", "Worum es ging, hat das Archiv verlassen."
    )
    message_text = both("The message as text", "Die Nachricht als Text")
    message_mail = both("The message as mail", "Die Nachricht als Mail")
    kind = both("Kind", "Art")
    article = both("Article", "Artikel")
    story = both("Story", "Meldung")
    sent_at = both("Sent", "Gesendet")
    receipt = both("The receiver said", "Der Empfänger sagte")
    error = both("Why not", "Warum nicht")
    key = both("Key", "Schlüssel")
    key_hint = both("the same for every try", "bei jedem Versuch derselbe")
    told_in = both("What it tells", "Was sie erzählt")
    in_digest = both("It is told in this digest", "Wird in dieser Übersicht erzählt")
    mute_story = both("Mute this story", "Diese Meldung stumm schalten")
    # channels
    channels_hint = both(
        "They stand in wirewatch.toml and are changed there.",
        "Sie stehen in wirewatch.toml und werden dort geändert.",
    )
    type = both("Type", "Art")
    types = both(
        {
            "log": "the service's log",
            "email": "mail",
            "webhook": "webhook",
            "service": "a service by Apprise",
            "command": "a program",
        },
        {
            "log": "das Protokoll des Dienstes",
            "email": "Mail",
            "webhook": "Webhook",
            "service": "ein Dienst über Apprise",
            "command": "ein Programm",
        },
    )
    not_there = both("not configured any more", "nicht mehr eingerichtet")
    topics = both("Topics", "Themen")
    waiting = both("Waiting", "Wartet")
    sent = both("Sent", "Gesendet")
    dead = both("Given up", "Aufgegeben")
    last_sent = both("Sent last", "Zuletzt gesendet")
    last_failure = both("The last failure", "Der letzte Fehlschlag")
    never = both("never", "nie")
    test = both("Send a specimen", "Ein Muster senden")
    busy = both(
        "Too many are under way. Please try again in a minute.",
        "Zu vieles läuft gerade. Bitte in einer Minute noch einmal.",
    )
    sending = both("A specimen leaves by {name}", "Ein Muster geht hinaus über {name}")
    sending_hint = both(
        "This takes a few seconds, up to a minute where a receiver is slow.",
        "Das dauert einige Sekunden, bei langsamen Empfängern bis zu einer Minute.",
    )
    took = both("{name} took the specimen", "{name} hat das Muster genommen")
    refused = both("{name} did not take the specimen", "{name} hat das Muster nicht genommen")
    gone = both(
        "What the receiver said is forgotten: it is kept for an hour. Send another.",
        "Was der Empfänger sagte, ist vergessen: Es bleibt eine Stunde. Bitte neu senden.",
    )
    back = both("To the channels", "Zu den Kanälen")
    # mutes
    mutes_hint = both(
        "What happens meanwhile is stored, counted in the next digest, and told to nobody.",
        (
            "Was inzwischen geschieht, wird aufbewahrt, in der nächsten Übersicht gezählt und "
            "niemandem gemeldet."
        ),
    )
    no_mutes = both("Nothing is muted.", "Nichts ist stumm.")
    until = both("until {time}", "bis {time}")
    unmute = both("End it", "Beenden")
    said_muted = both("Muted.", "Stumm geschaltet.")
    said_unmuted = both("The mute has ended.", "Nicht mehr stumm.")
    mute = both("Mute", "Stumm schalten")
    days = both("For", "Für")
    one_day = both("one day", "einen Tag")
    many_days = both("{n} days", "{n} Tage")
    story_number = both("Story", "Meldung")
    story_hint = both(
        "Its number, as its page shows it; without one the whole topic is muted",
        "Ihre Nummer, wie ihre Seite sie zeigt; ohne eine wird das ganze Thema stumm",
    )
    nothing_to_mute = both(
        "Name a topic, a story, or both.", "Bitte ein Thema, eine Meldung oder beides nennen."
    )
    no_story = both(
        "The number of a story has digits only.", "Die Nummer einer Meldung hat nur Ziffern."
    )
    no_topic_or_story = both(
        "There is no such topic or story.",
        "Ein solches Thema oder eine solche Meldung gibt es nicht.",
    )


WORDS = Words.by_language()
