"""What load() makes of three files: a Config, or every problem with its line."""

# ruff: noqa: E501  # a mistake and what is said about it stay on one line

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from crawler.config import Config, Email, Log, Webhook
from crawler.errors import ConfigError, ConfigErrors

if TYPE_CHECKING:
    from tests.config.conftest import Folder

DESK = """
[channels.desk]
type = "email"
host = "mail.example.org"
sender = "Wirewatch <wirewatch@example.org>"
to = ["desk@example.org"]
"""


def test_empty_files_give_the_defaults(folder: Folder) -> None:
    config = folder.load()

    assert config.politeness == Config().politeness
    assert config.channels == (Log(name="log"),)
    assert (config.feeds, config.topics, config.saved) == ((), (), {})


def test_what_stands_in_the_files_is_what_comes_out(folder: Folder) -> None:
    folder.write("feeds.toml", '[[feed]]\nurl = "https://example.org/rss"\nlanguage = "de"\n')
    folder.write(
        "topics.toml",
        '[queries]\narms = "rakete*"\n[[topic]]\nname = "Arms"\nquery = "@arms"\n'
        'channels = ["desk", "log"]\n',
    )

    config = folder.load("[politeness]\nspacing_s = 7.5\n" + DESK)

    assert config.politeness.spacing_s == 7.5
    assert (config.feeds[0].url, config.feeds[0].language) == ("https://example.org/rss", "de")
    assert config.topics[0].channels == ("desk", "log")
    assert config.saved == {"arms": "rakete*"}
    assert config.channel("desk").name == "desk"


def test_a_config_cannot_be_changed_and_can_be_sent_to_another_process(folder: Folder) -> None:
    config = folder.load(DESK)

    with pytest.raises(ValidationError):
        config.clock = Config().clock
    assert pickle.loads(pickle.dumps(config)) == config


def test_a_feed_without_a_name_is_called_by_its_host(folder: Folder) -> None:
    folder.write("feeds.toml", '[[feed]]\nurl = "https://News.Example.org/rss"\n')

    assert folder.load().feeds[0].name == "news.example.org"


def test_every_min_is_both_bounds(folder: Folder) -> None:
    folder.write("feeds.toml", '[[feed]]\nurl = "https://example.org/"\nevery_min = 15\n')

    feed = folder.load().feeds[0]

    assert (feed.floor_min, feed.ceiling_min) == (15, 15)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_mail_server_has_the_usual_port(folder: Folder, security: str, port: int) -> None:
    config = folder.load(f'{DESK}security = "{security}"\n')

    desk = config.channel("desk")
    assert isinstance(desk, Email)
    assert desk.port == port


def test_an_unknown_channel_is_told_with_those_that_there_are(folder: Folder) -> None:
    with pytest.raises(ConfigError, match='unknown channel "desk"'):
        folder.load().channel("desk")


