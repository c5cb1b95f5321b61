"""Writes test-data/manifest-features.json and ref-features.bin: what librosa 0.11.0 returns for options that the
other references leave out, on stretches of the synthetic signals.

    python test/feature-references.py   # in packages/dsp, with librosa==0.11.0 installed
"""
import json
import warnings
from pathlib import Path

import librosa
import numpy as np

warnings.simplefilter('ignore')
folder = Path(__file__).parent.parent / 'test-data'
inputs = json.loads((folder / 'manifest.json').read_text())['inputs']
cases, blob = [], bytearray()


def add(fn, name, compute, span=(4000, 8000), **params):
    entry = inputs[name]
    count = int(np.prod(entry['shape']))
    y = np.fromfile(folder / entry['file'], entry['dtype'], count, offset=entry['offset'])[slice(*span)]
    single = {}
    try:
        single = compute(y.astype(np.float32), entry['sr'], params)
    except Exception:  # float32 only tells how far rounding goes
        pass
    outputs = {}
    for key, value in compute(y.astype(np.float64), entry['sr'], params).items():
        value = np.asarray(value)
        kind = {'f': 'float32', 'b': 'uint8', 'i': 'int32'}[value.dtype.kind]
        while len(blob) % 8:
            blob.append(0)
        outputs[key] = dict(file='ref-features.bin', offset=len(blob), dtype=kind, shape=list(value.shape))
        blob.extend(np.ascontiguousarray(value.astype(kind)).tobytes())
        if kind == 'float32':
            outputs[key]['absmax'] = float(np.nan_to_num(np.nanmax(np.abs(value), initial=0)))
            other = np.asarray(single.get(key, value))
            if other.shape == value.shape:
                outputs[key]['f32dev'] = float(np.nan_to_num(np.nanmax(np.abs(other - value), initial=0)))
    cases.append(dict(id=f'{fn}|{name}|{params}', fn=fn, input=name, sr=entry['sr'], params=params, slice=list(span), outputs=outputs))


F, E = librosa.feature, librosa.effects
rate = lambda f: lambda y, sr, p: dict(y=f(y=y, sr=sr, **p))
plain = lambda f: lambda y, sr, p: dict(y=f(y=y, **p))


def pyin(y, sr, p):
    f0, voiced, probability = librosa.pyin(y, sr=sr, **p)
    return dict(f0=f0, voiced_flag=voiced, voiced_prob=probability)


for name in ['vowel', 'noise', 'square_dc']:
    span = (1000, 5000) if name == 'square_dc' else (4000, 8000)
    for p in [dict(frame_length=401, hop_length=123), dict(frame_length=512, hop_length=160, pad_mode='reflect')]:
        add('librosa.feature.rms', name, plain(F.rms), span, **p)
    for p in [dict(threshold=0.01), dict(pad=True, zero_pos=False), dict(threshold=0.05, ref_magnitude=0.5)]:
        add('librosa.feature.zero_crossing_rate', name, plain(F.zero_crossing_rate), span, frame_length=300, hop_length=77, **p)
    for s in [dict(n_fft=400, hop_length=160), dict(n_fft=501, hop_length=200, window='hamming', pad_mode='reflect')]:
        add('librosa.feature.spectral_centroid', name, rate(F.spectral_centroid), span, **s)
        add('librosa.feature.spectral_bandwidth', name, rate(F.spectral_bandwidth), span, p=1.5, norm=False, **s)
        add('librosa.feature.spectral_rolloff', name, rate(F.spectral_rolloff), span, roll_percent=0.5, **s)
        add('librosa.feature.spectral_flatness', name, plain(F.spectral_flatness), span, amin=1e-6, power=3.0, **s)
        add('librosa.feature.spectral_contrast', name, rate(F.spectral_contrast), span, n_bands=4, fmin=150.0, quantile=0.1, **s)
        add('librosa.feature.spectral_contrast', name, rate(F.spectral_contrast), span, linear=True, n_bands=2, **s)
        add('librosa.feature.chroma_stft', name, rate(F.chroma_stft), span, norm=2, **s)
        add('librosa.feature.chroma_stft', name, rate(F.chroma_stft), span, tuning=-0.3, norm=1, n_chroma=24, octwidth=None, **s)
        add('librosa.feature.chroma_stft', name, rate(F.chroma_stft), span, tuning=0.1, base_c=False, ctroct=4.0, octwidth=1.0, **s)
        add('librosa.estimate_tuning', name, lambda y, sr, p: dict(y=[float(librosa.estimate_tuning(y=y, sr=sr, **p))]), span, **s)
    for p in [dict(trough_threshold=0.3, frame_length=800), dict(center=False, frame_length=1200, hop_length=300)]:
        add('librosa.yin', name, lambda y, sr, p: dict(f0=librosa.yin(y, sr=sr, **p)), span, fmin=80, fmax=600, **p)
    for p in [
        dict(fmin=65, fmax=1000, n_thresholds=50, beta_parameters=[1.5, 10.0], boltzmann_parameter=1.0, switch_prob=0.05, no_trough_prob=0.1),
        dict(fmin=100, fmax=420, resolution=0.35, max_transition_rate=17.3, frame_length=1024, fill_na=None),
        dict(fmin=100, fmax=400, switch_prob=0.0, frame_length=1024, fill_na=0.0, pad_mode='reflect'),
    ]:
        add('librosa.pyin', name, pyin, span, **p)
    add('librosa.lpc', name, lambda y, sr, p: dict(a=librosa.lpc(y, **p)), span, order=24)
    add('librosa.effects.deemphasis', name, plain(E.deemphasis), (4000, 5000), coef=0.5)
    add('librosa.effects.preemphasis', name, plain(E.preemphasis), (4000, 5000), coef=0.5)
    for p in [dict(top_db=15, frame_length=301, hop_length=77), dict(top_db=30, ref=1.0)]:
        add('librosa.effects.trim', name, lambda y, sr, p: dict(interval=E.trim(y, **p)[1]), span, **p)
        add('librosa.effects.split', name, lambda y, sr, p: dict(intervals=E.split(y, **p)), span, **p)
    for p in [dict(rate=1.3), dict(rate=0.7, n_fft=512), dict(rate=2.0, n_fft=1024, hop_length=200)]:
        add('librosa.effects.time_stretch', name, plain(E.time_stretch), span, **p)

(folder / 'ref-features.bin').write_bytes(blob)
manifest = dict(format='ser-golden/1', versions=dict(librosa=librosa.__version__, numpy=np.__version__), inputs={}, cases=cases)
(folder / 'manifest-features.json').write_text(json.dumps(manifest, allow_nan=False))
