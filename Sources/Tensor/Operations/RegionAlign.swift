import CKernels

/// A box on one image of one level of a feature pyramid.
public struct Region: Sendable, Hashable {
    /// Left, top, right and bottom in pixels of the network's input.
    public var box: SIMD4<Float>
    /// Which map of the pyramid.
    public var level: Int
    /// Which image of the batch.
    public var image: Int

    public init(box: SIMD4<Float>, level: Int = 0, image: Int = 0) {
        (self.box, self.level, self.image) = (box, level, image)
    }
}

/// One level of a feature pyramid: features `[B, H, W, C]`, of which a cell covers `1 / scale` pixels.
public struct PyramidLevel: Sendable {
    public let features: Tensor
    public let scale: Float

    public init(features: Tensor, scale: Float) { (self.features, self.scale) = (features, scale) }
}

/// Features of boxes at a fixed size: `[N, bins, bins, C]`, by bilinear sampling ("ROIAlign", aligned form).
///
/// A box times the level's scale, less half a cell, is cut into bins; a bin is the mean of `samples` × `samples`
/// bilinear samples, or of ⌈extent / bins⌉ along each axis when `samples` is 0.
/// A box without extent is empty along that axis: without samples its features are 0.
/// Source: He et al. 2017, Mask R-CNN, as detectron2 aligns it.
public func regionAlign(_ regions: [Region], in pyramid: [PyramidLevel], bins: Int, samples: Int = 0)
    -> Tensor
{
    precondition(
        !pyramid.isEmpty && bins > 0 && pyramid.allSatisfy { $0.features.width == pyramid[0].features.width },
        "regions of \(pyramid.map(\.features.shape))")
    let channels = pyramid[0].features.width
    let result = Tensor([regions.count, bins, bins, channels])
    let tier = Compute.current.tier.rawValue
    Parallel.forEach(regions.count) { index in
        let level = pyramid[regions[index].level]
        var job = geometry(regions[index], level, bins: bins, samples: samples)
        ck_region_align(tier, &job, result.pointer + index * bins * bins * channels)
        withExtendedLifetime(level.features) {}
    }
    return result
}

/// Where the samples of a box lie, in the single precision of the reference.
private func geometry(_ region: Region, _ level: PyramidLevel, bins: Int, samples: Int) -> ck_region {
    let shape = level.features.shape
    precondition(0..<shape[0] ~= region.image, "image \(region.image) of \(shape[0])")
    let corners = region.box * level.scale - 0.5
    let bin = (corners.highHalf - corners.lowHalf) / Float(bins)
    // Beyond 2^24 samples their places are no longer different numbers.
    func count(_ extent: Float) -> Int {
        samples > 0 ? samples : extent > 0 ? Int(min(extent.rounded(.up), 0x1p24)) : 0
    }
    return ck_region(
        image: UnsafePointer(level.features.pointer + region.image * shape[1] * shape[2] * shape[3]),
        height: shape[1], width: shape[2], channels: shape[3], left: corners.x, top: corners.y,
        bin_width: bin.x, bin_height: bin.y, bins: bins, samples_across: count(bin.x),
        samples_down: count(bin.y))
}
