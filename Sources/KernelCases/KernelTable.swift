import Tensor

/// Every kernel case: small odd shapes first, then the shapes that decide the networks' speed.
public enum KernelTable {
    public static let all: [KernelCase] = small + smallMotion + measured

    /// The shapes worth timing.
    public static let measured: [KernelCase] =
        products + convolutions + volumes + attentions + pointwise + motion

    static let small: [KernelCase] =
        Activation.allCases.map { .linear(37, 45, 70, activation: $0, residual: true) } + [
            .linear(1, 5, 1), .linear(3, 320, 4), .linear(77, 64, 96), .linear(130, 17, 33),
            .linear(29, 48, 2 * 40, gated: true), .linear(150, 70, 2 * 17, residual: true, gated: true),
            .linear(1, 1280, 1280), .linear(300, 1600, 48),
            .convolution([2, 9, 7, 3], to: 5, kernel: 3, padding: 1, activation: .silu),
            .convolution([2, 11, 13, 3], to: 40, kernel: 7, stride: 2, padding: 3),
            .convolution([2, 16, 16, 3], to: 20, kernel: 4, stride: 4, padding: 0),
            .convolution([3, 5, 6, 8], to: 33, kernel: 1, padding: 0, residual: true),
            .convolution([2, 9, 8, 32], to: 16, kernel: 3, stride: 2, padding: 1),
            .convolution([3, 8, 8, 32], to: 48, kernel: 3, padding: 1, activation: .silu, residual: true),
            .convolution([2, 7, 13, 48], to: 5, kernel: 3, padding: 1, activation: .relu),
            .convolution([2, 4, 4, 64], to: 64, kernel: 3, padding: 1),
            .convolution([2, 5, 5, 64], to: 64, kernel: 3, padding: 1),
            .convolution([5, 20, 18, 64], to: 70, kernel: 3, padding: 0, residual: true),
            .convolution(
                [2, 9, 11, 20], to: 33, height: 1, width: 7,
                padding: Padding2D(top: 0, left: 3, bottom: 0, right: 3), activation: .relu),
            .convolution(
                [2, 13, 6, 48], to: 40, height: 7, width: 1,
                padding: Padding2D(top: 3, left: 0, bottom: 3, right: 0), residual: true),
            .convolution(
                [3, 8, 8, 32], to: 36, height: 1, width: 3,
                padding: Padding2D(top: 0, left: 1, bottom: 0, right: 1)),
            .convolution(
                [3, 8, 8, 32], to: 36, height: 3, width: 1,
                padding: Padding2D(top: 1, left: 0, bottom: 1, right: 0)),
            .convolution(
                [1, 7, 9, 16], to: 24, height: 1, width: 5,
                padding: Padding2D(top: 0, left: 2, bottom: 0, right: 2)),
            .convolution(
                [2, 10, 9, 5], to: 7, height: 5, width: 2, stride: 2,
                padding: Padding2D(top: 0, left: 1, bottom: 3, right: 2)),
            .convolution(
                [2, 10, 9, 32], to: 16, height: 3, width: 3,
                padding: Padding2D(top: 0, left: 1, bottom: 1, right: 0)),
            .temporalConvolution([2, 16, 5, 32], to: 32), .temporalConvolution([2, 6, 7, 48], to: 40),
            .temporalConvolution([1, 17, 3, 64], to: 36), .temporalConvolution([2, 5, 9, 20], to: 12),
            .attention(batch: 3, heads: 2, queries: 5, keys: [7], size: 8),
            .attention(batch: 2, heads: 3, queries: 115, keys: [300, 77], size: 12),
            .attention(batch: 2, heads: 2, queries: 130, keys: [130], size: 16, causal: true),
            .attention(batch: 1, heads: 2, queries: 300, keys: [300], size: 64, causal: true),
            .attention(batch: 3, heads: 4, queries: 40, keys: [77], size: 40, shared: true),
            .attention(batch: 1, heads: 1, queries: 260, keys: [256, 3, 30], size: 160),
            .attention(batch: 2, heads: 1, queries: 64, keys: [64], size: 512),
            .attention(batch: 7, heads: 2, queries: 20, keys: [20], size: 8, bias: .windows(groups: 3)),
            .attention(
                batch: 3, heads: 2, queries: 117, keys: [300, 9], size: 32, bias: .windows(groups: 2)),
            .attention(batch: 4, heads: 2, queries: 9, keys: [41], size: 12, bias: .padding),
            .attention(batch: 3, heads: 1, queries: 130, keys: [800], size: 16, bias: .padding),
            .attention(
                batch: 2, heads: 2, queries: 130, keys: [130], size: 8, causal: true,
                bias: .windows(groups: 1)),
            .attention(batch: 3, heads: 2, queries: 35, keys: [35], size: 16, bias: .grid(width: 7)),
            .attention(batch: 1, heads: 2, queries: 570, keys: [570], size: 24, bias: .grid(width: 19)),
            .temporalAttention(2, frames: 16, side: 3, heads: 2, size: 8, window: true),
            .temporalAttention(2, frames: 5, side: 4, heads: 1, size: 4, window: false),
            .temporalAttention(1, frames: 17, side: 2, heads: 2, size: 40, window: true),
            .temporalAttention(1, frames: 48, side: 2, heads: 2, size: 80, window: false),
            .temporalAttention(2, frames: 1, side: 3, heads: 1, size: 160, window: true),
            .regions(9, side: 11, channels: 37, bins: 3), .regions(6, side: 20, channels: 16, bins: 7),
            .scatteredAttention(3, keys: [19, 4], heads: 2, size: 12),
            .scatteredAttention(2, keys: [1, 0], heads: 1, size: 5),
            .groupNorm(3, pixels: 37, channels: 40, groups: 8, activation: .none),
            .groupNorm(1, pixels: 2500, channels: 12, groups: 3, offset: 30),
            .layerNorm(13, 45), .layerNorm(70, 320, offset: 50),
            .addition(rows: 3, count: 10007), .mixture(rows: 5, count: 7001), .transposition([2, 5, 19, 35]),
        ]
        + Activation.allCases.map { .activation($0, rows: 3, count: 20011) } + smallVolumes

