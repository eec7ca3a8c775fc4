"""The zoo beside PyTorch and scikit-learn: training steps of the same models, fits and scores of
the same rows, each side in a process of its own, in turn, several times. Prints medians:
microseconds (a step, a fit, ...) and their ratio, theirs over the zoo's; of steps how fast the first
500 were, as a share of the steady speed, and milliseconds from the process's start to the end of its
first step, data read from disk; and the peak of its memory in MB.

    python zoo-tests/bench/compare.py [--rounds 5] [CASE ...]

Needs torch and scikit-learn beside this Python, and a machine that does nothing else: both sides use
every core. With --device cuda, and ZOO_PROFILES=cuda or cuda-ptx in the environment, both sides take
their steps on the same card.
"""

import argparse
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ZOO = HERE.parent.parent / "zoo-examples" / "bin" / "zoo"


def steps(preset, theirs, *settings):
    """Training steps: the zoo's command line, and that of the other side."""
    ours = [preset, "--alone", "--steps", "50"]
    return with_settings(ours, settings), ["torch_steps.py", "--steps", "50", *theirs.split()]


def rows(preset, ours, theirs, *settings):
    """Something done to many rows at once."""
    return with_settings([preset, *ours.split()], settings), ["rows.py", *theirs.split()]


def with_settings(command, settings):
    return command + [part for setting in settings for part in ("--set", setting)]


def vae(hidden, latent, batch, more=""):
    sizes = ",".join(map(str, hidden))
    back = ",".join(map(str, reversed(hidden)))
    return steps(
        "vae-bernoulli-fashion-mnist",
        f"vae --hidden {sizes.replace(',', ' ')} --latent {latent} --batch {batch} {more}",
        f"model.encoder=[{sizes}]",
        f"model.decoder=[{back}]",
        f"model.latent={latent}",
        f"train.batch={batch}",
    )


CASES = {
    "vae 784-400-20, batch 16": vae([400], 20, 16),
    "vae 784-400-20, batch 128": vae([400], 20, 128),
    "vae 784-400-20, batch 128, compiled": vae([400], 20, 128, "--compile"),
    "vae 784-400-20, batch 1000": vae([400], 20, 1000),
    "vae 784-200-200-50, batch 16": vae([200, 200], 50, 16),
    "vae 784-200-200-50, batch 128": vae([200, 200], 50, 128),
    "vae 784-200-200-50, batch 128, compiled": vae([200, 200], 50, 128, "--compile"),
    "vae 784-200-200-50, batch 1000": vae([200, 200], 50, 1000),
    "discrete vae": steps(
        "discrete-vae-fashion-mnist",
        "discrete-vae --hidden 200 200 200 --latent 200 --batch 100 --activation leaky-relu",
    ),
    "wae-gan": steps(
        "wae-gan-fashion-mnist",
        "wae-gan --hidden 200 200 200 --latent 8 --batch 100 --activation relu --values levels",
    ),
    "realnvp two moons": steps(
        "realnvp-two-moons", "realnvp --hidden 64 64 --layers 8 --batch 256 --activation relu"
    ),
    "realnvp fashion-mnist": steps(
        "realnvp-fashion-mnist",
        "realnvp-pictures --hidden 512 512 --layers 5 --batch 100 --activation relu --values levels",
    ),
    "per-example inference": steps(
        "nonlinear-pca-fashion-mnist",
        "nonlinear-pca --hidden 200 200 --latent 20 --batch 128 --values thresholds",
    ),
    "importance weights, 1000 samples": rows(
        "vae-bernoulli-fashion-mnist",
        "--what score --rows 500 --samples 1000",
        "importance --rows 500 --samples 1000 --hidden 300 300 --latent 50",
    ),
    "ppca fit 60000 x 784": rows("ppca-fashion-mnist", "--what fit", "fit --latent 50"),
    "ppca score 60000 x 784": rows("ppca-fashion-mnist", "--what score", "score --latent 50"),
    "ppca fit, theirs in float": rows(
        "ppca-fashion-mnist", "--what fit", "fit --latent 50 --type float32"
    ),
    "ppca score, theirs in float": rows(
        "ppca-fashion-mnist", "--what score", "score --latent 50 --type float32"
    ),
    "read and shuffle": rows(
        "vae-bernoulli-fashion-mnist",
        "--what read",
        "read --batch 128",
        "data.binarize=none",
    ),
}

MEASURES = {
    "steady": r"^(?:captured|fit|score|read) +(\d+)",
    "first": r"^its first \d+ +(\d+)",
    "start": r"first step ended (\d+) ms",
    "peak": r"peak was (\d+) MB",
}


def ours(arguments):
    command = [ZOO, "bench", *arguments, "--rounds", "5"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = {key: re.search(pattern, out, re.M) for key, pattern in MEASURES.items()}
    return {key: float(match[1]) for key, match in found.items() if match}


def theirs(arguments):
    command = [sys.executable, HERE / arguments[0], *arguments[1:], "--rounds", "5"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {key: float(value) for key, value in (line.split() for line in out.splitlines())}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*", help="names, or beginnings of names; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--device", default="cpu", help="where PyTorch computes (default: cpu)")
    o = parser.parse_args()
    import torch

    print(f"{platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}")
    print(
        f"{'case':40s} {'zoo':>8s} {'theirs':>8s} {'ratio':>6s} {'min':>5s} {'max':>5s}"
        f" {'first':>6s} {'theirs':>6s} {'start':>6s} {'theirs':>6s} {'MB':>5s} {'theirs':>6s}"
    )
    for name, (mine, other) in CASES.items():
        if o.case and not any(name.startswith(case) for case in o.case):
            continue
        if o.device != "cpu":
            if other[0] != "torch_steps.py":
                continue
            other = [*other, "--device", o.device]
        pairs = [(ours(mine), theirs(other)) for _ in range(o.rounds)]
        ratios = [b["steady"] / a["steady"] for a, b in pairs]
        median = lambda side, key: statistics.median(pair[side][key] for pair in pairs)
        line = (
            f"{name:40s} {median(0, 'steady'):8.0f} {median(1, 'steady'):8.0f}"
            f" {statistics.median(ratios):6.2f} {min(ratios):5.2f} {max(ratios):5.2f}"
        )
        if "first" in pairs[0][0]:
            line += (
                f" {median(0, 'steady') / median(0, 'first'):6.0%}"
                f" {median(1, 'steady') / median(1, 'first'):6.0%}"
                f" {median(0, 'start'):6.0f} {median(1, 'start'):6.0f}"
            )
        else:
            line += " " * 28
        print(f"{line} {median(0, 'peak'):5.0f} {median(1, 'peak'):6.0f}", flush=True)


if __name__ == "__main__":
    main()
