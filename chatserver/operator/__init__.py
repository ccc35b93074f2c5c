"""What the server's owner can ask of it, and what comes of that: the same for console, `ctl`,
dashboard and tray. Handlers answer with effects and a value; the loop performs and passes on."""
