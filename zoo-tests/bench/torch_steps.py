"""Training steps of the zoo's models in PyTorch: same layers, batch, optimiser and precision, the
same pictures in memory as bytes, batches gathered (and made bits) at every step, the loss read after
it. Prints microseconds a step, milliseconds from the process's start to its first step's end, and
the peak of its memory in MB.

    python torch_steps.py vae --batch 128 --hidden 400 --latent 20 [--compile]
"""

import argparse
import gzip
import os
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

IMAGES = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "leaky-relu": lambda: nn.LeakyReLU(0.3)}


def mlp(sizes, activation):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i + 2 < len(sizes):
            layers.append(ACTIVATIONS[activation]())
    return nn.Sequential(*layers)


def adam(modules, rate=1e-3, betas=(0.9, 0.999)):
    parameters = [p for m in modules for p in m.parameters()]
    return torch.optim.Adam(parameters, rate, betas=betas, fused=True)


def stepping(optimizer, loss):
    """One step: the loss, its gradient by the optimiser's own parameters, the update."""

    def step(x, rows):
        value = loss(x)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        return value

    return step


def vae(o):
    encoder = mlp([784, *o.hidden, 2 * o.latent], o.activation)
    decoder = mlp([o.latent, *reversed(o.hidden), 784], o.activation)

    def loss(x):
        mean, log_variance = encoder(x).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        reconstruction = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="none").sum(1)
        kl = 0.5 * (mean * mean + log_variance.exp() - 1 - log_variance).sum(1)
        return (reconstruction + kl).mean()

    return [stepping(adam([encoder, decoder]), wrap(loss, o))], 784


def discrete_vae(o):
    """200 bits, leave-one-out with two samples."""
    encoder = mlp([784, *o.hidden, o.latent], o.activation)
    decoder = mlp([o.latent, *reversed(o.hidden), 784], o.activation)

    def loss(x):
        logits = encoder(x).repeat_interleave(2, 0)
        bits = torch.bernoulli(torch.sigmoid(logits.detach()))
        rows = x.repeat_interleave(2, 0)
        log_q = -F.binary_cross_entropy_with_logits(logits, bits, reduction="none").sum(1)
        log_p = -F.binary_cross_entropy_with_logits(decoder(bits), rows, reduction="none").sum(1)
        f = log_p - o.latent * 0.6931471805599453 - log_q
        pairs = f.detach().view(-1, 2)
        advantage = (pairs - pairs.flip(1)).view(-1)
        return -(log_p + advantage * log_q).mean()

    return [stepping(adam([encoder, decoder]), wrap(loss, o))], 784


def wae_gan(o):
    encoder = mlp([784, *o.hidden, o.latent], o.activation)
    decoder = mlp([o.latent, *reversed(o.hidden), 784], o.activation)
    critic = mlp([o.latent, 256, 256, 1], o.activation)

    def autoencoder_loss(x):
        z = encoder(x)
        squares = (x - decoder(z)).square().sum(1).mean()
        return squares + 10 * F.softplus(critic(z)).mean()

    def critic_loss(x):
        with torch.no_grad():
            z = encoder(x)
        prior = torch.randn_like(z)
        return F.softplus(critic(prior)).mean() + F.softplus(-critic(z)).mean()

    return [
        stepping(adam([encoder, decoder], betas=(0.5, 0.999)), wrap(autoencoder_loss, o)),
        stepping(adam([critic], 5e-4, betas=(0.5, 0.999)), wrap(critic_loss, o)),
    ], 784


def realnvp(o):
    """Affine couplings of a plane, the columns taking turns."""
    conditioners = [mlp([1, *o.hidden, 2], o.activation) for _ in range(o.layers)]

    def loss(x):
        log_det = 0
        for i, conditioner in enumerate(conditioners):
            kept, changed = x[:, i % 2 : i % 2 + 1], x[:, 1 - i % 2 : 2 - i % 2]
            a, t = conditioner(kept).chunk(2, 1)
            s = 2 * torch.tanh(a)
            changed = changed * torch.exp(s) + t
            x = torch.cat([kept, changed] if i % 2 == 0 else [changed, kept], 1)
            log_det = log_det + s.sum(1)
        log_base = -0.5 * (x.square() + 1.8378770664093453).sum(1)
        return -(log_base + log_det).mean()

    return [stepping(adam(conditioners), wrap(loss, o))], 2


