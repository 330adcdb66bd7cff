"""Building the model of `extraction/network.py` from pages whose text is known.

`make train ARGS="--corpora FOLDER"`. Needs the extra packages `wirewatch[train]` (lightgbm,
rapidfuzz, threadpoolctl); the program itself does not.
"""
