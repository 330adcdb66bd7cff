"""Backtest: what a query would have found in the archive, before anybody is told of it.

    trial.py      query over the archive -> its matches, their numbers, samples
    forecast.py   when stories turned up -> messages a week, for each way of alerting
    backfill.py   a topic's past matches -> hits, without alerts
    evidence.py   the articles that show what is wrong with a query
    history.py    hits -> days, with the bursts among them
    alarm.py      topics that ask for it -> an alert on a day that stands out

It only reads, but for backfill and alarm; each piece of work is a short transaction of its own,
so that a service beside it never waits.
"""
