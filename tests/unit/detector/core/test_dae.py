import pytest
import torch
from torchvision.ops import roi_align

from autolabelme.core.errors import MisuseError
from detector.core.backbones import MOBILENET_CHANNELS, VGG16_CHANNELS
from detector.core.dae import DAE, ChannelBridge, ConvDecoder, FcDecoder, crop_targets
from detector.core.default_boxes import INPUT_SIZE, MAP_SIZES, boxes_per_map, default_boxes

COUNTS = boxes_per_map(default_boxes("one"))


def test_conv_decoder_has_exactly_the_reports_sizes() -> None:
    decoder = ConvDecoder()
    shapes = []
    for layer in (decoder.deconv1, decoder.deconv2, decoder.output):
        layer.register_forward_hook(lambda _m, _i, out: shapes.append(tuple(out.shape[1:])))
        assert layer.kernel_size == (5, 5)
        assert layer.stride == (2, 2)
        assert layer.output_padding == (1, 1)
    assert [layer.padding for layer in (decoder.deconv1, decoder.deconv2, decoder.output)] == [
        (0, 0),
        (0, 0),
        (2, 2),
    ]
    picture = decoder(torch.randn(2, 1024, 5, 5))
    assert shapes == [(256, 14, 14), (32, 32, 32), (3, 64, 64)]
    assert float(picture.detach().clamp(0, 1).sub(picture).abs().max()) == 0


def test_fc_decoder_has_exactly_the_pages_sizes() -> None:
    decoder = FcDecoder()
    sizes = [
        (layer.in_features, layer.out_features) for layer in (decoder.layer1, decoder.layer2, decoder.layer3)
    ]
    assert sizes == [(1024, 2048), (2048, 4096), (4096, 16384)]
    picture = decoder(torch.randn(2, 1024, 5, 5))
    assert picture.shape == (2, 1, 128, 128)
    assert float(picture.detach().clamp(0, 1).sub(picture).abs().max()) == 0


@pytest.mark.parametrize("channels", [VGG16_CHANNELS, MOBILENET_CHANNELS])
@pytest.mark.parametrize("mode", ["learned", "upsample"])
def test_every_map_is_brought_to_1024_channels(channels: tuple[int, ...], mode: str) -> None:
    bridge = ChannelBridge(channels, mode)
    for level in range(5):
        assert bridge(torch.randn(2, channels[level], 5, 5), level).shape == (2, 1024, 5, 5)


def test_upsampled_channels_keep_their_cells() -> None:
    patches = torch.arange(25.0).view(1, 1, 5, 5).expand(1, 256, 5, 5)
    codes = ChannelBridge(VGG16_CHANNELS, "upsample")(patches, 3)
    torch.testing.assert_close(codes[0, 500], torch.arange(25.0).view(5, 5))


class _Passing(torch.nn.Module):
    """Stands for the bridge: keeps the first channel, remembers the map."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []

    def forward(self, patches: torch.Tensor, level: int) -> torch.Tensor:
        self.levels.append(level)
        return patches[:, :1].expand(-1, 1024, -1, -1)


def test_roi_align_cuts_the_right_place_of_the_right_map() -> None:
    dae = DAE((1,) * 6, COUNTS)
    dae.bridge = _Passing()
    # Each map holds the x of its cells' centres in input pixels, offset by 1000 a level.
    maps = []
    for level, side in enumerate(MAP_SIZES):
        centres = (torch.arange(side) + 0.5) / side * INPUT_SIZE + 1000 * level
        maps.append(centres.view(1, 1, 1, side).expand(1, 1, side, side))
    starts = [0, *torch.tensor(COUNTS).cumsum(0).tolist()]
    box = torch.tensor([[100.0, 90.0, 200.0, 190.0]])
    for level in range(3):
        codes = dae.codes(maps, [box], [torch.tensor([starts[level]])])
        expected = torch.tensor([110.0, 130.0, 150.0, 170.0, 190.0]) + 1000 * level
        torch.testing.assert_close(codes[0, 0, 2], expected, atol=0.6, rtol=0)
    assert dae.bridge.levels == [0, 1, 2]


def test_boxes_stay_exact_on_half_precision_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    # In bfloat16 200.7 is 201.
    seen: list[torch.Tensor] = []

    def looking(maps: torch.Tensor, rois: torch.Tensor, *args: object, **options: object) -> torch.Tensor:
        seen.append(rois)
        return roi_align(maps, rois, *args, **options)

    monkeypatch.setattr("detector.core.dae.roi_align", looking)
    dae = DAE((1,) * 6, COUNTS)
    dae.bridge = _Passing()
    maps = [torch.zeros(1, 1, side, side, dtype=torch.bfloat16) for side in MAP_SIZES]
    box = torch.tensor([[100.3, 90.1, 200.7, 190.2]])
    codes = dae.codes(maps, [box], [torch.tensor([0])])
    assert torch.equal(seen[0][:, 1:], box)
    assert codes.dtype == torch.bfloat16


def test_the_1x1_map_borrows_the_3x3_map() -> None:
    dae = DAE((1,) * 6, COUNTS)
    dae.bridge = _Passing()
    maps = [torch.zeros(1, 1, side, side) for side in MAP_SIZES]
    dae.codes(maps, [torch.tensor([[0.0, 0.0, 300.0, 300.0]])], [torch.tensor([1939])])
    assert dae.bridge.levels == [4]


def test_codes_keep_the_order_of_images_and_detections() -> None:
    dae = DAE((1,) * 6, COUNTS)
    dae.bridge = _Passing()
    maps = [
        torch.tensor([1.0, 2.0]).view(2, 1, 1, 1).expand(2, 1, side, side) + 10 * i
        for i, side in enumerate(MAP_SIZES)
    ]
    box = torch.tensor([[10.0, 10.0, 60.0, 60.0]])
    codes = dae.codes(maps, [box.repeat(2, 1), box], [torch.tensor([1444, 0]), torch.tensor([1444])])
    assert codes[:, 0, 0, 0].tolist() == [11.0, 1.0, 12.0]


@pytest.mark.parametrize(("decoder", "shape"), [("conv", (3, 64, 64)), ("fc", (1, 128, 128))])
def test_no_detections_give_no_pictures(decoder: str, shape: tuple[int, ...]) -> None:
    dae = DAE(MOBILENET_CHANNELS, COUNTS, decoder=decoder).eval()
    maps = [torch.zeros(1, c, side, side) for c, side in zip(MOBILENET_CHANNELS, MAP_SIZES, strict=True)]
    with torch.no_grad():
        pictures = dae(maps, [torch.zeros(0, 4)], [torch.zeros(0, dtype=torch.int64)])
    assert pictures.shape == (0, *shape)


def test_targets_are_the_pixels_of_the_box() -> None:
    image = torch.rand(3, 100, 120)
    box = torch.tensor([[20.0, 30.0, 52.0, 62.0]])
    picture = crop_targets([image], [box], 32, 3)
    # Two samples a cell of one pixel: a mean of neighbours, so compare a smooth ramp exactly instead.
    ramp = torch.arange(120.0).view(1, 1, 120).expand(3, 100, 120) / 120
    torch.testing.assert_close(crop_targets([ramp], [box], 32, 3)[0, :, 16], ramp[:, 46, 20:52])
    assert picture.shape == (1, 3, 32, 32)
    assert crop_targets([image], [box], 128, 1).shape == (1, 1, 128, 128)


@pytest.mark.parametrize("options", [{"decoder": "gan"}, {"channels": "tile"}])
def test_unknown_options_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(MisuseError):
        DAE(MOBILENET_CHANNELS, COUNTS, **options)
