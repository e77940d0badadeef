extension PickleMachine {
    /// A persistent id: in a torch file, `('storage', type, key, location, count)` and in streams a view.
    mutating func persistent(_ opcode: PickleOpcode) throws -> PickleValue {
        guard opcode == .BINPERSID, permissions.storages else {
            throw refused("opcode \(opcode)", "only torch files refer to storages that way")
        }
        let id = try pop(opcode)
        guard let fields = sequence(id), let kind = fields.first, Optional(kind).text == "storage" else {
            throw refused("a persistent id", "it names something else than a storage")
        }
        guard fields.count >= 5, case .storage(let type)? = symbol(fields[1])?.meaning,
            let key = Optional(fields[2]).text, let count = Optional(fields[4]).integer, count >= 0
        else { throw damaged("a storage's type, key, place and size", "other values") }
        guard (1...64).contains(key.utf8.count),
            key.allSatisfy({ $0.isLetter || $0.isNumber || "_-".contains($0) })
        else { throw refused("storage key \"\(key)\"", "it is a path, not a name") }
        var window = 0..<count
        if fields.count > 5, let view = sequence(fields[5]) {
            guard view.count == 3, let offset = Optional(view[1]).integer,
                let size = Optional(view[2]).integer,
                offset >= 0, size >= 0, offset <= count, size <= count - offset
            else { throw damaged("a view inside its storage", "one that leaves it") }
            window = offset..<offset + size
        }
        let storage = PickleStorage(place: .record(key), type: type, count: count, window: window)
        guard storage.byteCount != nil else {
            throw damaged("a storage that fits memory", "\(count) elements")
        }
        return .storage(add(storage, key: key))
    }

    /// `(storage, offset, sizes, strides, …)`, and for storages without a type the element type as the seventh.
    mutating func tensor(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        guard arguments.count >= 4, case .storage(let number) = arguments[0],
            let offset = Optional(arguments[1]).integer, let shape = integers(arguments[2]),
            let strides = integers(arguments[3])
        else { throw misused(symbol) }
        let storage = storages[number]
        var type = storage.type
        if symbol.meaning == .rebuildTypedTensor, arguments.count > 6,
            case .elementType(let named)? = self.symbol(arguments[6])?.meaning
        {
            type = named
        }
        guard let type else { throw damaged("a type for every tensor", "an untyped storage") }
        let unit = storage.type?.byteCount ?? 1
        let available = storage.window.count * unit / type.byteCount
        if let fault = StoredTensor.fault(
            shape: shape, strides: strides, offset: offset, type: type, available: available)
        {
            throw damaged("tensors inside their storages", fault)
        }
        guard storage.window.lowerBound * unit % type.byteCount == 0 else {
            throw damaged("a storage view at a whole element", "one in between")
        }
        let start = shape.contains(0) ? 0 : storage.window.lowerBound * unit / type.byteCount + offset
        return try add(
            PickleTensor(storage: number, type: type, shape: shape, strides: strides, offset: start))
    }

    private mutating func add(_ tensor: PickleTensor) throws -> PickleValue {
        guard tensors.count < Self.largestCount else {
            throw damaged("at most \(Self.largestCount) tensors", "more")
        }
        tensors.append(tensor)
        return .tensor(tensors.count - 1)
    }

    /// A storage that carries its own legacy torch file, as `pickle.dump` of a tensor writes it.
    mutating func nestedStorage(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        guard case .bytes(let bytes)? = arguments.first else { throw misused(symbol) }
        guard permissions.nestedFiles else {
            throw refused("global \(symbol.qualifiedName)", "a file inside a file inside a file")
        }
        let inner = try bytes.withUnsafeBytes { try LegacyStream(file: file, bytes: $0, nestedFiles: false) }
        guard case .storage(let number) = inner.root else {
            throw damaged("a storage inside \(symbol.qualifiedName)", "another value")
        }
        let storage = inner.storages[number]
        let place: PickleStorage.Place
        switch storage.place {
        case .embedded: place = storage.place
        case .record(let key):
            guard let range = inner.ranges[key] else { throw damaged("data for storage \(key)", "none") }
            try charge(bytes: range.count)
            place = .embedded(Array(bytes[range]))
        }
        storages.append(
            PickleStorage(place: place, type: storage.type, count: storage.count, window: storage.window))
        return .storage(storages.count - 1)
    }

    // MARK: numpy

    mutating func elementCode(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        guard let code = arguments.first.text else { throw misused(symbol) }
        let bare = code.first.map { "<>|=".contains($0) } == true ? String(code.dropFirst()) : code
        return try add(PickleNode(kind: .elementCode(bare, isBigEndian: code.hasPrefix(">"))))
    }

    /// The state of an element type: a version, then the byte order.
    mutating func buildElementCode(_ number: Int, _ state: PickleValue) throws {
        guard case .elementCode(let code, _) = nodes[number].kind, let fields = sequence(state),
            fields.count > 1,
            let order = Optional(fields[1]).text
        else { throw damaged("the state of a numpy dtype", "another value") }
        nodes[number].kind = .elementCode(code, isBigEndian: order == ">")
    }

    /// The state of an array: version, shape, element type, Fortran order or not, bytes.
    mutating func buildArray(_ number: Int, _ state: PickleValue) throws {
        guard let fields = sequence(state), fields.count == 5, let shape = integers(fields[1]),
            case .boolean(let isFortran) = fields[3]
        else { throw damaged("the state of a numpy array", "another value") }
        let value = try array(shape, fields[2], isFortran: isFortran, contents: fields[4])
        nodes[number] = PickleNode(kind: .array, items: [value])
    }

    /// `(bytes, dtype, shape, order)`
    mutating func arrayFromBuffer(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        guard arguments.count == 4, let shape = integers(arguments[2]),
            let order = Optional(arguments[3]).text
        else { throw misused(symbol) }
        return try array(shape, arguments[1], isFortran: order == "F", contents: arguments[0])
    }

    /// Numbers become a tensor; strings, objects and records stay closed.
    private mutating func array(
        _ shape: [Int], _ elementType: PickleValue, isFortran: Bool, contents: PickleValue
    ) throws -> PickleValue {
        guard case .node(let number) = elementType,
            case .elementCode(let code, let isBigEndian) = nodes[number].kind
        else { throw damaged("a numpy dtype", "another value") }
        guard let type = ElementType(numpyCode: code) else { return .opaque("numpy.ndarray of \(code)") }
        let bytes: [UInt8]
        switch contents {
        case .bytes(let stored): bytes = stored
        case .text(let text):  // Python 2 wrote bytes as text.
            try charge(bytes: text.utf8.count)
            bytes = Array(text.utf8)
        default: throw damaged("the bytes of a numpy array", "another value")
        }
        let strides =
            isFortran ? StoredTensor.rowMajor(shape.reversed()).reversed() : StoredTensor.rowMajor(shape)
        if let fault = StoredTensor.fault(
            shape: shape, strides: strides, offset: 0, type: type, available: bytes.count / type.byteCount)
        {
            throw damaged("an array inside its bytes", fault)
        }
        guard shape.reduce(1, *) * type.byteCount == bytes.count else {
            throw damaged("\(shape) elements of \(type.rawValue)", "\(bytes.count) bytes")
        }
        storages.append(
            PickleStorage(
                place: .embedded(bytes), type: type, count: bytes.count / type.byteCount,
                window: 0..<bytes.count / type.byteCount))
        return try add(
            PickleTensor(
                storage: storages.count - 1, type: type, shape: shape, strides: strides, offset: 0,
                isByteSwapped: isBigEndian))
    }

    mutating func scalar(_ symbol: PickleSymbol, _ arguments: [PickleValue]) throws -> PickleValue {
        guard case .node(let number)? = arguments.first,
            case .elementCode(let code, let isBigEndian) = nodes[number].kind
        else { throw misused(symbol) }
        guard arguments.count > 1, case .bytes(let stored) = arguments[1],
            let type = ElementType(numpyCode: code),
            stored.count == type.byteCount
        else { return .opaque("numpy.\(code)") }
        let bytes = isBigEndian && !type.isComplex ? stored.reversed() : stored
        return bytes.withUnsafeBytes { bytes in
            if type == .bool { return .boolean(bytes.first != 0) }
            if let value = ElementConversion.integers(bytes, type)?.first { return .integer(value) }
            if let value = ElementConversion.doubles(bytes, type)?.first { return .real(value) }
            return .opaque("numpy.\(code)")
        }
    }
}
