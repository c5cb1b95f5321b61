"""Writes test-data/manifest-torchaudio.json and ref-torchaudio.bin: torchaudio.transforms.MFCC and MelSpectrogram with
AmplitudeToDB, with their defaults, from torch.stft and the formulas of torchaudio's documentation (functional
melscale_fbanks, amplitude_to_DB and create_dct), in double precision, since torchaudio itself was not at hand.

    python test/torchaudio-references.py   # in packages/dsp, with torch and numpy installed
"""
import json
import math
from pathlib import Path

import numpy as np
import torch

folder = Path(__file__).parent.parent / 'test-data'
inputs = json.loads((folder / 'manifest.json').read_text())['inputs']
cases, blob = [], bytearray()
torch.set_default_dtype(torch.float64)


def melscale_fbanks(n_freqs, f_min, f_max, n_mels, sample_rate):
    """mel_scale='htk', norm=None."""
    all_freqs = torch.linspace(0, sample_rate // 2, n_freqs)
    to_mel = lambda hz: 2595.0 * math.log10(1.0 + hz / 700.0)
    m_pts = torch.linspace(to_mel(f_min), to_mel(f_max), n_mels + 2)
    f_pts = 700.0 * (10.0 ** (m_pts / 2595.0) - 1.0)
    f_diff = f_pts[1:] - f_pts[:-1]
    slopes = f_pts.unsqueeze(0) - all_freqs.unsqueeze(1)
    down = -slopes[:, :-2] / f_diff[:-1]
    up = slopes[:, 2:] / f_diff[1:]
    return torch.clamp(torch.minimum(down, up), min=0)


def mel_spectrogram(y, sample_rate, n_mels=128, n_fft=400):
    hop = n_fft // 2
    window = torch.hann_window(n_fft, periodic=True)
    spectrum = torch.stft(y, n_fft, hop, n_fft, window, center=True, pad_mode='reflect', normalized=False,
                          onesided=True, return_complex=True)
    fbanks = melscale_fbanks(n_fft // 2 + 1, 0.0, float(sample_rate // 2), n_mels, sample_rate)
    return (spectrum.abs() ** 2.0).transpose(-1, -2) @ fbanks


def amplitude_to_db(power, top_db=80.0):
    """multiplier 10 and ref 1, as AmplitudeToDB('power', 80)."""
    db = 10.0 * torch.log10(torch.clamp(power, min=1e-10)) - 10.0 * math.log10(max(1e-10, 1.0))
    return torch.maximum(db, db.max() - top_db)


def create_dct(n_mfcc, n_mels):
    """norm='ortho'; (n_mels, n_mfcc)."""
    n, k = torch.arange(float(n_mels)), torch.arange(float(n_mfcc)).unsqueeze(1)
    dct = torch.cos(math.pi / float(n_mels) * (n + 0.5) * k)
    dct[0] *= 1.0 / math.sqrt(2.0)
    return (dct * math.sqrt(2.0 / float(n_mels))).t()


def add(fn, name, params, value):
    while len(blob) % 8:
        blob.append(0)
    value = value.numpy()
    entry = dict(file='ref-torchaudio.bin', offset=len(blob), dtype='float32', shape=list(value.shape))
    blob.extend(np.ascontiguousarray(value.astype('float32')).tobytes())
    cases.append(dict(fn=fn, input=name, sr=params.pop('sr'), params=params, slice=[2000, 6000], outputs=dict(y=entry)))


for name in ['chirp', 'noise', 'vowel', 'impulse']:
    entry = inputs[name]
    y = np.fromfile(folder / entry['file'], entry['dtype'], int(np.prod(entry['shape'])), offset=entry['offset'])
    y = torch.from_numpy((y / 32768 if entry['dtype'] == 'int16' else y).astype('float64')[2000:6000])
    for sr, n_mels, n_mfcc in [(16000, 128, 40), (entry['sr'], 40, 13), (11025, 64, 20)]:
        db = amplitude_to_db(mel_spectrogram(y, sr, n_mels))
        add('torchaudio.transforms.AmplitudeToDB(MelSpectrogram)', name, dict(sr=sr, n_mels=n_mels), db)
        add('torchaudio.transforms.MFCC', name, dict(sr=sr, n_mels=n_mels, n_mfcc=n_mfcc), db @ create_dct(n_mfcc, n_mels))

(folder / 'ref-torchaudio.bin').write_bytes(blob)
(folder / 'manifest-torchaudio.json').write_text('{"cases": [\n' + ',\n'.join(map(json.dumps, cases)) + '\n]}\n')
print(len(cases), 'cases,', len(blob), 'bytes')
