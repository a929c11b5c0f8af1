"""`python -m factcheck`."""

import sys

from factcheck.cli.arguments import main

sys.exit(main())
