"""What data and model must show before the model may be used; `params.yaml` has the limits and says why they are so."""
