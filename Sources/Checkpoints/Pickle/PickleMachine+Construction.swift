extension PickleMachine {
    mutating func construct(_ opcode: PickleOpcode) throws {
        switch opcode {
        case .GLOBAL:
            guard let module = cursor.line().flatMap({ String(validating: $0, as: UTF8.self) }),
                let name = cursor.line().flatMap({ String(validating: $0, as: UTF8.self) })
            else { throw damaged("two names after GLOBAL", "none") }
            try push(try global(module, name))
        case .STACK_GLOBAL:
            let (name, module) = (Optional(try pop(opcode)).text, Optional(try pop(opcode)).text)
            guard let module, let name else { throw damaged("two names for STACK_GLOBAL", "other values") }
            try push(try global(module, name))
        case .REDUCE:
            let arguments = try pop(opcode)
            let symbol = try callee(opcode)
            guard let values = sequence(arguments) else {
                throw damaged("a tuple for REDUCE", "another value")
            }
            try push(try call(symbol, values))
        case .NEWOBJ, .NEWOBJ_EX:
            if opcode == .NEWOBJ_EX { _ = try pop(opcode) }
            let arguments = try pop(opcode)
            let symbol = try callee(opcode)
            guard let values = sequence(arguments) else {
                throw damaged("a tuple for \(opcode)", "another value")
            }
            try push(try instance(symbol, values))
        default: try build()
        }
    }

    private mutating func global(_ module: String, _ name: String) throws -> PickleValue {
        guard let symbol = PickleSymbol(module: module, name: name) else {
            throw refused(
                "global \(module).\(name)",
                "it is none of the tensors and containers that make up a checkpoint")
        }
        if symbol.meaning == .scriptClass, !permissions.scriptClasses {
            throw refused("global \(module).\(name)", "TorchScript classes belong in TorchScript archives")
        }
        guard symbols.count < Self.largestCount else {
            throw damaged("at most \(Self.largestCount) globals", "more")
        }
        symbols.append(symbol)
        return .symbol(symbols.count - 1)
    }

    private mutating func callee(_ opcode: PickleOpcode) throws -> PickleSymbol {
        let value = try pop(opcode)
        guard let symbol = symbol(value) else { throw damaged("a global for \(opcode)", "another value") }
        return symbol
    }

    /// An instance made without calling anything but `__new__`.
    private mutating func instance(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        switch symbol.meaning {
        case .scriptClass:
            return try add(PickleNode(kind: .object(className: symbol.qualifiedName, isModule: true)))
        case .unknown, .inertClass:
            return try add(PickleNode(kind: .object(className: symbol.qualifiedName, isModule: false)))
        default: return try call(symbol, arguments)
        }
    }

    private mutating func call(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        switch symbol.meaning {
        case .orderedDictionary, .dictionary: return try mapping(arguments)
        case .defaultDictionary: return try mapping(Array(arguments.dropFirst()))
        case .list, .size: return try add(PickleNode(kind: .list, items: try elements(symbol, arguments)))
        case .tuple: return try add(PickleNode(kind: .tuple, items: try elements(symbol, arguments)))
        case .set: return try add(PickleNode(kind: .set, items: try elements(symbol, arguments)))
        case .complexNumber, .slice, .described: return .opaque(symbol.qualifiedName)
        case .byteArray, .encodedText: return .bytes(try bytes(symbol, arguments))
        case .scriptList, .scriptTypeTag:
            guard let value = arguments.first else { throw misused(symbol) }
            return value
        case .inertClass:
            let name = self.symbol(arguments.first)?.qualifiedName ?? symbol.qualifiedName
            return try add(PickleNode(kind: .object(className: name, isModule: false)))
        case .rebuildTensor, .rebuildTypedTensor: return try tensor(symbol, arguments)
        case .rebuildParameter:
            guard case .tensor(let number)? = arguments.first else { throw misused(symbol) }
            return .tensor(number)
        case .rebuildSubclass:
            guard arguments.count >= 3, let function = self.symbol(arguments[0]),
                [.rebuildTensor, .rebuildTypedTensor].contains(function.meaning),
                let inner = sequence(arguments[2])
            else { throw misused(symbol) }
            return try tensor(function, inner)
        case .arrayReconstruct: return try add(PickleNode(kind: .array))
        case .arrayElementType: return try elementCode(symbol, arguments)
        case .arrayScalar: return try scalar(symbol, arguments)
        case .arrayFromBuffer: return try arrayFromBuffer(symbol, arguments)
        case .nestedFile: return try nestedStorage(symbol, arguments)
        case .storage, .elementType, .arrayClass, .scriptClass, .unknown:
            throw refused("global \(symbol.qualifiedName)", "reading tensors never calls it")
        }
    }

    func misused(_ symbol: PickleSymbol) -> CheckpointError {
        damaged("the usual arguments of \(symbol.qualifiedName)", "others")
    }

    /// A dictionary from nothing, from another one, or from a list of pairs.
    private mutating func mapping(_ arguments: [PickleValue]) throws -> PickleValue {
        var node = PickleNode(kind: .dictionary)
        if case .node(let number)? = arguments.first {
            try charge(values: 2 * nodes[number].items.count)
            if nodes[number].kind == .dictionary {
                node = nodes[number]
            } else {
                for item in nodes[number].items {
                    guard let pair = sequence(item), pair.count == 2 else {
                        throw damaged("pairs for a dictionary", "other values")
                    }
                    node.keys.append(pair[0])
                    node.items.append(pair[1])
                }
            }
        }
        return try add(node)
    }

    private mutating func elements(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> [PickleValue]
    {
        guard let argument = arguments.first else { return [] }
        guard case .node(let number) = argument, nodes[number].keys.isEmpty else { throw misused(symbol) }
        try charge(values: nodes[number].items.count)
        return nodes[number].items
    }

    /// Bytes that protocol 2 wrote as Latin-1 text, or that a byte array was made of.
    private mutating func bytes(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> [UInt8] {
        switch arguments.first {
        case nil: return []
        case .bytes(let bytes): return bytes
        case .text(let text):
            let encoding = arguments.dropFirst().first.text?.lowercased()
            guard let encoding, ["latin1", "latin-1", "iso-8859-1"].contains(encoding) else {
                throw misused(symbol)
            }
            try charge(bytes: text.utf8.count)
            return try text.unicodeScalars.map {
                guard let byte = UInt8(exactly: $0.value) else { throw misused(symbol) }
                return byte
            }
        default: throw misused(symbol)
        }
    }

    // MARK: BUILD

    /// Gives an object its state. Attributes of containers are ignored; those that change how Python treats an
    /// object are refused.
    private mutating func build() throws {
        let state = try pop(.BUILD)
        guard case .node(let number) = try top(.BUILD) else {
            throw refused("opcode BUILD", "it is applied to something that has no state")
        }
        switch nodes[number].kind {
        case .array: try buildArray(number, state)
        case .elementCode: try buildElementCode(number, state)
        case .dictionary: try checkAttributes(state)
        case .object(_, let isModule):
            try checkAttributes(state)
            guard isModule, case .node(let attributes) = state, nodes[attributes].kind == .dictionary else {
                return
            }
            try charge(values: 2 * nodes[attributes].items.count)
            nodes[number].keys = nodes[attributes].keys
            nodes[number].items = nodes[attributes].items
        case .list, .tuple, .set: throw refused("opcode BUILD", "it is applied to a list, tuple or set")
        }
    }

    private func checkAttributes(_ state: PickleValue) throws {
        guard case .node(let number) = state else { return }
        for case .text(let key) in nodes[number].keys where key.hasPrefix("__") && key.hasSuffix("__") {
            throw refused("opcode BUILD", "it sets \(key), which changes how Python treats the object")
        }
    }
}
