"""Measurements, run by `make bench`. Each part is a module with `measure(server) -> dict`; figures are medians."""
