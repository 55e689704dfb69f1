"""The demonstration: its data and its one-click personas."""
