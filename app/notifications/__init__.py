"""E-mails that the service has promised: stored with the promise, sent after the commit, tried again when refused."""
