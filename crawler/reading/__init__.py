"""Answers of servers become knowledge: a feed's body its entries, a page its article."""
