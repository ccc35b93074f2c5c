"""Every text of the dashboard. `{}` fields are named; `_ONE` and `_MANY` differ by `{count}`."""

from shared import program_names as programs

TITLE = "{name} · Parley server"
TITLE_UNKNOWN = "Parley server"
CLOSE = "Close"
CANCEL = "Cancel"
COPIED = "Copied: {text}"

# --- how the server is ------------------------------------------------------------------------

SOME_SERVER = "Parley server"
LOOKING = "Looking for the server"
NOT_RUNNING = "Not running"
NO_ANSWER = "Does not answer"
RUNNING_NOBODY = "Running, nobody online"
RUNNING_ONE = "Running, {count:,} person online"
RUNNING_MANY = "Running, {count:,} people online"
PAUSED = "{state}; new guests wait outside"
NO_SERVER = "The server does not run."
GONE = "{reason} This window shows the server again as soon as it is back."
OTHERS_ONE = "Another server is on this network"
OTHERS_MANY = "{count} other servers are on this network"
OTHERS = (
    "{others}: {names}. People may join the wrong one: quit what nobody needs, or give everybody "
    "the address on the left."
)
MORE_TROUBLE = "And more: see what to do."
WHAT_TO_DO = "What to do"

ADDRESS = "Address to give to others"
ADDRESS_HERE = "For this computer only"
ADDRESS_HERE_HINT = "The server was started (-a) for this computer only: no other can join."
NO_ADDRESS = "No network"
NO_ADDRESS_HINT = "This computer is on no network: only programs on it can join."
COPY_ADDRESS = "Copy the address"
KEY = "Its key in short words"
COPY_KEY = "Copy the key"

MESSAGES = "Messages a second"
PACKETS = "Packets a second"
NOW = "now {rate}"
PEAK = "most {rate}"
GRAPH_HINT = "The last two minutes. The most at once was {peak} a second."

CPU = "Processor"
CPU_VALUE = "{percent} %"
CPU_HINT = "Of one processor core, by the server"
MEMORY = "Memory"
MEMORY_VALUE = "{megabytes} MB"
MEMORY_HINT = "Main memory that the server has"
DROPPED = "Dropped"
DROPPED_HINT = "Packets that found no room in this computer's buffer since the server started"
DROPPED_UNKNOWN = "not told"
UPTIME = "Running for"
UPTIME_HINT = "Since {since}"
GUESTS = "Guests"
GUESTS_HINT = "Of the people online: so many came with netcat or a course client"
KNOWN = "Names kept"
KNOWN_HINT = "People whose names stay theirs, also while they are away"
NOTHING = "-"

SECONDS = "{count} s"
MINUTES = "{count} min"
HOURS = "{hours} h {minutes} min"
DAYS = "{days} d {hours} h"
DATE_AND_TIME = "%d %b %H:%M"
DAY = "%A, %d %B"
TIME = "%H:%M"
NO_TIME = "??:??"

# --- people -----------------------------------------------------------------------------------

PEOPLE = "People"
PEOPLE_NOBODY = "Nobody is here yet"
PEOPLE_HERE = "{count:,} here"
PEOPLE_GUESTS = "{count:,} here, {guests:,} of them guests"
FILTER = "Find a name"
FOUND_ONE = "{count:,} name fits"
FOUND_MANY = "{count:,} names fit"
NOBODY_FITS = "Nobody here is called that"
NOBODY_HERE = "Give people the address on the left, or invite them: they appear here."
NO_PEOPLE = "Who is here is shown when the server runs."
LOADING = "Asking the server"

DOORS = {"native": "Parley", "netcat": "netcat", "classroom": "course client"}
VERIFIED = "{door}, verified"
UNVERIFIED = "{door}, unverified"
DETAIL = "{who} · {address}"
DETAIL_SINCE = "{address} · {who} · since {since}"
SINCE = "since {since}"
PRESENCE = {"here": "here", "quiet": "quiet", "away": "away", "gone": "gone"}
LINE_GOOD = "good line"
LINE_FAIR = "fair line"
LINE_POOR = "poor line"
LINE_UNKNOWN = "not measured"
LINE_FIGURES = "{rtt} ms · {loss} % lost"

