/// The result of a pickle, seen from its root.
struct PickleTree {
    let file: String
    let root: PickleValue
    let nodes: [PickleNode]
    let symbols: [PickleSymbol]
    let tensors: [PickleTensor]
    /// Number of bytes the pickle had; every value that it wrote itself took at least one of them.
    let byteCount: Int

    /// What the leaves of the tree are.
    struct Leaves {
        var tensors: [(path: [String], tensor: PickleTensor)] = []
        var values: [(path: [String], value: PlainValue)] = []
    }

    private struct Place {
        let value: PickleValue
        let parent: Int
        let key: String
        let depth: Int
    }

    private static let largestDepth = 256

    /// Every tensor and plain value with the keys that lead to it, in file order. Instances of unknown classes
    /// stay closed; a container that contains itself is not entered again.
    func leaves() throws -> Leaves {
        var leaves = Leaves()
        var places = [Place(value: root, parent: -1, key: "", depth: 0)]
        var pending = [0]
        while let number = pending.popLast() {
            let place = places[number]
            switch place.value {
            case .tensor(let tensor): leaves.tensors.append((path(places, number), tensors[tensor]))
            case .node(let node): try open(node, number, &places, &pending, &leaves)
            default: leaves.values.append((path(places, number), plain(place.value)))
            }
        }
        return leaves
    }

    private func open(
        _ node: Int, _ number: Int, _ places: inout [Place], _ pending: inout [Int], _ leaves: inout Leaves
    ) throws {
        let (container, depth) = (nodes[node], places[number].depth + 1)
        switch container.kind {
        case .object(let className, isModule: false):
            leaves.values.append((path(places, number), .opaque(className)))
            return
        case .elementCode(let code, _):
            leaves.values.append((path(places, number), .opaque("numpy.dtype \(code)")))
            return
        case .array where container.items.count == 1:
            places.append(
                Place(
                    value: container.items[0], parent: places[number].parent, key: places[number].key,
                    depth: depth))
            pending.append(places.count - 1)
            return
        default: break
        }
        if container.items.isEmpty {
            leaves.values.append((path(places, number), .empty))
            return
        }
        guard depth <= Self.largestDepth else { throw damaged("at most \(Self.largestDepth) levels", "more") }
        // A list named again and again through the memo would unfold beyond all bounds.
        guard places.count + container.items.count <= byteCount + 4096 else {
            throw damaged("at most \(byteCount + 4096) entries", "more, through containers inside themselves")
        }
        if isOpen(node, places, places[number].parent) {
            leaves.values.append((path(places, number), .opaque("a container inside itself")))
            return
        }
        let first = places.count
        for (index, item) in container.items.enumerated() {
            let key = index < container.keys.count ? name(container.keys[index], index) : String(index)
            places.append(Place(value: item, parent: number, key: key, depth: depth))
        }
        pending.append(contentsOf: (first..<places.count).reversed())
    }

    private func isOpen(_ node: Int, _ places: [Place], _ start: Int) -> Bool {
        var number = start
        while number >= 0 {
            if case .node(node) = places[number].value { return true }
            number = places[number].parent
        }
        return false
    }

    private func path(_ places: [Place], _ number: Int) -> [String] {
        var keys: [String] = []
        var number = number
        while number >= 0, places[number].parent >= 0 {
            keys.append(places[number].key)
            number = places[number].parent
        }
        return keys.reversed()
    }

    private func name(_ key: PickleValue, _ index: Int) -> String {
        switch key {
        case .text(let text): text
        case .integer(let value): String(value)
        case .largeInteger(let text): text
        case .boolean(let value): value ? "True" : "False"
        case .real(let value): String(value)
        case .symbol(let number): symbols[number].qualifiedName
        default: "#\(index)"
        }
    }

    private func plain(_ value: PickleValue) -> PlainValue {
        switch value {
        case .none: .none
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .largeInteger(let text): .largeInteger(text)
        case .real(let value): .real(value)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        case .opaque(let text): .opaque(text)
        case .symbol(let number): .opaque(symbols[number].qualifiedName)
        case .storage, .tensor, .node: .opaque("storage")
        }
    }

    private func damaged(_ expected: String, _ found: String) -> CheckpointError {
        CheckpointError.malformed(
            file: file, expected: expected, found: found,
            advice: "No checkpoint is built like that; fetch the file again.")
    }
}
