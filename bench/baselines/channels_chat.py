"""What most would write: the chat of the Django Channels tutorial, with its messages kept.

A WebSocket for each person; each message is one `objects.create()` on a thread, then a `group_send` through
`channels_redis`; daphne serves. `python -m bench.baselines.channels_chat PAIRS` makes the tables and the people
of a file that `aufil bench prepare` printed.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import django
import environ
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["channels"],
    DATABASES={
        "default": environ.Env.db_url_config(os.environ["AUFIL_DATABASE_URL"]) | {"CONN_MAX_AGE": None}
    },
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [os.environ["AUFIL_REDIS_URL"]]},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from channels.db import database_sync_to_async  # noqa: E402  (Django must be ready first)
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import path  # noqa: E402


class Participant(models.Model):
    """Who may write in a room, by token."""

    room = models.UUIDField(db_index=True)
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "naive"


class Message(models.Model):
    """One message of a room."""

    room = models.UUIDField(db_index=True)
    author = models.ForeignKey(Participant, on_delete=models.CASCADE)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "naive"


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """One open WebSocket."""

    async def connect(self) -> None:
        token = parse_qs(self.scope["query_string"].decode())["token"][0]
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.author = await Participant.objects.filter(room=self.room, token=token).afirst()
        if self.author is None:
            await self.close()
            return
        self.group = f"room_{self.room}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.author:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **_kwargs: Any) -> None:
        message = await self.keep(content["text"])
        event = {"type": "chat.message", "id": message.pk, "author": message.author_id, "text": message.text}
        await self.channel_layer.group_send(self.group, event)

    @database_sync_to_async
    def keep(self, said: str) -> Message:
        return Message.objects.create(room=self.room, author=self.author, text=said)

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send_json(event)


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([path("ws/<uuid:room>/", ChatConsumer.as_asgi())]),
    }
)


def prepare(pairs: Path) -> None:
    """The tables, and the people of `pairs`."""
    with connection.schema_editor() as editor:
        editor.create_model(Participant)
        editor.create_model(Message)
    Participant.objects.bulk_create(
        Participant(room=pair["thread"], token=pair[token])
        for pair in json.loads(pairs.read_text())
        for token in ("a_token", "b_token")
    )


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
