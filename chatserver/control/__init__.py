"""How the server's owner talks to it while it runs: console, `ctl`, dashboard and tray alike."""
