"""Every text of the dialogs: start, settings, help, who has it, search."""

CLOSE = "Close"
CANCEL = "Cancel"

# --- start ------------------------------------------------------------------------------------

JOIN_TITLE = "Join a chat"
JOIN_SUBTITLE = "On your own network, with no account"
YOUR_NAME = "Your name"
SERVER = "Server"
SERVER_HINT = "Address, or a parley:// link"
RECENT = "Recent servers"
JUST_ONCE = "Just this once: forget me when I quit"
START_SERVER = "Start a server on this computer"
STARTING_SERVER = "Starting a server on this computer"
SERVERS = "Servers"
NEARBY = "On this network"
SEARCHING = "Looking for servers on this network"
NOTHING_FOUND = "No server was found on this network."
SEARCH_AGAIN = "Search again"
DOCTOR = "Doctor"
SEVERAL_SERVERS = "{count} servers are running here: ask which one is meant."
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
PORT = "port {port}"
ONLINE_ONE = "{count} person"
ONLINE_MANY = "{count} people"
SILENT = "does not answer"
INVITED_ONLY = "needs an invite"
NOT_THE_FOUND = "Not the server that was found and chosen: somebody else answers in its place."
JOIN = "Join"
NAME_MISSING = "Say who you are: type a name."
NAME_UNFIT = "That cannot be a name: {reason}. How about {fitting}?"
SERVER_MISSING = "Say where the server is: an address such as 192.168.7.20, or a parley:// link."
SERVER_UNFIT = "'{typed}' is no address; it looks like 192.168.7.20 or 192.168.7.20:15000."
PORT_UNFIT = (
    "The port behind the colon in '{typed}' must be a number from 1 to 65535, such as 15000."
)
SERVER_UNKNOWN = (
    "No computer called '{host}' can be found from here. Check how it is written, or type its "
    "address, such as 192.168.7.20."
)
NO_ANSWER = (
    "No Parley server answers at {where} yet; trying on. Is it running, is the address right?"
)
RUNNING = "{name} is open on this computer already."
NOT_SHOWN = "{name} is open on this computer already, but not in a window that can be shown here."
KNOWN_SERVER = "key known"
THIS_COMPUTER = "This computer"
CONNECTING = "Connecting to {where}"
QUIT = "Quit"
BACK = "Back"
USE_NAME = "Join as {name}"
SHOW_WINDOW = "Show its window"
SECOND_SERVER = (
    "{server} is already running here. A second server would be a second, separate chat. Join it "
    "above, or start another one."
)
START_ANOTHER = "Start another"
TRUST = "It was set up anew: trust it"
OTHER_HISTORY = (
    "You trust a new server here: what was said on the one before is not shown any more, and stays "
    "in {path}."
)
TAKE_OVER = "Come here instead"
OPEN_ANYWAY = "Open without it"
LINK_UNFIT = (
    "This parley:// link is damaged or cut off. Copy the whole of it, from parley:// to its end."
)

# --- settings ---------------------------------------------------------------------------------

SETTINGS_TITLE = "Settings"
THEME = "Colours"
THEME_SYSTEM = "As the system"
THEME_LIGHT = "Light"
THEME_DARK = "Dark"
HIGH_CONTRAST = "High contrast"
FONT_SIZE = "Size of text"
ENTER_KEY = "Enter key"
ENTER_SENDS = "Sends the message; Shift+Enter breaks the line"
ENTER_BREAKS = "Breaks the line; Ctrl+Enter sends the message"
NOTIFICATIONS = "Notifications"
NOTIFIES = "Announce new messages"
SHOWS_TEXT = "Show what they say"
MAKES_SOUND = "Make a sound"
DO_NOT_DISTURB = "Do not disturb"
WINDOW = "Window"
CLOSES_TO_TRAY = "Closing it keeps Parley in the tray, where there is one"
TEST = "Test"
TESTED = "If nothing appears, your desktop shows none: look at the title and the task bar."
RECEIPTS = "Receipts"
TELLS_READ = "Tell others what I have read (from the next start)"
DATA = "Your data"
DATA_PLACE = "History and settings are in\n{path}"
OPEN_FOLDER = "Open the folder"
NO_FOLDER_WINDOW = "No program to show folders was found; the path can be copied."
COPY_PATH = "Copy the path"
PATH_COPIED = "The path is copied"
EXPORT = "Export the history"

# --- help -------------------------------------------------------------------------------------