@pytest.mark.parametrize(
    ("main", "problem"),
    [
        ('[politness]\nx = 1', 'wirewatch.toml:1: unknown section "politness"; did you mean "politeness"?'),
        ("[politeness]\n\nspacing_m = 5", 'wirewatch.toml:3: [politeness] unknown key "spacing_m"; did you mean "spacing_s"?'),
        ('[politeness]\nspacing_s = "5"', 'wirewatch.toml:2: [politeness] spacing_s: must be a number; it is "5"'),
        ("[politeness]\nspacing_s = true", "wirewatch.toml:2: [politeness] spacing_s: must be a number; it is true"),
        ("[politeness]\nspacing_s = inf", "wirewatch.toml:2: [politeness] spacing_s: must be a finite number"),
        ("[politeness]\nspacing_s = -1", "wirewatch.toml:2: [politeness] spacing_s: must be at least 0; it is -1"),
        ("[politeness]\nitems_max = 2.5", "wirewatch.toml:2: [politeness] items_max: must be a whole number; it is 2.5"),
        ("[politeness]\nrobots_cache_h = 25", "wirewatch.toml:2: [politeness] robots_cache_h: must be at most 24; it is 25"),
        ("[politeness]\nobey_robots = 1", "wirewatch.toml:2: [politeness] obey_robots: must be true or false; it is 1"),
        ("[politeness]\nfloor_min = 60", "wirewatch.toml:1: [politeness] floor_min, first_min and ceiling_min must rise"),
        ("[heartbeat]\nfile = 7", "wirewatch.toml:2: [heartbeat] file: must be a path in quotes; it is 7"),
        ("[politeness]\ntimeout_s = 5", "wirewatch.toml:1: [politeness] first_byte_s must not be longer"),
        ("politeness.spacing_s = []", "wirewatch.toml:1: [politeness] spacing_s: must be a number; it is a list"),
        ("x = 1\npoliteness = 3", "wirewatch.toml:2: \"politeness\" must be a section, written [politeness]"),
        ("[[politeness]]", "wirewatch.toml:1: \"politeness\" must be a section"),
        ('[identity]\ncontact = "me"', "wirewatch.toml:2: [identity] contact: must be a web page or a mail address"),
        ('[identity]\ncontact = "https://x.org/\\r\\nX: y"', "wirewatch.toml:2: [identity] contact: must be a web page"),
        ('[identity]\nname = "Wire watch"', "wirewatch.toml:2: [identity] name: must be one word"),
        ('[network]\nproxy = "http://me:pw@proxy:1"', "wirewatch.toml:2: [network] proxy: must not hold a user's name"),
        ('[network]\nproxy = "proxy:3128"', "wirewatch.toml:2: [network] proxy: must be an address that begins"),
        ('[network]\nallow_private = [\n"10.0.0.0/8",\n"10.0.0.0/99"]', "wirewatch.toml:4: [network] allow_private: must be a network"),
        ('[network]\nallow_private = "10.0.0.0/8"', "wirewatch.toml:2: [network] allow_private: must be a list"),
        ('[clock]\ntimezone = "Europe/Berln"', 'wirewatch.toml:2: [clock] timezone: must be a time zone, such as "Europe/Berlin"'),
        ('[alerts]\nlanguage = "den"', "wirewatch.toml:2: [alerts] language: must be 'de' or 'en'; it is \"den\""),
        ('[alerts]\nalert = "daily 25:00"', 'wirewatch.toml:2: [alerts] alert: "daily 25:00" names a time that no clock shows'),
        ('[alerts]\nquiet_hours = "22-7"', 'wirewatch.toml:2: [alerts] quiet_hours: must be two times of the day'),
        ('[alerts]\noperator = ["lgo"]', 'wirewatch.toml:2: [alerts] operator: unknown channel "lgo"; did you mean "log"?'),
        ('[channels.log]\ntype = "webhook"', 'channel "log" is the service\'s own log; take another name'),
        ("[channels.desk]", 'wirewatch.toml:1: channel "desk" needs a key "type", one of: command, email, log, service, webhook'),
        ('[channels.desk]\ntype = "mial"', 'wirewatch.toml:2: channel "desk" unknown type "mial"; did you mean "email"?'),
        ('[channels."a b"]\ntype = "log"', 'wirewatch.toml:1: channel "a b": a name must be of letters'),
        ('[channels.log]\nname = "x"\ntype = "log"', 'wirewatch.toml:2: channel "log" unknown key "name". Known:'),
        ("[channels]\ndesk = 1", 'wirewatch.toml:2: channel "desk": must be a section: [channels.desk]'),
        ('[channels.desk]\ntype = "webhook"', 'wirewatch.toml:1: channel "desk" needs a key "url": Where it goes'),
        ('[channels.desk]\ntype = "webhook"\nurl = "ftp://x"', 'wirewatch.toml:3: channel "desk" url: must be an address that begins'),
        (DESK + 'user = "me"', 'wirewatch.toml:2: channel "desk" needs both user and password, or neither'),
        (DESK.replace("desk@", "desk\\n@"), 'wirewatch.toml:6: channel "desk" to: must not hold line breaks'),
        (DESK.replace("Wirewatch <", "Wire\\rwatch <"), 'wirewatch.toml:5: channel "desk" sender: must not hold line breaks'),
        (DESK.replace("mail.", "mail .\\n"), 'wirewatch.toml:4: channel "desk" host: must be the name of a host'),
        (DESK.replace('["desk@example.org"]', "[]"), 'wirewatch.toml:6: channel "desk" to: must not be empty'),
    ],
)  # fmt: skip
def test_a_mistake_in_the_main_file(folder: Folder, main: str, problem: str) -> None:
    assert problem in folder.problems(main)


