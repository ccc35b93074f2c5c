"""The native door's cryptography: built on `cryptography` and hashlib, nothing invented."""
