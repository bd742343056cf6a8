"""``python -m textlens`` is the ``textlens`` command."""

import sys

from textlens.cli import main

if __name__ == "__main__":
    sys.exit(main())
