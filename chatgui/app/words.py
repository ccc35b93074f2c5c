"""Every text a person reads in the client, in one place. `{}` fields are named.

The first block is PROTOCOL section 2's, to the letter: scripts read these lines.
"""

LIST = "list: {names}"
MESSAGE = "msg: {sender}: {text}"
QUITTING = "quitting"
INCORRECT_INPUT = "incorrect userinput format"
SERVER_FULL = "disconnected: server full"
NAME_TAKEN = "disconnected: username not available"
UNKNOWN_COMMAND = "disconnected: server received an unknown command"
HELP = (
    "msg <number_of_users> <username1> <username2> ... <message>",
    "list",
    "help",
    "quit",
)

STILL_TRYING = (
    "No server answers at {where} yet; trying on. Is it running, is the address right? "
    "A server of the course's part 1 needs --part 1."
)
NO_SERVER = "No server answered at {where}. Nothing more was sent; start again when it runs."
LOST_SERVER = "The server at {where} no longer answers. What you wrote last may not have arrived."
TOO_LONG = (
    "Not sent: {size} bytes are too long for part 1, which takes {limit}. Write less at once."
)
TOO_MANY = "Not sent: too many messages are waiting to be sent already."
WELCOME = "You are {name} at {where}. help shows what you can type; Ctrl-D quits."

NO_NAME = "Say who you are: -u NAME."
BAD_NAME = "'{name}' cannot be a name: {reason}. How about -u {fitting}?"
BAD_PORT = "The port is a number from 1 to 65535, not '{port}'."
BAD_ADDRESS = "'{address}' is not a computer this one can find; check -a."
NO_WINDOW = "There is no window yet. Add --terminal to chat in this terminal."
