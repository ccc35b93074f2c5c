"""How Parley is made into programs that need no Python: specifications, the jobs that run them, and
what desktops and services need beside them."""
