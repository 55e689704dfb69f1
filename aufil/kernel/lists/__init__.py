"""Lists people bring: the rows of a CSV or an XLSX, whoever wrote it and however."""