    static let products: [KernelCase] = [
        .linear(16384, 320, 320), .linear(4096, 640, 640), .linear(1024, 1280, 1280),
        .linear(1024, 1024, 1024),
        .linear(1576, 768, 3072, activation: .quickGELU), .linear(32768, 320, 2560, gated: true),
        .linear(32768, 1280, 320, residual: true), .linear(8192, 640, 5120, gated: true),
        .linear(2048, 1280, 10240, gated: true), .linear(2048, 5120, 1280, residual: true),
        .linear(77, 1024, 4096, activation: .gelu),
    ]

    static let convolutions: [KernelCase] = [
        .convolution([16, 32, 32, 320], to: 320, kernel: 3, padding: 1),
        .convolution([16, 16, 16, 640], to: 640, kernel: 3, padding: 1),
        .convolution([16, 8, 8, 1280], to: 1280, kernel: 3, padding: 1),
        .convolution([32, 8, 8, 2560], to: 1280, kernel: 3, padding: 1),
        .convolution([1, 256, 256, 128], to: 128, kernel: 3, padding: 1, activation: .silu),
        .convolution([16, 32, 32, 320], to: 4, kernel: 3, padding: 1),
        .convolution([32, 32, 32, 320], to: 320, kernel: 3, stride: 2, padding: 1),
        .convolution([16, 32, 32, 320], to: 320, kernel: 1, padding: 0),
        .convolution([16, 299, 299, 3], to: 32, kernel: 3, stride: 2, padding: 0, activation: .relu),
        .convolution([8, 224, 224, 3], to: 768, kernel: 16, stride: 16, padding: 0),
        .convolution(
            [16, 17, 17, 192], to: 192, height: 1, width: 7,
            padding: Padding2D(top: 0, left: 3, bottom: 0, right: 3), activation: .relu),
        .temporalConvolution([2, 16, 1024, 320], to: 320), .temporalConvolution([2, 16, 64, 1280], to: 1280),
    ]

