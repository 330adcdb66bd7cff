"""What a search of a large archive takes: `python -m benchmarks.search`."""
