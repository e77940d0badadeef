/// Something in a checkpoint that is not a tensor: an epoch, a learning rate, the name of an architecture.
public enum PlainValue: Sendable, Hashable {
    case none
    case boolean(Bool)
    case integer(Int64)
    /// An integer beyond 64 bits, in decimal or, from text, as it stands there.
    case largeInteger(String)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    /// A list, tuple, set or dictionary without entries.
    case empty
    /// An object of a class that a reader of tensors does not know; only its name is kept.
    case opaque(String)
}
