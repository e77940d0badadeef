/// Elements that several threads read or fill, each its own range.
struct Elements: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) { self.base = base }

    subscript(_ index: Int) -> Float {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }
}
