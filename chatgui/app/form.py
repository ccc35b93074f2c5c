"""What somebody types to join: what it means, or what is wrong with it and how it can be right."""

from chatgui.app.choice import Problem
from chatgui.app.words import dialogs as words
from shared.names import BadName, check_name, fit_name
from shared.server_link import BadPort, Place, is_link, read_typed_untrusted, unwrap
from shared.text import one_line
from shared.wire import BadPacket


def read_name(typed: str) -> str | Problem:
    """As it is shown. The way around one that cannot be leads to the nearest that can."""
    typed = typed.strip()
    if not typed:
        return Problem(words.NAME_MISSING)
    try:
        return check_name(typed)
    except BadName as reason:
        fitting = fit_name(typed)
        text = words.NAME_UNFIT.format(reason=reason, fitting=fitting)
        return Problem(text, "name", words.USE_NAME.format(name=fitting), fitting)


def read_server(typed: str) -> Place | Problem:
    """An address or a link, whatever was pasted around it."""
    typed = unwrap(typed)
    if not typed:
        return Problem(words.SERVER_MISSING)
    try:
        return read_typed_untrusted(typed)
    except BadPort:
        form = words.PORT_UNFIT
    except BadPacket:
        form = words.LINK_UNFIT if is_link(typed) else words.SERVER_UNFIT
    return Problem(form.format(typed=one_line(typed)))
