"""What Aufil is compared with: the least one process can do, and what most would write."""