@pytest.mark.parametrize(
    ("feeds", "problem"),
    [
        ('[feed]\nurl = "https://a.org/"', "feeds.toml:1: each feed begins with [[feed]], in two brackets"),
        ("[[feed]]\nname = 'x'", 'feeds.toml:1: feed "x" needs a key "url": The address of the feed'),
        ('[[feed]]\nurl = "feed://a.org/"', 'feeds.toml:2: feed "feed://a.org/" url: must be an address that begins'),
        ('[[feed]]\nurl = "https://a.org:x/"', "feeds.toml:2: feed \"https://a.org:x/\" url: must be an address"),
        ('[[feed]]\nurl = "https:///rss"', 'url: must be an address'),
        ('[[feed]]\nurl = "https://me:pw@a.org/"', "url: must not hold a user's name or password"),
        ('[[feed]]\nurl = "https://a.org/"\nlangauge = "de"', 'feeds.toml:3: feed "https://a.org/" unknown key "langauge"; did you mean "language"?'),
        ('[[feed]]\nurl = "https://a.org/"\nlanguage = "deu"', "feeds.toml:3: feed \"https://a.org/\" language: must be a language"),
        ('[[feed]]\nurl = "https://a.org/"\ncountry = "de"', "feeds.toml:3: feed \"https://a.org/\" country: must be a country"),
        ('[[feed]]\nurl = "https://a.org/"\ncron = "* * *"', "feeds.toml:3: feed \"https://a.org/\" cron: must have five fields"),
        ('[[feed]]\nurl = "https://a.org/"\nevery_min = 5\n\ncron = "* * * * *"', "feeds.toml:5: feed \"https://a.org/\" cron: cannot stand beside every_min"),
        ('[[feed]]\nurl = "https://a.org/"\nfloor_min = 9\nceiling_min = 5', "feeds.toml:3: feed \"https://a.org/\" floor_min: must not be above ceiling_min"),
        ('[[feed]]\nurl = "https://a.org/"\nevery_min = 0', "feeds.toml:3: feed \"https://a.org/\" every_min: must be more than 0"),
        ('[[fed]]\nurl = "https://a.org/"', 'feeds.toml:1: unknown section "fed"; did you mean "feed"?'),
    ],
)  # fmt: skip
def test_a_mistake_among_the_feeds(folder: Folder, feeds: str, problem: str) -> None:
    folder.write("feeds.toml", feeds)

    assert problem in folder.problems()


@pytest.mark.parametrize(
    "again", ["https://a.org/rss", "http://A.ORG/rss", "https://a.org:443/rss"]
)
def test_one_address_twice_is_told_with_both_lines(folder: Folder, again: str) -> None:
    folder.write(
        "feeds.toml", f'[[feed]]\nurl = "https://a.org/rss"\n\n[[feed]]\nurl = "{again}"\n'
    )

    assert (
        folder.problems() == f'feeds.toml:5: feed "{again}": this address stands on line 2 already'
    )


def test_addresses_that_differ_in_their_query_are_two(folder: Folder) -> None:
    folder.write("feeds.toml", "".join(f'[[feed]]\nurl = "https://a.org/?{n}"\n' for n in "ab"))

    assert len(folder.load().feeds) == 2


