"""A small news world on loopback: invented outlets whose news appear while one looks.

Everything in it is made up, people and outlets alike, except heads of state, public institutions
and the places of the world. ``world`` is what exists and when, ``server`` puts it on ports of
127.0.0.1, ``settings`` writes a configuration that watches it, ``truth`` knows the right answers.
"""