KICK = "Kick..."
BAN = "Ban..."
RELEASE = "Release name..."
COPY_NAME = "Copy name"
COPY_PERSON_ADDRESS = "Copy address"

KICK_QUESTION = "Kick {name}? They are sent away until they choose to come back."
KICK_GUEST = "Kick {name}? They are sent away for 10 minutes."
KICK_YES = "Kick"

BAN_QUESTION = "Ban {name} from this server?"
BAN_IDENTITY = "This person, from wherever they come"
BAN_IDENTITY_HINT = (
    "Under another name they come as somebody new. Ban the address too against that, or start the "
    "server with --private."
)
BAN_IDENTITY_PRIVATE = (
    "Under another name they come as somebody new, who needs an invite: revoke those whose links "
    "they may have."
)
BAN_ADDRESS = "Everybody at {address}"
BAN_ADDRESS_HINT = "Also others who use that computer or sit behind the same router."
BAN_YES = "Ban"
BAN_GUEST = "A guest has no key: only an address can be banned."

RELEASE_QUESTION = (
    "{name} is here. Releasing the name sends them away first; then anybody can take it."
)
RELEASE_YES = "Send away and release"

# --- the log ----------------------------------------------------------------------------------

LOG = "Log"
FOLD = "Hide the log"
LOG_LINE = "{time} {text}"

# --- the menu and the foot --------------------------------------------------------------------

INVITE = "Invite people"
SETTINGS = "Settings"
MORE = "More"
BANS = "Bans..."
MEMBERS = "Members..."
NAMES = "Names kept..."
DOCTOR = "Is everything all right?"
COPY_LINK = "Copy link"
PAUSE_GUESTS = "Let no new guests in"
RESUME_GUESTS = "Let guests in again"
HELP = "Keys"
QUIT = "Quit server"
START = "Start it again"
STARTING = "The server is being started."
QUIT_ONE = "{count:,} person is online. They are told that the server ends; nothing said is lost."
QUIT_MANY = "{count:,} people are online. They are told that the server ends; nothing said is lost."
QUIT_YES = "Quit server"
QUIT_NO = "Let it run"
FOOT = "Parley {version} · port {port}"
FOOT_PRIVATE = "Parley {version} · port {port} · private: only who was invited gets in"

# --- invites ----------------------------------------------------------------------------------

INVITE_TITLE = "Invite people"
INVITE_PUBLIC = (
    "Whoever has this link finds this server and knows its key. Scan it, or paste it into Parley's "
    "start window."
)
INVITE_PRIVATE = "This server lets in only who was invited. Make an invite for one or several."
INVITE_MADE = "This link lets people in: give it to those only who are meant."
INVITE_LABEL = "For whom"
INVITE_LABEL_HINT = "A name for your list, such as Crew"
INVITE_USES = "People"
INVITE_DAYS = "Days"
INVITE_ANY = "0: any number"
MAKE_INVITE = "Make an invite"
COPY_INVITE = "Copy link"
LINK_COPIED = "The link is copied."
INVITES = "Invites"
NO_INVITES = "No invite is open."
NO_LABEL = "Without a name"
REVOKE = "Revoke"
REVOKE_QUESTION = "Revoke this invite? Its link lets nobody in any more; who came by it stays."
REVOKE_NAMED = "Revoke the invite {name}? Its link lets nobody in any more; who came by it stays."
INVITE_GONE = "That invite is gone already."
SHOW = "Show"
USES_ONE = "for {count:,} more person"
USES_MANY = "for {count:,} more people"
USES_ANY = "for any number of people"
USES_NONE = "used up"
UNTIL = "until {until}"
FOR_EVER = "for ever"
INVITE_DETAIL = "{uses}, {until}"
NOT_A_NUMBER = "A number from {least} to {most}."
LABEL_LONG = "{most} characters at most."

