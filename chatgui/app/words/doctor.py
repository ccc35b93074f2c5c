"""Every text of the network doctor, in the terminal and in its window. `{}` fields are named."""

TITLE = "Doctor"
INTRO = "What lies between this computer and a server, step by step."
HEAD = "Parley {version} on {system}: what lies between this computer and a server"
OK = "ok"
TROUBLE = "trouble"
CANNOT_TELL = "cannot tell"
EXAMINING = "Looking at: {step}"
ALL_WELL = "Nothing is wrong between this computer and the server."
WRONG_ONE = "{count} thing is wrong."
WRONG_MANY = "{count} things are wrong."
WHAT_TO_DO = "What to do:"
FOR_ADMINISTRATOR = "To hand to an administrator:"
AGAIN = "Examine again"
COPY = "Copy the report"
COPIED = "The report is copied"

STEPS = {
    "network": "Network",
    "search": "Search",
    "server": "Server",
    "key": "Key",
    "clock": "Clock",
    "line": "Line",
    "guests": "Guests",
}

# --- network ----------------------------------------------------------------------------------

ADDRESSES = "This computer is at {addresses}."
ADDRESS = "{address} ({interface})"
NO_NETWORK = "This computer is on no network: it has no address but its own."
CONNECT = "Connect it: switch on Wi-Fi or plug in a cable, and look again."
CARD_DOWN = "This computer has an address, but is not connected: {addresses}."
NO_NETWORK_HERE = "This computer is on no network. A server on it can be reached from here only."
NO_LEASE = "This computer has got no address from its network, only one it made up: {addresses}."
GET_LEASE = (
    "Connect to the network again (Wi-Fi off and on, or the cable). If it stays so, the network "
    "gives out no addresses (DHCP): ask who looks after it. Two computers on one cable are fine so."
)
ONLY_VPN = "This computer is on a VPN only: {addresses}. No search goes through that."
LEAVE_VPN = (
    "Connect to the network that the server is on; or type the server's address, if it is to be "
    "reached through the VPN."
)
ONLY_INNER = "This computer has only networks inside itself: {addresses}."

# --- search -----------------------------------------------------------------------------------

FOUND = "Found here: {servers}."
FOUND_SERVER = "{name} at {where}"
FOUND_SILENT = "{name} at {where} (announced, but does not answer)"
FOUND_NONE = "No server was found by searching."
START_ONE = (
    'Ask where the server is and type its address; or choose "Start a server on this computer" '
    "where you join."
)
FOUND_NOT_THIS = "No server was found by searching, which does not cross routers and some Wi-Fi."
FOUND_SEVERAL = "Several servers run here: {servers}. Ask which one is meant."

# --- server -----------------------------------------------------------------------------------

