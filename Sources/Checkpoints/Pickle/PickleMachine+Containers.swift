extension PickleMachine {
    mutating func makeContainer(_ opcode: PickleOpcode) throws {
        switch opcode {
        case .EMPTY_LIST: try push(add(PickleNode(kind: .list)))
        case .EMPTY_TUPLE: try push(add(PickleNode(kind: .tuple)))
        case .EMPTY_DICT: try push(add(PickleNode(kind: .dictionary)))
        case .EMPTY_SET: try push(add(PickleNode(kind: .set)))
        case .LIST: try push(add(PickleNode(kind: .list, items: popMark(opcode))))
        case .TUPLE: try push(add(PickleNode(kind: .tuple, items: popMark(opcode))))
        case .FROZENSET: try push(add(PickleNode(kind: .set, items: popMark(opcode))))
        case .DICT:
            let pairs = try popMark(opcode)
            try push(add(try dictionary(pairs, opcode)))
        default:
            let count = [.TUPLE1: 1, .TUPLE2: 2][opcode] ?? 3
            var items: [PickleValue] = []
            for _ in 0..<count { items.append(try pop(opcode)) }
            try push(add(PickleNode(kind: .tuple, items: items.reversed())))
        }
    }

    private func dictionary(_ pairs: [PickleValue], _ opcode: PickleOpcode) throws -> PickleNode {
        guard pairs.count.isMultiple(of: 2) else {
            throw damaged("pairs for \(opcode)", "\(pairs.count) values")
        }
        var node = PickleNode(kind: .dictionary)
        for index in stride(from: 0, to: pairs.count, by: 2) {
            node.keys.append(pairs[index])
            node.items.append(pairs[index + 1])
        }
        return node
    }

    mutating func fillContainer(_ opcode: PickleOpcode) throws {
        let items: [PickleValue]
        switch opcode {
        case .APPEND: items = [try pop(opcode)]
        case .SETITEM: items = [try pop(opcode), try pop(opcode)].reversed()
        default: items = try popMark(opcode)
        }
        guard case .node(let number) = try top(opcode) else { throw wrongTarget(opcode) }
        switch (opcode, nodes[number].kind) {
        case (.APPEND, .list), (.APPENDS, .list), (.ADDITEMS, .set):
            nodes[number].items.append(contentsOf: items)
        case (.SETITEM, .dictionary), (.SETITEMS, .dictionary):
            let pairs = try dictionary(items, opcode)
            nodes[number].keys.append(contentsOf: pairs.keys)
            nodes[number].items.append(contentsOf: pairs.items)
        // A list or dictionary of an unknown class stays closed.
        case (_, .object(_, isModule: false)): break
        default: throw wrongTarget(opcode)
        }
    }

    private func wrongTarget(_ opcode: PickleOpcode) -> CheckpointError {
        damaged("a container for \(opcode)", "something else")
    }

    /// The entries of a tuple or list, or nil for anything else.
    func sequence(_ value: PickleValue?) -> [PickleValue]? {
        guard case .node(let number)? = value, nodes[number].kind == .tuple || nodes[number].kind == .list
        else {
            return nil
        }
        return nodes[number].items
    }

    /// The integers of a tuple or list of integers.
    func integers(_ value: PickleValue?) -> [Int]? {
        guard let items = sequence(value) else { return nil }
        var result: [Int] = []
        for case .integer(let item) in items { result.append(Int(item)) }
        return result.count == items.count ? result : nil
    }

    func symbol(_ value: PickleValue?) -> PickleSymbol? {
        guard case .symbol(let number)? = value else { return nil }
        return symbols[number]
    }
}

extension Optional<PickleValue> {
    var integer: Int? {
        guard case .integer(let value)? = self else { return nil }
        return Int(value)
    }

    var text: String? {
        guard case .text(let value)? = self else { return nil }
        return value
    }
}
