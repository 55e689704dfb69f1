"""Measurements of Aufil against what it promises; run with `bin/bench`."""
