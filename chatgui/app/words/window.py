"""Every text of the main window. `{}` fields are named; `_ONE` and `_MANY` differ by `{count}`."""

EVERYONE = "Everyone"
YOU = "You"
UNVERIFIED = "unverified"

TITLE = "{name} · Parley · {where}"
TITLE_UNREAD = "({count}) {name} · Parley · {where}"

# --- times ------------------------------------------------------------------------------------

TODAY = "Today"
YESTERDAY = "Yesterday"
SINCE_YESTERDAY = "yesterday"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = "{weekday}, {day} {month}"
DAY_AND_YEAR = "{weekday}, {day} {month} {year}"
DATE = "{day} {month}"
DATE_AND_YEAR = "{day} {month} {year}"
NO_TIME = "??:??"
NO_DAY = "Some day"

# --- the left column --------------------------------------------------------------------------

SEARCH = "Find people or groups"
CONVERSATIONS = "Conversations"
PEOPLE = "People"
CHOSEN = "{count} chosen"
MORE_ONE = "{count} more"
MORE_MANY = "{count} more"
FEWER = "Fewer"
NOTHING_MATCHES = "Nobody and nothing is called that"
NOBODY_YET = "Nobody else was here yet"
MUTE = "Mute"
UNMUTE = "Unmute"
OPEN = "Open"
CHOOSE = "Choose"
UNCHOOSE = "Do not choose"
FROM_YOU = "You: {text}"
FROM_OTHER = "{sender}: {text}"
DRAFT = "Draft: {text}"
UNREAD_MOST = "999+"

SOMEBODY = "somebody"
NAMES_AND_OTHERS = "{names} and {count} others"
NAMES_AND_COUNT = "{names} +{count}"
HERE = "here"
HERE_AT = "here at {time}"
AS_OF = "{told}, as of {time}"
SINCE = "since {time}"
AWAY = "away"
AWAY_SINCE = "away since {time}"
QUIET = "quiet"
QUIET_SINCE = "quiet since {time}"
GONE = "gone"

# --- above the messages -----------------------------------------------------------------------

NOBODY_CHOSEN_TITLE = "Nobody chosen"
NOBODY_CHOSEN = "Choose people on the left"
PEOPLE_AND_HERE = "{count} people, {here} here now"
PEOPLE_AND_HERE_THEN = "{count} people, {here} here"
ONLY_YOU = "Nobody but you"
OPEN_ONE = "{count} guest: not encrypted"
OPEN_MANY = "{count} guests: not encrypted"
OPEN_PERHAPS = "Perhaps guests: not encrypted"
OPEN_MEANS = (
    "What guests read and write crosses the network readable for others on it; names of guests "
    "prove nothing."
)
FIND = "Search messages"

# --- messages ---------------------------------------------------------------------------------

NEW_SINCE = "New since {time}"
NEW_BELOW = "{count} new"
ALSO = "also in a group with {names} ({time})"
EARLIER = "Said before you came"
NOTHING_OPEN = "Open a conversation on the left, or check the people you write to"
NOTHING_SAID = "Nothing was said here yet"
WHO_HAS_IT = "Who has it"
COPY = "Copy"
COPY_MESSAGE = "Copy message"
OPEN_ADDRESS = "Open this address?\n{url}"
SOME_OF = "{count} of {of}"
NOT_SENT = "not sent"

LIST_HERE = "Here now:"
LIST_HERE_THEN = "Not connected. Here as of {time}:"
LIST_NOBODY = "Nobody else is here now"
LIST_NOBODY_THEN = "Not connected. Nobody else was here as of {time}"
LIST_AWAY = "Away:"
LIST_LINE = "{name}, {note}"
LIST_MORE = "and {count} others"
LIST_BY_NETCAT = "guest with netcat"
LIST_BY_CLASSROOM = "guest with a course client"
SERVER_SAYS = "The server says: {text}"
NEW_LOG = "The server has begun a new history; what was said before is not there any more."

# --- the entry and its buttons ----------------------------------------------------------------

TO = "To"
MORE_RECIPIENTS = "and {count} others"
REMOVE = "Remove {name}"
WRITE = "Write a message"
ENTER_SENDS = "Enter sends, Shift+Enter breaks"
ENTER_BREAKS = "Enter breaks, Ctrl+Enter sends"
SEND = "Send"
SEND_TO = "Send to {whom}"
SEND_TO_GUEST = "Send to {whom}, not encrypted"
SEND_TO_GUESTS = "Send to {whom}, not encrypted to {guests}"
SEND_TO_ALL = "Send to all"
ALL = "all {count}"
YOURSELF = "yourself"
LIST = "List"
HELP = "Help"
QUIT = "Quit"
SETTINGS = "Settings"
STAY = "Stay"

SURE_MANY = "Send this to {count} people: {names}?"
SURE_GUESTS_ONE = "{count} of them is a guest, to whom it is not encrypted."
SURE_GUESTS_MANY = "{count} of them are guests, to whom it is not encrypted."
SURE_YES = "Send to {count}"
SURE_NO = "Cancel"

