"""PyTorch's side of the `train` benchmark: python train.py <threads>

Reads one JSON object a line from stdin and answers each with one JSON line on stdout:
    {"build": network}  -> {"params": trainable parameters, "torch": version}
    {"steps": count}    -> {"ms": wall-clock milliseconds of forward, backward and Adam}
The networks are those of models/architectures.mjs: float32, eager mode, batch 32 x 188 frames x 40 coefficients,
the residual one's 160 x 64.
"""

import json
import resource
import sys
import time

BATCH, FRAMES, COEFFS, CLASSES = 32, 188, 40, 8
WINDOW = 160, 64  # frames and bands that the residual network reads

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    sys.stdin.readline()
    print(json.dumps({"error": f"{sys.executable} has no PyTorch ({error})"}), flush=True)
    sys.exit()


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [COEFFS, 64, 128, 128]
        self.convs = nn.ModuleList(nn.Conv1d(a, b, 5, padding=2) for a, b in zip(widths, widths[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) for b in widths[1:])
        self.output = nn.Linear(128, CLASSES)

    def forward(self, x):
        x = x.transpose(1, 2)
        for conv, norm in zip(self.convs, self.norms):
            x = F.max_pool1d(F.relu(norm(conv(x))), 2)
        return self.output(x.mean(2))


class Recurrent(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer(COEFFS, 128, batch_first=True)
        self.output = nn.Linear(128, CLASSES)

    def forward(self, x):
        return self.output(self.layer(x)[0][:, -1])


class BiLstmAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(COEFFS, 64, 2, batch_first=True, bidirectional=True)
        self.score = nn.Linear(128, 1, bias=False)
        self.output = nn.Linear(128, CLASSES)

    def forward(self, x):
        h = self.lstm(x)[0]
        weights = torch.softmax(torch.tanh(self.score(h)).squeeze(2), 1)
        return self.output(torch.bmm(weights.unsqueeze(1), h).squeeze(1))


class GatedBlock(nn.Module):
    def __init__(self, filters, dilation):
        super().__init__()
        self.dilation = dilation
        self.convs = nn.ModuleList(nn.Conv1d(filters, filters, 2, dilation=dilation) for _ in range(2))
        self.norms = nn.ModuleList(nn.BatchNorm1d(filters) for _ in range(2))

    def forward(self, x):
        gate = x
        for conv, norm in zip(self.convs, self.norms):
            gate = F.relu(norm(conv(F.pad(gate, (self.dilation, 0)))))
            gate = F.dropout2d(gate.unsqueeze(3), 0.1, self.training).squeeze(3)
        return x * torch.sigmoid(gate)


class DilatedStack(nn.Module):
    def __init__(self):
        super().__init__()
        filters = 39
        self.project = nn.ModuleList(nn.Conv1d(COEFFS, filters, 1) for _ in range(2))
        self.stacks = nn.ModuleList(
            nn.ModuleList(GatedBlock(filters, 2**i) for i in range(8)) for _ in range(2)
        )
        self.weight = nn.Parameter(torch.ones(8, 1))
        self.output = nn.Linear(filters, CLASSES)

    def forward(self, x):
        x = x.transpose(1, 2)
        forward, backward = self.project[0](x), self.project[1](x.flip(2))
        pooled = []
        for ahead, back in zip(*self.stacks):
            forward, backward = ahead(forward), back(backward)
            pooled.append((forward + backward).mean(2))
        return self.output((torch.stack(pooled, 2) @ self.weight).squeeze(2))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, filters):
        super().__init__()
        self.first = nn.Conv2d(inputs, filters, 3, stride=2, padding=1, bias=False)
        self.second = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.short = nn.Conv2d(inputs, filters, 1, stride=2, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(filters) for _ in range(3))

    def forward(self, x):
        change = self.norms[1](self.second(F.relu(self.norms[0](self.first(x)))))
        return F.relu(self.norms[2](self.short(x)) + change)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        widths, units = [32, 64, 96], 64
        self.stem = nn.Conv2d(1, widths[0], 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(widths[0])
        self.blocks = nn.ModuleList(ResidualBlock(a, b) for a, b in zip(widths[:1] + widths, widths))
        values = widths[-1] * -(-WINDOW[1] // 16)
        self.hidden = nn.Linear(values, units)
        self.score = nn.Linear(units, 1, bias=False)
        self.output = nn.Linear(2 * values, CLASSES)

    def forward(self, x):
        x = F.relu(self.norm(self.stem(x.unsqueeze(1).contiguous(memory_format=torch.channels_last))))
        for block in self.blocks:
            x = block(x)
        x = x.permute(0, 2, 3, 1).flatten(2)
        weights = torch.softmax(self.score(torch.tanh(self.hidden(x))), 1)
        mean = (weights * x).sum(1)
        variance = F.relu((weights * x.square()).sum(1) - mean.square())
        pooled = F.dropout(torch.cat([mean, torch.sqrt(variance + 1e-5)], 1), 0.3, self.training)
        return self.output(pooled)


NETWORKS = {
    "cnn": Cnn,
    "rnn": lambda: Recurrent(nn.RNN),
    "lstm": lambda: Recurrent(nn.LSTM),
    "bilstm": BiLstmAttention,
    "dilated": DilatedStack,
    "resnet": lambda: ResNet().to(memory_format=torch.channels_last),
}


class Session:
    def answer(self, request):
        if "build" in request:
            return self.build(request["build"])
        start = time.perf_counter()
        for _ in range(request["steps"]):
            self.optimizer.zero_grad()
            F.cross_entropy(self.network(self.x), self.y).backward()
            self.optimizer.step()
        ms = 1e3 * (time.perf_counter() - start)
        return {"ms": ms, "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}

    def build(self, name):
        torch.manual_seed(5)
        self.network = NETWORKS[name]()
        self.optimizer = torch.optim.Adam(self.network.parameters(), 1e-3)
        self.x = torch.randn(BATCH, *(WINDOW if name == "resnet" else (FRAMES, COEFFS)))
        self.y = torch.arange(BATCH) % CLASSES
        return {"params": sum(p.numel() for p in self.network.parameters()), "torch": torch.__version__}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    session = Session()
    for line in sys.stdin:
        try:
            reply = session.answer(json.loads(line))
        except Exception as error:  # the driver prints it and goes on without this row
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
