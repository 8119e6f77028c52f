"""One contact of one citizen with the office, whatever the channel: reference, secret, devices, needs, addresses."""
