"""Appointments through the API."""

from ninja import Router

from aufil.appointments.api import coming, kept, offered

router = Router(tags=["Rendez-vous"])
for part in (offered, kept, coming):
    router.add_router("", part.router)
