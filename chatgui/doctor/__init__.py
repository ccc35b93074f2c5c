"""The network doctor: what is wrong between this computer and a server, and what to do."""
