"""The encoder and its heads in torch; src/textlens/score/model/network.py is the same in numpy.

Every layer is chosen to be cheap without a framework: norms without weights, ReLU, no biases, a fixed falling bias by
distance instead of positions.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EMOTIONS = 8  # joy, love, sadness, anger, fear, disgust, surprise, neutral


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder."""

    vocabulary: int
    embedding: int = 128
    width: int = 256
    layers: int = 4
    heads: int = 4  # none: the blocks have no attention
    inner: int = 1024
    around: int = 0  # pieces on each side that the first layer sees

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def norm(x: Tensor) -> Tensor:
    return F.layer_norm(x, (x.shape[-1],))


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.width
        self.heads = shape.heads
        if shape.heads:
            self.mix = nn.Linear(d, 3 * d, bias=False)
            self.out = nn.Linear(d, d, bias=False)
            nn.init.normal_(self.mix.weight, std=d**-0.5)
            nn.init.zeros_(self.out.weight)
        self.up = nn.Linear(d, shape.inner, bias=False)
        self.down = nn.Linear(shape.inner, d, bias=False)
        nn.init.normal_(self.up.weight, std=d**-0.5)
        nn.init.zeros_(self.down.weight)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        kind = x.dtype
        if self.heads:
            x = x + F.linear(self.attend(norm(x), bias), self.out.weight.to(kind))
        return x + F.linear(F.relu(F.linear(norm(x), self.up.weight.to(kind))), self.down.weight.to(kind))

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, d = x.shape
        mixed = F.linear(x, self.mix.weight.to(x.dtype)).view(b, n, 3, self.heads, d // self.heads)
        q, k, v = mixed.permute(2, 0, 3, 1, 4).reshape(3, b * self.heads, n, d // self.heads).unbind()
        share = torch.baddbmm(bias, q, k.transpose(1, 2), alpha=(d // self.heads) ** -0.5).softmax(-1)
        mixed = torch.bmm(share, v).view(b, self.heads, n, d // self.heads)
        return mixed.transpose(1, 2).reshape(b, n, d)


class Encoder(nn.Module):
    """Piece numbers of shape (windows, pieces) to vectors of shape (windows, pieces, width)."""

    def __init__(self, shape: Shape, vectors: Tensor | None = None) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.embedding)
        if vectors is not None:
            self.embedding.weight.data.copy_(vectors)
        self.widen = nn.Linear(shape.embedding * (2 * shape.around + 1), shape.width, bias=False)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.register_buffer("slopes", torch.tensor([2.0 ** -(h + 1) for h in range(max(1, shape.heads))]), persistent=False)

    def bias(self, mask: Tensor) -> Tensor:
        """Attention bias, shape (windows x heads, pieces, pieces): falls with the distance; nothing looks at padding."""
        n = mask.shape[1]
        steps = (torch.arange(n)[None] - torch.arange(n)[:, None]).abs().float()
        falling = -self.slopes[:, None, None] * (1 + steps).log2() * 2
        closed = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        return (falling[None] + closed).reshape(-1, n, n)

    def forward(self, pieces: Tensor, mask: Tensor, kind: torch.dtype = torch.bfloat16) -> Tensor:
        return self.mixed(self.embedding(pieces), mask, kind)

    def mixed(self, embedded: Tensor, mask: Tensor, kind: torch.dtype = torch.bfloat16) -> Tensor:
        x = norm(embedded.to(kind))
        if self.shape.around:
            n, a = x.shape[1], self.shape.around
            x = F.pad(x * mask[..., None].to(kind), (0, 0, a, a))
            x = torch.cat([x[:, i : i + n] for i in range(2 * a + 1)], dim=-1)
        x = F.linear(x, self.widen.weight.to(kind))
        bias = self.bias(mask).to(kind) if self.shape.heads else x
        for block in self.blocks:
            x = block(x, bias)
        return norm(x)


def count(module: nn.Module) -> str:
    body = sum(p.numel() for name, p in module.named_parameters() if "embedding" not in name)
    return f"{body / 1e6:.2f} M parameters besides {sum(p.numel() for p in module.parameters()) / 1e6 - body / 1e6:.2f} M of embeddings"


def rate(done: float, warm: float = 0.02, cool: float = 0.45) -> float:
    """Learning rate as a share of its highest at this share of the training: up, level, down to nothing."""
    return min(1.0, done / warm, max(0.0, (1 - done) / cool)) if done < 1 else 0.0


def seconds(x: float) -> str:
    return f"{int(x // 60)}:{int(x % 60):02d}"
