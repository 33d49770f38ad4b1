"""The model in use: rows in, predictions out."""
