"""What this computer calls the person: a name to begin with."""

import getpass
import sys

from shared.names import fit_name


def account_name() -> str:
    """The full name, else the login, as a username; empty if neither makes one."""
    for wish in (_full_name(), _login()):
        name = fit_name(wish, "")
        if name:
            return name
    return ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def _full_name() -> str:
    if sys.platform == "win32":
        return ""
    import os
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except KeyError:
        return ""
