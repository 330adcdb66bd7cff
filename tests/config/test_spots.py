"""Lines of keys in TOML: every spelling of a path that TOML knows."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.spots import Lost, Path, Spot, Unclosed, spots


def line_of(text: str, *path: str | int) -> int:
    return spots(text)[path].line


def test_a_key_stands_on_its_line() -> None:
    text = "# comment = 1\n\na = 1\nb = 2 # [x]\n"

    assert (line_of(text, "a"), line_of(text, "b")) == (3, 4)


def test_a_key_behind_a_text_of_many_lines_is_found() -> None:
    text = 'a = """\n[b]\nb = 1\n"""\nb = \'\'\'\n"""\n\'\'\'\nc = 3\n'

    assert (line_of(text, "a"), line_of(text, "b"), line_of(text, "c")) == (1, 5, 8)


def test_quotes_may_stand_before_the_quotes_that_close() -> None:
    text = 'a = """He said "so"."""""\nb = \'\'\'\'it\'\'\'\'\'\nc = """\\""""\nd = ""\n'

    assert set(tomllib.loads(text)) == {"a", "b", "c", "d"}
    assert line_of(text, "d") == 4


def test_a_text_that_begins_below_its_quotes_knows_its_own_line() -> None:
    text = "a = '''\nfirst\nsecond'''\nb = '''first\nsecond'''\n"

    assert spots(text)["a",] == Spot(line=1, text_line=2)
    assert spots(text)["b",] == Spot(line=4, text_line=4)


def test_members_of_an_array_of_tables_are_counted() -> None:
    text = '[[feed]]\nurl = "a"\n[feed.more]\nx = 1\n\n[[feed]]\nurl = "b"\n[[feed.y]]\nz = 1\n'

    assert line_of(text, "feed", 0) == 1
    assert line_of(text, "feed", 0, "more", "x") == 4
    assert line_of(text, "feed", 1, "url") == 7
    assert line_of(text, "feed", 1, "y", 0, "z") == 9


def test_dotted_keys_and_inline_tables_name_the_same_paths_as_sections() -> None:
    dotted = "channels.desk.type = 1"
    inline = "channels = { desk = { type = 1 } }"
    section = "[\"channels\".'desk']\ntype = 1"

    assert line_of(dotted, "channels", "desk", "type") == 1
    assert line_of(inline, "channels", "desk", "type") == 1
    assert line_of(section, "channels", "desk", "type") == 2


def test_each_element_of_a_list_has_its_line() -> None:
    text = 'to = [ # ]\n  "a", # "b",\n\n  "c", { d = [1,\n2] },\n]\nx = 1\n'

    assert [line_of(text, "to", n) for n in range(3)] == [2, 4, 4]
    assert line_of(text, "to", 2, "d", 1) == 5
    assert line_of(text, "x") == 7


def test_windows_line_breaks_count_once() -> None:
    assert line_of("a = 1\r\nb = '''\r\nx'''\r\nc = 1\r\n", "c") == 4


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('a = 1\nb = "x\nc = 2\n', 2, "text"),
        ('a = 1\nb = """x\nc = 2\n', 2, "text"),
        ("a = '''\nb = 1", 1, "text"),
        ("a = 1\nb = [1,\n2,\n", 2, "list"),
        ("\na = { b = 1,", 2, "inline table"),
    ],
)
def test_what_never_ends_is_told_where_it_begins(text: str, line: int, what: str) -> None:
    with pytest.raises(Unclosed, match=what) as caught:
        spots(text)

    assert caught.value.line == line


@pytest.mark.parametrize("text", ["a", "a =", "= 1", "[a", "[a]]\nb 1", "a = ,", 'x."b', "a = 1 ]"])
def test_what_is_no_toml_is_left_to_tomllib(text: str) -> None:
    with pytest.raises((Lost, Unclosed)):
        spots(text)


KEYS = st.text("ab.-_\"' é\t", min_size=1, max_size=3)
TEXTS = st.text("ab#[]{}=\"'\\\n, ", max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def written(value: Any, *, breaks: bool) -> str:
    """*value* as TOML, with line breaks in texts and lists if *breaks*."""
    gap = "\n" if breaks else " "
    match value:
        case bool():
            return str(value).lower()
        case str() if breaks:
            return '"""\n' + value.replace("\\", "\\\\").replace('"', '\\"') + '"""'
        case str():
            return quoted(value)
        case list():
            return f"[{gap}" + f",{gap}".join(written(v, breaks=breaks) for v in value) + f"{gap}]"
        case dict():
            pairs = (f"{quoted(key)} = {written(v, breaks=False)}" for key, v in value.items())
            return "{ " + ", ".join(pairs) + " }"
    return str(value)


def pairs(table: dict[str, Any], *, breaks: bool) -> str:
    return "".join(f"{quoted(key)} = {written(v, breaks=breaks)}\n" for key, v in table.items())


def paths(value: Any, above: Path = ()) -> set[Path]:
    found = {above} if above else set()
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            found |= paths(inner, (*above, step))
    return found


@given(
    top=st.dictionaries(KEYS, VALUES, max_size=3),
    tables=st.lists(st.dictionaries(KEYS, VALUES, max_size=3), min_size=1, max_size=3),
    breaks=st.booleans(),
)
def test_the_paths_are_those_that_tomllib_finds(top: Any, tables: Any, breaks: bool) -> None:
    text = pairs(top, breaks=breaks)
    for table in tables:
        text += "[[zz.many]] # x\n" + pairs(table, breaks=breaks)

    assert set(spots(text)) == paths(tomllib.loads(text))


@given(st.text("ab=[]{}\"'\n#.,\\1 ", max_size=60))
def test_any_text_ends_in_lines_or_a_named_error(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        try:
            spots(text)
        except (Lost, Unclosed):
            pass
    else:
        assert set(spots(text)) == paths(tomllib.loads(text))
