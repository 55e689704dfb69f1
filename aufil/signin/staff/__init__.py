"""The team's way in: password, passkey, second factor, their organisation's directory. See decision 0016.

django-allauth does the proofs; what it proves ends, as for everybody, in a `Device`.
"""
