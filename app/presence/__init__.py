"""Which staff are present: they say so themselves, and it holds as long as their desk sends heartbeats."""
