import Media

extension Workspace {
    /// Writes a small clip and returns its path.
    func clip(_ name: String, frames: Int = 6, start: Int = 0, width: Int = 64, height: Int = 48) throws
        -> String
    {
        let images = (0..<frames).map { frame in
            RGBImage(
                width: width, height: height,
                pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 / 3 + frame * 2 + start) }
            )
        }
        try VideoWriter.write(images, to: path(name), frameRate: FrameRate(8))
        return path(name)
    }
}
