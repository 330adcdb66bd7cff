"""The words of the pages about feeds and hosts."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    title = both("Feeds", "Feeds")
    hosts = both("Hosts", "Server")
    why = both("Why?", "Warum?")
    add = both("Add feeds", "Feeds hinzufügen")
    opml = both("OPML", "OPML")
    # the list
    all = both("all", "alle")
    shown_one = both("1 feed", "1 Feed")
    shown = both("{n} feeds", "{n} Feeds")
    group = both("Group", "Gruppe")
    language = both("Language", "Sprache")
    origin = both("From", "Aus")
    from_file = both("a file", "einer Datei")
    from_person = both("a person", "Menschenhand")
    any = both("any", "egal")
    name_or_address = both("Name or address", "Name oder Adresse")
    show = both("Show", "Zeigen")
    order = both("Order", "Reihenfolge")
    orders = both(
        {
            "worst": "needs somebody first",
            "name": "by name",
            "next": "looked at next",
            "looked": "looked at last",
            "news": "had news last",
            "newest": "added last",
        },
        {
            "worst": "wer jemanden braucht zuerst",
            "name": "nach Namen",
            "next": "als Nächstes an der Reihe",
            "looked": "zuletzt angesehen",
            "news": "zuletzt Neues",
            "newest": "zuletzt hinzugefügt",
        },
    )
    health = both(
        {
            "ok": "ok",
            "recovered": "recovered",
            "degraded": "degraded",
            "refused": "refused",
            "dead": "dead",
            "never looked at": "never looked at",
            "paused": "paused",
            "retired": "retired",
        },
        {
            "ok": "gut",
            "recovered": "genesen",
            "degraded": "gestört",
            "refused": "verboten",
            "dead": "tot",
            "never looked at": "noch nie angesehen",
            "paused": "ruht",
            "retired": "aufgegeben",
        },
    )
    condition = both("Condition", "Zustand")
    feed = both("Feed", "Feed")
    last_look = both("Last look", "Letzter Blick")
    next_look = both("Next look", "Nächster Blick")
    lately = both("In {days} days", "In {days} Tagen")
    share = both("{share} of {n} looks unchanged", "{share} von {n} Blicken unverändert")
    news_one = both("1 entry", "1 Eintrag")
    news = both("{n} entries", "{n} Einträge")
    gaps_one = both("1 gap", "1 Lücke")
    gaps = both("{n} gaps", "{n} Lücken")
    failed_one = both("1 failed", "1 misslungen")
    failed = both("{n} failed", "{n} misslungen")
    since = both("for {span}", "seit {span}")
    never = both("never", "nie")
    due = both("due", "fällig")
    in_span = both("in {span}", "in {span}")
    ago = both("{span} ago", "vor {span}")
    quiet_one = both("1 host asked to be left alone", "1 Server will in Ruhe gelassen werden")
    quiet = both("{n} hosts asked to be left alone", "{n} Server wollen in Ruhe gelassen werden")
    changes_week = both("Changes of the last seven days", "Veränderungen der letzten sieben Tage")
    gaps_week = both("Gaps of the last seven days", "Lücken der letzten sieben Tage")
    not_running = both(
        "The service does not run, though: nothing is looked at until it does.",
        "Der Dienst läuft allerdings nicht: Bis dahin wird nichts angesehen.",
    )
    no_feed = both("No feed is like that.", "Kein Feed ist so.")
    first_feed = both("Add the first feed", "Den ersten Feed hinzufügen")
    page_of = both("Page {page} of {pages}", "Seite {page} von {pages}")
    # one feed
    address = both("Address", "Adresse")
    home = both("Home page", "Startseite")
    calls_itself = both("Calls itself", "Nennt sich")
    about = both("About", "Über ihn")
    followed = both("Followed", "Beobachtet")
    followed_since = both(
        "{state}, from {origin}, since {time}", "{state}, aus {origin}, seit {time}"
    )
    states = both(
        {"active": "active", "paused": "paused", "retired": "not any more"},
        {"active": "aktiv", "paused": "ruht", "retired": "nicht mehr"},
    )
    rhythm = both("Rhythm", "Rhythmus")
    every = both("every {span} now", "zurzeit alle {span}")
    at_least = both("at least {span} apart", "mindestens {span} Abstand")
    at_most = both("at most {span} apart", "höchstens {span} Abstand")
    cron = both("cron {cron}", "cron {cron}")
    so_far = both("So far", "Bisher")
    so_far_text = both(
        (
            "{looks} looks, {unchanged} unchanged, {failures} failed; {entries} entries, "
            "{articles} articles; {size}"
        ),
        (
            "{looks} Blicke, {unchanged} unverändert, {failures} misslungen; {entries} "
            "Einträge, {articles} Artikel; {size}"
        ),
    )
    last_news = both("Last news", "Zuletzt Neues")
    failing_since = both("Failing since", "Misslingt seit")
    host = both("Host", "Server")
    robots = both("robots.txt", "robots.txt")
    verdicts = both(
        {
            "allowed": "allows it",
            "forbidden": "forbids it",
            "not asked yet": "not asked yet",
            "not obeyed": "is not obeyed here",
        },
        {
            "allowed": "erlaubt es",
            "forbidden": "verbietet es",
            "not asked yet": "noch nicht gefragt",
            "not obeyed": "wird hier nicht befolgt",
        },
    )
    left_alone = both(
        "Its host asked to be left alone until {time}: {why}",
        "Sein Server will bis {time} in Ruhe gelassen werden: {why}",
    )
    plan = both("Why then", "Warum dann")
    entries_a_day = both("New entries a day, {days} days", "Neue Einträge am Tag, {days} Tage")
    day_said = both(
        "{day}: {entries} new, {looks} looks, {failures} failed",
        "{day}: {entries} neu, {looks} Blicke, {failures} misslungen",
    )
    decisions = both("Decisions", "Entscheidungen")
    decisions_hint = both(
        "Looks that ended alike stand together; the newest first.",
        "Blicke, die gleich endeten, stehen zusammen; die neuesten zuerst.",
    )
    when = both("When", "Wann")
    ended = both("How it ended", "Wie es ausging")
    then = both("What follows", "Was daraus folgt")
    times = both("{n} times since {time}", "{n}-mal seit {time}")
    no_looks = both("Nobody has looked yet.", "Noch niemand hat hingesehen.")
    lost = both("Gaps", "Lücken")
    lost_hint = both(
        "Between these looks no item was the same, so that something may have been missed.",
        "Zwischen diesen Blicken blieb kein Eintrag gleich; etwas kann entgangen sein.",
    )
    gap_said = both("{from_at} to {to_at}", "{from_at} bis {to_at}")
    changes = both("Changes", "Veränderungen")
    entries = both("Entries", "Einträge")
    newest_entries = both("The newest entries", "Die neuesten Einträge")
    no_entries = both("It has announced nothing yet.", "Er hat noch nichts angekündigt.")
    entry_states = both(
        {"waiting": "to be read", "read": "read", "forgotten": "left the archive"},
        {
            "waiting": "noch zu lesen",
            "read": "gelesen",
            "forgotten": "nicht mehr im Archiv",
        },
    )
    tries = both("tried {n} times, again {time}", "{n}-mal versucht, wieder {time}")
    articles = both("Articles", "Artikel")
    no_articles = both("No article was read yet.", "Noch kein Artikel wurde gelesen.")
    look_now = both("Look now", "Jetzt ansehen")
    look_now_said = both(
        "It is looked at as soon as its host may be asked.",
        "Er wird angesehen, sobald sein Server gefragt werden darf.",
    )
    test = both("Test", "Probieren")
    pause = both("Pause", "Ruhen lassen")
    paused_said = both(
        "Paused. It is not looked at until you take it up again.",
        "Er ruht, bis er wieder aufgenommen wird.",
    )
    resume = both("Take up again", "Wieder aufnehmen")
    resumed_said = both("Taken up again.", "Wieder aufgenommen.")
    remove = both("Remove …", "Entfernen …")
    remove_sure = both(
        "It is followed no longer; its {articles} stay.",
        "Er wird nicht mehr beobachtet; {articles} bleiben.",
    )
    remove_really = both("Remove it", "Entfernen")
    removed_said = both("{name} is not followed any more.", "{name} wird nicht mehr beobachtet.")
    added_said = both(
        "Added. The service looks at it at once.", "Hinzugefügt. Der Dienst sieht ihn sofort an."
    )
    read_only = both(
        "It stands in {place}, and is changed there.", "Er steht in {place} und wird dort geändert."
    )
    too_soon = both(
        "It was looked at less than a minute ago.",
        "Er wurde vor weniger als einer Minute angesehen.",
    )
    is_quiet = both(
        "Its host asked to be left alone; that is kept.",
        "Sein Server will in Ruhe gelassen werden; daran halten wir uns.",
    )
    # adding
    add_hint = both(
        (
            "A home page will do: its feeds are found. So will a feed, a news sitemap, or a list "
            "in OPML. The address is asked once, as the service would ask."
        ),
        (
            "Eine Startseite genügt: Ihre Feeds werden gefunden. Auch ein Feed, eine Sitemap mit "
            "Nachrichten oder eine OPML-Liste ist recht. Die Adresse wird einmal "
            "gefragt, wie der Dienst "
            "es täte."
        ),
    )
    add_address = both("Address", "Adresse")
    add_placeholder = both("www.example.org", "www.example.org")
    look_there = both("Look there", "Dort nachsehen")
    or_list = both("A list of feeds", "Eine Liste von Feeds")
    list_hint = both(
        "OPML, as all feed readers write it.", "OPML, wie alle Feedreader es schreiben."
    )
    list_file = both("File", "Datei")
    list_text = both("Or its text", "Oder ihr Text")
    list_group = both("One group for all", "Eine Gruppe für alle")
    import_it = both("Add all", "Alle hinzufügen")
    no_list = both(
        "Choose a file, or put in its text.", "Bitte eine Datei wählen oder ihren Text eingeben."
    )
    no_address = both("Put in an address.", "Bitte eine Adresse eingeben.")
    export = both("All feeds as OPML", "Alle Feeds als OPML")
    export_hint = both(
        "For other programs, groups as folders.", "Für andere Programme, Gruppen als Ordner."
    )
    busy = both(
        "Too many looks are under way. Please try again in a minute.",
        "Zu vieles läuft gerade. Bitte in einer Minute noch einmal.",
    )
    # looking
    looking = both("Looking at {url}", "Ein Blick auf {url}")
    looking_hint = both(
        "This takes a few seconds, up to a minute where a server is slow.",
        "Das dauert einige Sekunden, bei langsamen Servern bis zu einer Minute.",
    )
    gone = both(
        "What was looked at here is forgotten: looks are kept for an hour. Begin again.",
        "Was hier zu sehen war, ist vergessen: Blicke bleiben eine Stunde. Bitte neu beginnen.",
    )
    failed_look = both("Nothing could be found", "Nichts war zu finden")
    again = both("Try again", "Noch einmal")
    found = both("A feed", "Ein Feed")
    holds_one = both("1 entry", "1 Eintrag")
    holds = both("{n} entries", "{n} Einträge")
    new_to_us = both("{n} of them new to us", "davon {n} für uns neu")
    known = both("known", "bekannt")
    new = both("new", "neu")
    kind = both("Kind", "Art")
    to_know = both("To know", "Anmerkungen")
    would_come = both("What would come", "Was käme")
    others = both("What else the page names", "Was die Seite noch nennt")
    take_other = both("Look at this one", "Diesen ansehen")
    name = both("Name", "Name")
    country = both("Country", "Land")
    country_hint = both("Two letters, such as DE", "Zwei Buchstaben, etwa DE")
    language_hint = both("Two letters, such as de", "Zwei Buchstaben, etwa de")
    every_min = both("Minutes between looks", "Minuten zwischen zwei Blicken")
    every_min_hint = both(
        "Empty: it finds its own rhythm", "Leer: Er findet seinen eigenen Rhythmus"
    )
    follow = both("Follow it", "Beobachten")
    follow_hint = both("The rest can stay empty.", "Der Rest kann leer bleiben.")
    back_to_feed = both("Back to the feed", "Zurück zum Feed")
    list_found = both("A list of {n} feeds", "Eine Liste von {n} Feeds")
    import_done = both(
        "{added} added, {known} followed already, {refused} left out.",
        "{added} hinzugefügt, {known} schon beobachtet, {refused} ausgelassen.",
    )
    importing = both("Adding feeds", "Feeds werden hinzugefügt")
    left_out = both("Left out", "Ausgelassen")
    # hosts
    hosts_hint = both(
        "What each host was asked for in the last seven days; those asked last come first.",
        (
            "Worum jeder Server in den letzten sieben Tagen gebeten wurde; die zuletzt "
            "gefragten zuerst."
        ),
    )
    requests = both("Requests", "Anfragen")
    unchanged = both("Unchanged", "Unverändert")
    throttled = both("Too many (429, 503)", "Zu viele (429, 503)")
    refused = both("Not asked", "Nicht gefragt")
    failures = both("Failed", "Misslungen")
    bytes = both("Received", "Empfangen")
    last_asked = both("Last asked", "Zuletzt gefragt")
    pause_between = both("Pause between requests", "Pause zwischen Anfragen")
    next_slot = both("Next slot", "Wieder möglich")
    now = both("now", "sofort")
    day = both("Day", "Tag")
    no_hosts = both(
        "No host was asked for anything yet.", "Noch kein Server wurde um etwas gebeten."
    )
    feeds_there = both("Feeds there", "Feeds dort")
    robots_delay = both("Crawl-delay {seconds} s", "Crawl-delay {seconds} s")
    robots_begin = both("As it was read", "Wie gelesen")
    robots_asked = both("asked {ago}", "gefragt {ago}")
    none_asked = both("It was never asked for.", "Danach wurde nie gefragt.")
    # why
    why_hint = both(
        (
            "A feed, an article, or a host: what was asked when, what robots.txt says, and when "
            "it is next. Nothing is fetched to find out."
        ),
        (
            "Ein Feed, ein Artikel oder ein Server: was wann gefragt wurde, was robots.txt sagt "
            "und wann es weitergeht. Dafür wird nichts abgerufen."
        ),
    )
    why_ask = both("Ask", "Fragen")
    not_an_address = both("This is no address of the web.", "Das ist keine Adresse im Web.")
    whats = both(
        {
            "feed": "A feed",
            "article": "An article that a feed announced",
            "host": "A host that is asked for other things; no feed has announced this address",
            "unknown": "No feed is followed here, none has announced this, the host was "
            "never asked",
        },
        {
            "feed": "Ein Feed",
            "article": "Ein Artikel, den ein Feed angekündigt hat",
            "host": "Ein Server, der um anderes gebeten wird; kein Feed hat diese "
            "Adresse angekündigt",
            "unknown": "Hier wird kein Feed beobachtet, keiner hat dies angekündigt, "
            "der Server wurde "
            "nie gefragt",
        },
    )
    announced = both("{ago} by {feed}", "{ago} von {feed}")
    read_at = both("Read", "Gelesen")
    last_try = both("Last try", "Letzter Versuch")
    next_try = both("Next try", "Nächster Versuch")
    look_again = both("Looked at again", "Wieder angesehen")
    unread = both("Announced and not read yet", "Angekündigt und noch nicht gelesen")
    article = both("Article", "Artikel")


WORDS = Words.by_language()
