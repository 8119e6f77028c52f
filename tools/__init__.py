"""Commands of developers: nothing here is installed with the service."""
