"""C3D, UCF-101."""

from torch import nn
from torch.nn import functional as F

STAGES = [
    (["conv1a"], 64), (["conv2a"], 128), (["conv3a", "conv3b"], 256), (["conv4a", "conv4b"], 512),
    (["conv5a", "conv5b"], 512),
]


class C3D(nn.Module):
    def __init__(self):
        super().__init__()
        width = 3
        for names, outputs in STAGES:
            for name in names:
                self.add_module(name, nn.Conv3d(width, outputs, 3, padding=1))
                width = outputs
        self.fc6 = nn.Linear(8192, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, 101)

    def forward(self, x):
        """[B, 3, 16, 112, 112], prepared -> [B, 101], the scores before the softmax."""
        for number, (names, _) in enumerate(STAGES):
            for name in names:
                x = F.relu(getattr(self, name)(x), inplace=True)
            x = F.max_pool3d(x, (1, 2, 2) if number == 0 else 2, ceil_mode=number == 4)
        x = F.relu(self.fc6(x.flatten(1)))
        return self.fc8(F.relu(self.fc7(x)))
