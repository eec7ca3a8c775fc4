"""What is done to many rows at once, by scikit-learn and PyTorch: a fit of PCA and its scores, an
importance-weighted bound, reading and shuffling. The same rows and precision as the zoo's, rows in
memory but for reading. Prints the median of microseconds and the peak of memory in MB; what came out
goes to the error stream.

    python rows.py importance --rows 500 --samples 1000 --hidden 300 300 --latent 50
"""

import argparse
import math
import pathlib
import resource
import statistics
import sys
import time

import torch
from torch_steps import ACTIVATIONS, F, IMAGES, mlp, pictures


def pca(o):
    """Fitted and scored in the type asked for; the zoo's covariance is in double."""
    from sklearn.decomposition import PCA

    x = pictures().numpy().astype(o.type)
    model = PCA(n_components=o.latent)
    if o.task == "fit":
        return lambda: model.fit(x).noise_variance_
    model.fit(x)
    return lambda: model.score(x)


def importance(o):
    """log 1/K sum_k p(x, z_k) / q(z_k | x): the encoder once, a batch's samples one by one."""
    encoder = mlp([784, *o.hidden, 2 * o.latent], o.activation)
    decoder = mlp([o.latent, *reversed(o.hidden), 784], o.activation)
    rows = torch.bernoulli(pictures()[: o.rows].float() / 255)

    @torch.no_grad()
    def bound():
        bounds = []
        for x in rows.split(500):
            mean, log_variance = encoder(x).chunk(2, 1)
            deviation = torch.exp(0.5 * log_variance)
            weights = torch.empty(o.samples, len(x))
            for k in range(o.samples):
                e = torch.randn_like(mean)
                z = mean + deviation * e
                log_p = -F.binary_cross_entropy_with_logits(
                    decoder(z), x, reduction="none"
                ).sum(1)
                log_ratio = 0.5 * (e * e + log_variance - z * z).sum(1)
                weights[k] = log_p + log_ratio
            bounds.append(torch.logsumexp(weights, 0) - math.log(o.samples))
        return torch.cat(bounds).mean().item()

    return bound


def read(o):
    """Both files opened, and the training rows handed out once."""

    def epoch():
        rows = pictures()
        pictures(pathlib.Path(IMAGES).with_name("t10k-images-idx3-ubyte.gz"))
        for part in torch.randperm(len(rows)).split(o.batch):
            x = rows[part].float() / 255
        return len(rows), x.shape

    return epoch


def main():
    tasks = {"fit": pca, "score": pca, "importance": importance, "read": read}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=tasks)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--hidden", type=int, nargs="+", default=[300, 300])
    parser.add_argument("--latent", type=int, default=50)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--activation", choices=ACTIVATIONS, default="tanh")
    parser.add_argument("--type", choices=["float64", "float32"], default="float64")
    parser.add_argument("--rounds", type=int, default=5)
    o = parser.parse_args()

    torch.manual_seed(1)
    run = tasks[o.task](o)
    print(run(), file=sys.stderr)
    times = []
    for _ in range(o.rounds):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e6)
    print(f"steady {statistics.median(times):.0f}")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f}")


if __name__ == "__main__":
    main()
