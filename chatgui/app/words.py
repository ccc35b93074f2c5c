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

LOOKING = "looking for the server"
CONNECTED = "connected"
CONNECTED_AGAIN = "connected again"
TRYING_AGAIN = "server not answering, trying again"
LINE_POOR = "line is poor: {percent} % lost"
LINE_FINE = "line is good again"
NO_PARLEY = "no Parley server answers at {where}; if it is a course server add --door classroom"
OTHER_VERSION = "the server at {where} speaks another version of Parley; one of the two is too old"
NEEDS_INVITE = "the server at {where} does not let us in; newcomers need an invite there"
NEW_HISTORY = "the server has begun a new history; what was said before is not there any more"
SERVER_SAYS = "server: {text}"

UNVERIFIED = "   (unverified guest)"

STILL_TRYING = (
    "No server answers at {where} yet; trying on. Is it running, is the address right? "
    "A server of the course's part 1 needs --part 1."
)
NO_SERVER = "No server answered at {where}. Nothing more was sent; start again when it runs."
LOST_SERVER = "The server at {where} no longer answers. What you wrote last may not have arrived."
TOO_LONG = (
    "Not sent: {size} bytes are too long for part 1, which takes {limit}. Write less at once."
)
TOO_MANY_PEOPLE = "Not sent: {count} people at once are too many; {limit} at most, or everyone."
TOO_LARGE = "Not sent: {size} bytes are too long; {limit} at most in one message."
NOBODY_CALLED = "Not sent: nobody here is called {names}."
REFUSED = "Not sent: {reason}"
LEFT_UNSENT = "Not sent before leaving: {count} of your messages did not reach the server."
NEEDS_NEWER = "[this message needs a newer version of Parley]"
TOO_MANY = "Not sent: too many messages are waiting to be sent already."
KICKED = "The owner of the server has sent you away."
ELSEWHERE = (
    "You are already here from another computer or window. Quit there, or add --takeover to "
    "come here instead."
)
NAME_REFUSED = "{reason}. How about -u {suggestion}?"
WRONG_SERVER = "Stopped: another server than before stands at {where}; nothing was told to it."
SERVER_KEYS = (
    "before: {expected}\n"
    "now:    {found}\n"
    "If you know why (it was set up anew), add --trust-new-key once. If not, ask its owner first."
)
WELCOME = "You are {name} at {where}. help shows what you can type; Ctrl-D quits."

NO_NAME = "Say who you are: -u NAME."
BAD_NAME = "'{name}' cannot be a name: {reason}. How about -u {fitting}?"
BAD_PORT = "The port is a number from 1 to 65535, not '{port}'."
BAD_ADDRESS = "'{address}' is not a computer this one can find; check -a."
ONE_DOOR = "--part is of the classroom door; leave out --door native."

DAMAGED_IDENTITY = (
    "{path} holds no whole identity: it is damaged. Nothing was changed. Put a copy of it back "
    "(see --import-identity), or move it away and start as a new person."
)
ALREADY_RUNNING = "{name} is running on this computer already. Quit there first, or use another -u."
NO_IDENTITY = "There is no identity of {name} in {home}; check -u and --home."
NO_SUCH_FILE = "{path} is not there."
FILE_EXISTS = "{path} exists already and was left as it is; choose another name."
IDENTITY_EXISTS = "{name} has an identity here already, in {path}; it was left as it is."
EXPORTED = "The identity of {name} is in {path}. Whoever has this file is {name}: keep it secret."
IMPORTED = "The identity is here now: start with -u {name}. The file is not needed here any more."
DAMAGED_BOOKMARKS = "The list of known servers was damaged; it is kept as {path}, a new one begins."
NOT_REMEMBERED = "This server cannot be remembered: {path} cannot be written ({reason})."
NO_WINDOW = "There is no window yet. Add --terminal to chat in this terminal."
