"""Python's side of the `load` and `predict` benchmarks.

Reads one JSON object a line from stdin and answers each with one JSON line on stdout:
    {"settings": {...}}                      -> {"librosa": version, "python": version}
    {"files": [...], "processes": n}         -> {"ms": wall-clock milliseconds, "values": features of the first file}
    {"file": ..., "times": n}                -> {"ms": milliseconds for one file, in this process}
"""

import json
import multiprocessing
import platform
import sys
import time

import librosa
import numpy as np

SETTINGS = {}


def features(file):
    """Decoded, resampled where needed, brought to a level, log-mel: float32, frames x bands."""
    s = SETTINGS
    samples, rate = librosa.load(file, sr=s["sampleRate"])
    samples = samples * (10 ** (s["targetDb"] / 20) / np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
    mel = librosa.feature.melspectrogram(
        y=samples.astype(np.float32), sr=rate, n_fft=s["nFft"], hop_length=s["hopLength"], n_mels=s["nMels"]
    )
    return librosa.power_to_db(mel, top_db=None).T


def answer(message):
    if "settings" in message:
        SETTINGS.update(message["settings"])
        return {"librosa": librosa.__version__, "python": platform.python_version()}
    start = time.perf_counter()
    if "file" in message:
        for _ in range(message["times"]):
            features(message["file"])
        return {"ms": 1000 * (time.perf_counter() - start) / message["times"]}
    with multiprocessing.get_context("fork").Pool(message["processes"]) as pool:
        results = pool.map(features, message["files"], chunksize=8)
    ms = 1000 * (time.perf_counter() - start)
    return {"ms": ms, "values": results[0].ravel().tolist()}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
