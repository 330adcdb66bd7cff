"""The archive's word index: kept beside each article, asked by search.

Both databases index *our* folded words, so that they agree on what a word is. The index only
narrows down; the topic language's own evaluator decides, so both give the same articles.
"""

from crawler.storage.search.find import Found, find
from crawler.storage.search.index import index, rebuild, reindex

__all__ = ["Found", "find", "index", "rebuild", "reindex"]
