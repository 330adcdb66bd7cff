"""Topics: queries that people follow, matched against every article.

    words.py     text -> folded words, and where each stood
    query.py     what a query is: a frozen tree, its canonical text and its version
    parsing.py   text -> tree, or a QueryError that says what would work
    document.py  an article as the matcher sees it, folded once
    matching.py  many queries x one article -> hits
    places.py    one query x one article -> true or false, and where

Pure: no files, no network, no clock.
"""
