"""Every form of the language in seven languages: what it finds, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.topics.making import found, make_document


@dataclass(frozen=True)
class Sample:
    """An article of one language, and words of it."""

    language: str
    title: str  # has "a"
    lead: str  # has "b", twice
    body: str  # "a" and "b" in its first sentence, "c" in its second, "d" in another paragraph
    a: str
    b: str
    c: str
    d: str
    phrase: str  # words in a row, with "a"
    begins: str  # the beginning of "a", three letters or more
    ends: str  # the end of "a", three letters or more
    free: str  # "a" with a question mark for one letter
    inflected: str  # another form of a word of the text, for the stemmer; empty without one
    cased: str = ""  # "a" as the text has it, where the script has capitals


SAMPLES = [
    Sample(
        "de", "Der Vertrag läuft aus", "Moskau schweigt. Moskau wartet.",
        "Der neue Vertrag bindet Moskau. Die Abrüstung geht weiter.\n\nGenf freut sich.",
        "vertrag", "moskau", "abrüstung", "genf", "neue vertrag", "vert", "trag", "v?rtrag",
        "verträge", "Vertrag",
    ),
    Sample(
        "en", "The treaty expires", "Moscow is silent. Moscow waits.",
        "The new treaty binds Moscow. The disarmament goes on.\n\nGeneva is glad.",
        "treaty", "moscow", "disarmament", "geneva", "new treaty", "trea", "eaty", "tre?ty",
        "binding",
    ),
    Sample(
        "fr", "Le traité expire", "Moscou se tait. Moscou attend.",
        "Le nouveau traité lie Moscou. L’État désarme encore.\n\nGenève se réjouit.",
        "traité", "moscou", "désarme", "genève", "nouveau traité", "trai", "aité", "tr?ité",
        "traités",
    ),
    Sample(
        "ru", "Договор истекает", "Москва молчит. Москва ждёт.",
        "Новый договор связывает Москва. Разоружение идёт дальше.\n\nЖенева рада.",
        "договор", "москва", "разоружение", "женева", "новый договор", "дого", "овор", "дог?вор",
        "договоры",
    ),
    Sample(
        "ar", "معاهدة جديدة تنتهي", "موسكو صامتة. موسكو تنتظر.",
        "معاهدة جديدة تلزم موسكو. السلاح باق؟ نعم.\n\nجنيف سعيدة.",
        "معاهدة", "موسكو", "السلاح", "جنيف", "معاهدة جديدة", "معاه", "اهدة", "مع?هدة",
        "المعاهدة",
    ),
    Sample(
        "zh", "条约到期", "莫斯科沉默。莫斯科等待。",
        "新条约约束莫斯科。裁军继续。\n\n日内瓦高兴。",
        "条约", "莫斯科", "裁军", "日内瓦", "新条约", "", "", "", "",
    ),
    Sample(
        "ja", "条約が失効する", "モスクワは沈黙。モスクワは待つ。",
        "新しい条約はモスクワを縛る。軍縮は続く。\n\nジュネーブは喜ぶ。",
        "条約", "モスクワ", "軍縮", "ジュネーブ", "新しい条約", "", "", "", "",
    ),
]  # fmt: skip
HOLD = [
    "{a}", '"{phrase}"', "“{phrase}”", "{begins}*", "*{ends}", "{free}", "case:{cased}",
    "stem:{inflected}", "{a} AND {b}", "{a} {b}", "{a} OR zzz", "{a} NOT zzz", "{a} -zzz",
    "({a} OR zzz) AND ({b} OR qqq)", "{a} NEAR/5 {b}", "{b} NEAR {a}", "{a} ONEAR/5 {b}",
    "{c} NOT NEAR/0 {a}", "{a} NEAR/s {b}", "{a} NEAR/p {c}", "title:{a}", "lead:{b}",
    "body:{d}", "lead/4:{b}", "atleast/2:{b}", "lang:{language} {a}", "@kept",
    "({a} OR zzz) NEAR/9 (qqq OR {c})", "/{b}/", "atleast/2:({a} OR {d})",
    "title:({a} NOT {b})", "body:({a} NEAR/5 {b})", "site:example.org {a}", "url:/news/ {a}",
    "type:full {a}", "section:politik {a}", "author:schmidt {a}", "source:paper {a}",
    "country:de {a}", "published:2026-02-01 {a}", "published:>=2026-01-01 {a}",
]  # fmt: skip
FAIL = [
    "zzz", '"{d} {a}"', "zzz{begins}*", "case:ZZ{cased}", "{a} AND zzz", "{a} NOT {b}",
    "{d} NEAR/0 {a}", "{b} ONEAR/1 {c}zzz", "{a} NOT NEAR/1000 ({b} OR {a})", "{a} NEAR/s {d}",
    "{b} NEAR/p {d}zzz", "title:{b}", "lead:{d}", "body:zzz", "lead/1:{d}", "atleast/9:{a}",
    "lang:sv {a}", "@none", "/zzz/", "site:other.example {a}", "published:<2026-01-01 {a}",
    "title:({a} AND {b})", "type:teaser {a}", "section:sport {a}",
]  # fmt: skip


def cases(forms: list[str]) -> list[tuple[Sample, str]]:
    """Each form with the words of each language that has what it needs."""
    return [
        (sample, form)
        for sample in SAMPLES
        for form in forms
        if all(getattr(sample, name) for name in vars(sample) if f"{{{name}}}" in form)
    ]


def holds(sample: Sample, form: str) -> bool:
    document = make_document(
        sample.body,
        title=sample.title,
        lead=sample.lead,
        language=sample.language,
        source="The Paper",
        country="de",
        authors=("Anna Schmidt",),
        section="Politik",
        published_at=datetime(2026, 2, 1, 12, tzinfo=UTC),
    )
    saved = {"kept": f"{sample.a} AND {sample.b}", "none": f"{sample.a} AND zzz"}
    return found(form.format(**vars(sample)), document, saved)


@pytest.mark.parametrize(("sample", "form"), cases(HOLD), ids=lambda x: getattr(x, "language", x))
def test_a_form_finds_its_article(sample: Sample, form: str) -> None:
    assert holds(sample, form)


@pytest.mark.parametrize(("sample", "form"), cases(FAIL), ids=lambda x: getattr(x, "language", x))
def test_a_form_leaves_what_is_not_meant(sample: Sample, form: str) -> None:
    assert not holds(sample, form)
