"""Parley, and the servers it is measured beside."""

from tests.bench.rivals.irc import Irc
from tests.bench.rivals.mqtt import Mqtt
from tests.bench.rivals.nats import Nats
from tests.bench.rivals.parley import Parley

RIVALS = (Parley, Irc, Mqtt, Nats)
