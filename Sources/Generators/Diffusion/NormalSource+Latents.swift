import Tensor

extension NormalSource {
    /// One draw `[B, C, F, h, w]`, as the reference makes it, turned to `shape` `[B, F, h, w, C]`.
    mutating func videoNormals(_ shape: [Int]) throws -> Tensor {
        try normals(shape: [shape[0], shape[4], shape[1], shape[2], shape[3]]).transposed([0, 2, 3, 4, 1])
    }

    /// One draw `[N, C, h, w]` turned to `shape` `[N, h, w, C]`.
    mutating func imageNormals(_ shape: [Int]) throws -> Tensor {
        try normals(shape: [shape[0], shape[3], shape[1], shape[2]]).transposed([0, 2, 3, 1])
    }
}
