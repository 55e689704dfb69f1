"""Pages of appointments: door, form, action, answer."""
