"""The pages' own words, a module for each page: a frozen dataclass, and WORDS by language."""
