"""What requests about appointments may contain."""
