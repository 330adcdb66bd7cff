"""A courier in a process of its own, to be killed.

python -m tests.alerts.process DATABASE HOOK [SMTP-PORT]
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from crawler.alerts.delivery import Courier
from crawler.config import Config, Email, Network, Secret, Webhook
from crawler.storage import Store, alerts


def main(database: str, url: str, smtp_port: str = "1") -> None:
    store = Store.connect(database)
    mail = Email(
        name="desk", host="127.0.0.1", port=int(smtp_port), security="none",
        sender="alerts@news.example", to=("desk@paper.example",),
    )  # fmt: skip
    config = Config(
        channels=(Webhook(name="hook", url=Secret("a test", url)), mail),
        network=Network(allow_private=("127.0.0.0/8",)),
    )
    courier = Courier(store, config, lambda: datetime.now(UTC))
    while True:
        courier.deliver_due()
        with store.reading() as tx:
            if not alerts.counts(tx).get("waiting"):
                break
        time.sleep(0.05)
    courier.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
