/// Builds the tensors and containers that a pickle describes, and nothing else.
///
/// The machine has a stack, marks and a memo. A global is a pair of words to it; no name is ever resolved to
/// code, and only the globals of `PickleSymbol` mean something. Lengths are compared with what is left of the
/// pickle before anything is allocated, and the number of values is bounded.
struct PickleMachine {
    /// What a pickle may contain beyond containers, arrays and numbers.
    struct Permissions {
        /// Persistent ids that name storages of a torch file.
        var storages = false
        /// Instances of TorchScript classes.
        var scriptClasses = false
        /// Whole torch files inside a string.
        var nestedFiles = true
    }

    static let largestCount = 1 << 20
    static let largestStack = 1 << 22

    let file: String
    let permissions: Permissions
    var cursor: ByteCursor
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var pushed = 0
    private var copied = 0
    private let copyLimit: Int
    var nodes: [PickleNode] = []
    var symbols: [PickleSymbol] = []
    var storages: [PickleStorage] = []
    var tensors: [PickleTensor] = []
    private var storageNumbers: [String: [Int]] = [:]

    init(_ bytes: UnsafeRawBufferPointer, file: String, permissions: Permissions) {
        self.file = file
        self.permissions = permissions
        cursor = ByteCursor(bytes)
        copyLimit = (1 << 20) + 4 * min(bytes.count, Int.max / 8)
    }

    /// Bytes read so far: the next pickle of a stream starts here.
    var position: Int { cursor.position }

