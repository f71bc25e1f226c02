"""DAE: the decoder that rebuilds each detection from the detector's own features (report, section 5.3).

The default-box index of a detection says which feature map it came from; RoIAlign cuts 5x5 cells out
of that map at its scale; channels are brought to 1024; a decoder draws the vignette. A detection of
the 1x1 map, which the report leaves out, uses the 3x3 map.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.ops import roi_align

from autolabelme.core.errors import MisuseError

from .default_boxes import INPUT_SIZE, MAP_SIZES, map_of_default_box

ROI_CELLS = 5
CODE_CHANNELS = 1024
USED_MAPS = 5  # 38, 19, 10, 5, 3: the 1x1 map is left out (report, section 5.3.3)
DECODERS = ("conv", "fc")
LUMA = (0.299, 0.587, 0.114)  # of red, green and blue, ITU-R BT.601
CHANNEL_MODES = ("learned", "upsample")


class ConvDecoder(nn.Module):
    """Decoder A (report, section 5.3.2): 5x5x1024 -> 14x14x256 -> 32x32x32 -> 64x64x3.

    Transposed convolutions of kernel 5, stride 2, output padding 1 and padding 0, 0, 2; the output is
    in 0..1 (sigmoid), (N, 3, 64, 64).
    """

    size = 64
    channels = 3

    def __init__(self) -> None:
        super().__init__()
        common: dict[str, Any] = {"kernel_size": 5, "stride": 2, "output_padding": 1}
        self.deconv1 = nn.ConvTranspose2d(CODE_CHANNELS, 256, padding=0, **common)
        self.deconv2 = nn.ConvTranspose2d(256, 32, padding=0, **common)
        self.output = nn.ConvTranspose2d(32, self.channels, padding=2, **common)

    def forward(self, codes: Tensor) -> Tensor:
        """Pictures (N, 3, 64, 64) of codes (N, 1024, 5, 5)."""
        x = F.relu(self.deconv1(codes))
        x = F.relu(self.deconv2(x))
        return torch.sigmoid(self.output(x))


class FcDecoder(nn.Module):
    """Decoder B (DEA page, section 2): 5x5 average pool, 1024 -> 2048 -> 4096 -> 16384, (N, 1, 128, 128)."""

    size = 128
    channels = 1

    def __init__(self) -> None:
        super().__init__()
        self.layer1 = nn.Linear(CODE_CHANNELS, 2048)
        self.layer2 = nn.Linear(2048, 4096)
        self.layer3 = nn.Linear(4096, self.size * self.size)

    def forward(self, codes: Tensor) -> Tensor:
        """Pictures (N, 1, 128, 128) in 0..1 of codes (N, 1024, 5, 5)."""
        x = F.avg_pool2d(codes, ROI_CELLS).flatten(1)
        x = F.relu(self.layer1(x))
        x = F.relu(self.layer2(x))
        return torch.sigmoid(self.layer3(x)).view(-1, 1, self.size, self.size)


class ChannelBridge(nn.Module):
    """Brings the channels of each used map to 1024: a learned 1x1 convolution, or plain upsampling.

    The report "simply upsamples"; a 1280-channel map is downsampled the same way.
    """

    def __init__(self, map_channels: tuple[int, ...], mode: str = "learned") -> None:
        super().__init__()
        if mode not in CHANNEL_MODES:
            raise MisuseError(f"channels: expected one of {CHANNEL_MODES}, got {mode!r}")
        self.mode = mode
        self.convs = nn.ModuleList(
            nn.Conv2d(channels, CODE_CHANNELS, kernel_size=1) for channels in map_channels[:USED_MAPS]
        )
        if mode == "upsample":
            self.convs = nn.ModuleList()

    def forward(self, patches: Tensor, level: int) -> Tensor:
        """(N, C, 5, 5) of the map `level` as (N, 1024, 5, 5)."""
        if self.mode == "learned":
            code: Tensor = self.convs[level](patches)
            return code
        count, channels = patches.shape[:2]
        along = patches.flatten(2).transpose(1, 2).reshape(-1, 1, channels)
        stretched = F.interpolate(along, size=CODE_CHANNELS, mode="linear", align_corners=False)
        return (
            stretched.view(count, -1, CODE_CHANNELS)
            .transpose(1, 2)
            .reshape(count, CODE_CHANNELS, ROI_CELLS, -1)
        )


class DAE(nn.Module):
    """RoI features of detections and their pictures.

    Parameters
    ----------
    map_channels : tuple of int
        Channels of the detector's six maps.
    boxes_per_map : list of int
        Default boxes of each map, to find the map of an index.
    decoder : 'conv' (64x64x3) or 'fc' (128x128x1)
    channels : 'learned' or 'upsample'
    """

    def __init__(
        self,
        map_channels: tuple[int, ...],
        boxes_per_map: list[int],
        *,
        decoder: str = "conv",
        channels: str = "learned",
    ) -> None:
        super().__init__()
        if decoder not in DECODERS:
            raise MisuseError(f"decoder: expected one of {DECODERS}, got {decoder!r}")
        self.bridge = ChannelBridge(map_channels, channels)
        self.decoder: ConvDecoder | FcDecoder = ConvDecoder() if decoder == "conv" else FcDecoder()
        self.boxes_per_map = list(boxes_per_map)

    def codes(self, maps: list[Tensor], boxes: list[Tensor], default_box: list[Tensor]) -> Tensor:
        """Codes (K, 1024, 5, 5) of all K detections of a batch, image by image.

        `maps` are the detector's, (N, C, side, side); `boxes` N tensors (K_i, 4) xyxy in the pixels of
        the 300-px input; `default_box` N tensors (K_i,) of default-box indices.
        """
        rois = torch.cat([torch.cat([b.new_full((len(b), 1), i), b], dim=1) for i, b in enumerate(boxes)])
        levels = map_of_default_box(torch.cat(default_box), self.boxes_per_map).clamp(max=USED_MAPS - 1)
        codes = maps[0].new_zeros((len(rois), CODE_CHANNELS, ROI_CELLS, ROI_CELLS))
        for level in levels.unique().tolist():
            here = levels == level
            patches = roi_align(
                # In mixed precision the maps are half: boxes in half would be off by up to a pixel.
                maps[level].float(),
                rois[here].float(),
                ROI_CELLS,
                spatial_scale=MAP_SIZES[level] / INPUT_SIZE,
                sampling_ratio=2,
                aligned=True,
            )
            codes[here] = self.bridge(patches, level).to(codes.dtype)
        return codes

    def forward(self, maps: list[Tensor], boxes: list[Tensor], default_box: list[Tensor]) -> Tensor:
        """Pictures (K, channels, size, size) in 0..1 of the detections; see `codes`."""
        pictures: Tensor = self.decoder(self.codes(maps, boxes, default_box))
        return pictures


def crop_targets(images: list[Tensor], boxes: list[Tensor], size: int, channels: int) -> Tensor:
    """What a decoder should draw: (K, channels, size, size) of float images (3, H, W) in 0..1.

    `boxes` are in each image's own pixels (which need not be the detector's 300), xyxy.
    """
    parts = [
        roi_align(image[None], [box.to(image.dtype)], size, sampling_ratio=2, aligned=True)
        for image, box in zip(images, boxes, strict=True)
    ]
    targets = torch.cat(parts)
    if channels == 1:
        targets = (targets * targets.new_tensor(LUMA).view(1, 3, 1, 1)).sum(dim=1, keepdim=True)
    return targets
