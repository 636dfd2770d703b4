"""What to do about a failure of pip, npm, uv or apt, known by the words of its output."""

NO_DISK = "The disk is full. Make room (the environment needs about 600 MB), then run the command again."
NO_TRUST = (
    "The package registry's certificate is not trusted here. Behind an inspecting proxy, point PIP_CERT (for "
    "pip) and NODE_EXTRA_CA_CERTS (for npm) at its CA file."
)
NO_NETWORK = (
    "The package registry cannot be reached. The first run needs the network (later ones do not): check the "
    "connection, HTTPS_PROXY, or the mirror in pip's and npm's own settings."
)
OTHER_FILE = (
    "A downloaded file is not the one that the locks name. Run again with an empty pip cache (`pip cache "
    "purge`); if it stays, a proxy or mirror changes files."
)
NO_BUILD = (
    "A locked package has no build for this Python or machine. The locks are made for Python 3.11 and later "
    "on Linux (glibc) or macOS; 3.11 is the one that is tested."
)
NO_RIGHT = "This user may not write there. Run the command as the owner of this folder."

# Looked through in this order: a name that cannot be resolved also ends in "no matching distribution".
REMEDIES = {
    "No space left on device": NO_DISK,
    "ENOSPC": NO_DISK,
    "CERTIFICATE_VERIFY_FAILED": NO_TRUST,
    "SELF_SIGNED_CERT": NO_TRUST,
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE": NO_TRUST,
    "UNABLE_TO_GET_ISSUER_CERT": NO_TRUST,
    "UnknownIssuer": NO_TRUST,
    "NewConnectionError": NO_NETWORK,
    "NameResolutionError": NO_NETWORK,
    "ConnectTimeoutError": NO_NETWORK,
    "ReadTimeoutError": NO_NETWORK,
    "Temporary failure resolving": NO_NETWORK,
    "Network is unreachable": NO_NETWORK,
    "Connection refused": NO_NETWORK,
    "ProxyError": NO_NETWORK,
    "ENOTFOUND": NO_NETWORK,
    "EAI_AGAIN": NO_NETWORK,
    "ECONNREFUSED": NO_NETWORK,
    "ETIMEDOUT": NO_NETWORK,
    "dns error": NO_NETWORK,
    "DO NOT MATCH THE HASHES": OTHER_FILE,
    "EINTEGRITY": OTHER_FILE,
    "Hash mismatch": OTHER_FILE,
    "No matching distribution": NO_BUILD,
    "is not a supported wheel": NO_BUILD,
    "Permission denied": NO_RIGHT,
    "EACCES": NO_RIGHT,
}


def remedy(output: str) -> str:
    """Return advice for the failure that a program's output tells of, or an empty text."""
    joined = " ".join(output.split())  # pip breaks its lines at the width of a terminal
    return next((text for sign, text in REMEDIES.items() if sign in joined), "")
