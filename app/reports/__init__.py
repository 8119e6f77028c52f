"""What was measured: the supervisor's reports, the charter's figures for everyone, and exceptions to the hours."""
