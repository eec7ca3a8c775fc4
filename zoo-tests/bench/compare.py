"""The zoo beside PyTorch: training steps of the same models, each side in a process of its own, in
turn, several times. Prints medians: microseconds a step and their ratio, PyTorch over zoo; how fast
the first 500 steps were, as a share of the steady speed; milliseconds from the process's start to
the end of its first step, data read from disk; and the peak of its memory in MB.

    python zoo-tests/bench/compare.py [--rounds 5] [CASE ...]

Needs torch beside this Python, and a machine that does nothing else: both sides use every core.
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


def vae(hidden, latent, batch, *more):
    sizes = ",".join(map(str, hidden))
    back = ",".join(map(str, reversed(hidden)))
    settings = [f"model.encoder=[{sizes}]", f"model.decoder=[{back}]", f"model.latent={latent}"]
    ours = ["vae-bernoulli-fashion-mnist", *settings, f"train.batch={batch}"]
    theirs = ["vae", "--hidden", *map(str, hidden), "--latent", str(latent), "--batch", str(batch)]
    return ours, theirs + list(more)


CASES = {
    "vae 784-400-20, batch 16": vae([400], 20, 16),
    "vae 784-400-20, batch 128": vae([400], 20, 128),
    "vae 784-400-20, batch 128, compiled": vae([400], 20, 128, "--compile"),
    "vae 784-400-20, batch 1000": vae([400], 20, 1000),
    "vae 784-200-200-50, batch 16": vae([200, 200], 50, 16),
    "vae 784-200-200-50, batch 128": vae([200, 200], 50, 128),
    "vae 784-200-200-50, batch 128, compiled": vae([200, 200], 50, 128, "--compile"),
    "vae 784-200-200-50, batch 1000": vae([200, 200], 50, 1000),
    "discrete vae": (
        ["discrete-vae-fashion-mnist"],
        "discrete-vae --hidden 200 200 200 --latent 200 --batch 100 --activation leaky-relu".split(),
    ),
    "wae-gan": (
        ["wae-gan-fashion-mnist"],
        "wae-gan --hidden 200 200 200 --latent 8 --batch 100 --activation relu".split(),
    ),
    "realnvp two moons": (
        ["realnvp-two-moons"],
        "realnvp --hidden 64 64 --layers 8 --batch 256 --activation relu".split(),
    ),
}


def ours(arguments):
    preset, *settings = arguments
    command = [ZOO, "bench", preset, "--alone", "--rounds", "5", "--steps", "50"]
    command += [part for setting in settings for part in ("--set", setting)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {
        "steady": float(re.search(r"^captured +(\d+)", out, re.M)[1]),
        "first": float(re.search(r"^its first \d+ +(\d+)", out, re.M)[1]),
        "start": float(re.search(r"first step ended (\d+) ms", out)[1]),
        "peak": float(re.search(r"peak was (\d+) MB", out)[1]),
    }


def theirs(arguments):
    command = [sys.executable, HERE / "torch_steps.py", *arguments, "--rounds", "5", "--steps", "50"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {key: float(value) for key, value in (line.split() for line in out.splitlines())}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*", help="names, or beginnings of names; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    o = parser.parse_args()
    import torch

    print(f"{platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}")
    print(
        f"{'case':40s} {'zoo':>7s} {'torch':>7s} {'ratio':>6s} {'min':>5s} {'max':>5s}"
        f" {'first':>6s} {'torch':>6s} {'start':>6s} {'torch':>6s} {'MB':>5s} {'torch':>6s}"
    )
    for name, (mine, other) in CASES.items():
        if o.case and not any(name.startswith(case) for case in o.case):
            continue
        pairs = [(ours(mine), theirs(other)) for _ in range(o.rounds)]
        ratios = [b["steady"] / a["steady"] for a, b in pairs]
        median = lambda side, key: statistics.median(pair[side][key] for pair in pairs)
        print(
            f"{name:40s} {median(0, 'steady'):7.0f} {median(1, 'steady'):7.0f}"
            f" {statistics.median(ratios):6.2f} {min(ratios):5.2f} {max(ratios):5.2f}"
            f" {median(0, 'steady') / median(0, 'first'):6.0%}"
            f" {median(1, 'steady') / median(1, 'first'):6.0%}"
            f" {median(0, 'start'):6.0f} {median(1, 'start'):6.0f}"
            f" {median(0, 'peak'):5.0f} {median(1, 'peak'):6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
