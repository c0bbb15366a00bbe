"""Makes .venv, or says in plain words why it cannot. Standard library only, and syntax that Python 3.6 reads:
it must run on the Pythons that it turns away.
"""

import argparse
import errno
import os
import shutil
import socket
import subprocess
import sys

NEEDED = (3, 11)
HIGHEST_PORT = 65535
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def too_old(version):
    # type: (tuple[int, ...]) -> str
    """What to say about this version of Python, or nothing."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    message = "This is Python {}.{}; Fjord needs {}.{} or newer.".format(*(tuple(version[:2]) + NEEDED))
    for minor in range(20, NEEDED[1] - 1, -1):
        newer = hasattr(shutil, "which") and shutil.which("python3.{}".format(minor))
        if newer and runs(newer):
            return "{} There is one on this machine: make run PYTHON={}".format(message, newer)
    return "{} Name one with: make run PYTHON=/path/to/python3".format(message)


def runs(python):
    # type: (str) -> bool
    """Whether this is a Python that starts; a version manager's shim may stand for one that is not installed."""
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.call([python, "-V"], stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def no_venv(version):
    # type: (tuple[int, ...]) -> str
    """What to say when this Python cannot make virtual environments, or nothing."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*version[:2])
        return (
            "This Python cannot make virtual environments: its venv module is missing.\n"
            "On Debian and Ubuntu: apt install {}\n"
            "On Fedora: dnf install python3-libs; elsewhere, install Python with its ensurepip module.".format(
                package
            )
        )
    return ""


def no_port(port):
    # type: (str) -> str
    """What to say when this is not a port, or nothing."""
    if port.isdigit() and int(port) <= HIGHEST_PORT:
        return ""
    return "PORT is '{}'; it can be a whole number from 0 to {}.".format(port, HIGHEST_PORT)


def port_taken(port, bind):
    # type: (int, str) -> str
    """What to say when something listens there already, or nothing."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((bind, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return "Port {} is taken. Stop what runs there, or take another: make run PORT={}".format(
                port, port - 1 if port == HIGHEST_PORT else port + 1
            )
    finally:
        door.close()
    return ""


def make_venv(folder):
    # type: (str) -> str
    """Makes the virtual environment unless a working one is there; what to say if that fails, or nothing."""
    python = os.path.join(folder, "bin", "python")
    works = "import pip, sys; sys.exit(sys.version_info < {})".format(NEEDED)
    if os.path.exists(python) and subprocess.call([python, "-c", works]) == 0:
        return ""
    print("Making a virtual environment in {}...".format(os.path.relpath(folder)))
    if subprocess.call([sys.executable, "-m", "venv", "--clear", folder]) != 0:
        return "Python could not make a virtual environment in {}; its own words stand above.".format(folder)
    return ""


def main():
    # type: () -> None
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", help="say at once when this port is taken")
    options = parser.parse_args()
    bind = os.environ.get("FJORD_BIND") or "127.0.0.1"
    trouble = (
        too_old(sys.version_info[:3])
        or no_venv(sys.version_info[:3])
        or (options.port and (no_port(options.port) or port_taken(int(options.port), bind)))
        or make_venv(os.path.join(ROOT, ".venv"))
    )
    if trouble:
        sys.exit(trouble)


if __name__ == "__main__":
    main()
