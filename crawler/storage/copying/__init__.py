"""A whole archive from one kind of database to the other, while its service goes on.

    with Copy.begin(source, target) as copy:   # what is half done is gone on with
        copy.all(told)                         # tables in batches, then words; may take hours
        copy.switch(told)                      # under the source's lock: what changed meanwhile

Before the first row is read, triggers in the source begin to note the keys of rows that change
(`changes.py`). A mark in the target says how far each table has come (`marks.py`). So a copy can
be killed at any moment, and the switch takes as long as what changed since, not as the archive.
"""

from crawler.storage.copying.copy import Copy, Told, abandon
from crawler.storage.copying.marks import Checked

__all__ = ["Checked", "Copy", "Told", "abandon"]
