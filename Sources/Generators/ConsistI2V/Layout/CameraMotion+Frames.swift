import Media
import Tensor

extension CameraMotion {
    /// The layout video of an image: `[F, height, width, 3]` in [-1, 1].
    ///
    /// Pan resizes the short side to `height`, zoom to twice that, and neither crops; a perspective starts from the
    /// video's own first frame. - Precondition: `validate` accepted the image.
    public func layout(of image: RGBImage, frames: Int, width: Int, height: Int) -> Tensor {
        let prepared =
            switch self {
            case .panLeft, .panRight: FirstFramePreparation.resized(image, shortSide: height)
            case .zoomIn, .zoomOut: FirstFramePreparation.resized(image, shortSide: 2 * height)
            case .perspective:
                FirstFramePreparation(height: height, width: width)(image).reshaped([height, width, 3])
            }
        return self.frames(over: prepared, count: frames, width: width)
    }

    /// The frames seen when the camera moves over a prepared image `[H, W, 3]`.
    package func frames(over image: Tensor, count: Int, width: Int) -> Tensor {
        let indices = 0..<count
        switch self {
        case .panLeft, .panRight:
            let room = Double(image.shape[1] - width)
            return .stacked(
                indices.map { index in
                    let way = Double(index) / Double(count)
                    let left = Int(room * (self == .panRight ? way : 1 - way))
                    return Self.window(image, x: left, y: 0, width: width, height: image.shape[0])
                })
        case .zoomIn, .zoomOut:
            let sides = indices.map { zoomSide(of: min(image.shape[0], image.shape[1]), $0, count) }
            return .stacked(sides.map { Self.centredSquare(image, side: $0, resizedTo: width) })
        case .perspective(let move):
            return .stacked(
                indices.map { index in
                    guard index > 0 else { return image.reshaped([1] + image.shape) }
                    return move.homography(toSourceAt: index, of: count).map { $0.warped(image) }
                        ?? image.reshaped([1] + image.shape)
                })
        }
    }

    private func zoomSide(of side: Int, _ index: Int, _ count: Int) -> Int {
        let smallest = 2 * side / 3
        let change = Int(Double(side - smallest) * (Double(index) / Double(count)))
        return self == .zoomIn ? side - change : smallest + change
    }

    private static func centredSquare(_ image: Tensor, side: Int, resizedTo width: Int) -> Tensor {
        let (height, columns) = (image.shape[0], image.shape[1])
        let square = window(
            image, x: (columns - side) / 2, y: (height - side) / 2, width: side, height: side)
        return Resize.torchBilinear(square, height: width, width: width)
    }

    /// A window of `[H, W, 3]` as one frame `[1, height, width, 3]`.
    private static func window(_ image: Tensor, x: Int, y: Int, width: Int, height: Int) -> Tensor {
        let (columns, result) = (image.shape[1], Tensor([1, height, width, 3]))
        for row in 0..<height {
            (result.pointer + row * width * 3).update(
                from: image.pointer + ((y + row) * columns + x) * 3, count: width * 3)
        }
        return withExtendedLifetime(image) { result }
    }
}
