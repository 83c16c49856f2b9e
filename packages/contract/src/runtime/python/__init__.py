"""Copied runtime of the generated service and client."""
