"""Page -> Article. Pure: no network, no clock; bytes in, a frozen value out.

`extract` reads a page and raises PageError when there is no article on it; `article_of` makes an
article of what the feed itself says, for pages that cannot be had.
"""

from crawler.extraction.article import extract
from crawler.extraction.entries import article_of

__all__ = ["article_of", "extract"]
