"""Mail that comes in: read, cut to what was written anew, told from what machines send; and the doors it comes by."""
