"""One window for one vault: a second start brings the first window to the front and ends."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ehdesk import files

_FRONT = b"front\n"
_HERE = b"here\n"
_PATIENCE = 400  # milliseconds; the other one stands on this computer
_ANSWER = 3000  # milliseconds; whoever took the call may be busy opening the vault


def name_of(folder: files.DataFolder) -> str:
    """The name under which the window of this data folder listens: a hash, so that it tells no path."""
    from PySide6.QtCore import QCryptographicHash  # late: the first window does not wait for it

    path = str(folder.root.resolve()).encode()
    digest = QCryptographicHash.hash(path, QCryptographicHash.Algorithm.Sha256)
    return f"ehdesk-{bytes(digest.data()).hex()[:24]}"


def may_be_open(folder: files.DataFolder) -> bool:
    """Whether it is worth asking for another window: one stands, or was killed while it stood."""
    return folder.window.exists()


def bring_other_to_front(folder: files.DataFolder) -> bool:
    """Whether another window of this vault stood and came to the front."""
    from PySide6.QtNetwork import QLocalSocket  # late: asked only where a vault may be open

    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(_FRONT)
    socket.waitForBytesWritten(_PATIENCE)
    answered = socket.waitForReadyRead(_ANSWER) and bytes(socket.readAll().data()) == _HERE
    socket.abort()
    return answered


class Listener(QObject):
    """Listens for a second start. `front_wanted` says that somebody started ehdesk again."""

    front_wanted = Signal()

    def __init__(self, folder: files.DataFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer  # late: after the first window shows

        name = name_of(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left over from a process that was killed
            self._server.listen(name)
        folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._mark = folder.window
        self._mark.touch(mode=0o600)
        self._server.newConnection.connect(self._on_connection)

    def is_listening(self) -> bool:
        """Whether a second start would find us."""
        return bool(self._server.isListening())

    def stop(self) -> None:
        """Stop listening, so that the process that comes after can."""
        self._mark.unlink(missing_ok=True)
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._answer(bytes(socket.readAll().data()), socket.write))
        socket.disconnected.connect(socket.deleteLater)

    def _answer(self, asked: bytes, write: Callable[[bytes], object]) -> None:
        if asked == _FRONT:
            write(_HERE)
            self.front_wanted.emit()
