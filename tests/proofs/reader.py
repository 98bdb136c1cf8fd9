"""A screen reader's ears: the accessibility tree of every window on a bus, asked over AT-SPI."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_FOCUSABLE, _FOCUSED, _SHOWING, _VISIBLE = 11, 12, 25, 30
_MOST = 4000
_AT_ONCE = 50
"""Questions on the way at a time: one after another, a long form took a minute to read."""

Where = tuple[str, str]
"""A program's name on the bus, and the path of one thing in it."""


@dataclass(frozen=True)
class Node:
    """One thing that a screen reader can come to."""

    role: str
    name: str
    is_focusable: bool
    is_focused: bool
    is_showing: bool


_GONE = Node("", "", is_focusable=False, is_focused=False, is_showing=False)


class Reader:
    """Reads the tree as a screen reader does: it asks the desk, over the bus."""

    def __init__(self, session: str) -> None:
        blocking: Any = importlib.import_module("jeepney.io.blocking")  # late: it is there on Linux alone
        self._made: Any = importlib.import_module("jeepney")
        usual = blocking.open_dbus_connection(session)
        bus = ("org.a11y.Bus", "/org/a11y/bus")
        address = usual.send_and_get_reply(self._question(bus, "org.a11y.Bus", "GetAddress"), timeout=10).body
        usual.close()
        self._bus: Any = blocking.open_dbus_connection(str(address[0]))

    def read(self) -> list[Node]:
        """Everything that shows in every window of every program that has told of itself."""
        programs = self._children([(_REGISTRY, _ROOT)])
        waiting = self._children(programs)
        nodes: list[Node] = []
        while waiting and len(nodes) < _MOST:
            told = self._nodes(waiting)
            shown = [where for where, node in zip(waiting, told, strict=True) if node.is_showing]
            nodes += [node for node in told if node.is_showing]
            waiting = self._children(shown)
        return nodes

    def close(self) -> None:
        """Let the bus go."""
        self._bus.close()

    def _children(self, of: Sequence[Where]) -> list[Where]:
        told = self._ask([self._question(where, _ACCESSIBLE, "GetChildren") for where in of])
        return [(str(one[0]), str(one[1])) for body in told if body for one in body[0]]

    def _nodes(self, places: Sequence[Where]) -> list[Node]:
        properties = "org.freedesktop.DBus.Properties"
        states = self._ask([self._question(one, _ACCESSIBLE, "GetState") for one in places])
        roles = self._ask([self._question(one, _ACCESSIBLE, "GetRoleName") for one in places])
        said = (_ACCESSIBLE, "Name")
        names = self._ask([self._question(one, properties, "Get", "ss", said) for one in places])
        return [
            _node(state[0], str(role[0]), str(name[0][1])) if state and role and name else _GONE
            for state, role, name in zip(states, roles, names, strict=True)
        ]

    def _question(self, where: Where, of: str, what: str, kinds: str = "", said: tuple[str, ...] = ()) -> Any:
        address = self._made.DBusAddress(where[1], bus_name=where[0], interface=of)
        return self._made.new_method_call(address, what, kinds or None, said)

    def _ask(self, questions: Sequence[Any]) -> list[Any]:
        """Send many, then take their answers in the order of the questions; None of what went meanwhile."""
        found: list[Any] = []
        for first in range(0, len(questions), _AT_ONCE):
            found += self._ask_some(questions[first : first + _AT_ONCE])
        return found

    def _ask_some(self, questions: Sequence[Any]) -> list[Any]:
        serials = []
        for question in questions:
            serials.append(next(self._bus.outgoing_serial))
            self._bus.send(question, serial=serials[-1])
        answers: dict[int, Any] = {}
        field = self._made.HeaderFields.reply_serial
        while len(answers) < len(serials):
            message = self._bus.receive(timeout=10)
            serial = message.header.fields.get(field)
            if serial is not None:
                is_wrong = message.header.message_type == self._made.MessageType.error
                answers[serial] = None if is_wrong else message.body
        return [answers[serial] for serial in serials]


def _node(states: Sequence[int], role: str, name: str) -> Node:
    bits = sum(part << (32 * number) for number, part in enumerate(states))
    is_there = {bit: bool(bits >> bit & 1) for bit in (_FOCUSABLE, _FOCUSED, _SHOWING, _VISIBLE)}
    shows = is_there[_SHOWING] or is_there[_VISIBLE]
    return Node(role, name, is_there[_FOCUSABLE], is_there[_FOCUSED], shows)
