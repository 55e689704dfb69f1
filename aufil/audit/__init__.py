"""The journal: who did what, when, by bare identifiers."""
