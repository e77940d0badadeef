/// Frames of a NumPy array of 8-bit RGB values, F×H×W×3 or 1×F×H×W×3, from a `.npy` file or the only fitting
/// member of an `.npz` archive.
final class ArraySource: FrameSource {
    let properties: MediaProperties
    private let path: String
    private let stream: any ByteStream
    private let frames: Int
    private var index = 0

    convenience init(path: String, bytes: FileBytes) throws {
        try self.init(path: path, stream: bytes, codec: "npy")
    }

    /// Reads the only array of the archive, or the one called `frames`, `video` or `arr_0` among several.
    convenience init(archive path: String) throws {
        let archive = try ZipArchive(path: path)
        let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
        let preferred = ["frames.npy", "video.npy", "arr_0.npy"].compactMap { name in
            arrays.first { $0.name == name }
        }
        guard let entry = arrays.count == 1 ? arrays[0] : preferred.first else {
            let names = archive.entries.map(\.name).prefix(10).joined(separator: ", ")
            throw MediaError.notMedia(
                path: path,
                found: "a zip archive with \(arrays.count) NumPy arrays, none called frames (\(names))")
        }
        try self.init(path: path, stream: try archive.open(entry), codec: "npz")
    }

    private init(path: String, stream: any ByteStream, codec: String) throws {
        let header = try NumpyHeader(from: stream, path: path)
        var shape = header.shape
        if shape.count == 5, shape[0] == 1 { shape.removeFirst() }
        guard ["|u1", "u1", "<u1", ">u1", "uint8"].contains(header.type), !header.isFortranOrder,
            shape.count == 4,
            shape[3] == 3
        else {
            throw MediaError.unsupported(
                path: path,
                found: "a NumPy array of type \(header.type) and shape \(header.shape)"
                    + (header.isFortranOrder ? " in Fortran order" : ""),
                advice: "Save the frames as uint8 of shape (frames, height, width, 3), RGB, in C order.")
        }
        guard shape.allSatisfy({ $0 > 0 }) else {
            throw MediaError.noFrames(path: path, found: "an array of shape \(header.shape)")
        }
        let pixels = shape[1].multipliedReportingOverflow(by: shape[2])
        guard !pixels.overflow, pixels.partialValue <= MediaError.pixelLimit else {
            throw MediaError.tooLarge(path: path, found: "\(shape[2])×\(shape[1])")
        }
        self.path = path
        self.stream = stream
        frames = shape[0]
        properties = MediaProperties(
            width: shape[2], height: shape[1], declaredFrames: shape[0], codec: codec)
    }

    func nextFrame() throws -> VideoFrame? {
        guard index < frames else { return nil }
        let count = properties.width * properties.height * 3
        let pixels = try stream.read(count)
        guard pixels.count == count else {
            throw MediaError.truncated(
                path: path, framesRead: index, reason: "the array should hold \(frames) frames")
        }
        index += 1
        if index == frames, !(try stream.read(1)).isEmpty {
            throw MediaError.notMedia(
                path: path, found: "more bytes than the \(frames) frames its header declares")
        }
        let image = RGBImage(width: properties.width, height: properties.height, pixels: pixels)
        return VideoFrame(image: image, seconds: nil)
    }
}
