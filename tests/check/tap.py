"""TAP for checks: one line a case, findings as comments below, exit status at the end."""
import sys


class Cases:
    def __init__(self):
        self.count, self.failed = 0, 0

    def case(self, name, findings=()):
        """One case; it holds when there are no findings."""
        self.count += 1
        findings = list(findings)
        self.failed += bool(findings)
        print(f'{"not ok" if findings else "ok"} {self.count} - {name}', flush=True)
        for finding in findings:
            print(f'# {finding}')

    def skip(self, name, why):
        self.count += 1
        print(f'ok {self.count} - {name} # SKIP {why}', flush=True)

    def done(self):
        print(f'1..{self.count}')
        sys.exit(1 if self.failed else 0)
