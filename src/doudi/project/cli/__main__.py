"""`python -m doudi.project.cli`: the same as `doudi`."""

import sys

from doudi.project.cli import main

sys.exit(main())
