"""How well addresses, copies and stories are told apart, each against peers in the same run.

    python -m benchmarks.dedup.addresses
    python -m benchmarks.dedup.pairs [FOLDER]
    python -m benchmarks.dedup.clusters [FOLDER]
    python -m benchmarks.dedup.stories [FOLDER]

FOLDER holds ``*.jsonl`` with a text a line (``gold.text``, ``gold.title``, ``lang``). Peers that
are not installed (datasketch, simhash, courlan) are left out, and the table says so.
"""
