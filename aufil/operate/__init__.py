"""Operating an installation: serving, doctor, migrations, measurements."""
