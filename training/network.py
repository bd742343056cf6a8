"""The encoder and its heads in torch; src/textlens/score/model/network.py is the part of it that ships, in numpy.

Every layer is chosen to be cheap without a framework: norms without weights, ReLU, no biases. Teachers have attention, with a
fixed falling bias by distance instead of positions; what ships has blocks that see means instead.
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
    pooled: int = 0  # further blocks that see the means of clause, sentence and window
    ends: tuple[int, ...] = ()  # pieces that end a clause

    def as_dict(self) -> dict[str, int | tuple[int, ...]]:
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


class Pooled(nn.Module):
    """A block that sees, beside each piece, the means of its clause and those beside it, of its sentence and of its window."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.width
        self.up = nn.Linear(d, shape.inner, bias=False)
        self.wider = nn.Linear(5 * d, shape.inner, bias=False)
        self.down = nn.Linear(shape.inner, d, bias=False)
        nn.init.normal_(self.up.weight, std=d**-0.5)
        nn.init.normal_(self.wider.weight, std=(2 * d) ** -0.5)
        nn.init.zeros_(self.down.weight)

    def forward(self, x: Tensor, places: "Places") -> Tensor:
        kind = x.dtype
        y = norm(x)
        exact = y.float()
        clause = places.mean(exact, places.clause)
        whole = [
            places.mean(exact, number)[of]
            for number, of in ((places.sentence, places.its_sentence), (places.window, places.its_window))
        ]
        wide = torch.cat([clause, *places.beside(clause), *whole], -1).to(kind)
        inner = F.linear(y, self.up.weight.to(kind)) + F.linear(wide, self.wider.weight.to(kind))[places.clause]
        return x + F.linear(F.relu(inner), self.down.weight.to(kind))


class Places:
    """Which clause, sentence and window each piece of a batch belongs to; numbers do not fall, and a sentence lies in one window."""

    def __init__(self, sentence: Tensor, pieces: Tensor, ends: Tensor) -> None:
        mask = sentence >= 0
        self.window = torch.arange(len(sentence))[:, None].expand_as(sentence)[mask]
        self.sentence = sentence[mask]
        ending = ends[pieces[mask]]
        new = torch.ones_like(ending)
        new[1:] = (self.sentence[1:] != self.sentence[:-1]) | (ending[:-1] & ~ending[1:])
        self.clause = new.long().cumsum(0) - 1
        self.its_sentence, self.its_window = self.sentence[new], self.window[new]

    def mean(self, x: Tensor, number: Tensor) -> Tensor:
        size = torch.bincount(number)
        return torch.zeros(len(size), x.shape[-1]).index_add(0, number, x) / size.clamp(min=1)[:, None]

    def beside(self, clause: Tensor) -> tuple[Tensor, Tensor]:
        """What stands in the clause before and after within the window, or nothing."""
        same = (self.its_window[1:] == self.its_window[:-1])[:, None].to(clause.dtype)
        nothing = torch.zeros_like(clause[:1])
        return torch.cat([nothing, clause[:-1] * same]), torch.cat([clause[1:] * same, nothing])


class Encoder(nn.Module):
    """Piece numbers of shape (windows, pieces) to vectors of shape (pieces that are not padding, width)."""

    def __init__(self, shape: Shape, vectors: Tensor | None = None) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.embedding)
        if vectors is not None:
            self.embedding.weight.data.copy_(vectors)
        self.widen = nn.Linear(shape.embedding * (2 * shape.around + 1), shape.width, bias=False)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.pooled = nn.ModuleList(Pooled(shape) for _ in range(shape.pooled))
        self.register_buffer("ends", torch.isin(torch.arange(shape.vocabulary), torch.tensor(shape.ends)), persistent=False)
        self.register_buffer("slopes", torch.tensor([2.0 ** -(h + 1) for h in range(max(1, shape.heads))]), persistent=False)

    def bias(self, mask: Tensor) -> Tensor:
        """Attention bias, shape (windows x heads, pieces, pieces): falls with the distance; nothing looks at padding."""
        n = mask.shape[1]
        steps = (torch.arange(n)[None] - torch.arange(n)[:, None]).abs().float()
        falling = -self.slopes[:, None, None] * (1 + steps).log2() * 2
        closed = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        return (falling[None] + closed).reshape(-1, n, n)

    def forward(self, pieces: Tensor, sentence: Tensor, kind: torch.dtype = torch.bfloat16) -> Tensor:
        """`sentence` (windows, pieces): the number of each piece's sentence, -1 where there is none."""
        mask = sentence >= 0
        x = norm(self.embedding(pieces).to(kind))
        if self.shape.around:
            n, a = x.shape[1], self.shape.around
            x = F.pad(x * mask[..., None].to(kind), (0, 0, a, a))
            x = torch.cat([x[:, i : i + n] for i in range(2 * a + 1)], dim=-1)
        x = F.linear(x, self.widen.weight.to(kind))
        bias = self.bias(mask).to(kind) if self.shape.heads else x
        for block in self.blocks:
            x = block(x, bias)
        x = x[mask]
        if self.pooled:
            places = Places(sentence, pieces, self.ends)
            for pooled in self.pooled:
                x = pooled(x, places)
        return norm(x)


def count(module: nn.Module) -> str:
    body = sum(p.numel() for name, p in module.named_parameters() if "embedding" not in name)
    return f"{body / 1e6:.2f} M parameters besides {sum(p.numel() for p in module.parameters()) / 1e6 - body / 1e6:.2f} M of embeddings"


def rate(done: float, warm: float = 0.02, cool: float = 0.45) -> float:
    """Learning rate as a share of its highest at this share of the training: up, level, down to nothing."""
    return min(1.0, done / warm, max(0.0, (1 - done) / cool)) if done < 1 else 0.0


def seconds(x: float) -> str:
    return f"{int(x // 60)}:{int(x % 60):02d}"
