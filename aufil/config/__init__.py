"""Settings, addresses, wiring, timetable: the only place that knows everything."""
