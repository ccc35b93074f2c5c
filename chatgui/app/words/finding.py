"""What a terminal says of the servers that a search has found."""

from typing import Final

from shared.program_names import TYPED

PEOPLE: Final = "{count} people"
PERSON: Final = "1 person"
SILENT: Final = "does not answer"
NEEDS_INVITE: Final = "needs an invite"
KNOWN: Final = "you were there"

NOBODY: Final = (
    "No server was found on this network. Ask for its address or a link, and use -a; or start one: "
    f"{TYPED.start}. {TYPED.client} --doctor says what may be wrong."
)
JOINING_HERE: Final = "{name} is on this computer, at {where}."
JOINING: Final = "{name} is on this network, at {where}."
JOINING_LAST: Final = "{name} is on this network, at {where}, where you were last."
LAST_NOT_HERE: Final = (
    "The server you were at last was not found on this network. {where} is tried, and the network "
    "searched, until it answers; -a names another one."
)
MORE: Final = f"{TYPED.client} --find shows the others."

LAST: Final = "where you were last"
LAST_OR_ANOTHER: Final = (
    "The server you were at last, at {where}, does not answer now. Wait for it, or join another:"
)
SEVERAL: Final = "{count} servers are on this network:"
WHICH: Final = "Which one? Its number, then Enter: "
NO_NUMBER: Final = "A number from 1 to {count}, please."
NOT_CHOSEN: Final = "No server was chosen. -a names one."
SAY_WHICH: Final = "{count} servers are on this network. Say which one is meant:"
SAY_IT: Final = "You were at no server yet, and one is on this network. Say that it is meant:"
"""For a script; each line behind it begins with the option to use."""
