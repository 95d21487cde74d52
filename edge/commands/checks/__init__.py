"""The doctor's checks: every module here registers its own by being imported."""
