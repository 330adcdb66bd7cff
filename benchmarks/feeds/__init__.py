"""What reading feeds costs, beside feedparser alone in the same run."""
