import Tensor

/// Records intermediate results of a forward by name, in the order in which they arise.
public final class Trace: @unchecked Sendable {
    public private(set) var tensors: [(name: String, tensor: Tensor)] = []

    public init() {}

    public func record(_ name: String, _ tensor: Tensor) { tensors.append((name, tensor)) }
}
