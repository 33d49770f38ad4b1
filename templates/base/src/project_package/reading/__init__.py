"""How raw files are read: every format and way of writing gives the same columns, as `data/schema.yaml` says."""
