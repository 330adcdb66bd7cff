"""What the service answers by HTTP: pages, feeds of topics and searches, mute links, its health.

app.py         the parts put together
pages/         what people read and edit in
shown/         what pages and the API show: a Tx -> frozen values
assets.py      /static/: our style and scripts, under names with a hash
feeds.py       /feeds/TOKEN.atom and .json
muting.py      /mute/SIGNED, from a message
health.py      /health
headers.py     what every answer says to browsers
items.py       a topic or a search -> the entries of its feed
serving.py     uvicorn, in a thread of the service or alone
"""
