"""The tests under templates/ are an emitted project's: `test_templates.py` runs them where they belong."""

collect_ignore_glob = ["base/*", "+*", "*/*"]
