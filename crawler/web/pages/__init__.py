"""The pages that people read and edit in, one module each.

What a page shows is gathered in `web/shown`, from where the API takes it too; here stands how it
is asked for, which template shows it and what a form does.

visit.py        who asks, in which language, by which clock; every page begins with it
saying.py       numbers, times and names as a reader of that language writes them
words/          the pages' own words, English and German
charts.py       numbers -> SVG
failing.py      what is said when a page cannot be shown
preferences.py  language, light or dark
"""
