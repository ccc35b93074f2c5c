"""`python -m chatserver ctl OPERATION`: the owner asks a running server."""

import os
import sys
import time
from argparse import SUPPRESS, Namespace, RawDescriptionHelpFormatter
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from chatserver.control.answers import AnyAnswer, LogLines, Refused
from chatserver.control.client import ControlClient, ControlError, EndedError, NoServerError
from chatserver.control.operations import AnyOperation, AskLog, Stop
from chatserver.control.shown import show
from chatserver.control.words import BadWords, Parser, add_operations, operation_of
from chatserver.data import default_data, is_running
from shared.console import print_lines
from shared.program_names import TYPED

FOLLOW_S: Final = 0.5
END_S: Final = 10.0

_HELP: Final = f"""\
examples:
  {TYPED.server} ctl status
  {TYPED.server} ctl ban bob   also: ban 10.1.2.3, ban 10.1.2.0/24
  {TYPED.server} ctl welcome Tea at four
  {TYPED.server} ctl invite for eva --uses 1 --days 7
  {TYPED.server} ctl --json people
What rename, welcome, limits, keep and pause set is remembered; an option on the server's own
command line wins when it is started with one.
exit code: 0 done; 1 the server refused it, and says why; 2 wrong words, or no server answered
"""


_HIDDEN: Final = (
    "A server runs with the data folder {data}, but it cannot be asked: it is about to begin or to "
    "end, or the file `control` in that folder is gone. Try again; if it stays so, end the "
    "server's program and start it again."
)


def run_control(words: list[str]) -> int:
    """Exit code 0 if done, 1 if the server refused, 2 if it was not asked or did not answer."""
    try:
        parser = _parser()
        options = parser.parse_args(words, Namespace(data="", json=False))
        operation = operation_of(options)
    except BadWords as mistake:
        print(mistake, file=sys.stderr)
        return 2
    data = Path(options.data).absolute() if options.data else default_data()
    client = ControlClient(data)
    try:
        return _ask(
            client, operation, as_json=options.json, follow=getattr(options, "follow", False)
        )
    except NoServerError as trouble:
        print(_HIDDEN.format(data=data) if _is_running(data) else trouble, file=sys.stderr)
        return 2
    except ControlError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # whoever reads has read enough, and Python must not try once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        client.close()


def _is_running(data: Path) -> bool:
    """Only asked where nobody answers: it looks at the lock that a server needs at its start."""
    with suppress(OSError):
        return is_running(data)
    return False


def _parser() -> Parser:
    parser = Parser(
        prog=f"{TYPED.server} ctl",
        description="Ask a server that runs on this computer, of the same user.",
        epilog=_HELP,
        formatter_class=RawDescriptionHelpFormatter,
    )
    _add_common(parser)
    add_operations(parser, also=_add_common)
    return parser


def _add_common(parser: Parser) -> None:
    """Before the operation and behind it; without a default, or the one would undo the other."""
    data, json = "the server's data folder", "the answer as one line of JSON"
    parser.add_argument("--data", metavar="DIR", default=SUPPRESS, help=data)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help=json)


def _ask(client: ControlClient, operation: AnyOperation, *, as_json: bool, follow: bool) -> int:
    answer = client.ask(operation)
    _tell(answer, as_json=as_json)
    if isinstance(answer, Refused):
        return 1
    if isinstance(operation, Stop) and not client.await_end(END_S):
        print("The server takes long to end.", file=sys.stderr)
    while follow and isinstance(answer, LogLines):
        if not answer.lines:
            time.sleep(FOLLOW_S)
        try:
            answer = client.ask(AskLog(answer.last))
        except (NoServerError, EndedError):
            print("The server has ended.", file=sys.stderr)
            return 0
        if not isinstance(answer, LogLines) or answer.lines:
            _tell(answer, as_json=as_json)
    return 0


def _tell(answer: AnyAnswer, *, as_json: bool) -> None:
    """A refusal is no answer for whoever reads standard output."""
    text = msgspec.json.encode(answer).decode() if as_json else show(answer)
    stream = sys.stderr if isinstance(answer, Refused) and not as_json else sys.stdout
    if text:
        print_lines(stream, text.splitlines())
