"""Every text a person reads in the client, in one place. `{}` fields are named.

The first block is PROTOCOL section 2's, to the letter: scripts read these lines.
"""

from shared.program_names import INCOMPLETE, IS_PACKAGED, TYPED

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
UNKNOWN_INVITE = "the server at {where} does not know this invite; ask its owner for a new link"
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
NOBODY_CHOSEN = "Not sent: it is for nobody yet. Choose who it is for."
NOBODY_CALLED = "Not sent: nobody here is called {names}."
REFUSED = "Not sent: {reason}"
LEFT_WAITING = "{count} of your messages waits here and goes at the next start."
LEFT_WAITING_MANY = "{count} of your messages wait here and go at the next start."
REST_NOT_TAKEN = "The rest of the input was not taken."
WAITS_ELSEWHERE = (
    "Typed for {where} and not sent yet: {count}. It goes when you start with that -a."
)
WAITS_FOR_FORMER = (
    "Not sent yet, for a server that was here or elsewhere before: {count} of your messages. They "
    "are kept, and go when that server answers again; export writes them too."
)
NOT_SAVED = (
    "Not saved yet: the server's disk does not take it, trying again. Its owner has to make room."
)
SAVED_AFTER_ALL = "The server has saved it now."
SERVER_OLDER = (
    "The server's data is older than what it told before: an older copy was put back. Some of "
    "what was said since may be missing there."
)
SERVER_LOST = "The server had lost messages of yours; they are sent again."
GAP = "Something that was said to you meanwhile is not kept on the server any more."
EARLIER = "Said before you came:"
EARLIER_LINE = "  {sender}: {text}"
OWN_LINE = "said by you, elsewhere or earlier, to {to}: {text}"
SOMEBODY = "somebody"
EVERYONE = "everyone"
LEFT_UNSENT = "Not sent before leaving: {count} of your messages did not reach the server."
NO_LIST = "No answer to list: the server did not say who is here."
NEEDS_NEWER = "[this message needs a newer version of Parley]"
TOO_MANY = "Not sent: too many messages are waiting to be sent already."
KICKED = "The owner of the server has sent you away."
UNINVITED = (
    "The server at {where} lets in only who was invited. Ask its owner for a link, and start with "
    "-a and that link."
)
INVITE_EXPIRED = "The time of this invite is over. Ask the owner of the server for a new link."
INVITE_REVOKED = "The owner of the server has taken this invite back. Ask them for a new link."
INVITE_USED_UP = (
    "This invite has let in as many people as it may. Ask the owner of the server for a new link."
)
REMOVED = (
    "The owner of the server has removed you from its members. Talk to them; with a new link you "
    "can come back."
)
INVITE_NOT_KEPT = (
    "This invite cannot be kept for the next start: {path} cannot be written ({reason}). Make room "
    "on the disk, or keep the link."
)
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
NO_OPTION = f"'{{word}}' is no option; see {TYPED.client} --help. A link begins with parley://."
NO_LINE = "-a - reads the address from standard input, and there is none."
TWO_SERVERS = "A link and -a are two servers: name one."
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
HISTORY = "history: {line}"
SEARCH = "search: {line}"
WHO_HAS = "who-has: {line}"
HISTORY_LINE = "{id} {at} {sender} -> {to}: {text}"
SAID_EARLIER = "(before you came)"
STATE_WAITING = "waiting"
STATE_REFUSED = "refused: {reason}"
STATE_ON_SERVER = "on the server"
STATE_READ = "read by {count} of {of}"
STATE_DELIVERED = "delivered to {count} of {of}"
STATE_HANDED = "handed to {count} of {of}"
STATE_MISSED = "missed by {count} of {of}"
STATE_UNKNOWN = "needs a newer version of Parley"
HOLDER_STATES = ("waiting", "delivered", "read", "handed over", "missed")
NOTHING_FOUND = "nothing found"
NO_HISTORY_YET = "nothing was said yet"
NO_SUCH_MESSAGE = "there is no message {id}; history shows the ids"
NOT_YOURS = "message {id} is not yours; only who said it can ask"
NOT_THERE_YET = "message {id} is not on the server: {state}"
LOG_GONE = "the server that had it is gone: another history stands in its place"
NOBODY_HAS = "nobody is known to be waiting for it"
EXPORTED_HISTORY = "{count} messages are in {path}"
CANNOT_WRITE = "{path} cannot be written ({reason}); choose another place"
NO_HISTORY_DOOR = "There is no history at the classroom door; it needs --door native."
NOTHING_KEPT = "Nothing is kept on this computer now; see above why."
HISTORY_UNREADABLE = (
    "The history cannot be read now ({reason}). Try again; if it stays so, start Parley anew: a "
    "damaged file is set aside then."
)
MORE_HELP = (
    "history [number]       the last messages, with their ids",
    "search <words>         messages with all these words",
    "who-has <id>           who has that message of yours",
    "export <file>          the whole history: .jsonl for programs, else text",
)
DAMAGED_HISTORY = (
    "The history was damaged; it is kept as {path}, a new one begins. The server sends what it "
    "still has."
)
RESCUED = "What waits to be sent was found in it and goes."
NOT_RESCUED = (
    "Not all of it can be read: what waited to be sent may be in that file only, so ask whether it "
    "has arrived."
)
NEWER_HISTORY = (
    "{path} was written by a newer Parley. Nothing was changed; start that version, or choose "
    "another --home."
)
NOT_KEPT = (
    "Not kept on this computer: {reason}. Make room on the disk, or mend its rights; chatting "
    "goes on, and what is missing is kept as soon as that is possible."
)
KEPT_AGAIN = "Everything is kept on this computer again."
NOT_REMEMBERED = "This server cannot be remembered: {path} cannot be written ({reason})."
NO_TERMINAL = (
    f"There is no terminal here to write to. Open one, and type {TYPED.client} there with the same "
    "words behind it."
)
NO_TKINTER = (
    INCOMPLETE.format(name="tkinter")
    if IS_PACKAGED
    else "This Python has no tkinter, which the window needs (on Debian and Ubuntu: sudo apt "
    "install python3-tk). Add --terminal to chat in this terminal."
)
NO_DISPLAY = "No window can be opened here ({reason}). Add --terminal to chat in this terminal."
NO_CLASSROOM_WINDOW = "The classroom door has no window: add --terminal, or leave --door out."
