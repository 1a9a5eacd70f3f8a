"""The same bounds hold where the connection is encrypted, as it is on every wiki in the open."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from editor.wiki import Slots, WikiConnection, WikiUnavailableError
from editor.wiki.auth import NoAuth
from editor.wiki.connection import Timing

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n"
PATIENT = Timing(connect=5, answer=5, total=10)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A key and a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path_factory.mktemp("tls") / "wiki.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def serve(certificate) -> Iterator[Callable[[Callable[[ssl.SSLSocket], None]], WikiConnection]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[Thread] = []
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/api.php"
    connection = WikiConnection(url, "", "Galley/0.1 (tests)", Slots(1, 0, 0))

    def start(behaviour: Callable[[ssl.SSLSocket], None]) -> WikiConnection:
        def run() -> None:
            peer, _ = listener.accept()
            with suppress(OSError), context.wrap_socket(peer, server_side=True) as encrypted:
                behaviour(encrypted)

        threads.append(Thread(target=run, daemon=True))
        threads[-1].start()
        return connection

    yield start
    connection.close()
    for thread in threads:
        thread.join(5)
    listener.close()


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))


def post(connection: WikiConnection, timing: Timing = PATIENT) -> bytes:
    return connection.send(
        "POST",
        connection.api_url,
        auth=NoAuth(),
        body=(b"x" * 100_000 + b"the end", "text/plain"),
        timing=timing,
        is_write=True,
    ).body


def read_request(peer: ssl.SSLSocket) -> None:
    data = b""
    while not data.endswith(b"the end"):
        data += peer.recv(65536)


@pytest.mark.usefixtures("trusted")
def test_an_encrypted_connection_is_kept_alive(serve):
    def twice(peer: ssl.SSLSocket) -> None:
        for _ in range(2):
            read_request(peer)
            peer.sendall(HEAD + b'{"a": 1}')

    connection = serve(twice)
    assert post(connection) == post(connection) == b'{"a": 1}'


@pytest.mark.usefixtures("trusted")
def test_an_encrypted_answer_has_an_end_too(serve):
    def drip(peer: ssl.SSLSocket) -> None:
        read_request(peer)
        for byte in HEAD:
            peer.sendall(bytes([byte]))
            time.sleep(0.05)

    connection = serve(drip)
    started = time.monotonic()
    with pytest.raises(WikiUnavailableError) as caught:
        post(connection, Timing(connect=0.5, answer=0.5, total=0.7))
    assert time.monotonic() - started < 3
    assert caught.value.may_have_been_saved


def test_a_certificate_that_nobody_trusts(serve):
    connection = serve(lambda peer: None)
    with pytest.raises(WikiUnavailableError) as caught:
        post(connection)
    assert not caught.value.may_have_been_saved
