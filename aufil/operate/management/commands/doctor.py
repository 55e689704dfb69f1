import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.operate.checks import Finding, examine


class Command(BaseCommand):
    help = "Dit ce qui est réglé et joignable, ce qui ne convient pas à la production, et quoi changer."
    requires_system_checks = []  # it must speak even when another check would stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="une liste JSON : name, state, detail, mend")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(examine())
        if options["json"]:
            listed = [{"name": finding.name, **finding.verdict._asdict()} for finding in findings]
            self.stdout.write(json.dumps(listed, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(line(finding))
        faults = [finding.name for finding in findings if finding.verdict.state == "fault"]
        if faults:
            raise CommandError(f"À réparer : {', '.join(faults)}.")


def line(finding: Finding) -> str:
    """`warning  mail           Les courriels… → AUFIL_EMAIL_URL`."""
    state, detail, mend = finding.verdict
    return f"{state:<8} {finding.name:<14} {detail}" + (f" → {mend}" if mend else "")