@pytest.mark.parametrize(
    ("topics", "problem"),
    [
        ('[[topic]]\nquery = "x"', 'topics.toml:1: topic "1" needs a key "name"'),
        ('[[topic]]\nname = "A"', 'topics.toml:1: topic "A" needs a key "query"'),
        ('[[topic]]\nname = "A"\nquery = ""', 'topics.toml:3: topic "A" query: must not be empty'),
        ('[[topic]]\nname = "A\\nBcc: x"\nquery = "x"', "name: must not hold line breaks"),
        ('[[topic]]\nname = "A"\nquery = "x"\nalert = "dialy 8:00"', 'topics.toml:4: topic "A" alert: must be "at once", "hourly", "daily 08:00"'),
        ('[[topic]]\nname = "A"\nquery = "x"\nupdates = ["typo"]', 'topics.toml:4: topic "A" updates'),
        ('[[topic]]\nname = "A"\nquery = "x"\nchannels = [\n"log",\n"lgo"]', 'topics.toml:6: topic "A" unknown channel "lgo"; did you mean "log"? Known: log'),
        ('[[topic]]\nname = "A"\nquery = "x"\n[[topic]]\nname = "a"\nquery = "y"', 'topics.toml:5: topic "a": this name stands on line 2 already'),
        ("[queries]\nx = 1", 'topics.toml:2: query "x": must be text in quotes'),
    ],
)  # fmt: skip
def test_a_mistake_among_the_topics(folder: Folder, topics: str, problem: str) -> None:
    folder.write("topics.toml", topics)

    assert problem in folder.problems()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = 1\nb = https://x", "topics.toml:2: Invalid value: text needs quotes"),
        (
            "a = 1\n\na = 2",
            "topics.toml:3: Cannot overwrite a value: this key is set a second time",
        ),
        ("[a]\n[a]", "topics.toml:2: Cannot declare ('a',) twice: this table is written a second"),
        ("a = 1\nb = '''x\n\n\n", "topics.toml:2: the text that opens here never ends"),
        ("a = [1,\n", "topics.toml:1: the list that opens here never ends"),
        ("a", "topics.toml:1: "),
        ("a = " + "[" * 3000, "topics.toml: lists or tables are nested too deeply"),
    ],
)
def test_a_mistake_of_grammar_keeps_its_line(folder: Folder, text: str, problem: str) -> None:
    folder.write("topics.toml", text)

    assert folder.problems().startswith(problem)


def test_a_file_in_another_encoding_is_told_with_its_line(folder: Folder) -> None:
    (folder.path / "topics.toml").write_bytes("# ok\n# Abrüstung".encode("latin-1"))

    assert folder.problems() == "topics.toml:2: is not UTF-8 text"


def test_the_mark_that_some_editors_begin_with_is_no_mistake(folder: Folder) -> None:
    folder.write("wirewatch.toml", "\ufeff[clock]\ntick_s = 2.0\n")

    assert folder.load().clock.tick_s == 2


def test_a_missing_file_is_told(folder: Folder) -> None:
    (folder.path / "feeds.toml").unlink()

    assert folder.problems() == "feeds.toml: no such file; an empty one would do"


def test_the_mistakes_of_all_files_are_told_at_once_in_their_order(folder: Folder) -> None:
    folder.write("feeds.toml", "[[feed]]\n[[feed]]\n")
    folder.write("topics.toml", "x =")

    problems = folder.problems("[clock]\ntick = 1\n[database]\nurl = 3\n[x]\n")

    assert [line.partition(": ")[0] for line in problems.split("\n")] == [
        "wirewatch.toml:2", "wirewatch.toml:4", "wirewatch.toml:5",
        "feeds.toml:1", "feeds.toml:2", "topics.toml:1",
    ]  # fmt: skip


def test_the_error_carries_each_problem_and_the_place_of_the_first(folder: Folder) -> None:
    with pytest.raises(ConfigErrors) as caught:
        folder.load("[clock]\ntick = 1\ntack = 2\n")

    assert [problem.line for problem in caught.value.problems] == [2, 3]
    assert (caught.value.line, caught.value.path) == (2, folder.path / "wirewatch.toml")


def test_a_main_file_that_cannot_be_read_blames_no_topic_for_its_channels(folder: Folder) -> None:
    folder.write("topics.toml", '[[topic]]\nname = "A"\nquery = "x"\nchannels = ["desk"]\n')

    assert folder.problems("x").count("\n") == 0


