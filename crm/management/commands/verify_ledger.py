"""`manage.py verify_ledger`: proves that no notification was lost, or names the row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.delivery.models.proof import ledger_findings, ledger_totals, stale_leases


class Command(BaseCommand):
    help = (
        "Proves planned == delivered + suppressed + pending + dead and that every row keeps its promises. "
        "Prints a line per breach and exits with 1 when there is one."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        totals = ledger_totals()
        self.stdout.write(
            f"planned {totals.planned} = delivered {totals.delivered} + suppressed {totals.suppressed}"
            f" + pending {totals.pending} + dead {totals.dead}"
        )
        if stale := stale_leases():
            self.stdout.write(f"{stale} of the pending wait for a worker to take over from one that vanished")
        breaches = 0 if totals.balanced else 1
        if not totals.balanced:
            self.stdout.write("the sum does not hold")
        for finding in ledger_findings():
            self.stdout.write(str(finding))
            breaches += 1
        if breaches:
            raise CommandError(f"The ledger does not hold: {breaches} breaches.", returncode=1)
        self.stdout.write("The ledger holds.")
