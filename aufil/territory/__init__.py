"""Territory: communes, and where they lie."""
