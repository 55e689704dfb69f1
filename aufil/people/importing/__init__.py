"""Lists of young people brought in from a file: read, understood, compared with who is known.

`reading` makes rows of a file, `columns` says which column holds what, `values` reads one cell, `lines` one
row, `register` knows the people of the structure, `plan` decides what a row changes. Nothing here writes:
that is `people.actions.import_people`.
"""
