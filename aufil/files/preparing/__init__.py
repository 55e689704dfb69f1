"""Examining what was sent and making the versions readers open. A closed package.

Bytes somebody sent are only ever read by a child process that has nothing to lose (`child.py`: no environment, no
network, no file, little memory, little time): a decoder that crashes or eats memory kills the child, never the
server. `bench.py` is the parent's side. What the child is handed and hands back are nameless files in memory, so that
no cleartext has a name anywhere, and none outlives the two processes, however they end.

In the child, nothing here knows Django: `still.py` (pictures, documents) and `moving.py` (sound, film) are its
programs.
"""
