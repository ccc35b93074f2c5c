"""What the packaged server runs."""

import sys
from multiprocessing import freeze_support

from chatserver.__main__ import main
from shared.desktop.double_click import is_double_click

freeze_support()  # a process that multiprocessing starts is this program once more
sys.exit(main(["--tray"] if is_double_click() else None))
