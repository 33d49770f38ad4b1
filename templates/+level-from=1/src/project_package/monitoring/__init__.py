"""What happens to a model in use: drift, performance, retraining, and the way back."""