def test_a_channel_with_a_mistake_is_still_known_to_topics(folder: Folder) -> None:
    folder.write("topics.toml", '[[topic]]\nname = "A"\nquery = "x"\nchannels = ["desk"]\n')

    assert "unknown channel" not in folder.problems('[channels.desk]\ntype = "mial"')


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_password_may_be_sent_in_the_clear_within_this_machine_only(
    folder: Folder, host: str
) -> None:
    main = DESK + 'security = "none"\nuser = "me"\npassword = { env = "PW" }\n'

    assert folder.load(main.replace("mail.example.org", host), {"PW": "x"})
    assert "would send its password in the clear" in folder.problems(main, {"PW": "x"})


def test_what_should_not_stay_so_is_a_reminder(folder: Folder) -> None:
    folder.write("topics.toml", '[[topic]]\nname = "A"\nquery = "x"\n')

    main = '[politeness]\nobey_robots = false\n[network]\ntls_unchecked = ["old.example.org"]\n'
    config = folder.load(main + DESK + 'security = "none"\n')

    told = "\n".join(config.reminders)
    assert "contact is empty" in told
    assert "robots.txt is ignored" in told
    assert "the certificate of old.example.org is not checked" in told
    assert 'channel "desk": mail leaves this machine unencrypted' in told
    assert 'channel "desk" is used by no topic' in told


def test_a_config_in_order_needs_no_reminder(folder: Folder) -> None:
    assert folder.load('[identity]\ncontact = "https://example.org/about"').reminders == ()


def test_private_places_are_networks_and_names(folder: Folder) -> None:
    network = folder.load('[network]\nallow_private = ["10.1.2.3/16", "::1", "Intra.example.org."]')

    assert [str(n) for n in network.network.private_networks] == ["10.1.0.0/16", "::1/128"]
    assert network.network.private_hosts == {"intra.example.org"}


def test_a_webhook_has_its_address_and_key(folder: Folder) -> None:
    config = folder.load(
        '[channels.hook]\ntype = "webhook"\nurl = "https://h.example.org/x?y"\n'
        'secret = { env = "KEY" }\n',
        {"KEY": "k"},
    )

    hook = config.channel("hook")
    assert isinstance(hook, Webhook)
    assert hook.secret
    assert (hook.url.reveal(), hook.secret.reveal()) == ("https://h.example.org/x?y", "k")


def test_a_query_that_cannot_be_read_is_told_with_its_own_line_and_a_caret(folder: Folder) -> None:
    query = "rakete*\nAND (atom*\nAND start OR new\n)"
    folder.write("topics.toml", f"[[topic]]\nname = 'A'\nquery = '''\n{query}'''\n")

    place, _, told = folder.problems().partition(": ")

    assert place == "topics.toml:6"
    assert told.startswith('topic "A" query: ')
    assert told.split("\n")[1:3] == ["  AND start OR new", "            ^"]


def test_a_topic_may_use_the_saved_queries_and_no_others(folder: Folder) -> None:
    topic = '[queries]\narms = "rakete*"\n[[topic]]\nname = "A"\nquery = "@arms NEAR/9 usa"\n'
    folder.write("topics.toml", topic)
    assert folder.load().topics[0].query == "@arms NEAR/9 usa"

    folder.write("topics.toml", topic.replace("@arms", "@army"))

    assert folder.problems().startswith('topics.toml:5: topic "A" query: ')


def test_a_broken_saved_query_is_told_once_and_not_for_each_that_names_it(folder: Folder) -> None:
    folder.write(
        "topics.toml",
        '[queries]\na = "(x"\nb = "@a y"\n[[topic]]\nname = "A"\nquery = "@a"\n',
    )

    assert [line for line in folder.problems().split("\n") if "topics.toml" in line] == [
        line
        for line in folder.problems().split("\n")
        if line.startswith('topics.toml:2: query "a"')
    ]


def test_a_circle_of_saved_queries_is_told(folder: Folder) -> None:
    folder.write("topics.toml", '[queries]\na = "@b x"\nb = "@a"\n')

    assert folder.problems().startswith('topics.toml:2: query "a": ')


def test_the_name_of_a_saved_query_is_one_that_can_be_typed(folder: Folder) -> None:
    folder.write("topics.toml", '[queries]\n"a b" = "x"\n')

    assert folder.problems().startswith('topics.toml:2: query "a b": a name must be of letters')