MEMBERS_TITLE = "Members"
NO_MEMBERS = "Nobody has joined by an invite yet."
MEMBER_BY = "by the invite {invite}, since {since}"
MEMBER_SINCE = "member since {since}"
MEMBER_HERE = "here now"
REMOVE = "Remove"
REMOVE_QUESTION = (
    "Remove {name}? They are sent away, and their name is free. To come back they need another "
    "invite; under another name any that is open will do."
)
REMOVE_YES = "Remove"
MEMBER_GONE = "They are no member any more."

# --- bans and names ---------------------------------------------------------------------------

BANS_TITLE = "Bans"
NO_BANS = "Nobody is banned."
BAN_FIELD = "Name, address or network"
BAN_FIELD_HINT = "Such as 192.168.7.9 or 10.1.0.0/16"
BAN_MISSING = "Say whom: a name, an address or a network."
BAN_ADD = "Ban"
BAN_NETWORK_QUESTION = "Ban all {count:,} addresses of {network} from this server?"
UNBAN = "Unban"
UNBANNED = "That ban is lifted already."
BAN_KINDS = {"identity": "person", "address": "address"}
BAN_DETAIL = "{kind}, banned since {since}"

NAMES_TITLE = "Names kept"
NAMES_FIELD = "Release a name"
NAMES_FIELD_HINT = "Of somebody who is not here"
NAMES_MISSING = "Say which name."
RELEASE_ADD = "Release"

# --- doctor -----------------------------------------------------------------------------------

DOCTOR_TITLE = "Is everything all right?"
DOCTOR_ASKING = "Looking at the server, its network and its disk."
AGAIN = "Look again"
COPY_REPORT = "Copy the report"
REPORT_COPIED = "The report is copied."

# --- settings ---------------------------------------------------------------------------------

SETTINGS_TITLE = "Settings of the server"
SERVER_NAME = "Name"
SERVER_NAME_HINT = "What people see when they look for servers"
NAME_MISSING = "A server has a name."
NAME_LONG = "{most} characters at most."
WELCOME = "Welcome text"
WELCOME_HINT = "Everybody reads it who comes in; empty: nothing is said"
GUESTS_CAPTION = "Guests"
GUESTS_PAUSED = "Let no new guests in; who is here stays"
LIMITS = "Room for"
LIMIT_CLIENTS = "people in all"
LIMIT_NETCAT = "by netcat"
LIMIT_CLASSROOM = "course clients"
RETENTION = "Messages are kept"
KEEP_DAYS = "days"
KEEP_MB = "MB at most"
NEWCOMERS = "newcomers see"
SAVE = "Save"
UNSAVED = "Not saved yet: {whats}."
DISCARD = "Discard"
STAY = "Go on editing"
BANS_CAPTION = "Bans"
OPEN_BANS = "Show who is banned"
NOT_ASKED = "The server does not run, so nothing was changed."
UNEXPECTED = "The server answered something else. It may be of another version: start it again."

# --- keys -------------------------------------------------------------------------------------

HELP_TITLE = "Keys"
HELP_INTRO = (
    "Closing this window leaves the server running. Quit server, below on the right, ends it."
)
KEYS = (
    ("Ctrl+F", "Find a name"),
    ("Up, Down", "Go through the people"),
    ("Return", "Choose; then Tab goes to what can be done"),
    ("Menu, Shift+F10", "What can be done to that person"),
    ("Delete", "Kick that person"),
    ("Ctrl+I", "Invite people"),
    ("Ctrl+Comma", "Settings of the server"),
    ("Ctrl+L", "Go to the log"),
    ("Ctrl+Plus, Ctrl+Minus, Ctrl+0", "Larger, smaller, usual text"),
    ("Tab, Shift+Tab", "The next part, the one before"),
    ("Esc", "Back; out of a dialog"),
    ("Ctrl+W", "Close this window"),
    ("F1", "This list"),
)

NO_DISPLAY = (
    "The dashboard needs a screen, and there is none here ({reason}). "
    f"Use: {programs.TYPED.server} ctl status"
)
NO_TKINTER = (
    programs.INCOMPLETE.format(name="tkinter")
    if programs.IS_PACKAGED
    else "The dashboard needs Python's tkinter, which is missing. Debian and Ubuntu: sudo apt "
    f"install python3-tk. Without a screen: {programs.TYPED.server} ctl status"
)
