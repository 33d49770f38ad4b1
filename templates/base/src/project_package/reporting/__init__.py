"""What is told of a run: figures, examination, documents, readiness. Nothing here needs an edit to change the model."""
