"""The way of a model into use: image, evidence, release; each a command that runs on any machine."""
