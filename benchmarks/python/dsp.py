"""Python's side of the `dsp` benchmark: `dsp.py librosa` or `dsp.py python_speech_features`, one engine a process.

Reads one JSON object a line from stdin and answers each with one JSON line on stdout:
    {"open": folder of WAV files, "settings": {...}}  -> {"name": ..., "works": [...]}
    {"work": id, "run": clips}                        -> {"ms": wall-clock milliseconds}
    {"work": id, "first": true}                       -> {"values": [...]}
Where librosa is not installed, its steps are measured as re-stated on numpy and scipy, under a name of their own.
"""

import io
import json
import sys
import time
import wave
from pathlib import Path

import numpy as np

MFCC_WORKS = {"mfcc-13": 13, "mfcc-40": 40, "wav": 13}


def read_wav(file):
    """16-bit mono samples as librosa.load gives them: float32, value / 32768."""
    with wave.open(file) as reader:
        return np.frombuffer(reader.readframes(reader.getnframes()), np.int16).astype(np.float32) / np.float32(32768)


class Librosa:
    def __init__(self, settings):
        import librosa

        self.librosa = librosa
        self.settings = settings
        self.name = "librosa " + librosa.__version__
        self.works = ["mfcc-13", "mfcc-40", "log-mel", "yin", "pyin", "wav"]

    def compute(self, work, clip, wav):
        librosa, s = self.librosa, self.settings
        rate = s["sampleRate"]
        if work in ("yin", "pyin"):
            track = librosa.yin if work == "yin" else librosa.pyin
            return track(
                clip, fmin=s["fMin"], fmax=s["fMax"], sr=rate, frame_length=s["frameLength"], hop_length=s["hopLength"]
            )
        frames = {"n_fft": s["nFft"], "hop_length": s["hopLength"], "n_mels": s["nMels"]}
        if work == "wav":
            clip, rate = librosa.load(io.BytesIO(wav), sr=None)
        if work == "log-mel":
            return librosa.power_to_db(librosa.feature.melspectrogram(y=clip, sr=rate, **frames)).T
        mfcc = librosa.feature.mfcc(y=clip, sr=rate, n_mfcc=MFCC_WORKS[work], **frames)
        return np.vstack([mfcc, librosa.feature.delta(mfcc), librosa.feature.delta(mfcc, order=2)]).T


class LibrosaSteps:
    """What librosa 0.11 does for these features, step by step, without its checks and caches: float32 throughout,
    framing by strides, blocks of 256 KiB through scipy.fft, a dense mel matrix, scipy's DCT and Savitzky-Golay."""

    BLOCK_BYTES = 2**18

    def __init__(self, settings):
        import scipy
        import scipy.fft
        import scipy.signal

        self.fft, self.signal = scipy.fft, scipy.signal
        self.settings = settings
        self.name = "numpy/scipy (librosa's steps)"
        self.works = ["mfcc-13", "mfcc-40", "log-mel", "wav"]
        n_fft = settings["nFft"]
        self.window = scipy.signal.get_window("hann", n_fft).astype(np.float32)[:, None]
        self.mel = mel_filters(settings["sampleRate"], n_fft, settings["nMels"])

    def compute(self, work, clip, wav):
        if work == "wav":
            clip = read_wav(io.BytesIO(wav))
        decibels = self.log_mel(clip)
        if work == "log-mel":
            return decibels.T
        mfcc = self.fft.dct(decibels, axis=0, type=2, norm="ortho")[: MFCC_WORKS[work]]
        deltas = [self.signal.savgol_filter(mfcc, 9, deriv=o, polyorder=o, axis=-1, mode="interp") for o in (1, 2)]
        return np.vstack([mfcc, *deltas]).T

    def log_mel(self, clip):
        power = np.abs(self.stft(clip)) ** 2
        mel = np.einsum("ft,mf->mt", power, self.mel, optimize=True)
        decibels = 10.0 * np.log10(np.maximum(1e-10, mel))
        return np.maximum(decibels, decibels.max() - self.settings["topDb"])

    def stft(self, clip):
        n_fft, hop = self.settings["nFft"], self.settings["hopLength"]
        padded = np.pad(clip, n_fft // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop].T
        spectrum = np.empty((1 + n_fft // 2, frames.shape[1]), np.complex64, order="F")
        columns = max(1, self.BLOCK_BYTES // (spectrum.shape[0] * spectrum.itemsize))
        for start in range(0, frames.shape[1], columns):
            block = slice(start, start + columns)
            spectrum[:, block] = self.fft.rfft(self.window * frames[:, block], axis=0)
        return spectrum


class PythonSpeechFeatures:
    def __init__(self, settings):
        import python_speech_features as psf

        self.psf = psf
        self.settings = settings
        self.name = "python_speech_features"
        self.works = ["mfcc-13", "mfcc-40", "log-mel"]

    def compute(self, work, clip, wav):
        s, rate = self.settings, self.settings["sampleRate"]
        frames = {"winlen": s["nFft"] / rate, "winstep": s["hopLength"] / rate, "nfilt": s["nMels"], "nfft": s["nFft"]}
        if work == "log-mel":
            return self.psf.logfbank(clip, rate, **frames)
        mfcc = self.psf.mfcc(clip, rate, numcep=MFCC_WORKS[work], **frames)
        delta = self.psf.delta(mfcc, 4)
        return np.hstack([mfcc, delta, self.psf.delta(delta, 4)])


def mel_filters(sample_rate, n_fft, n_mels):
    """Slaney's mel scale with area normalization, as librosa.filters.mel: (n_mels, 1 + n_fft / 2)."""
    step = np.log(6.4) / 27
    to_mel = lambda hz: hz * 3 / 200 if hz < 1000 else 15 + np.log(hz / 1000) / step
    mels = np.linspace(0, to_mel(sample_rate / 2), n_mels + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(step * (mels - 15)))[:, None]
    bins = np.fft.rfftfreq(n_fft, 1 / sample_rate)[None, :]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])
    return weights.astype(np.float32)


def load_engine(kind, settings):
    if kind == "python_speech_features":
        return PythonSpeechFeatures(settings)
    try:
        return Librosa(settings)
    except ImportError:
        return LibrosaSteps(settings)


class Session:
    def __init__(self, kind):
        self.kind, self.engine, self.clips, self.files = kind, None, [], []

    def answer(self, request):
        if "open" in request:
            return self.open(Path(request["open"]), request["settings"])
        work = request["work"]
        if request.get("first"):
            values = np.nan_to_num(np.atleast_2d(self.engine.compute(work, self.clips[0], self.files[0])))
            return {"values": values.astype(float).ravel().tolist()}
        start = time.perf_counter()
        for i in range(request["run"]):
            self.engine.compute(work, self.clips[i], self.files[i])
        return {"ms": 1e3 * (time.perf_counter() - start)}

    def open(self, folder, settings):
        self.files = [file.read_bytes() for file in sorted(folder.glob("*.wav"))]
        self.clips = [read_wav(io.BytesIO(data)) for data in self.files]
        self.engine = load_engine(self.kind, settings)
        return {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "name": self.engine.name,
            "works": self.engine.works,
        }


def main():
    session = Session(sys.argv[1])
    for line in sys.stdin:
        try:
            reply = session.answer(json.loads(line))
        except Exception as error:  # the driver prints it and goes on without this row
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
