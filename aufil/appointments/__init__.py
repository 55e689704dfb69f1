"""Appointments: one time, many ways."""
