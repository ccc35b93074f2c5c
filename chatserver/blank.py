"""What a server begins with that remembers nothing: it stands where an archive would."""

from collections.abc import Mapping, Sequence

from chatserver.bans import Bans
from chatserver.config import Config
from chatserver.gate import Gate
from chatserver.log.interface import Log
from chatserver.reading import Mark
from chatserver.registry import Known
from chatserver.settings import Settings


class Blank:
    """`log`: the only thing that was there before."""

    def __init__(self, config: Config, log: Log) -> None:
        self.log = log
        self.settings = Settings(config)
        self.gate = Gate(is_private=config.is_private)
        self.bans = Bans()
        self.known: Sequence[Known] = ()
        self.marks: Mapping[Mark, int] = {}
