"""People in a room without a browser: aiortc for sound, our own API and stream for all the rest."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import orjson
from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)

PATIENCE = 30.0  # s
FRAMES = 20  # of sound: 0.4 s
NOT_RELAYED = re.compile(r"a=candidate:.* typ (?!relay).*\r\n")


class Peer:
    """One page in a room of a server that runs at `url`."""

    def __init__(self, url: str, room: str, token: str) -> None:
        self.id = str(uuid4())
        self.path = f"{url}/api/v1/rooms/{room}"
        self.web = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE, trust_env=False
        )
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.way: dict[str, Any] = {}
        self.connection: RTCPeerConnection | None = None
        self.heard: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def come_in(self) -> dict[str, Any]:
        body = {"id": self.id, "tab": self.id}
        answer = await self.web.post(f"{self.path}/stays", json=body)
        assert answer.status_code == 201, answer.text
        said: dict[str, Any] = answer.json()
        self.web.headers["Aufil-Stay"], self.way = said["ticket"], said["way"]
        return said

    async def listen(self) -> None:
        """Keep what the stream says, until cancelled."""
        address = f"{self.path}/events/{self.web.headers['Aufil-Stay']}"
        async with self.web.stream("GET", address, timeout=None) as stream:
            assert stream.status_code == 200
            event = ""
            async for line in stream.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    await self.events.put((event, orjson.loads(value)))

    async def next(self, event: str) -> Any:
        async with asyncio.timeout(PATIENCE):
            while True:
                name, data = await self.events.get()
                if name == event:
                    return data

    async def signal(self, to: str, kind: str, data: dict[str, Any]) -> None:
        body = {"id": str(uuid4()), "to": to, "kind": kind, "data": data}
        answer = await self.web.post(f"{self.path}/signals", json=body)
        assert answer.status_code == 201, answer.text

    def ready(self) -> RTCPeerConnection:
        """A connection that sends sound and counts what it hears."""
        servers = [RTCIceServer(**server) for server in self.way["ice"]]
        connection = self.connection = RTCPeerConnection(RTCConfiguration(iceServers=servers))
        connection.addTrack(AudioStreamTrack())
        connection.on("track", lambda track: asyncio.ensure_future(self._count(track)))
        return connection

    async def _count(self, track: Any) -> None:
        for _ in range(FRAMES):
            await track.recv()
        if not self.heard.done():
            self.heard.set_result(FRAMES)

    async def calls(self, other: str) -> None:
        connection = self.ready()
        await connection.setLocalDescription(await connection.createOffer())
        await self.signal(other, "offer", relayed(connection.localDescription))
        answer = await self.next("signal")
        await connection.setRemoteDescription(RTCSessionDescription(**answer["data"]))

    async def answers(self) -> None:
        offer = await self.next("signal")
        connection = self.ready()
        await connection.setRemoteDescription(RTCSessionDescription(**offer["data"]))
        await connection.setLocalDescription(await connection.createAnswer())
        await self.signal(offer["from"], "answer", relayed(connection.localDescription))

    async def hears(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.heard

    async def close(self) -> None:
        if self.connection:
            await self.connection.close()
        await self.web.aclose()


def relayed(description: RTCSessionDescription) -> dict[str, str]:
    """What is told the other side: only the ways that lead through the relay."""
    sdp = NOT_RELAYED.sub("", description.sdp)
    assert " typ relay" in sdp, "nothing was given at the relay"
    return {"type": description.type, "sdp": sdp}


@asynccontextmanager
async def in_room(*peers: Peer) -> AsyncIterator[None]:
    """They come in one after the other, listen, and go."""
    listening = []
    try:
        for peer in peers:
            await peer.come_in()
            listening.append(asyncio.create_task(peer.listen()))
            await peer.next("room")
        yield
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        for peer in peers:
            await peer.close()
