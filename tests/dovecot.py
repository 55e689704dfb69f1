"""A real IMAP server (Dovecot) with one mailbox, on this machine alone."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "aufil", "secret"
MISSING = (
    "Dovecot manque (paquet Debian dovecot-imapd), ou les droits de root : aucune boîte aux lettres ici."
)
# Dovecot gives up the rights of root for those of others: without them it does not start.
FOUND = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)
PROGRAM = FOUND if os.getuid() == 0 else None
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
protocols = imap
mail_location = maildir:{home}/mail
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def dovecot(home: Path):
    """Yields the setting of its mailbox; ends it after."""
    port = free_port()
    owner = pwd.getpwnam("nobody")
    (home / "mail").mkdir()
    os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    settings = {"home": home, "port": port, "password": PASSWORD, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (home / "dovecot.conf").write_text(CONFIGURATION.format(**settings))
    server = subprocess.Popen([str(PROGRAM), "-F", "-c", str(home / "dovecot.conf")])
    try:
        _wait_for(port)
        yield f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/?folder=INBOX"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("dovecot did not start")
