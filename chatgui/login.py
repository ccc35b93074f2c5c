"""What starts at login: this person at this server, in the tray."""

from chatgui.options import Options
from shared.desktop.login import LoginItem, login_item
from shared.desktop.siblings import client_command
from shared.server_link import Place, encode_link

NAME, TITLE = "parley", "Parley"


def make_login_item(options: Options) -> LoginItem | None:
    """None: nothing of this chat is kept, so nobody could come back to it."""
    if options.is_once or not options.name:
        return None
    return login_item(NAME, TITLE, client_command(*login_words(options)))


def login_words(options: Options) -> list[str]:
    """The command line of the next login. An invite's token does not stand in it: others on this
    computer can read command lines, and whoever was let in once needs it no more."""
    words = ["--hidden", "-u", options.name]
    if options.server_key:
        place = Place(options.host, options.port, options.server_key)
        words += ["-a", encode_link(place)]
    else:
        words += ["-a", options.host, "-p", str(options.port)]
    if options.home is not None:
        words += ["--home", str(options.home.absolute())]
    return words
