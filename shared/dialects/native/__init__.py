"""The native dialect: typed records on the lanes of an established session, PROTOCOL 4.4."""