ANSWERS = "{server} answers at {where}."
SERVER_UNNAMED = "A server"
ANSWERS_INVITES = "{server} answers at {where}. Who is new there needs an invite."
ASK_INVITE = "If you were never in, ask its owner for an invite link."
UNKNOWN_NAME = "No computer called '{host}' can be found from here."
CHECK_NAME = (
    "Check how it is written, or use the server's address, such as 192.168.7.20. Its owner sees it "
    "where the server was started."
)
NOT_LISTENING = "The computer {host} answers, and says that no server listens on UDP port {port}."
NOT_LISTENING_HERE = "No server listens on UDP port {port} of this computer."
CHECK_RUNNING = (
    "Start the server there, or ask its owner for the right port. If it does run, a firewall on "
    "{host} turns its callers away."
)
START_HERE = "Start one, or use the address of the computer that it runs on."
USE_FOUND = "{name} was found at {where}: use that, if it is the one that is meant."
FOREIGN = "Something answers at {where}, but it is not a Parley server."
CHECK_PORT = (
    "Check the port. A server of the course needs --door classroom with --terminal in place of a "
    "window."
)
OTHER_VERSION = "The server at {where} speaks another version of Parley."
BRING_UP_TO_DATE = "Bring the older of the two programs up to date."
NO_WAY = "No way leads from this computer to {host}."
FIND_WAY = "Connect to the network that the server is on, or check the address."
FORBIDDEN = "This computer does not let Parley send to {where}: a firewall on it says no."
ALLOW_HERE = "Allow Parley in the firewall of this computer."
ORDER_OUT = (
    "On the computer of whoever asks: allow outgoing UDP to {host}, port {port}, and its answers."
)
FILTERED = "A firewall at {host}, or on the way there, turns Parley away from UDP port {port}."
FILTERED_DO = "Its owner has to let Parley in."
NOBODY = "No computer is to be found at {host}."
CHECK_ADDRESS = (
    "Check the address and whether that computer is switched on and on the same network. It may "
    "have another address now: its owner sees it where the server was started."
)
CHECK_ADDRESS_NEAR = (
    f"{CHECK_ADDRESS} Guest Wi-Fi often keeps its computers apart: then use another Wi-Fi or a "
    "cable."
)
SILENT_HERE = "Something holds UDP port {port} of this computer, and does not answer."
SILENT_HERE_DO = (
    "End what holds the port, or start the server again. A firewall on this computer can be the "
    "reason, too."
)
SILENT_ON = "The computer {host} is on, but nothing comes back from UDP port {port}."
SILENT_ON_DO = "Most likely its firewall does not let Parley in: its owner has to allow it."
SILENT_NEAR = "Nothing comes back from {host}, which should be on the same network."
SILENT_NEAR_DO = (
    "Check the address, and whether that computer is switched on. Guest Wi-Fi often keeps its "
    "computers apart: then use another Wi-Fi or a cable. Else its firewall does not let Parley in."
)
SILENT_FAR = "Nothing comes back from {host}, which is not on a network of this computer."
SILENT_FAR_DO = (
    "Check the address. If it is right, a firewall there or between the networks does not let "
    "Parley through; or connect to the network that the server is on."
)
ORDER = (
    "On the computer {host}, allow incoming UDP on port {port}.\n"
    "Linux: sudo ufw allow {port}/udp\n"
    "or: sudo firewall-cmd --permanent --add-port={port}/udp && sudo firewall-cmd --reload\n"
    "Windows: netsh advfirewall firewall add rule name=Parley dir=in action=allow protocol=UDP "
    "localport={port}\n"
    "macOS: System Settings, Network, Firewall, Options: allow Parley or Python"
)
"""The lines behind the first are to be copied as they are: they are never broken."""

ORDER_BETWEEN = "Between {own} and {host}: let UDP to port {port} through, and the answers to it."

# --- key --------------------------------------------------------------------------------------

KEY_SAME = "It is the server that you know: {fingerprint}."
KEY_ELSEWHERE = "It is a server that you know from {where}: {fingerprint}."
KEY_NEW = "You have not been there yet. Its key is {fingerprint}; its owner can say if it is right."
KEY_OTHER = (
    "Another server stands there than the one you know. Known: {expected}. There now: {found}."
)
KEY_OTHER_DO = (
    "Ask its owner which of the two keys is right before you join. If it was set up anew, trust "
    "it where you are asked; if nobody knows why, do not."
)
KEY_NONE = "It has not said which server it is."
KEY_NONE_DO = (
    "It is overloaded, or large packets are lost on the way. Try again in a minute; then tell its "
    "owner."
)

# --- clock ------------------------------------------------------------------------------------

CLOCK_UNKNOWN = (
    "The server has not told its time; it does so on networks near it, unless it hides from "
    "searches. All see the server's times, whatever their own clocks say."
)
CLOCK_SAME = "Its clock and this computer's agree."
CLOCK_AHEAD = "Its clock is {time} ahead of this computer's."
CLOCK_BEHIND = "Its clock is {time} behind this computer's."
CLOCK_DO = (
    "Set the one that is wrong: let that computer get its time by itself. Messages keep their "
    "order in any case; the times that all see are the server's."
)
SECONDS = "{count} seconds"
MINUTES = "{count} minutes"
HOURS = "{count} hours"
DAYS = "{count} days"

# --- line -------------------------------------------------------------------------------------

LINE_GOOD = "{count} of {of} packets came back, in {rtt} ms."
LINE_SLOW = "{count} of {of} packets came back, in {rtt} ms: that is slow."
LINE_POOR = "Only {count} of {of} packets came back, in {rtt} ms: {percent} % are lost."
LINE_DO = (
    "Parley copes with a third lost, but not at once. Go nearer to the Wi-Fi, or use a cable. If "
    "others have it too, tell who looks after the network."
)

# --- guests -----------------------------------------------------------------------------------

GUESTS_IN = "Guests can come in from this computer: nc -u {host} {port}"
GUESTS_OUT = (
    "Guests are not let in from this computer (nc, course clients). Parley's own programs are."
)
GUESTS_PRIVATE = "Guests are not let in: newcomers need an invite there."
