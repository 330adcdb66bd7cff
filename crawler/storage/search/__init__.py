"""The archive's word index: kept beside each article, asked by search.

Both databases index *our* folded words, so that they agree on what a word is. The index only
narrows down; the topic language's own evaluator decides, so both give the same articles.
"""

from crawler.storage.search.facets import Facets, facets
from crawler.storage.search.find import Found, find
from crawler.storage.search.index import index, reindex, take_out
from crawler.storage.search.known import KnownWords
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.pages import Page, Sort, page
from crawler.storage.search.patience import Patience, Stopped
from crawler.storage.search.rebuilding import rebuild
from crawler.storage.search.shared import Shared, together
from crawler.storage.search.standing import indexed_from

__all__ = [
    "Facets",
    "Found",
    "KnownWords",
    "Lookups",
    "Page",
    "Patience",
    "Shared",
    "Sort",
    "Stopped",
    "facets",
    "find",
    "index",
    "indexed_from",
    "page",
    "rebuild",
    "reindex",
    "take_out",
    "together",
]
