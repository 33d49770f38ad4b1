"""A linear model whose penalty can leave features out."""

from sklearn.linear_model import ElasticNet


def elastic_net(seed: int) -> ElasticNet:
    """Linear regression with both penalties."""
    return ElasticNet(alpha=0.01, max_iter=5000, random_state=seed)
