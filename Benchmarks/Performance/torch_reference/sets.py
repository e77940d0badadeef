"""Metrics of sets from the features on, as torchmetrics and torch-fidelity compute them."""

import numpy as np
import torch

from . import synthetic


def pair(name: str, vectors: int, features: int):
    """Two sets of as many vectors that lie apart."""
    return [synthetic.draw(f"benchmark/{name}_{side}", (vectors, features)) * (1 - 0.2 * place) + 0.1 * place
            for place, side in enumerate(["generated", "real"])]


def frechet(first, second):
    """Eigenvalues of the product of both covariances, in double precision."""
    first, second = first.double(), second.double()
    difference = (first.mean(dim=0) - second.mean(dim=0)).square().sum()
    covariances = [torch.cov(features.T) for features in (first, second)]
    root = torch.linalg.eigvals(covariances[0] @ covariances[1]).sqrt().real.sum()
    return difference + covariances[0].trace() + covariances[1].trace() - 2 * root


def cubic(x, y):
    return (x @ y.T / x.shape[1] + 1) ** 3


def kernel_distance(first, second, subsets: int = 100, size: int = 1000, seed: int = 2020):
    random = np.random.RandomState(seed)
    found = []
    for _ in range(subsets):
        x = first[random.choice(len(first), size, replace=False)]
        y = second[random.choice(len(second), size, replace=False)]
        xx, yy, xy = cubic(x, x), cubic(y, y), cubic(x, y)
        within = xx.sum() - xx.trace() + yy.sum() - yy.trace()
        found.append(within / (size * (size - 1)) - 2 * xy.mean())
    return torch.stack(found).mean()


def inception_score(logits, splits: int = 10):
    scores = []
    for part in torch.tensor_split(logits.double(), splits):
        p = part.softmax(dim=1)
        difference = part.log_softmax(dim=1) - p.mean(dim=0, keepdim=True).log()
        scores.append((p * difference).sum(dim=1).mean().exp())
    return torch.stack(scores).mean()


def precision_recall(generated, real, neighbours: int = 3):
    def radii(features):
        return torch.cdist(features, features).kthvalue(neighbours + 1, dim=1).values

    distances = torch.cdist(generated, real)
    precision = (distances <= radii(real)[None]).any(dim=1).double().mean()
    recall = (distances <= radii(generated)[:, None]).any(dim=0).double().mean()
    return torch.stack([precision, recall])
