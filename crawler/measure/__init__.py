"""In which measure somebody wants to hear of a topic: when, how often, and of what besides.

rhythm.py   "at once", "hourly", "daily 08:00", "weekly mon 08:00", a cron expression -> times
quiet.py    "22:00-07:00" -> when it is over
measure.py  all that a topic says about its alerts, and when one of them is told
updates.py  what became of a story since it was told -> whether that is worth another message
"""
