"""How well articles are read, and what it costs, beside the libraries that do the same."""
