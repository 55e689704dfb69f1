"""Where people see and hear each other: rooms, who comes in, what carries picture and sound."""
