"""What the run has to say, as documents: one module a document, each turning a `Run` into the text of its parts."""
