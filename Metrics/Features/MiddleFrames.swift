/// Frames spread over a video: the middle one of each of n equal stretches.
///
/// With m = min(n, F) and cuts e_k = ⌊k F / m⌋: frame ⌊(e_k + e_{k+1} - 1) / 2⌋ of every stretch; shorter videos
/// repeat the last index until there are n.
/// Source: VBench, “middle” sampling of its video reader.
public enum MiddleFrames {
    public static func indices(_ count: Int, of frames: Int) -> [Int] {
        precondition(frames > 0 && count > 0, "\(count) of \(frames) frames")
        let stretches = min(count, frames)
        let cuts = (0...stretches).map { $0 * frames / stretches }
        let middle = (0..<stretches).map { (cuts[$0] + cuts[$0 + 1] - 1) / 2 }
        return middle + [Int](repeating: middle[stretches - 1], count: count - stretches)
    }
}
