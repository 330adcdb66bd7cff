"""The words of the pages about feeds and hosts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    title: str
    hosts: str
    why: str
    add: str
    opml: str
    # the list
    all: str
    shown_one: str
    shown: str  # {n}
    group: str
    language: str
    origin: str
    from_file: str
    from_person: str
    any: str
    name_or_address: str
    show: str
    order: str
    orders: dict[str, str]
    health: dict[str, str]
    condition: str
    feed: str
    last_look: str
    next_look: str
    lately: str  # {days}
    share: str  # {share} {n}
    news_one: str
    news: str  # {n}
    gaps_one: str
    gaps: str  # {n}
    failed_one: str
    failed: str  # {n}
    since: str  # {span}
    never: str
    due: str
    in_span: str  # {span}
    ago: str  # {span}
    quiet_one: str
    quiet: str  # {n}
    changes_week: str
    gaps_week: str
    not_running: str
    no_feed: str
    first_feed: str
    page_of: str  # {page} {pages}
    # one feed
    address: str
    home: str
    calls_itself: str
    about: str
    followed: str
    followed_since: str  # {state} {origin} {time}
    states: dict[str, str]
    rhythm: str
    every: str  # {span}
    at_least: str  # {span}
    at_most: str  # {span}
    cron: str  # {cron}
    so_far: str
    so_far_text: str  # {looks} {unchanged} {failures} {entries} {articles} {size}
    last_news: str
    failing_since: str
    host: str
    robots: str
    verdicts: dict[str, str]
    left_alone: str  # {time} {why}
    plan: str
    entries_a_day: str  # {days}
    day_said: str  # {day} {entries} {looks} {failures}
    decisions: str
    decisions_hint: str
    when: str
    ended: str
    then: str
    times: str  # {n} {time}
    no_looks: str
    lost: str
    lost_hint: str
    gap_said: str  # {from_at} {to_at}
    changes: str
    entries: str
    newest_entries: str
    no_entries: str
    entry_states: dict[str, str]
    tries: str  # {n} {time}
    articles: str
    no_articles: str
    look_now: str
    look_now_said: str
    test: str
    pause: str
    paused_said: str
    resume: str
    resumed_said: str
    remove: str
    remove_sure: str  # {articles}
    remove_really: str
    removed_said: str  # {name}
    added_said: str
    read_only: str  # {place}
    too_soon: str
    is_quiet: str
    # adding
    add_hint: str
    add_address: str
    add_placeholder: str
    look_there: str
    or_list: str
    list_hint: str
    list_file: str
    list_text: str
    list_group: str
    import_it: str
    no_list: str
    no_address: str
    export: str
    export_hint: str
    busy: str
    # looking
    looking: str  # {url}
    looking_hint: str
    gone: str
    failed_look: str
    again: str
    found: str
    holds_one: str
    holds: str  # {n}
    new_to_us: str  # {n}
    known: str
    new: str
    kind: str
    to_know: str
    would_come: str
    others: str
    take_other: str
    name: str
    country: str
    country_hint: str
    language_hint: str
    every_min: str
    every_min_hint: str
    follow: str
    follow_hint: str
    back_to_feed: str
    list_found: str  # {n}
    import_done: str  # {added} {known} {refused}
    importing: str
    left_out: str
    # hosts
    hosts_hint: str
    requests: str
    unchanged: str
    throttled: str
    refused: str
    failures: str
    bytes: str
    last_asked: str
    pause_between: str
    next_slot: str
    now: str
    day: str
    no_hosts: str
    feeds_there: str
    robots_delay: str  # {seconds}
    robots_begin: str
    robots_asked: str  # {ago}
    none_asked: str
    # why
    why_hint: str
    why_ask: str
    not_an_address: str
    whats: dict[str, str]
    announced: str  # {ago} {feed}
    read_at: str
    last_try: str
    next_try: str
    look_again: str
    unread: str
    article: str


ENGLISH = Words(
    title="Feeds",
    hosts="Hosts",
    why="Why?",
    add="Add feeds",
    opml="OPML",
    all="all",
    shown_one="1 feed",
    shown="{n} feeds",
    group="Group",
    language="Language",
    origin="From",
    from_file="a file",
    from_person="a person",
    any="any",
    name_or_address="Name or address",
    show="Show",
    order="Order",
    orders={
        "worst": "needs somebody first",
        "name": "by name",
        "next": "looked at next",
        "looked": "looked at last",
        "news": "had news last",
        "newest": "added last",
    },
    health={
        "ok": "ok",
        "recovered": "recovered",
        "degraded": "degraded",
        "refused": "refused",
        "dead": "dead",
        "never looked at": "never looked at",
        "paused": "paused",
        "retired": "retired",
    },
    condition="Condition",
    feed="Feed",
    last_look="Last look",
    next_look="Next look",
    lately="In {days} days",
    share="{share} of {n} looks unchanged",
    news_one="1 entry",
    news="{n} entries",
    gaps_one="1 gap",
    gaps="{n} gaps",
    failed_one="1 failed",
    failed="{n} failed",
    since="for {span}",
    never="never",
    due="due",
    in_span="in {span}",
    ago="{span} ago",
    quiet_one="1 host asked to be left alone",
    quiet="{n} hosts asked to be left alone",
    changes_week="Changes of the last seven days",
    gaps_week="Gaps of the last seven days",
    not_running="The service does not run, though: nothing is looked at until it does.",
    no_feed="No feed is like that.",
    first_feed="Add the first feed",
    page_of="Page {page} of {pages}",
    address="Address",
    home="Home page",
    calls_itself="Calls itself",
    about="About",
    followed="Followed",
    followed_since="{state}, from {origin}, since {time}",
    states={"active": "active", "paused": "paused", "retired": "not any more"},
    rhythm="Rhythm",
    every="every {span} now",
    at_least="at least {span} apart",
    at_most="at most {span} apart",
    cron="cron {cron}",
    so_far="So far",
    so_far_text="{looks} looks, {unchanged} unchanged, {failures} failed; {entries} entries, "
    "{articles} articles; {size}",
    last_news="Last news",
    failing_since="Failing since",
    host="Host",
    robots="robots.txt",
    verdicts={
        "allowed": "allows it",
        "forbidden": "forbids it",
        "not asked yet": "not asked yet",
        "not obeyed": "is not obeyed here",
    },
    left_alone="Its host asked to be left alone until {time}: {why}",
    plan="Why then",
    entries_a_day="New entries a day, {days} days",
    day_said="{day}: {entries} new, {looks} looks, {failures} failed",
    decisions="Decisions",
    decisions_hint="Looks that ended alike stand together; the newest first.",
    when="When",
    ended="How it ended",
    then="What follows",
    times="{n} times since {time}",
    no_looks="Nobody has looked yet.",
    lost="Gaps",
    lost_hint="Between these looks no item was the same, so that something may have been missed.",
    gap_said="{from_at} to {to_at}",
    changes="Changes",
    entries="Entries",
    newest_entries="The newest entries",
    no_entries="It has announced nothing yet.",
    entry_states={"waiting": "to be read", "read": "read", "forgotten": "left the archive"},
    tries="tried {n} times, again {time}",
    articles="Articles",
    no_articles="No article was read yet.",
    look_now="Look now",
    look_now_said="It is looked at as soon as its host may be asked.",
    test="Test",
    pause="Pause",
    paused_said="Paused. It is not looked at until you take it up again.",
    resume="Take up again",
    resumed_said="Taken up again.",
    remove="Remove …",
    remove_sure="It is followed no longer; its {articles} stay.",
    remove_really="Remove it",
    removed_said="{name} is not followed any more.",
    added_said="Added. The service looks at it at once.",
    read_only="It stands in {place}, and is changed there.",
    too_soon="It was looked at less than a minute ago.",
    is_quiet="Its host asked to be left alone; that is kept.",
    add_hint="A home page will do: its feeds are found. So will a feed, a news sitemap, or a list "
    "in OPML. The address is asked once, as the service would ask.",
    add_address="Address",
    add_placeholder="www.example.org",
    look_there="Look there",
    or_list="A list of feeds",
    list_hint="OPML, as all feed readers write it.",
    list_file="File",
    list_text="Or its text",
    list_group="One group for all",
    import_it="Add all",
    no_list="Choose a file, or put in its text.",
    no_address="Put in an address.",
    export="All feeds as OPML",
    export_hint="For other programs, groups as folders.",
    busy="Too many looks are under way. Please try again in a minute.",
    looking="Looking at {url}",
    looking_hint="This takes a few seconds, up to a minute where a server is slow.",
    gone="What was looked at here is forgotten: looks are kept for an hour. Begin again.",
    failed_look="Nothing could be found",
    again="Try again",
    found="A feed",
    holds_one="1 entry",
    holds="{n} entries",
    new_to_us="{n} of them new to us",
    known="known",
    new="new",
    kind="Kind",
    to_know="To know",
    would_come="What would come",
    others="What else the page names",
    take_other="Look at this one",
    name="Name",
    country="Country",
    country_hint="Two letters, such as DE",
    language_hint="Two letters, such as de",
    every_min="Minutes between looks",
    every_min_hint="Empty: it finds its own rhythm",
    follow="Follow it",
    follow_hint="The rest can stay empty.",
    back_to_feed="Back to the feed",
    list_found="A list of {n} feeds",
    import_done="{added} added, {known} followed already, {refused} left out.",
    importing="Adding feeds",
    left_out="Left out",
    hosts_hint="What each host was asked for in the last seven days; those asked last come first.",
    requests="Requests",
    unchanged="Unchanged",
    throttled="Too many (429, 503)",
    refused="Not asked",
    failures="Failed",
    bytes="Received",
    last_asked="Last asked",
    pause_between="Pause between requests",
    next_slot="Next slot",
    now="now",
    day="Day",
    no_hosts="No host was asked for anything yet.",
    feeds_there="Feeds there",
    robots_delay="Crawl-delay {seconds} s",
    robots_begin="As it was read",
    robots_asked="asked {ago}",
    none_asked="It was never asked for.",
    why_hint="A feed, an article, or a host: what was asked when, what robots.txt says, and when "
    "it is next. Nothing is fetched to find out.",
    why_ask="Ask",
    not_an_address="This is no address of the web.",
    whats={
        "feed": "A feed",
        "article": "An article that a feed announced",
        "host": "A host that is asked for other things; no feed has announced this address",
        "unknown": "No feed is followed here, none has announced this, the host was never asked",
    },
    announced="{ago} by {feed}",
    read_at="Read",
    last_try="Last try",
    next_try="Next try",
    look_again="Looked at again",
    unread="Announced and not read yet",
    article="Article",
)

GERMAN = Words(
    title="Feeds",
    hosts="Server",
    why="Warum?",
    add="Feeds hinzufügen",
    opml="OPML",
    all="alle",
    shown_one="1 Feed",
    shown="{n} Feeds",
    group="Gruppe",
    language="Sprache",
    origin="Aus",
    from_file="einer Datei",
    from_person="Menschenhand",
    any="egal",
    name_or_address="Name oder Adresse",
    show="Zeigen",
    order="Reihenfolge",
    orders={
        "worst": "wer jemanden braucht zuerst",
        "name": "nach Namen",
        "next": "als Nächstes an der Reihe",
        "looked": "zuletzt angesehen",
        "news": "zuletzt Neues",
        "newest": "zuletzt hinzugefügt",
    },
    health={
        "ok": "gut",
        "recovered": "genesen",
        "degraded": "gestört",
        "refused": "verboten",
        "dead": "tot",
        "never looked at": "noch nie angesehen",
        "paused": "ruht",
        "retired": "aufgegeben",
    },
    condition="Zustand",
    feed="Feed",
    last_look="Letzter Blick",
    next_look="Nächster Blick",
    lately="In {days} Tagen",
    share="{share} von {n} Blicken unverändert",
    news_one="1 Eintrag",
    news="{n} Einträge",
    gaps_one="1 Lücke",
    gaps="{n} Lücken",
    failed_one="1 misslungen",
    failed="{n} misslungen",
    since="seit {span}",
    never="nie",
    due="fällig",
    in_span="in {span}",
    ago="vor {span}",
    quiet_one="1 Server will in Ruhe gelassen werden",
    quiet="{n} Server wollen in Ruhe gelassen werden",
    changes_week="Veränderungen der letzten sieben Tage",
    gaps_week="Lücken der letzten sieben Tage",
    not_running="Der Dienst läuft allerdings nicht: Bis dahin wird nichts angesehen.",
    no_feed="Kein Feed ist so.",
    first_feed="Den ersten Feed hinzufügen",
    page_of="Seite {page} von {pages}",
    address="Adresse",
    home="Startseite",
    calls_itself="Nennt sich",
    about="Über ihn",
    followed="Beobachtet",
    followed_since="{state}, aus {origin}, seit {time}",
    states={"active": "aktiv", "paused": "ruht", "retired": "nicht mehr"},
    rhythm="Rhythmus",
    every="zurzeit alle {span}",
    at_least="mindestens {span} Abstand",
    at_most="höchstens {span} Abstand",
    cron="cron {cron}",
    so_far="Bisher",
    so_far_text="{looks} Blicke, {unchanged} unverändert, {failures} misslungen; {entries} "
    "Einträge, {articles} Artikel; {size}",
    last_news="Zuletzt Neues",
    failing_since="Misslingt seit",
    host="Server",
    robots="robots.txt",
    verdicts={
        "allowed": "erlaubt es",
        "forbidden": "verbietet es",
        "not asked yet": "noch nicht gefragt",
        "not obeyed": "wird hier nicht befolgt",
    },
    left_alone="Sein Server will bis {time} in Ruhe gelassen werden: {why}",
    plan="Warum dann",
    entries_a_day="Neue Einträge am Tag, {days} Tage",
    day_said="{day}: {entries} neu, {looks} Blicke, {failures} misslungen",
    decisions="Entscheidungen",
    decisions_hint="Blicke, die gleich endeten, stehen zusammen; die neuesten zuerst.",
    when="Wann",
    ended="Wie es ausging",
    then="Was daraus folgt",
    times="{n}-mal seit {time}",
    no_looks="Noch niemand hat hingesehen.",
    lost="Lücken",
    lost_hint="Zwischen diesen Blicken blieb kein Eintrag gleich; etwas kann entgangen sein.",
    gap_said="{from_at} bis {to_at}",
    changes="Veränderungen",
    entries="Einträge",
    newest_entries="Die neuesten Einträge",
    no_entries="Er hat noch nichts angekündigt.",
    entry_states={
        "waiting": "noch zu lesen",
        "read": "gelesen",
        "forgotten": "nicht mehr im Archiv",
    },
    tries="{n}-mal versucht, wieder {time}",
    articles="Artikel",
    no_articles="Noch kein Artikel wurde gelesen.",
    look_now="Jetzt ansehen",
    look_now_said="Er wird angesehen, sobald sein Server gefragt werden darf.",
    test="Probieren",
    pause="Ruhen lassen",
    paused_said="Er ruht, bis er wieder aufgenommen wird.",
    resume="Wieder aufnehmen",
    resumed_said="Wieder aufgenommen.",
    remove="Entfernen …",
    remove_sure="Er wird nicht mehr beobachtet; {articles} bleiben.",
    remove_really="Entfernen",
    removed_said="{name} wird nicht mehr beobachtet.",
    added_said="Hinzugefügt. Der Dienst sieht ihn sofort an.",
    read_only="Er steht in {place} und wird dort geändert.",
    too_soon="Er wurde vor weniger als einer Minute angesehen.",
    is_quiet="Sein Server will in Ruhe gelassen werden; daran halten wir uns.",
    add_hint="Eine Startseite genügt: Ihre Feeds werden gefunden. Auch ein Feed, eine Sitemap mit "
    "Nachrichten oder eine OPML-Liste ist recht. Die Adresse wird einmal gefragt, wie der Dienst "
    "es täte.",
    add_address="Adresse",
    add_placeholder="www.example.org",
    look_there="Dort nachsehen",
    or_list="Eine Liste von Feeds",
    list_hint="OPML, wie alle Feedreader es schreiben.",
    list_file="Datei",
    list_text="Oder ihr Text",
    list_group="Eine Gruppe für alle",
    import_it="Alle hinzufügen",
    no_list="Bitte eine Datei wählen oder ihren Text eingeben.",
    no_address="Bitte eine Adresse eingeben.",
    export="Alle Feeds als OPML",
    export_hint="Für andere Programme, Gruppen als Ordner.",
    busy="Zu vieles läuft gerade. Bitte in einer Minute noch einmal.",
    looking="Ein Blick auf {url}",
    looking_hint="Das dauert einige Sekunden, bei langsamen Servern bis zu einer Minute.",
    gone="Was hier zu sehen war, ist vergessen: Blicke bleiben eine Stunde. Bitte neu beginnen.",
    failed_look="Nichts war zu finden",
    again="Noch einmal",
    found="Ein Feed",
    holds_one="1 Eintrag",
    holds="{n} Einträge",
    new_to_us="davon {n} für uns neu",
    known="bekannt",
    new="neu",
    kind="Art",
    to_know="Anmerkungen",
    would_come="Was käme",
    others="Was die Seite noch nennt",
    take_other="Diesen ansehen",
    name="Name",
    country="Land",
    country_hint="Zwei Buchstaben, etwa DE",
    language_hint="Zwei Buchstaben, etwa de",
    every_min="Minuten zwischen zwei Blicken",
    every_min_hint="Leer: Er findet seinen eigenen Rhythmus",
    follow="Beobachten",
    follow_hint="Der Rest kann leer bleiben.",
    back_to_feed="Zurück zum Feed",
    list_found="Eine Liste von {n} Feeds",
    import_done="{added} hinzugefügt, {known} schon beobachtet, {refused} ausgelassen.",
    importing="Feeds werden hinzugefügt",
    left_out="Ausgelassen",
    hosts_hint="Worum jeder Server in den letzten sieben Tagen gebeten wurde; die zuletzt "
    "gefragten zuerst.",
    requests="Anfragen",
    unchanged="Unverändert",
    throttled="Zu viele (429, 503)",
    refused="Nicht gefragt",
    failures="Misslungen",
    bytes="Empfangen",
    last_asked="Zuletzt gefragt",
    pause_between="Pause zwischen Anfragen",
    next_slot="Wieder möglich",
    now="sofort",
    day="Tag",
    no_hosts="Noch kein Server wurde um etwas gebeten.",
    feeds_there="Feeds dort",
    robots_delay="Crawl-delay {seconds} s",
    robots_begin="Wie gelesen",
    robots_asked="gefragt {ago}",
    none_asked="Danach wurde nie gefragt.",
    why_hint="Ein Feed, ein Artikel oder ein Server: was wann gefragt wurde, was robots.txt sagt "
    "und wann es weitergeht. Dafür wird nichts abgerufen.",
    why_ask="Fragen",
    not_an_address="Das ist keine Adresse im Web.",
    whats={
        "feed": "Ein Feed",
        "article": "Ein Artikel, den ein Feed angekündigt hat",
        "host": "Ein Server, der um anderes gebeten wird; kein Feed hat diese Adresse angekündigt",
        "unknown": "Hier wird kein Feed beobachtet, keiner hat dies angekündigt, der Server wurde "
        "nie gefragt",
    },
    announced="{ago} von {feed}",
    read_at="Gelesen",
    last_try="Letzter Versuch",
    next_try="Nächster Versuch",
    look_again="Wieder angesehen",
    unread="Angekündigt und noch nicht gelesen",
    article="Artikel",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
