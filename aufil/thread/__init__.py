"""Threads: conversations and their entries."""
