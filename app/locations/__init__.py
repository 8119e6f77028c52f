"""The assistance points, and the one opening-hours engine that every other room asks."""
