"""A linear model whose penalty can leave features out."""

from sklearn.linear_model import SGDClassifier


def elastic_net(seed: int) -> SGDClassifier:
    """Logistic regression with both penalties, fitted row by row."""
    return SGDClassifier(loss="log_loss", penalty="elasticnet", max_iter=2000, random_state=seed)
