"""A case -> its verdict: what the judge says of the texts, mended by what is known besides.

People may have set apart what was as much alike; a page may show less than it did; and a headline
is no part of the text that the judge compares.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.dedup.verdict import Verdict, judge
from crawler.intake.case import Case, folded_text
from crawler.intake.events import is_first_reading
from crawler.items import Access, Finding, Relation
from crawler.storage import Tx, mending
from crawler.storage.articles import Stored
from crawler.topics.words import fold

_SHOWN = {Access.ENTRY: 0, Access.TEASER: 1, Access.FULL: 2}


def decide(tx: Tx, case: Case) -> Verdict:
    """What the finding is to what is held."""
    finding = case.finding
    verdict = judge(case.candidate, case.held)
    held = case.found.get(verdict.of or 0)
    if verdict.relation is Relation.COPY:
        return _unless_doubted(tx, verdict)
    if held is None:
        return verdict
    poorer = is_poorer(finding, held)
    other_title = held.id == case.before and fold(held.article.title) != finding.folded_title
    # Else it would be said for ever that its page could not be had.
    is_first = is_first_reading(held.article, finding.article)
    if verdict.relation is Relation.REVISION and poorer:
        return replace(verdict, relation=Relation.SAME, reason="a poorer reading; not kept")
    is_news = other_title or is_first
    if verdict.relation is Relation.REVISION and _is_same(finding, held) and not is_news:
        # Its hash may differ: a sentence was taken for the page's own meanwhile.
        return replace(verdict, relation=Relation.SAME, reason=f"the same text as {held.id}")
    if verdict.relation is Relation.SAME and is_first:
        return replace(
            verdict, relation=Relation.REVISION, reason="its page says what its feed did"
        )
    if verdict.relation is Relation.SAME and other_title and not poorer:
        return replace(verdict, relation=Relation.REVISION, reason="under another headline")
    return verdict


def decide_anew(tx: Tx, case: Case, held: Stored) -> Verdict:
    """What the finding is to all but *held*, the article of which it is another text."""
    others = [one for one in case.held if one.article_id != held.id]
    verdict = judge(case.candidate, others)
    if verdict.relation is Relation.COPY:
        return _unless_doubted(tx, verdict)
    return Verdict(Relation.NEW, None, verdict.reason, verdict.containment)


def is_poorer(finding: Finding, held: Stored) -> bool:
    """The page could not be had this time, or shows less than it did: keep what was read."""
    return _SHOWN[finding.article.access] < _SHOWN[held.article.access]


def _unless_doubted(tx: Tx, copy: Verdict) -> Verdict:
    """A person has set apart what was as much alike: then this is no copy either."""
    assert copy.of is not None
    doubt = mending.doubted(tx, copy.of, Relation.COPY)
    if doubt is None or copy.containment is None or copy.containment > doubt:
        return copy
    reason = f"{copy.reason}, but as much was set apart from it by hand"
    return Verdict(Relation.NEW, None, reason, copy.containment)


def _is_same(finding: Finding, held: Stored) -> bool:
    one, other = finding.article, held.article
    if finding.text_hash == held.text_hash or (one.lead, one.text) == (other.lead, other.text):
        return True
    # What its site prints everywhere may have been learnt since the other was read.
    kept = [line for line in other.text.split("\n\n") if line not in finding.furniture]
    return folded_text(one.lead, one.text) == folded_text(other.lead, "\n\n".join(kept))
