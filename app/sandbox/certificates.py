"""A certificate authority of its own, made at the first start, and the TLS listener's certificate."""

import datetime as dt
import ipaddress
import os
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_NAMES = ("localhost", "*.my.salesforce.com", "*.salesforce.com")


def write_private(path: Path, data: bytes) -> None:
    """A file that only its owner can read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _builder(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, days: int
) -> x509.CertificateBuilder:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _make(data: Path) -> None:
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    title = "Sandbox CRM test authority"
    ca = (
        _builder(title, title, authority, 3650)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(authority, hashes.SHA256())
    )
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in _NAMES]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in ("127.0.0.1", "::1")]
    leaf = (
        _builder("Sandbox CRM", title, server, 397)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
        )
        .sign(authority, hashes.SHA256())
    )
    # The authority's key is not kept: nobody can sign another certificate with it.
    write_private(data / "tls.pem", _pem(server) + leaf.public_bytes(serialization.Encoding.PEM))
    (data / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))


def _lasts(data: Path) -> bool:
    try:
        leaf = x509.load_pem_x509_certificate((data / "tls.pem").read_bytes())
        x509.load_pem_x509_certificate((data / "ca.pem").read_bytes())
    except (OSError, ValueError):
        return False
    return leaf.not_valid_after_utc > dt.datetime.now(dt.UTC) + dt.timedelta(days=30)


def tls_context(data: Path) -> ssl.SSLContext:
    """Uses the certificates in `data`, or makes them; they are made anew 30 days before they end."""
    if not _lasts(data):
        _make(data)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(data / "tls.pem")
    return context


def certificate_of(pem: str) -> str:
    """The first certificate in the text, as PEM. Raises ValueError if there is none with a long RSA key."""
    certificate = x509.load_pem_x509_certificate(pem.encode("ascii"))
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        key = None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < 2048:
        raise ValueError("the certificate has no RSA key of 2048 bits or more")
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def signing_pair(name: str) -> tuple[str, str]:
    """A new RSA key (PKCS 8) and a certificate of its own over it, both PEM: what an app signs with."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = _builder(name, name, key, 730).sign(key, hashes.SHA256())
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()
