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


class InJanus:
    """A page that talks to Janus by its HTTP interface, with nothing but what our server gave it (`way`)."""

    def __init__(self, base: str, way: dict[str, Any]) -> None:
        self.base, self.way = base, way
        self.web = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        self.session = ""
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.polling: asyncio.Task[None] | None = None
        self.connections: list[RTCPeerConnection] = []

    async def ask(self, what: str, place: str = "", **more: Any) -> dict[str, Any]:
        said = {"janus": what, "transaction": uuid4().hex, "token": self.way["token"], **more}
        return dict((await self.web.post(place or self.session or self.base, json=said)).json())

    async def begin(self) -> dict[str, Any]:
        """A session; what Janus says when it gives none."""
        made = await self.ask("create")
        if made["janus"] == "success":
            self.session = f"{self.base}/{made['data']['id']}"
            self.polling = asyncio.create_task(self._poll())
        return made

    async def _poll(self) -> None:
        while True:
            answer = await self.web.get(self.session, params={"maxev": 1, "token": self.way["token"]})
            event = answer.json()
            if isinstance(event, dict) and event.get("janus") != "keepalive":
                await self.events.put(event)

    async def handle(self) -> str:
        made = await self.ask("attach", plugin="janus.plugin.videoroom")
        return f"{self.session}/{made['data']['id']}"

    async def message(self, handle: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A request of the video rooms; the event that answers it."""
        answer = await self.ask("message", handle, body=body, **more)
        assert answer["janus"] == "ack", answer
        return await self.next(handle)

    async def next(self, handle: str) -> dict[str, Any]:
        """What the video rooms say next to a handle."""
        number = int(handle.rpartition("/")[2])
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self.events.get()
                if event["janus"] == "event" and event.get("sender") == number:
                    return event

    async def join(self, handle: str, **other: Any) -> dict[str, Any]:
        body = {
            "request": "join",
            "ptype": "publisher",
            "room": self.way["room"],
            "pin": self.way["pin"],
            "id": self.way["number"],
            "token": self.way["key"],
        }
        event = await self.message(handle, {**body, **other})
        return dict(event["plugindata"]["data"])

    async def publish(self, handle: str) -> None:
        """Send sound; Janus shows them to the others once it comes."""
        connection = self._connection()
        connection.addTrack(AudioStreamTrack())
        await connection.setLocalDescription(await connection.createOffer())
        answer = await self.message(handle, {"request": "configure", "audio": True}, jsep=_told(connection))
        await connection.setRemoteDescription(RTCSessionDescription(**answer["jsep"]))
        async with asyncio.timeout(PATIENCE):
            while (await self.events.get())["janus"] != "webrtcup":
                pass

    async def hears(self, feed: int, private_id: int) -> int:
        """Frames of sound of another, once there are enough."""
        heard: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        handle = await self.handle()
        body = {"request": "join", "ptype": "subscriber", "room": self.way["room"], "pin": self.way["pin"]}
        more = {"streams": [{"feed": feed}], "private_id": private_id}
        offer = await self.message(handle, body | more)
        connection = self._connection()

        async def count(track: Any) -> None:
            for _ in range(FRAMES):
                await track.recv()
            heard.set_result(FRAMES)

        connection.on("track", lambda track: asyncio.ensure_future(count(track)))
        await connection.setRemoteDescription(RTCSessionDescription(**offer["jsep"]))
        await connection.setLocalDescription(await connection.createAnswer())
        await self.message(handle, {"request": "start"}, jsep=_told(connection))
        async with asyncio.timeout(PATIENCE):
            return await heard

    def _connection(self) -> RTCPeerConnection:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connections.append(connection)
        return connection

    async def close(self) -> None:
        if self.polling:
            self.polling.cancel()
            await asyncio.gather(self.polling, return_exceptions=True)
        for connection in self.connections:
            await connection.close()
        await self.web.aclose()


def _told(connection: RTCPeerConnection) -> dict[str, str]:
    return {"type": connection.localDescription.type, "sdp": connection.localDescription.sdp}
