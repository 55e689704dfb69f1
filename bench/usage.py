"""What processes use: processor seconds and memory of whole process trees."""

import psutil


def cpu_seconds(pids: list[int]) -> float:
    """User and system seconds of these processes and all below them, those that have ended included."""
    total = 0.0
    for process in family(pids):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue  # its parent now carries what it used
        total += times.user + times.system + times.children_user + times.children_system
    return total


def busy_seconds() -> float:
    """Processor seconds the whole machine has worked so far, whoever for."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


def memory_bytes(pids: list[int]) -> int:
    """Proportional set size (PSS): memory shared by several processes counts once."""
    total = 0
    for process in family(pids):
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total


def family(pids: list[int]) -> list[psutil.Process]:
    """These processes and all below them."""
    found = []
    for pid in pids:
        try:
            process = psutil.Process(pid)
            found += [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
    return found
