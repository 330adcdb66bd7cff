"""Addresses, fingerprints and verdicts: which article is which. Plain functions on frozen data."""