    /// Runs up to STOP and returns the value on top of the stack. May be called again for the next pickle of a
    /// stream, which starts with an empty stack and memo and sees the same storages.
    mutating func run() throws -> PickleValue {
        stack.removeAll()
        marks.removeAll()
        memo.removeAll()
        while true {
            guard let byte = cursor.byte() else {
                throw damaged("a pickle that ends with STOP", "its end before")
            }
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw damaged(
                    "opcodes of pickle", "byte 0x\(String(byte, radix: 16)) at \(cursor.position - 1)")
            }
            if opcode == .STOP { return try pop(opcode) }
            try execute(opcode)
        }
    }

    private mutating func execute(_ opcode: PickleOpcode) throws {
        switch opcode {
        case .MARK: marks.append(stack.count)
        case .STOP: break
        case .POP:
            if stack.isEmpty || stack.count == marks.last {
                _ = try popMark(opcode)
            } else {
                _ = try pop(opcode)
            }
        case .POP_MARK: _ = try popMark(opcode)
        case .DUP: try push(try top(opcode))
        case .PROTO:
            guard let version = cursor.byte(), version <= 5 else {
                throw damaged("protocol 0 to 5", "another")
            }
        case .FRAME:
            guard let length = cursor.size(UInt64.self), length <= cursor.remaining else {
                throw damaged("a frame inside the pickle", "one passing its end")
            }
        case .PUT, .BINPUT, .LONG_BINPUT, .MEMOIZE, .GET, .BINGET, .LONG_BINGET: try remember(opcode)
        case .NONE, .NEWTRUE, .NEWFALSE, .INT, .BININT, .BININT1, .BININT2, .LONG, .LONG1, .LONG4, .FLOAT,
            .BINFLOAT:
            try push(try number(opcode))
        case .STRING, .BINSTRING, .SHORT_BINSTRING, .UNICODE, .BINUNICODE, .SHORT_BINUNICODE, .BINUNICODE8,
            .BINBYTES, .SHORT_BINBYTES, .BINBYTES8, .BYTEARRAY8:
            try push(try string(opcode))
        case .EMPTY_LIST, .EMPTY_TUPLE, .EMPTY_DICT, .EMPTY_SET, .LIST, .TUPLE, .DICT, .FROZENSET, .TUPLE1,
            .TUPLE2, .TUPLE3:
            try makeContainer(opcode)
        case .APPEND, .APPENDS, .ADDITEMS, .SETITEM, .SETITEMS: try fillContainer(opcode)
        case .GLOBAL, .STACK_GLOBAL, .REDUCE, .NEWOBJ, .NEWOBJ_EX, .BUILD: try construct(opcode)
        case .PERSID, .BINPERSID: try push(try persistent(opcode))
        case .INST, .OBJ, .EXT1, .EXT2, .EXT4, .NEXT_BUFFER, .READONLY_BUFFER:
            throw CheckpointError.refused(
                file: file, what: "opcode \(opcode)", reason: "checkpoints have no use for it")
        }
    }

    // MARK: Stack and tables

    mutating func push(_ value: PickleValue) throws {
        try charge(values: 1)
        stack.append(value)
    }

    /// Counts values that are about to exist. A memo lets a short pickle name a long list again and again, so
    /// copies count like the original.
    mutating func charge(values count: Int) throws {
        pushed += count
        guard pushed <= Self.largestStack else {
            throw damaged("at most \(Self.largestStack) values", "more")
        }
    }

    /// Counts bytes that are about to be copied out of a value.
    mutating func charge(bytes count: Int) throws {
        copied += count
        guard copied <= copyLimit else { throw damaged("at most \(copyLimit) bytes unfolded", "more") }
    }

    private var floor: Int { marks.last ?? 0 }

    mutating func pop(_ opcode: PickleOpcode) throws -> PickleValue {
        guard stack.count > floor, let value = stack.popLast() else { throw underflow(opcode) }
        return value
    }

    func top(_ opcode: PickleOpcode) throws -> PickleValue {
        guard stack.count > floor, let value = stack.last else { throw underflow(opcode) }
        return value
    }

    /// Everything above the last mark, which goes with it.
    mutating func popMark(_ opcode: PickleOpcode) throws -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else {
            throw damaged("a mark before \(opcode)", "none")
        }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    mutating func add(_ node: PickleNode) throws -> PickleValue {
        guard nodes.count < Self.largestCount else {
            throw damaged("at most \(Self.largestCount) containers", "more")
        }
        nodes.append(node)
        return .node(nodes.count - 1)
    }

    /// The number of `storage`; the same record seen the same way keeps its number.
    mutating func add(_ storage: PickleStorage, key: String) -> Int {
        let known = storageNumbers[key, default: []].first {
            let other = storages[$0]
            return other.type == storage.type && other.count == storage.count
                && other.window == storage.window
        }
        if let known { return known }
        storages.append(storage)
        storageNumbers[key, default: []].append(storages.count - 1)
        return storages.count - 1
    }

    private mutating func remember(_ opcode: PickleOpcode) throws {
        let slot: Int?
        switch opcode {
        case .MEMOIZE: slot = memo.count
        case .BINPUT, .BINGET: slot = cursor.size(UInt8.self)
        case .LONG_BINPUT, .LONG_BINGET: slot = cursor.size(UInt32.self)
        default: slot = cursor.line().flatMap { String(validating: $0, as: UTF8.self) }.flatMap { Int($0) }
        }
        guard let slot, slot >= 0 else { throw damaged("a memo slot after \(opcode)", "none") }
        switch opcode {
        case .GET, .BINGET, .LONG_BINGET:
            guard let value = memo[slot] else {
                throw damaged("a set memo slot", "\(opcode) of \(slot), unset")
            }
            try push(value)
        default:
            memo[slot] = try top(opcode)
            guard memo.count <= Self.largestCount else {
                throw damaged("at most \(Self.largestCount) memo slots", "more")
            }
        }
    }

    // MARK: Errors

    func damaged(_ expected: String, _ found: String) -> CheckpointError {
        CheckpointError.malformed(
            file: file, expected: expected, found: found,
            advice: "The pickle inside is damaged; fetch the file again.")
    }

    func underflow(_ opcode: PickleOpcode) -> CheckpointError {
        damaged("a value for \(opcode)", "an empty stack")
    }

    func refused(_ what: String, _ reason: String) -> CheckpointError {
        CheckpointError.refused(file: file, what: what, reason: reason)
    }
}
