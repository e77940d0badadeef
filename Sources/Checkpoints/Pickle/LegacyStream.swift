/// The stream of pickles and raw elements that `torch.save` wrote before PyTorch 1.6.
///
/// Five pickles follow one another: a magic number, the protocol version, facts about the machine, the object,
/// and the list of storage keys; then for every key an element count and the elements.
struct LegacyStream {
    let root: PickleValue
    let nodes: [PickleNode]
    let symbols: [PickleSymbol]
    let storages: [PickleStorage]
    let tensors: [PickleTensor]
    /// Where the elements of a storage lie in the stream.
    let ranges: [String: Range<Int>]

    static let magic = "119547037146038801333356"

    init(file: String, bytes: UnsafeRawBufferPointer, nestedFiles: Bool = true) throws {
        var machine = PickleMachine(
            bytes, file: file, permissions: .init(storages: true, nestedFiles: nestedFiles))
        guard case .largeInteger(Self.magic) = try machine.run() else {
            throw machine.damaged("the magic number of a torch file", "another one")
        }
        guard case .integer(1001) = try machine.run() else {
            throw machine.damaged("protocol version 1001", "another one")
        }
        let facts = try machine.run()
        try Self.checkMachine(facts, machine)
        root = try machine.run()
        let list = try machine.run()
        guard let keys = machine.sequence(list) else {
            throw machine.damaged("a list of storage keys", "another value")
        }
        (nodes, symbols, storages, tensors) = (
            machine.nodes, machine.symbols, machine.storages, machine.tensors
        )
        ranges = try Self.ranges(of: keys, machine, bytes)
    }

    private static func checkMachine(_ value: PickleValue, _ machine: PickleMachine) throws {
        guard case .node(let number) = value, machine.nodes[number].kind == .dictionary else {
            throw machine.damaged("facts about the machine", "another value")
        }
        for (key, item) in zip(machine.nodes[number].keys, machine.nodes[number].items) {
            if case .text("little_endian") = key, case .boolean(false) = item {
                throw machine.damaged("little-endian elements", "big-endian ones")
            }
        }
    }

    private static func ranges(
        of keys: [PickleValue], _ machine: PickleMachine, _ bytes: UnsafeRawBufferPointer
    ) throws -> [String: Range<Int>] {
        var sizes: [String: (unit: Int, count: Int)] = [:]
        for storage in machine.storages {
            guard case .record(let key) = storage.place else { continue }
            let size = (storage.type?.byteCount ?? 1, storage.count)
            guard size == sizes[key, default: size] else {
                throw machine.damaged("one type and size for storage \(key)", "several")
            }
            sizes[key] = size
        }
        var ranges: [String: Range<Int>] = [:]
        var cursor = ByteCursor(bytes, at: machine.position)
        for key in keys {
            guard let key = Optional(key).text, let (unit, declared) = sizes[key] else {
                throw machine.damaged("keys of known storages", "another")
            }
            guard let count = cursor.size(UInt64.self), count == declared else {
                throw machine.damaged(
                    "\(declared) elements of storage \(key)", "another count or the end of the file")
            }
            let start = cursor.position
            guard let length = Checked.product([count, unit]), cursor.take(length) != nil else {
                throw machine.damaged("\(count) elements of storage \(key)", "the end of the file before")
            }
            guard ranges.updateValue(start..<start + length, forKey: key) == nil else {
                throw machine.damaged("storage keys that occur once", "\(key) twice")
            }
        }
        for key in sizes.keys where ranges[key] == nil {
            throw machine.damaged("data for storage \(key)", "none")
        }
        return ranges
    }
}