    /// Odd lengths and sizes, both paddings, few and many channels, with and without Winograd's algorithm.
    static let smallVolumes: [KernelCase] = [
        .volume([2, 5, 13, 9, 3], to: 20, kernel: .all(7), stride: .all(2), activation: .relu),
        .volume([2, 4, 8, 10, 3], to: 40, kernel: .all(3), padding: .even(1, 1, 1), activation: .relu),
        .volume([2, 5, 17, 24, 3], to: 40, kernel: .all(7), stride: .all(2), activation: .relu),
        .volume(
            [2, 2, 21, 18, 4], to: 33, kernel: Extent3D(1, 7, 7), stride: Extent3D(1, 2, 2),
            padding: .even(0, 3, 3)),
        .volume([1, 3, 19, 17, 2], to: 9, kernel: Extent3D(3, 5, 5), stride: Extent3D(1, 2, 2)),
        .volume([2, 6, 9, 13, 5], to: 65, kernel: .all(3), activation: .silu),
        .volume([1, 4, 11, 10, 1], to: 8, kernel: Extent3D(2, 4, 4)),
        .volume([3, 3, 5, 6, 8], to: 33, kernel: .all(1), padding: .none),
        .volume([2, 4, 16, 12, 16], to: 40, kernel: .all(3), activation: .relu),
        .volume([1, 9, 8, 16, 32], to: 36, kernel: .all(3), activation: .relu),
        .volume([2, 31, 8, 7, 16], to: 17, kernel: .all(3)),
        .volume([2, 1, 20, 20, 48], to: 5, kernel: .all(3)),
        .volume([2, 2, 7, 7, 64], to: 64, kernel: .all(3)),
        .volume([2, 5, 9, 8, 24], to: 30, kernel: .all(3)),
        .volume([1, 6, 8, 8, 37], to: 33, kernel: .all(3)),
        .volume(
            [2, 6, 7, 5, 4], to: 9, kernel: Extent3D(2, 1, 3), stride: Extent3D(1, 2, 3),
            padding: .explicit(before: Extent3D(0, 1, 0), after: Extent3D(2, 0, 1)), activation: .silu),
        .pool(.maximum, [2, 4, 9, 7, 20], kernel: .all(3)),
        .pool(.maximum, [2, 5, 9, 8, 37], kernel: Extent3D(1, 3, 3), stride: Extent3D(1, 2, 2)),
        .pool(.maximum, [2, 3, 7, 8, 16], kernel: .all(2), stride: .all(2), padding: .none),
        .pool(
            .maximum, [1, 2, 7, 7, 48], kernel: .all(2), stride: .all(2),
            padding: .explicit(before: .all(0), after: Extent3D(0, 1, 1))),
        .pool(.average, [3, 1, 8, 9, 21], kernel: Extent3D(1, 3, 3), padding: .even(0, 1, 1)),
        .pool(.average, [2, 4, 7, 7, 32], kernel: Extent3D(2, 7, 7), padding: .none),
        .depthwise([2, 4, 5, 7, 20]), .depthwise([1, 1, 1, 1, 16]),
        .depthwise([3, 2, 3, 1, 33], kernel: Extent3D(1, 5, 3)),
    ]

    static let volumes: [KernelCase] = [
        .volume([1, 16, 224, 224, 3], to: 64, kernel: .all(7), stride: .all(2), activation: .relu),
        .volume([1, 8, 56, 56, 64], to: 192, kernel: .all(3), activation: .relu),
        .volume([1, 8, 28, 28, 128], to: 192, kernel: .all(3), activation: .relu),
        .volume([1, 8, 28, 28, 32], to: 96, kernel: .all(3), activation: .relu),
        .volume([1, 4, 14, 14, 160], to: 320, kernel: .all(3), activation: .relu),
        .volume([1, 2, 7, 7, 192], to: 384, kernel: .all(3), activation: .relu),
        .volume([1, 8, 28, 28, 256], to: 128, kernel: .all(1), activation: .relu),
        .volume([1, 16, 112, 112, 3], to: 64, kernel: .all(3), activation: .relu),
        .volume([1, 16, 56, 56, 64], to: 128, kernel: .all(3), activation: .relu),
        .volume([1, 4, 14, 14, 512], to: 512, kernel: .all(3), activation: .relu),
        .pool(.maximum, [1, 8, 28, 28, 256], kernel: .all(3)),
        .pool(.maximum, [1, 8, 112, 112, 64], kernel: Extent3D(1, 3, 3), stride: Extent3D(1, 2, 2)),
        .pool(.average, [16, 1, 35, 35, 256], kernel: Extent3D(1, 3, 3), padding: .even(0, 1, 1)),
        .depthwise([1, 16, 32, 32, 320]),
    ]

