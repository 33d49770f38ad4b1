"""What else should be known about a model before it is used, beside its scores: one question a module."""
