"""An icon in the tray of the desktop, with a menu: the same for the server and for the window."""
