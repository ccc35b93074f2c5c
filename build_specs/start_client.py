"""What the packaged client runs."""

import sys

from chatgui.__main__ import main

sys.exit(main())
