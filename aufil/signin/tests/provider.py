"""A directory on loopback that behaves as ProConnect does: signed userinfo, acr, no `email_verified`."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "aufil", "secret-du-client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What it will say of whoever comes, and what was asked of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.claims: dict[str, Any] = {
            "sub": "s-1",
            "email": "camille@cholet.exemple.fr",
            "given_name": "Camille",
        }
        self.token_claims: dict[str, Any] = {}
        self.signed_userinfo = True
        self.key = KEY
        self.algorithm, self.names_its_key = "RS256", True
        self.asked: dict[str, str] = {}

    def said(self, **more: Any) -> str:
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **more}
        headers = {"kid": "k1"} if self.names_its_key else None
        key = {"none": None, "HS256": "n" * 64}.get(self.algorithm, self.key)
        return jwt.encode(said, key, algorithm=self.algorithm, headers=headers)

    def agree(self, location: str) -> str:
        """Somebody signs in there: the query that brings the browser back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return f"code=c-1&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (form.get("code"), form.get("client_secret")) != ("c-1", SECRET):
            return None
        if proof.rstrip(b"=").decode() != self.asked["code_challenge"]:
            return None
        claims = {"sub": self.claims["sub"], "nonce": self.asked["nonce"], **self.token_claims}
        return {"access_token": "t-1", "token_type": "Bearer", "id_token": self.said(**claims)}

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        if path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo")
            found = {f"{name}_endpoint": f"{self.url}/{name}" for name in names}
            found |= {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}
            found["token_endpoint_auth_methods_supported"] = ["client_secret_post"]  # type: ignore[assignment]
            return 200, "application/json", json.dumps(found)
        if path == "/jwks":
            key = {
                **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())),
                "kid": "k1",
                "alg": "RS256",
            }
            return 200, "application/json", json.dumps({"keys": [key]})
        if path == "/token":
            given = self.token(form)
            return (
                (200 if given else 400),
                "application/json",
                json.dumps(given or {"error": "invalid_grant"}),
            )
        if self.signed_userinfo:
            return 200, "application/jwt; charset=utf-8", self.said(**self.claims)
        return 200, "application/json", json.dumps(self.claims)


@contextmanager
def provider() -> Iterator[Provider]:
    """The directory, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            status, kind, body = here.answer(self.path, form)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
