"""The memory of a site: lines that recur, and texts that shrink."""

from __future__ import annotations

from crawler.extraction.sites import SiteMemory, remembered, trouble, without_recurring
from crawler.items import Access, Article

BOX = "Dieser Text erschien zuerst in unserem Rundbrief vom 3. Mai."


def article(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    return Article(url="https://a.example/1", title="T", text=text, access=Access.FULL)


def memory_of(*articles: Article) -> SiteMemory:
    memory = SiteMemory()
    for each in articles:
        memory = remembered(each, memory)
    return memory


def test_a_line_of_two_other_articles_is_no_part_of_this_one() -> None:
    memory = memory_of(article("Erstens.", BOX), article("Zweitens.", BOX.replace("3", "14")))

    cleaned = without_recurring(article("Drittens.", BOX), memory)

    assert cleaned.text == "Drittens."


def test_a_line_of_one_other_article_may_be_a_quote() -> None:
    memory = memory_of(article("Erstens.", BOX))

    assert BOX in without_recurring(article("Zweitens.", BOX), memory).text


def test_an_article_that_comes_back_whole_is_not_emptied() -> None:
    same = article("Erstens.", "Zweitens.")

    assert without_recurring(same, memory_of(same, same)) == same


def test_the_memory_survives_being_stored_and_is_bounded() -> None:
    memory = memory_of(*(article(f"{'x' * n}.", BOX) for n in range(1, 3_000)))

    assert len(memory.lines) <= 1_500
    assert SiteMemory.loads(memory.dumps()) == memory
    assert without_recurring(article("Neu.", BOX), memory).text == "Neu."
    assert SiteMemory.loads("nonsense") == SiteMemory()


def test_texts_that_shrink_or_repeat_are_told() -> None:
    long = [article(f"{word * 300}") for word in ("a ", "b ", "c ", "d ", "e ", "f ")]
    short = [article(f"{word} kurz") for word in "ghijk"]

    assert trouble(memory_of(*long)) is None
    assert "at most" in str(trouble(memory_of(*long, *short)))
    assert "same text" in str(trouble(memory_of(*long, *[article("Bitte anmelden.")] * 5)))
    assert "no text" in str(trouble(memory_of(*long, *[article("")] * 5)))