def realnvp_pictures(o):
    """Affine couplings of dequantised pictures, even and odd pixels taking turns, each after a scale
    and a shift of every pixel's own."""
    conditioners = nn.ModuleList(mlp([392, *o.hidden, 784], o.activation) for _ in range(o.layers))
    conditioners.scales = nn.Parameter(torch.zeros(o.layers, 784))
    conditioners.shifts = nn.Parameter(torch.zeros(o.layers, 784))

    def loss(x):
        y = 1e-6 + (1 - 2e-6) * (255 * x + torch.rand_like(x)) / 256
        log_det = -(torch.log(y) + torch.log1p(-y)).sum(1)
        x = torch.logit(y)
        for i, conditioner in enumerate(conditioners):
            x = x * torch.exp(conditioners.scales[i]) + conditioners.shifts[i]
            kept, changed = x[:, i % 2 :: 2], x[:, 1 - i % 2 :: 2]
            a, t = conditioner(kept).chunk(2, 1)
            s = 2 * torch.tanh(a)
            changed = changed * torch.exp(s) + t
            x = torch.stack([kept, changed] if i % 2 == 0 else [changed, kept], 2).flatten(1)
            log_det = log_det + conditioners.scales[i].sum() + s.sum(1)
        log_base = -0.5 * (x.square() + 1.8378770664093453).sum(1)
        return -(log_base + log_det).mean()

    return [stepping(adam([conditioners]), wrap(loss, o))], 784


def nonlinear_pca(o):
    """A q of each row's own: five steps by the batch's own numbers, one by the decoder."""
    decoder = mlp([o.latent, *reversed(o.hidden), 784], o.activation)
    numbers = nn.Embedding(60000, 2 * o.latent, sparse=True)
    nn.init.zeros_(numbers.weight)

    def loss(x, own):
        mean, log_variance = own.chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        reconstruction = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="none").sum(1)
        kl = 0.5 * (mean * mean + log_variance.exp() - 1 - log_variance).sum(1)
        return (reconstruction + kl).mean()

    loss = wrap(loss, o)
    own = torch.optim.SparseAdam(numbers.parameters(), 0.2)
    shared = adam([decoder])

    def e_step(x, rows):
        value = loss(x, numbers(rows))
        own.zero_grad()
        value.backward(inputs=[numbers.weight])
        own.step()
        return value

    def m_step(x, rows):
        with torch.no_grad():
            q = numbers(rows)
        value = loss(x, q)
        shared.zero_grad()
        value.backward()
        shared.step()
        return value

    return [e_step] * 5 + [m_step], 784


def pictures(path=IMAGES):
    """The bytes of Fashion-MNIST, a row a picture."""
    with gzip.open(path) as file:
        images = torch.frombuffer(bytearray(file.read()[16:]), dtype=torch.uint8)
    return images.view(-1, 784).to(torch.get_default_device())


def shuffled(rows, batch, value):
    """Batches, and which rows they are, epoch after epoch."""
    while True:
        order = torch.randperm(len(rows))
        for i in range(0, len(rows) - batch + 1, batch):
            which = order[i : i + batch]
            yield value(rows[which]), which


VALUES = {
    "bits": lambda x: torch.bernoulli(x.float() / 255),
    "thresholds": lambda x: (x > 127).float(),
    "levels": lambda x: x.float() / 255,
}


def age():
    """Seconds since this process began (Linux)."""
    with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
        began = int(stat.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
        return float(uptime.read().split()[0]) - began


def wrap(loss, o):
    return torch.compile(loss) if o.compile else loss


def main():
    models = {
        "vae": vae,
        "discrete-vae": discrete_vae,
        "wae-gan": wae_gan,
        "realnvp": realnvp,
        "realnvp-pictures": realnvp_pictures,
        "nonlinear-pca": nonlinear_pca,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=models)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--hidden", type=int, nargs="+", default=[400])
    parser.add_argument("--latent", type=int, default=20)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--activation", choices=ACTIVATIONS, default="tanh")
    parser.add_argument("--values", choices=VALUES, default="bits")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--device", default="cpu")
    o = parser.parse_args()
    torch.set_default_device(o.device)

    torch.manual_seed(1)
    phases, columns = models[o.model](o)
    if columns == 784:
        batches = shuffled(pictures(), o.batch, VALUES[o.values])
    else:
        batches = shuffled(torch.randn(20000, 2), o.batch, lambda x: x)

    def run(steps):
        start = time.perf_counter()
        for _ in range(steps):
            x, rows = next(batches)
            for phase in phases:
                phase(x, rows).item()
        return (time.perf_counter() - start) / steps * 1e6

    run(1)
    start = age() * 1e3
    first = run(500)
    median = statistics.median(run(o.steps) for _ in range(o.rounds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads", file=sys.stderr)
    print(f"steady {median:.0f}")
    print(f"first {first:.0f}")
    print(f"start {start:.0f}")
    print(f"peak {peak:.0f}")


if __name__ == "__main__":
    main()
