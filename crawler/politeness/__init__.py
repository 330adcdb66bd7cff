"""Manners towards servers, as decisions: whom to ask next, what is allowed, who is to blame."""
