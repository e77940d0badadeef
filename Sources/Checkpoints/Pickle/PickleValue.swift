/// A value on the stack of the pickle machine: plain data, or the number of something kept in its tables.
///
/// Containers are numbers, not references, so that a value nested a million deep is a flat table and
/// disappears without recursion.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int64)
    case largeInteger(String)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    /// A value that is not looked into; the text says what it stood for.
    case opaque(String)
    case symbol(Int)
    case storage(Int)
    case tensor(Int)
    case node(Int)
}

/// A container that the machine has made.
struct PickleNode {
    enum Kind: Equatable {
        case list, tuple, set, dictionary
        /// An instance of a class that is not known, or of a TorchScript class.
        case object(className: String, isModule: Bool)
        /// numpy's element type: kind letter and size, big-endian or not.
        case elementCode(String, isBigEndian: Bool)
        /// A numpy array that has not been given its state yet.
        case array
    }

    var kind: Kind
    /// Entries of a list; values of a dictionary.
    var items: [PickleValue] = []
    /// Keys of a dictionary, as many as `items`.
    var keys: [PickleValue] = []
}

/// A run of elements that tensors are views of.
struct PickleStorage {
    enum Place: Equatable {
        /// A record of the file that the pickle belongs to.
        case record(String)
        /// Bytes inside the pickle itself.
        case embedded([UInt8])
    }

    let place: Place
    /// Nil for a storage without a type, whose count is in bytes.
    let type: ElementType?
    /// Number of elements in the record.
    let count: Int
    /// First element and number of elements that are visible here; the whole record unless the file says so.
    var window: Range<Int>

    /// Number of bytes that the record must hold.
    var byteCount: Int? { Checked.product([count, type?.byteCount ?? 1]) }
}

/// A tensor that the machine has made: a checked view of a storage.
struct PickleTensor {
    let storage: Int
    let type: ElementType
    let shape: [Int]
    let strides: [Int]
    /// In elements of `type`, from the start of the record.
    let offset: Int
    var isByteSwapped = false
}
