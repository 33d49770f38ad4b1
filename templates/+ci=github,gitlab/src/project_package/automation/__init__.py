"""What workflows call beside the pipeline; it runs the same on any machine."""
