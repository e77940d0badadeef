"""C3D, UCF-101."""

from dataclasses import dataclass

from torch import nn
from torch.nn import functional as F

STAGES = [["conv1a"], ["conv2a"], ["conv3a", "conv3b"], ["conv4a", "conv4b"], ["conv5a", "conv5b"]]


@dataclass
class Config:
    classes: int = 101
    side: int = 112
    widths: tuple = (64, 128, 256, 512, 512)
    hidden: int = 4096


class C3D(nn.Module):
    def __init__(self, config: Config = Config()):
        super().__init__()
        width = 3
        for names, outputs in zip(STAGES, config.widths):
            for name in names:
                self.add_module(name, nn.Conv3d(width, outputs, 3, padding=1))
                width = outputs
        self.fc6 = nn.Linear(width * ((config.side // 16 + 1) // 2) ** 2, config.hidden)
        self.fc7 = nn.Linear(config.hidden, config.hidden)
        self.fc8 = nn.Linear(config.hidden, config.classes)

    def forward(self, x):
        """[B, 3, 16, H, H], prepared -> [B, K], the scores before the softmax."""
        for number, names in enumerate(STAGES):
            for name in names:
                x = F.relu(getattr(self, name)(x), inplace=True)
            x = F.max_pool3d(x, (1, 2, 2) if number == 0 else 2, ceil_mode=number == 4)
        x = F.relu(self.fc6(x.flatten(1)))
        return self.fc8(F.relu(self.fc7(x)))
