"""Letters: what an address is, the outbox that sends nothing, and a real mail server that takes them encrypted."""

from __future__ import annotations

import email
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.config import Settings, WrongSetting
from app.gateways import GatewayError, GatewayRejectionError, GatewayUnavailableError
from app.gateways.mail import Letter, address
from app.gateways.mail.outbox import OutboxMail
from app.gateways.mail.smtp import SmtpMail

LETTER = Letter(
    "0123456789abcdef", "gabor@pelda.hu", "Beszélgetés: BKT472 – őszi űrlap",
    "Tisztelt Ügyfelünk!\n\n„Árvíztűrő tükörfúrógép”\n" + "ő" * 2000,
    "hu-simple", "BKT472", datetime(2026, 11, 24, 15, 5, tzinfo=UTC),
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """A mail server that keeps what it takes."""

    port: int
    certificate: str
    taken: list


class Handler:
    def __init__(self) -> None:
        self.taken = []

    async def handle_RCPT(self, _server, _session, envelope, to, _options):  # noqa: N802 - the library's name
        if to.endswith("@nobody.hu"):
            return f"550 no such person as {to}"
        if to.endswith("@refused.hu"):
            return f"{to.partition('@')[0].replace('_', ' ')} {to}"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 - the library's name
        if b"552" in envelope.content:
            return "552 too large"
        self.taken.append((envelope, bool(session.ssl), session.authenticated))
        return "250 taken"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate of this test's own for localhost, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(**options) -> tuple[Controller, Handler]:
    handler = Handler()
    controller = Controller(handler, hostname="localhost", port=free_port(), **options)
    controller.start()
    return controller, handler


@pytest.fixture
def post(certificate) -> Iterator[Post]:
    """A server that insists on encryption and on the office's password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def known(server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"hivatal", b"titok"), handled=False)

    controller, handler = serve(
        tls_context=context, require_starttls=True, authenticator=known, auth_required=True
    )  # fmt: skip
    yield Post(controller.port, str(certificate[0]), handler.taken)
    controller.stop()


def settings(post: Post, **more) -> Settings:
    given = {
        "mail": "smtp", "mail_from": "segit@budaors.hu", "smtp_host": "localhost", "smtp_port": post.port,
        "smtp_ca_file": post.certificate, "smtp_user": "hivatal", "smtp_password": "titok",
    }  # fmt: skip
    return Settings(_env_file=None, **{**given, **more})


def read(data: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(data, policy=policy.default)


def test_a_mail_server_gets_the_letter_encrypted_and_whole(post: Post):
    SmtpMail.from_settings(settings(post)).send(LETTER)
    [(envelope, encrypted, signed_in)] = post.taken
    assert (encrypted, signed_in) == (True, True)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("segit@budaors.hu", ["gabor@pelda.hu"])
    got = read(envelope.content)
    assert got["Subject"] == LETTER.subject
    assert got["From"] == "Segít a hivatal <segit@budaors.hu>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Content-Language"] == "hu"
    assert got.get_content().replace("\r\n", "\n").strip() == LETTER.body.strip()


@pytest.mark.parametrize(
    ("fault", "more"),
    [("a server that is not who it says", {"smtp_ca_file": ""}), ("a wrong password", {"smtp_password": "x"})],
)
def test_nothing_is_sent_to(post: Post, fault: str, more: dict[str, str]):
    with pytest.raises(GatewayError):
        SmtpMail.from_settings(settings(post, **more)).send(LETTER)
    assert post.taken == []


def test_a_server_that_cannot_encrypt_gets_no_letter(post: Post):
    controller, handler = serve()
    try:
        plain = settings(post, smtp_port=controller.port, smtp_user="")
        with pytest.raises(GatewayError, match="SMTPNotSupportedError"):
            SmtpMail.from_settings(plain).send(LETTER)
        assert handler.taken == []
        SmtpMail.from_settings(plain.model_copy(update={"smtp_starttls": False})).send(LETTER)
        assert len(handler.taken) == 1
    finally:
        controller.stop()


def test_what_a_refusal_says_names_no_person(post: Post):
    with pytest.raises(GatewayError) as refused:
        SmtpMail.from_settings(settings(post)).send(replace(LETTER, to="ilona@nobody.hu"))
    assert "ilona" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550", GatewayRejectionError),
        ("553_5.1.3", GatewayRejectionError),
        ("450", GatewayError),
        ("451_4.7.1", GatewayError),
        ("530", GatewayError),
        ("550_5.7.1", GatewayError),
    ],
)
def test_a_refusal_is_final_only_when_the_recipient_can_never_be_reached(post: Post, said: str, kind: type):
    with pytest.raises(GatewayError) as refused:
        SmtpMail.from_settings(settings(post)).send(replace(LETTER, to=f"{said}@refused.hu"))
    assert type(refused.value) is kind
    assert refused.value.kind == f"SMTPRecipientsRefused {said[:3]}"


def test_a_letter_that_the_server_finds_too_large_is_refused_for_good(post: Post):
    with pytest.raises(GatewayRejectionError):
        SmtpMail.from_settings(settings(post)).send(replace(LETTER, body="552"))
    assert post.taken == []


@pytest.mark.parametrize("more", [{"smtp_port": 1}, {"smtp_password": "x"}])
def test_a_server_that_takes_no_letter_of_anybody_is_unavailable(post: Post, more: dict[str, str]):
    with pytest.raises(GatewayUnavailableError):
        SmtpMail.from_settings(settings(post, **more)).send(LETTER)


def test_a_letter_handed_over_twice_has_the_same_message_id(post: Post):
    mail = SmtpMail.from_settings(settings(post))
    for _time in range(2):
        mail.send(LETTER)
    assert [read(envelope.content)["Message-ID"] for envelope, *_ in post.taken] == [f"<{LETTER.id}@budaors.hu>"] * 2


@pytest.mark.parametrize("missing", [{"smtp_host": ""}, {"mail_from": ""}, {"mail_from": "hivatal"}])
def test_the_start_stops_when_a_setting_is_missing(post: Post, missing: dict[str, str]):
    with pytest.raises(WrongSetting):
        SmtpMail.from_settings(settings(post, **missing))


def outbox(folder: Path) -> OutboxMail:
    return OutboxMail.from_settings(Settings(_env_file=None, data_dir=folder))


def test_the_outbox_keeps_a_letter_that_mail_programs_open_and_claims_nothing(tmp_path: Path):
    mail = outbox(tmp_path)
    mail.send(LETTER)
    [path] = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert read(path.read_bytes()).get_content().replace("\r\n", "\n").strip() == LETTER.body.strip()
    assert mail.leaves is False


def test_the_outbox_forgets_a_matter_and_only_that(tmp_path: Path):
    mail = outbox(tmp_path)
    for number, about in enumerate(("BKT472", "BKT472", "ZZZ999")):
        mail.send(replace(LETTER, about=about, id=f"{number:016x}"))
    assert mail.forget("BKT472") == 2
    assert [path.name.split("-")[1] for path in (tmp_path / "outbox").iterdir()] == ["ZZZ999"]


def test_the_outbox_forgets_what_is_old(tmp_path: Path):
    mail = outbox(tmp_path)
    mail.send(LETTER)
    assert mail.forget_before(LETTER.written_at) == 0
    assert mail.forget_before(LETTER.written_at + timedelta(seconds=1)) == 1
    assert list((tmp_path / "outbox").iterdir()) == []


def test_an_outbox_that_was_never_used_has_nothing_to_forget(tmp_path: Path):
    assert outbox(tmp_path).forget("BKT472") == 0


@pytest.mark.parametrize("field", ["about", "id"])
def test_nothing_in_a_letter_leads_out_of_the_folder(tmp_path: Path, field: str):
    with pytest.raises(ValueError, match=r"not a reference|not the id"):
        outbox(tmp_path).send(replace(LETTER, **{field: "../X"}))


def test_the_outbox_keeps_a_letter_that_comes_twice_once(tmp_path: Path):
    for _time in range(2):
        outbox(tmp_path).send(LETTER)
    assert len(list((tmp_path / "outbox").iterdir())) == 1


@pytest.mark.parametrize("field", ["to", "subject"])
def test_no_line_of_the_head_is_smuggled_in(tmp_path: Path, field: str):
    with pytest.raises(ValueError, match=r"."):
        outbox(tmp_path).send(replace(LETTER, **{field: "a@b.hu\r\nBcc: c@d.hu"}))
    assert list(tmp_path.rglob("*.eml")) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" gabor@pelda.hu ", "gabor@pelda.hu"), ("Gabor.Kis+hivatal@Pelda.HU", "Gabor.Kis+hivatal@pelda.hu"),
        ("a@őszi.hu", "a@xn--szi-5xa.hu"), ("o'neill@a-b.co.uk", "o'neill@a-b.co.uk"),
        ("gabor", None), ("gabor@", None), ("@pelda.hu", None), ("gabor@pelda", None), ("a b@pelda.hu", None),
        ("a@b@pelda.hu", None), ("a@pelda.hu,c@d.hu", None), ("a@pelda.hu\nBcc: c@d.hu", None), ("a@[127.0.0.1]", None),
        ("a@127.0.0.1", None), (".a@pelda.hu", None), ("a..b@pelda.hu", None), ("a@-pelda.hu", None),
        ("a@pelda..hu", None), ("ő@pelda.hu", None), (f"{'a' * 65}@pelda.hu", None), (f"a@{'b.' * 130}hu", None),
        ("", None), ("<a@pelda.hu>", None),
    ],
)  # fmt: skip
def test_an_address_is(written: str, meant: str | None):
    assert address(written) == meant