HELP_TITLE = "Help"
HELP_INTRO = (
    "Check the people you write to, or click a name to write to that person alone. Sent means: it "
    "is on the server and waits for everybody it is for. One tick: some have it, two: all have it. "
    "A click on the ticks shows who."
)
HELP_GUESTS = (
    "Whoever is marked unverified came without Parley: anybody could have that name, and what you "
    "write to them is not encrypted: others on the network can read it."
)
HELP_WRITING = "Writing"
HELP_SHORTCUTS = "Anywhere in the window"
HELP_LIST = "In the list on the left"
HELP_PANE = "Among the messages"
HELP_CHIPS = "Among those who get it"
SENDS = "send the message"
BREAKS = "break the line"
ENTER = "Enter"
SHIFT_ENTER = "Shift+Enter"
CTRL_ENTER = "Ctrl+Enter"
WRITING_KEYS = (
    ("Up in an empty entry", "your last message again, as a new draft"),
    ("Page Up, Page Down", "scroll the messages"),
)
LIST_KEYS = (
    ("Enter", "open"),
    ("Space", "choose a person, or not"),
    ("Shift+Up, Shift+Down", "choose several people"),
    ("Shift and a click", "choose all from the last one to this one"),
    ("Esc", "choose nobody"),
    ("Shift+F10", "what else can be done there"),
)
PANE_KEYS = (
    ("Up, Down", "from message to message"),
    ("Page Up, Page Down, Home, End", "further at once"),
    ("Enter, Space", "what can be done: a link, who has it, show all of it"),
    ("Shift+Up, Shift+Down", "select several messages"),
    ("Ctrl+A, Ctrl+C", "select all, copy"),
)
CHIP_KEYS = (
    ("Left, Right", "from one to the next"),
    ("Delete, Enter", "take out"),
)
SHORTCUTS = {
    "next_unread": "next unread conversation",
    "previous_unread": "previous unread conversation",
    "everyone": "write to Everyone",
    "filter": "find people and conversations",
    "search": "search all messages",
    "next_part": "next part of the window",
    "previous_part": "previous part of the window",
    "larger": "larger text",
    "smaller": "smaller text",
    "usual_size": "text of the usual size",
    "settings": "settings",
    "back": "close, clear, or back to the entry",
    "help": "this help",
    "quit": "quit",
}
"""What `chatgui/tk/shortcuts.py` binds, in the order of Help."""
KEY_NAMES = {
    "Control": "Ctrl",
    "Escape": "Esc",
    "comma": "Comma",
    "plus": "Plus",
    "minus": "Minus",
}

# --- who has it -------------------------------------------------------------------------------

BOARD_TITLE = "Who has it"
BOARD_ASKING = "Asking the server"
BOARD_OFFLINE = "The server does not answer now; the list comes when it does."
BOARD_WAITS = "It waits on this computer until the server answers."
BOARD_LEAVES = "It is on its way to the server."
BOARD_LOG_GONE = "The server that had it is gone: another history stands in its place."
BOARD_NOBODY = "Nobody is known to be waiting for it."
BOARD_GONE = "This message is not in the history any more."
HOLDER_STATES = (
    "waits on the server",
    "delivered",
    "read",
    "handed over, not confirmed",
    "missed",
)
HOLDER_UNKNOWN = "needs a newer version of Parley"
COUNT_STATES = (
    "{count} waiting",
    "{count} delivered",
    "{count} read",
    "{count} not confirmed",
    "{count} missed",
)
PAGE = "{page} of {pages}"
PREVIOUS = "Previous"
NEXT = "Next"

# --- search -----------------------------------------------------------------------------------

SEARCH_TITLE = "Search messages"
SEARCH_HINT = "Words to look for"
SEARCH_NOTHING = "Nothing found"
SEARCH_COUNT_ONE = "{count} message"
SEARCH_COUNT_MANY = "{count} messages"
SEARCH_MOST = "The newest {count}; more words find less"
EXPORT_TITLE = "Export the history"
EXPORT_WHERE = "Write it to"
EXPORT_TEXT = "To read: text (.txt)"
EXPORT_JSON = "For programs: JSON lines (.jsonl)"
EXPORT_NAME = "parley-history"
EXPORT_NOWHERE = "Say where to write it: the path of a file that is not there yet."
EXPORT_DO = "Export"
EXPORTING = "Writing; this window may be closed meanwhile."
