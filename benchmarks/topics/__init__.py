"""What topics cost: `python -m benchmarks.topics.matching`."""
