"""A real DNS server and a real TLS server on this machine, which answer what a test wants, politely or not."""

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import trustme
from dns.nameserver import Do53Nameserver
from dns.resolver import Resolver

MOST_IN_UDP = 1232
DEADLINE = 60
# Far more than the limits of the checks, on a busy machine too, and far less than what the servers here go on for.
LONG = 20


class NameServer:
    """Answers for the names in `zone`; a name that is not there does not exist. What was asked is in `asked`.

    `zone` holds texts such as "TXT words" or "A 127.0.0.1" for a name; names in `silent` get no answer, those in
    `broken` a failure. A name in `changing` is answered from its list, the next one each time.
    Nothing is answered before it is `ready`.
    """

    def __init__(self) -> None:
        self.zone: dict[str, list[str]] = {}
        self.silent: set[str] = set()
        self.broken: set[str] = set()
        self.changing: dict[str, list[list[str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.ready = threading.Event()
        self.ready.set()
        self.port = 0

    def resolver(self) -> Resolver:
        """One that asks this server alone."""
        resolver = Resolver(configure=False)
        resolver.nameservers = [Do53Nameserver("127.0.0.1", self.port)]
        resolver.lifetime = DEADLINE  # what a check sets is what counts
        return resolver

    def answer(self, wire: bytes, most: int) -> bytes | None:
        """The answer to one question, cut where it is larger than `most`."""
        question = dns.message.from_wire(wire)
        name = question.question[0].name.to_text(omit_final_dot=True).lower()
        kind = question.question[0].rdtype.name
        self.asked.append((name, kind))
        if name in self.silent or not self.ready.wait(DEADLINE):
            return None
        answer = dns.message.make_response(question)
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif not self._fill(answer, name, kind):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        try:
            return answer.to_wire(max_size=most)
        except dns.exception.TooBig:
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            return answer.to_wire()

    def _fill(self, answer: dns.message.Message, name: str, kind: str) -> bool:
        for _alias in range(20):
            if name in self.changing and kind == "A":
                self.zone[name] = self.changing[name].pop(0)
            if name not in self.zone:
                return False
            records = [record.split(" ", 1) for record in self.zone[name]]
            wanted = [data for type_, data in records if type_ == kind]
            if wanted:
                answer.answer.append(dns.rrset.from_text_list(f"{name}.", 0, "IN", kind, wanted))
            alias = next((data for type_, data in records if type_ == "CNAME"), None)
            if wanted or alias is None:
                return True
            answer.answer.append(dns.rrset.from_text(f"{name}.", 0, "IN", "CNAME", f"{alias}."))
            name = alias
        return True


def txt(text: str) -> str:
    """A TXT record of this text, in pieces of at most 255 bytes."""
    pieces = [text[start : start + 255] for start in range(0, len(text), 255)]
    return "TXT " + " ".join(f'"{piece}"' for piece in pieces)


@contextlib.contextmanager
def name_server() -> Iterator[NameServer]:
    """One that runs until the end of the block, over UDP and TCP on the same port."""
    names = NameServer()

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            answer = names.answer(data, MOST_IN_UDP)
            if answer:
                sock.sendto(answer, self.client_address)

    class Stream(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            (length,) = struct.unpack("!H", self.rfile.read(2))
            answer = names.answer(self.rfile.read(length), 65_535)
            if answer:
                self.wfile.write(struct.pack("!H", len(answer)) + answer)

    with contextlib.ExitStack() as running:
        for server in both_on_one_port(Datagram, Stream):
            names.port = server.server_address[1]
            running.enter_context(server)
            serve(running, server)
        yield names


def both_on_one_port(
    datagram: type[socketserver.BaseRequestHandler], stream: type[socketserver.BaseRequestHandler]
) -> tuple[socketserver.BaseServer, ...]:
    """A server over UDP and one over TCP; a port that is free for one may be taken for the other."""
    while True:
        udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), datagram)
        try:
            return udp, Server(udp.server_address, stream)
        except OSError:
            udp.server_close()


class Server(socketserver.ThreadingTCPServer):
    """A thread for each connection."""

    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_what: Any) -> None:
        """The other side went away, as some tests want."""


def serve(running: contextlib.ExitStack, server: socketserver.BaseServer) -> None:
    """Let it serve in a thread, until what runs has ended."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    running.callback(server.shutdown)


Write = Callable[[bytes], None]
Behave = Callable[[str, Write], None]


class Website:
    """A TLS server with a certificate for `names`. `requests` are what it was asked, `sni` how it was called.

    `behave` writes the answer to a request, which it is given as text.
    """

    def __init__(self, ca: trustme.CA, *names: str) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert(*names).configure_cert(self.context)
        self.context.sni_callback = self._called  # type: ignore[assignment] # the stubs know no bound method
        self.requests: list[str] = []
        self.sni: list[str | None] = []
        self.connections = 0
        self.behave: Behave = gives("")
        self.over = threading.Event()
        self.port = 0

    def _called(self, _sock: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        self.sni.append(name)

    @contextlib.contextmanager
    def running(self) -> Iterator["Website"]:
        """Serve until the end of the block."""
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                site.connections += 1
                with contextlib.suppress(OSError), site.context.wrap_socket(self.request, server_side=True) as tls:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += tls.recv(4096) or b"\r\n\r\n"
                    site.requests.append(request.decode())
                    site.behave(request.decode(), tls.sendall)

        with contextlib.ExitStack() as stack:
            server = stack.enter_context(Server(("127.0.0.1", 0), Handler))
            self.port = server.server_address[1]
            serve(stack, server)
            stack.callback(self.over.set)
            yield self


def gives(body: str | bytes, status: str = "200 OK", **headers: str) -> Behave:
    """A plain answer."""
    content = body.encode() if isinstance(body, str) else body
    head = {"Content-Length": str(len(content)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return lambda _request, write: write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content)


def leads_to(address: str, status: str = "301 Moved Permanently") -> Behave:
    """A redirect."""
    return gives("", status, Location=address)


def drips(site: Website, start: bytes, drop: bytes, pause: float = 0.02) -> Behave:
    """Begins an answer, then sends a drop after each pause for as long as somebody reads."""

    def behave(_request: str, write: Write) -> None:
        write(start)
        while not site.over.wait(pause):
            write(drop)

    return behave


def pours(site: Website, start: bytes, drop: bytes) -> Behave:
    """Begins an answer and never ends it, as fast as it is read."""

    def behave(_request: str, write: Write) -> None:
        write(start)
        while not site.over.is_set():
            write(drop)

    return behave


@contextlib.contextmanager
def mute_server() -> Iterator[int]:
    """A port where connections are taken and nothing is said."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
