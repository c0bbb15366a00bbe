#!/usr/bin/env python
"""Runs Fjord's commands: `manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here. `make run` sets everything up, or activate .venv first."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
