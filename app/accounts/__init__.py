"""Staff: invitations, passkeys, roles, sessions."""
