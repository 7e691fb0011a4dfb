"""Failures on purpose at every point of a swap, and what must hold afterwards (see docs/faults.md)."""
