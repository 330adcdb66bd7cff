"""Wirewatch: a scheduled news monitor. An article walks one line, from feed to alert."""

__version__ = "0.1.0"
