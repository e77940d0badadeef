/// What one element of a stored tensor is.
///
/// Raw values are PyTorch's names of the types.
public enum ElementType: String, Sendable, Codable, Hashable, CaseIterable {
    case float32, float16, bfloat16, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool
    case complex64, complex128

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64, .complex64: 8
        case .complex128: 16
        }
    }

    /// Whether the elements are integers; truth values count as 0 and 1.
    public var isInteger: Bool {
        switch self {
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool: true
        case .float32, .float16, .bfloat16, .float64, .complex64, .complex128: false
        }
    }

    public var isComplex: Bool { self == .complex64 || self == .complex128 }

    /// The name in a safetensors header, or nil for the one type that the format lacks.
    public var safetensorsName: String? {
        switch self {
        case .float32: "F32"
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .float64: "F64"
        case .int8: "I8"
        case .int16: "I16"
        case .int32: "I32"
        case .int64: "I64"
        case .uint8: "U8"
        case .uint16: "U16"
        case .uint32: "U32"
        case .uint64: "U64"
        case .bool: "BOOL"
        case .complex64: "C64"
        case .complex128: nil
        }
    }

    init?(safetensorsName: String) {
        guard let type = Self.allCases.first(where: { $0.safetensorsName == safetensorsName }) else {
            return nil
        }
        self = type
    }

    /// The type behind a storage class of torch, `FloatStorage` and so on.
    init?(torchStorage: String) {
        switch torchStorage {
        case "FloatStorage": self = .float32
        case "DoubleStorage": self = .float64
        case "HalfStorage": self = .float16
        case "BFloat16Storage": self = .bfloat16
        case "ByteStorage": self = .uint8
        case "CharStorage": self = .int8
        case "ShortStorage": self = .int16
        case "IntStorage": self = .int32
        case "LongStorage": self = .int64
        case "BoolStorage": self = .bool
        case "ComplexFloatStorage": self = .complex64
        case "ComplexDoubleStorage": self = .complex128
        default: return nil
        }
    }

    /// The type behind an attribute of the torch module, aliases included.
    init?(torchName: String) {
        switch torchName {
        case "float": self = .float32
        case "double": self = .float64
        case "half": self = .float16
        case "long": self = .int64
        case "int": self = .int32
        case "short": self = .int16
        case "cfloat": self = .complex64
        case "cdouble": self = .complex128
        default: self.init(rawValue: torchName)
        }
    }

    /// The type behind numpy's kind letter and size, `f4` and so on.
    init?(numpyCode: String) {
        switch numpyCode {
        case "f4": self = .float32
        case "f8": self = .float64
        case "f2": self = .float16
        case "i1": self = .int8
        case "i2": self = .int16
        case "i4": self = .int32
        case "i8": self = .int64
        case "u1": self = .uint8
        case "u2": self = .uint16
        case "u4": self = .uint32
        case "u8": self = .uint64
        case "b1", "?": self = .bool
        case "c8": self = .complex64
        case "c16": self = .complex128
        default: return nil
        }
    }

    /// What numpy calls the little-endian type, or nil for the one that it lacks.
    var numpyDescription: String? {
        switch self {
        case .bfloat16: nil
        case .float16: "<f2"
        case .float32: "<f4"
        case .float64: "<f8"
        case .int8: "|i1"
        case .int16: "<i2"
        case .int32: "<i4"
        case .int64: "<i8"
        case .uint8: "|u1"
        case .uint16: "<u2"
        case .uint32: "<u4"
        case .uint64: "<u8"
        case .bool: "|b1"
        case .complex64: "<c8"
        case .complex128: "<c16"
        }
    }
}
