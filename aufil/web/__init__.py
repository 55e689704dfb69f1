"""What every request needs: problem documents, authentication, origin check, limits, pagination."""