    static let attentions: [KernelCase] = [
        .attention(batch: 16, heads: 5, queries: 1024, keys: [1024, 1024], size: 64),
        .attention(batch: 16, heads: 10, queries: 256, keys: [256, 256], size: 64),
        .attention(batch: 16, heads: 20, queries: 64, keys: [64, 64], size: 64),
        .attention(batch: 16, heads: 5, queries: 1024, keys: [77], size: 64, shared: true),
        .attention(batch: 8, heads: 12, queries: 197, keys: [197], size: 64),
        .attention(batch: 1, heads: 1, queries: 1024, keys: [1024], size: 512),
        .attention(batch: 64, heads: 16, queries: 144, keys: [144], size: 32),
        .attention(batch: 64, heads: 16, queries: 144, keys: [144], size: 32, bias: .windows(groups: 4)),
        .attention(batch: 1, heads: 12, queries: 2048, keys: [2048], size: 64, bias: .grid(width: 64)),
        .temporalAttention(1, frames: 16, side: 32, heads: 5, size: 64, window: true),
        .temporalAttention(1, frames: 16, side: 32, heads: 8, size: 40, window: true),
        .temporalAttention(1, frames: 16, side: 16, heads: 8, size: 80, window: true),
        .temporalAttention(1, frames: 16, side: 8, heads: 8, size: 160, window: true),
        .scatteredAttention(16, keys: [196, 8], heads: 12, size: 64),
    ]

    static let pointwise: [KernelCase] = [
        .regions(256, side: 32, channels: 256, bins: 7),
        .groupNorm(32, pixels: 1024, channels: 320), .groupNorm(1, pixels: 65536, channels: 128),
        .layerNorm(32768, 320), .activation(.gelu, rows: 32768, count: 1280),
        .activation(.silu, rows: 32768, count: 320), .addition(rows: 32768, count: 320),
        .mixture(rows: 32768, count: 320), .transposition([16, 32, 32, 320]),
    ]

    /// Kernels of the motion networks.
    static let smallMotion: [KernelCase] = [
        .convolution([2, 9, 11, 36], to: 40, ending: .slopes),
        .convolution([2, 9, 7, 13], to: 33, ending: .slopes),
        .convolution([3, 8, 8, 60], to: 20, ending: .slopes, keepsTransform: true),
        .convolution([2, 16, 15, 44], to: 70, ending: .outer(.relu, inner: .relu), keepsTransform: true),
        .convolution([2, 6, 7, 5], to: 36, ending: .outer(.relu, inner: .none)),
        .convolution([2, 8, 8, 33], to: 35, ending: .outer(.sigmoid, inner: .none)),
        .convolution([2, 6, 5, 8], to: 20, ending: .outer(.tanh, inner: .none)),
        .transposedConvolution([2, 5, 7, 20], to: 9), .transposedConvolution([3, 4, 4, 36], to: 33),
        .instanceNorm(3, pixels: 37, channels: 20, residual: false),
        .instanceNorm(2, pixels: 1100, channels: 35, residual: true),
        .gatedMixture(37, 45), .gatedMixture(29, 128, product: true),
        .bilinearResize([2, 9, 7, 20], height: 18, width: 14, factor: 2),
        .bilinearResize([2, 12, 16, 37], height: 6, width: 4),
        .bilinearResize([1, 10, 15, 3], height: 13, width: 7),
        .bilinearResize([2, 1, 3, 2], height: 4, width: 12, factor: 0.25),
        .warp([2, 9, 11, 3]), .warp([3, 8, 5, 44]), .warp([1, 1, 7, 2]),
        .correlationLookup([2, 8, 9, 12], levels: 3, radius: 4),
        .correlationLookup([1, 16, 20, 20], levels: 4, radius: 3, factor: 2),
        .correlationLookup([3, 5, 4, 7], levels: 1, radius: 7),
        .correlationLookup([1, 4, 6, 33], levels: 2, radius: 1),
        .convexUpsampling([2, 3, 5]), .convexUpsampling([1, 1, 1]), .convexUpsampling([2, 3, 5], by: 2),
        .convexUpsampling([2, 3, 5], by: 5),
    ]

    static let motion: [KernelCase] = [
        .convolution([1, 32, 32, 256], to: 192, ending: .outer(.relu, inner: .none), keepsTransform: true),
        .convolution([1, 128, 128, 60], to: 60, ending: .slopes),
        .transposedConvolution([1, 128, 128, 60], to: 24),
        .convolution(
            [1, 32, 32, 256], to: 256, height: 1, width: 5,
            padding: Padding2D(top: 0, left: 2, bottom: 0, right: 2)),
        .instanceNorm(1, pixels: 16384, channels: 64, residual: true),
        .bilinearResize([1, 128, 128, 20], height: 256, width: 256), .warp([1, 256, 256, 3]),
        .warp([1, 128, 128, 20]), .correlationLookup([1, 32, 32, 256], levels: 4, radius: 4),
        .convexUpsampling([1, 32, 32]),
    ]
}
