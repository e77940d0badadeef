import Tensor

/// A tensor on its way into a safetensors file: what it is, and how to get at its elements when its turn comes.
public struct SafetensorsEntry: Sendable {
    public let name: String
    public let type: ElementType
    public let shape: [Int]
    let writeElements: @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void

    var byteCount: Int { shape.reduce(1, *) * type.byteCount }

    /// - Parameter elements: hands over the little-endian, row-major elements, in one piece or in several.
    public init(
        _ name: String, type: ElementType, shape: [Int],
        elements: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) {
        (self.name, self.type, self.shape, writeElements) = (name, type, shape, elements)
    }

    public init(_ name: String, _ tensor: RawTensor) {
        self.init(name, type: tensor.type, shape: tensor.shape) { write in
            try tensor.bytes.withUnsafeBytes(write)
        }
    }

    /// A Float32 tensor, stored as it is or rounded to halves.
    public init(_ name: String, _ tensor: Tensor, as type: ElementType = .float32) {
        precondition(type == .float32 || type == .float16, "a tensor is written as float32 or float16")
        self.init(name, type: type, shape: tensor.shape) { write in
            try tensor.withElements { elements in
                guard type == .float16 else { return try write(UnsafeRawBufferPointer(elements)) }
                try elements.map { Float16($0).bitPattern.littleEndian }.withUnsafeBytes(write)
            }
        }
    }

    /// 64-bit integers.
    public init(_ name: String, _ integers: [Int64], shape: [Int]) {
        self.init(name, RawTensor(integers, shape: shape))
    }
}
