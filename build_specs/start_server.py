"""What the packaged server runs."""

import sys

from chatserver.__main__ import main

sys.exit(main())
