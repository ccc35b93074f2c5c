"""Objects that we show on D-Bus: which calls they answer, and how. Speaks to no bus itself.

dbus-fast's own service classes say signatures by annotations that are no types; a table says the
same, can be checked, and is tested without a bus.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from dbus_fast import Message, Variant

PROPERTIES: Final = "org.freedesktop.DBus.Properties"
INTROSPECTABLE: Final = "org.freedesktop.DBus.Introspectable"
ERROR: Final = "org.freedesktop.DBus.Error."


class Method(NamedTuple):
    """`act(*body)`: gives the answer's body."""

    takes: str
    gives: str
    act: Callable[..., Sequence[Any]]


class Exported:
    """One interface at one path. `properties` says how they are now; `signals`: the signature of
    what each brings."""

    def __init__(
        self,
        path: str,
        interface: str,
        methods: Mapping[str, Method],
        properties: Callable[[], Mapping[str, Variant]],
        signals: Mapping[str, str],
    ) -> None:
        self.path, self.interface = path, interface
        self._signals, self._properties = signals, properties
        standard = {
            (INTROSPECTABLE, "Introspect"): Method("", "s", lambda: [self._introspect()]),
            (PROPERTIES, "Get"): Method("ss", "v", self._get),
            (PROPERTIES, "GetAll"): Method("s", "a{sv}", lambda _: [dict(properties())]),
        }
        own = {(interface, name): method for name, method in methods.items()}
        self._methods: dict[tuple[str, str], Method] = {**own, **standard}

    def answer(self, call: Message) -> Message | None:
        """To a call of this path; None: not ours."""
        if call.path != self.path:
            return None
        method = self._find(call)
        if method is None:
            return Message.new_error(call, ERROR + "UnknownMethod", f"No {call.member} here.")
        if call.signature != method.takes:
            return Message.new_error(call, ERROR + "InvalidArgs", f"It takes '{method.takes}'.")
        try:
            return Message.new_method_return(call, method.gives, list(method.act(*call.body)))
        except KeyError as unknown:
            return Message.new_error(call, ERROR + "InvalidArgs", f"No {unknown} here.")

    def signal(self, name: str, body: Sequence[Any] = ()) -> Message:
        return Message.new_signal(self.path, self.interface, name, self._signals[name], list(body))

    def _find(self, call: Message) -> Method | None:
        """Callers may leave the interface out."""
        for (interface, name), method in self._methods.items():
            if name == call.member and call.interface in (None, "", interface):
                return method
        return None

    def _get(self, _: str, name: str) -> list[Variant]:
        return [self._properties()[name]]

    def _introspect(self) -> str:
        lines = [f"<node><interface name={quoteattr(self.interface)}>"]
        for (interface, name), method in self._methods.items():
            if interface == self.interface:
                lines.append(_describe("method", name, _arguments(method)))
        for name, signature in self._signals.items():
            lines.append(_describe("signal", name, [("out", signature)]))
        for name, value in self._properties().items():
            kind = quoteattr(value.signature)
            lines.append(f'<property name="{name}" type={kind} access="read"/>')
        return "\n".join([*lines, "</interface></node>"])


def _arguments(method: Method) -> list[tuple[str, str]]:
    return [("in", method.takes)] * bool(method.takes) + [("out", method.gives)] * bool(
        method.gives
    )


def _describe(kind: str, name: str, arguments: Sequence[tuple[str, str]]) -> str:
    """One argument for each complete type."""
    from dbus_fast.signature import get_signature_tree

    said = [
        f"<arg type={quoteattr(one.signature)} direction={quoteattr(direction)}/>"
        for direction, signature in arguments
        for one in get_signature_tree(signature).types
    ]
    return f"<{kind} name={quoteattr(name)}>{''.join(said)}</{kind}>"
