"""Alerts: what is owed to people becomes a message, leaves by a channel, and leaves a receipt.

plain.py     text of strangers -> text that is safe to show
excerpts.py  text and places -> the sentences that matched, the matched words marked
phrases.py   our own words, in English and German
wording.py   an occasion -> a message
occasions.py an alert and the database -> its occasion
backoff.py   when to try again
channels/    log, mail and webhook
delivery.py  lease -> send -> receipt
"""