OVER = "The chat is over; what you can do stands below"
TOO_LONG = (
    "Not sent: {size} bytes are too long; {limit} at most in one message. What you wrote is still "
    "there: send it in parts."
)
TOO_MANY_PEOPLE = (
    "Not sent: {count} people at once are too many; choose {limit} at most, or Everyone."
)

# --- below ------------------------------------------------------------------------------------

STATUS = "{name} · {text}"
LOOKING = "Looking for {where}"
CONNECTED = "{where}"
LINE = "{where} · {rtt} ms · {loss} % lost"
TRYING_AGAIN = "{where} does not answer, trying again"
DISCONNECTED = "Not connected to {where}"
WAITS_ONE = "{count} waiting to be sent"
WAITS_MANY = "{count} waiting to be sent"
NO_ANSWER_YET = "No server answers at {where} yet; trying on. Is it running, is the address right?"
NO_PARLEY = (
    "No Parley server answers at {where} yet; trying on. Is it running, is the address right? A "
    "course server needs --door classroom with --terminal."
)
OTHER_VERSION = (
    "The server at {where} speaks another version of Parley. Bring the older of the two up to date."
)
UNKNOWN_INVITE = (
    "The server at {where} does not know this invite. Ask its owner for a new link; trying on."
)
NEEDS_INVITE = "The server at {where} lets in only who was invited. Ask its owner for a link."

# --- leaving ----------------------------------------------------------------------------------

QUIT_WAITING_ONE = "{count} message of yours waits and goes at the next start."
QUIT_WAITING_MANY = "{count} messages of yours wait and go at the next start."
QUIT_LOSING_ONE = "{count} message is not sent yet and will be lost."
QUIT_LOSING_MANY = "{count} messages are not sent yet and will be lost."
MOVE = "This link is for the server at {where}. Leave this one and go there?"
MOVE_YES = "Go there"
QUITTING = "You have left {where}."
SERVER_FULL = "The server at {where} is full. Try again later, or ask its owner to raise its limit."
NAME_TAKEN = "The name {name} cannot be had at {where}. Choose another one."
NAME_REFUSED = "The name {name} cannot be had at {where}: {reason}. {suggestion} is free."
UNKNOWN_COMMAND = (
    "The server at {where} did not understand this version of Parley. Bring the older one up to "
    "date."
)
NO_SERVER = "No server answered at {where}. Try again when it runs."
LOST_SERVER = (
    "The server at {where} no longer answers. What you wrote last may not have arrived; try again "
    "when it runs."
)
KICKED = "The owner of the server at {where} has sent you away. Talk to them before you come again."
UNINVITED = "The server at {where} lets in only who was invited. Ask its owner for a link."
INVITE_EXPIRED = (
    "The time of this invite to the server at {where} is over. Ask its owner for a new link."
)
INVITE_REVOKED = (
    "The owner of the server at {where} has taken this invite back. Ask them for a new link."
)
INVITE_USED_UP = (
    "This invite to the server at {where} has let in as many people as it may. Ask its owner for a "
    "new link."
)
REMOVED = (
    "The owner of the server at {where} has removed you from its members. Talk to them; with a new "
    "link you can come back."
)
ELSEWHERE = (
    "You are at {where} from another computer or window already. Quit there, or come here instead."
)
WRONG_SERVER = (
    "Another server than expected stands at {where}, and nothing was told to it. Ask its owner "
    "which of these two is right."
)
SERVER_KEYS = "expected: {expected}\nfound: {found}"
TRY_AGAIN = "Try again"
CHANGE = "Another server or name..."
DOCTOR = "Doctor"

# --- the tray ---------------------------------------------------------------------------------

TRAY_SHOW = "Show Parley"
TRAY_QUIET = "Do not disturb"
TRAY_LOGIN = "Start at login"
TRAY_QUIT = "Quit"
TRAY_UNREAD_ONE = "{count} unread message"
TRAY_UNREAD_MANY = "{count} unread messages"
TRAY_LOST = "The server does not answer, trying again"
TRAY_TROUBLE = "Something is wrong: the window says what"
TRAY_OVER = "The chat is over: the window says why"
TRAY_GOES_ON_TITLE = "Parley goes on in the tray"
TRAY_GOES_ON = (
    "You closed the window, and Parley went on in the tray. Ctrl+Q or Quit ends it; the settings "
    "can let closing the window do that too."
)
TRAY_GOES_ON_BODY = "A click on its icon brings the window back; Quit is in its menu."

# --- notifications ----------------------------------------------------------------------------

NOTIFY_GROUP = "{sender}, in {title}"
NOTIFY_GUEST = "{sender} (unverified guest)"
NOTIFY_HIDDEN = "New message"
NOTIFY_SUMMARY = "{messages} in {conversations}"
NOTIFY_MESSAGES_ONE = "{count} message"
NOTIFY_MESSAGES_MANY = "{count} messages"
NOTIFY_CONVERSATIONS_ONE = "{count} conversation"
NOTIFY_CONVERSATIONS_MANY = "{count} conversations"
NOTIFY_SUMMARY_BODY = "Newest from {sender}"
NOTIFY_TEST_TITLE = "Parley"
NOTIFY_TEST_BODY = "This is how a new message is announced."
