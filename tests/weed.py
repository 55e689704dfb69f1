"""A real S3 server of its own (SeaweedFS, from a wheel), started on free ports, stopped by its id."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config

from tests.serving import free_port

WEED = Path(sys.executable).parent / "weed"
KEY, SECRET, BUCKET = "cle-des-essais", "secret/des+essais", "fichiers"
PATIENCE = 40.0


class Weed:
    """An S3 with one empty bucket; `url` is what `AUFIL_STORAGE_URL` would say."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ports = {name: _with_a_twin() for name in ("master", "volume", "filer", "s3")}
        self.endpoint = f"http://127.0.0.1:{self.ports['s3']}"
        self.url = f"s3://{KEY}:secret%2Fdes%2Bessais@127.0.0.1:{self.ports['s3']}/{BUCKET}?scheme=http"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (self.home / "data").mkdir(exist_ok=True)
        who = {
            "name": "tests",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin"],
        }
        (self.home / "s3.json").write_text(json.dumps({"identities": [who]}))
        ports = [f"-{'s3' if name == 's3' else name}.port={port}" for name, port in self.ports.items()]
        with (self.home / "weed.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    WEED,
                    "server",
                    "-ip=127.0.0.1",
                    "-ip.bind=127.0.0.1",
                    f"-dir={self.home}/data",
                    "-master.volumeSizeLimitMB=64",
                    "-volume.max=20",
                    "-filer",
                    "-s3",
                    f"-s3.config={self.home}/s3.json",
                    # Doors nobody here uses, at fixed ports: two stores at once would fall over each other's.
                    "-s3.port.iceberg=0",
                    "-s3.port.lance=0",
                    *ports,
                ],
                stdout=log,
                stderr=log,
                cwd=self.home,
            )
        until = time.monotonic() + PATIENCE
        while not self._has_bucket():
            assert self.process.poll() is None, (self.home / "weed.log").read_text()[-1500:]
            assert time.monotonic() < until, (self.home / "weed.log").read_text()[-1500:]
            time.sleep(0.3)

    def _has_bucket(self) -> bool:
        try:
            urllib.request.urlopen(self.endpoint, timeout=2)
        except urllib.error.HTTPError:
            pass
        except (urllib.error.URLError, OSError):
            return False
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
        )
        try:
            client.create_bucket(Bucket=BUCKET)
        except client.exceptions.BucketAlreadyExists:
            return True
        except client.exceptions.BucketAlreadyOwnedByYou:
            return True
        except Exception:  # noqa: BLE001 - not up yet, in one of many ways
            return False
        return True

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def _with_a_twin() -> int:
    """A free port below 55,000: each of the server's has a second one 10,000 above, for its own talk."""
    while (port := free_port()) >= 55_000:
        pass
    return port


@contextmanager
def bucket(home: Path) -> Iterator[Weed]:
    weed = Weed(home)
    try:
        weed.start()
        yield weed
    finally:
        weed.stop()
