"""Topics: queries that people follow, matched against every article.

    words.py      text -> folded words, and where each stood
    query.py      what a query is: a frozen tree, its canonical text and its version
    parsing.py    text -> tree, or a QueryError that says what would work; @names written out
      reading.py      the grammar's rules (query.lark) -> tree
      typed.py        what was typed as a word or in quotation marks -> words to look for
      properties.py   what stands behind lang:, site: and the like
      regexes.py      regular expressions of linear time
      readings.py     AND and OR without brackets -> the two queries that this may mean
      limits.py       what one query may ask for
      mistakes.py     what could not be read -> why, where, and what may have been meant
    patterns.py   words of a query -> their spellings in folded text
    document.py   an article as queries see it, folded once
      locating.py     a word's number -> its place in the text
      effort.py       what one query may still cost on one article
    places.py     one query x one article -> true or false, and where
      stems.py        a word -> its stem, and how all words of a stem begin
    matching.py   many queries x one article -> hits
      plans.py        query -> what must be seen first, and what decides it then
      needles.py      all that any query looks for, in one automaton
    prefilter.py  query -> what a word index can be asked first
    explain.py    why an article matched, or how near it was
    sentences.py  the sentence around a place
    suggest.py    a plain form -> query
    lint.py       what is likely wrong with a query
    volume.py     matches a day -> is today out of the ordinary

Pure: no files, no network, no clock.
"""
