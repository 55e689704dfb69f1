from aufil.people.views.own_devices import devices, revoke

__all__ = ["devices", "revoke"]
