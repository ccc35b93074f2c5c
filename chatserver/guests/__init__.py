"""Guests are strangers: a UDP source address proves nothing. PROTOCOL section 3."""
