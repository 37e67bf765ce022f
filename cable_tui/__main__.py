"""`python -m cable_tui`."""

import sys

from cable_tui.cli import main

sys.exit(main())
