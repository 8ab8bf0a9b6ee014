"""The server under the applications: on the loopback address, keep-alive, a thread for each connection.

werkzeug's own server closes the connection after every answer, and shakes hands inside its accept loop, so that one
silent client would keep all others waiting. SharePoint keeps connections, and its clients count on it.
"""

import contextlib
import io
import socket
import socketserver
import ssl
import sys
import threading
import time
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any, cast
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.serving import DechunkedInput

from sync.emulator.exchange import BANNER
from sync.emulator.whole_numbers import read_whole_number

_IDLE_SECONDS = 120
_POLL_SECONDS = 0.05
_STOP_SECONDS = 1.0
#: What SharePoint takes in one request, too (Microsoft, "SharePoint limits": 250 MB for a file that is not sent in pieces).
_LARGEST_BODY = 250 * 1024 * 1024
_SORRY = b"The local SharePoint failed. Its log says where; this is our mistake and not SharePoint's answer."


def _write_plain(status: HTTPStatus, text: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
        f"X-Not-SharePoint: {BANNER}\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text


class LoopbackServer(ThreadingHTTPServer):
    """Serves one WSGI application until stopped: by HTTPS, or by plain HTTP without a context.

    Raises ``OSError`` when the port is taken.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, context: ssl.SSLContext | None, application: WSGIApplication) -> None:
        self.application = application
        self._context = context
        self._open: dict[threading.Thread, socket.socket] = {}
        self._open_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self._accepting = threading.Thread(
            target=self.serve_forever, args=(_POLL_SECONDS,), name="local-sharepoint", daemon=True
        )

    @property
    def scheme(self) -> str:
        """How it is asked: ``https`` or ``http``."""
        return "https" if self._context else "http"

    @property
    def port(self) -> int:
        """The port that is served."""
        return self.socket.getsockname()[1]  # type: ignore[no-any-return] # a number

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._accepting.start()

    def stop(self) -> None:
        """Stop accepting, hang up on everybody and wait for what is still running."""
        if self._accepting.is_alive():
            self.shutdown()
            self._accepting.join()
        self.server_close()
        with self._open_lock:
            connections = dict(self._open)
        for connection in connections.values():
            # The plain socket's own shutdown: TLS's would take the session away under the thread that reads.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        deadline = time.monotonic() + _STOP_SECONDS
        for thread in connections:
            thread.join(max(0.0, deadline - time.monotonic()))

    def server_bind(self) -> None:
        """Bind, without asking the network for this computer's name as the parent class does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.port

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; the handshake waits for the connection's own thread."""
        connection, address = self.socket.accept()
        connection.settimeout(_IDLE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._context is None:
            return connection, address
        wrapped = self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return wrapped, address

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - given
        """Give a connection its thread, and remember both."""
        thread = threading.Thread(target=self._serve_connection, args=(request, client_address), daemon=True)
        with self._open_lock:
            self._open[thread] = request
        thread.start()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - given
        """Answer 500 for our own mistakes, and show where they are.

        A client that hangs up or does not trust the certificate is none, nor is an application that raises
        ``ConnectionError``: that is how it hangs up without an answer.
        """
        if isinstance(sys.exception(), (ConnectionError, TimeoutError, ssl.SSLError)):
            return
        traceback.print_exc()
        with contextlib.suppress(OSError):
            request.sendall(_write_plain(HTTPStatus.INTERNAL_SERVER_ERROR, _SORRY))

    def _serve_connection(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - given
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.pop(threading.current_thread(), None)


class _Handler(BaseHTTPRequestHandler):
    """One connection: requests one after another, each answered in one piece."""

    protocol_version = "HTTP/1.1"
    server: LoopbackServer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - http.server looks methods up by name
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's signature
        """Keep quiet; whoever wants to count requests asks the server."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request that can be read, and hang up: nobody knows where the next one begins."""
        self.close_connection = True
        told = " ".join(filter(None, (message or HTTPStatus(code).phrase, explain)))
        self.wfile.write(_write_plain(HTTPStatus(code), f"The request cannot be read: {told}.".encode()))

    def _serve(self) -> None:
        try:
            body = self._read_body()
        except ValueError as error:
            self.send_error(HTTPStatus.BAD_REQUEST, str(error))
            return
        environ = self._build_environ(body)
        answer = _Answer()
        answer.collect(self.server.application(environ, answer.start_response))
        self._send(answer)

    def _read_body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            try:
                return DechunkedInput(cast("IO[bytes]", self.rfile)).readall() or b""
            except OSError as error:
                raise ValueError("its chunks are not as HTTP has them") from error
        length = read_whole_number(self.headers.get("Content-Length", "0").strip(), _LARGEST_BODY)
        if length is None:
            raise ValueError(f"its Content-Length is no number up to {_LARGEST_BODY:,}")
        return self.rfile.read(length)

    def _build_environ(self, body: bytes) -> WSGIEnvironment:
        path, _, query = self.path.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.server.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        own = ("CONTENT_TYPE", "CONTENT_LENGTH", "TRANSFER_ENCODING")
        names = {name.upper().replace("-", "_"): value for name, value in self.headers.items() if "_" not in name}
        return {**environ, **{f"HTTP_{name}": value for name, value in names.items() if name not in own}}

    def _send(self, answer: "_Answer") -> None:
        lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in answer.headers)]
        declared = next((value for name, value in answer.headers if name.lower() == "content-length"), None)
        has_body = not answer.status.startswith(("1", "204", "304"))
        if declared is None and has_body:
            lines.append(f"Content-Length: {len(answer.body)}")
        elif declared is not None and int(declared) != len(answer.body):
            # The application promised more than it gave: the client must see that it was cut short.
            self.close_connection = True
        lines.append(f"Connection: {'close' if self.close_connection else 'keep-alive'}")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.wfile.write(head if self.command == "HEAD" else head + answer.body)


class _Answer:
    """What an application answers, gathered before any of it is sent."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.body = b""

    def start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: object = None,  # noqa: ARG002 - WSGI's signature
        /,
    ) -> Any:  # noqa: ANN401 - WSGI's write function, which nobody uses
        self.status = status
        self.headers = headers
        return self._write

    def collect(self, pieces: Any) -> None:  # noqa: ANN401 - an iterable that may have close()
        try:
            self.body += b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()

    def _write(self, piece: bytes) -> None:
        self.body += piece
