"""One native peer, sans-IO: the handshake that opens a session, then the session itself."""
