"""Building the model of `extraction/network.py` from pages whose text is known.

Needs the extra packages of `training` (lightgbm, rapidfuzz); the program itself does not.
"""
