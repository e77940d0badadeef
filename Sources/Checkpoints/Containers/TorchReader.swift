/// Reads the containers whose structure is a pickle.
enum TorchReader {
    /// A zip archive by `torch.save` or `torch.jit.save`.
    static func zip(_ archive: ZipArchive, root: String, isScript: Bool) throws -> CheckpointContents {
        let path = archive.file.path
        try checkByteOrder(archive, root)
        guard let entry = archive[root + "data.pkl"] else {
            throw CheckpointError.malformed(
                file: path, expected: "a member data.pkl", found: "none", advice: "Fetch the file again.")
        }
        let permissions = PickleMachine.Permissions(storages: true, scriptClasses: isScript)
        let (tree, storages) = try record(archive, entry).withBytes { bytes in
            var machine = PickleMachine(bytes, file: path, permissions: permissions)
            let value = try machine.run()
            return (makeTree(machine, value, bytes.count), machine.storages)
        }
        let regions = try storages.map { storage -> any ByteRegion in
            switch storage.place {
            case .embedded(let bytes): return MemoryRegion(bytes: bytes)
            case .record(let key):
                guard let entry = archive[root + "data/" + key] else {
                    throw damaged(path, "a member data/\(key)", "none")
                }
                let region = try record(archive, entry)
                guard let needed = storage.byteCount, needed <= region.count else {
                    throw damaged(path, "\(storage.count) elements in data/\(key)", "\(region.count) bytes")
                }
                return region
            }
        }
        return try contents(
            tree, regions, container: isScript ? .torchScript : .torchZip, file: archive.file)
    }

    static func legacy(_ file: MappedFile) throws -> CheckpointContents {
        let stream = try LegacyStream(file: file.path, bytes: file.bytes)
        let tree = PickleTree(
            file: file.path, root: stream.root, nodes: stream.nodes, symbols: stream.symbols,
            tensors: stream.tensors, byteCount: file.count)
        let regions = stream.storages.map { storage -> any ByteRegion in
            switch storage.place {
            case .embedded(let bytes): MemoryRegion(bytes: bytes)
            // The stream throws unless every record has its place.
            case .record(let key): MappedRegion(file: file, range: stream.ranges[key] ?? 0..<0)
            }
        }
        return try contents(tree, regions, container: .torchLegacy, file: file)
    }

    static func bare(_ file: MappedFile) throws -> CheckpointContents {
        var machine = PickleMachine(file.bytes, file: file.path, permissions: .init())
        let value = try machine.run()
        let regions = machine.storages.map { storage -> any ByteRegion in
            guard case .embedded(let bytes) = storage.place else { return MemoryRegion(bytes: []) }
            return MemoryRegion(bytes: bytes)
        }
        return try contents(makeTree(machine, value, file.count), regions, container: .pickle, file: file)
    }

    private static func makeTree(_ machine: PickleMachine, _ root: PickleValue, _ byteCount: Int)
        -> PickleTree
    {
        PickleTree(
            file: machine.file, root: root, nodes: machine.nodes, symbols: machine.symbols,
            tensors: machine.tensors, byteCount: byteCount)
    }

    private static func contents(
        _ tree: PickleTree, _ regions: [any ByteRegion], container: CheckpointContainer, file: MappedFile
    ) throws -> CheckpointContents {
        if case .node(let number) = tree.root,
            case .object(let name, isModule: false) = tree.nodes[number].kind
        {
            throw CheckpointError.refused(
                file: file.path, what: "global \(name)",
                reason: "the file is a whole object of that class, not a state dict")
        }
        let leaves = try tree.leaves()
        let tensors = leaves.tensors.map { path, tensor in
            StoredTensor(
                path: path, type: tensor.type, shape: tensor.shape, strides: tensor.strides,
                offset: tensor.offset, region: regions[tensor.storage], isByteSwapped: tensor.isByteSwapped)
        }
        return CheckpointContents(
            container: container, tensors: tensors, values: leaves.values, files: [file])
    }

    /// A member that torch stores as it is; compression there means that torch did not write it.
    private static func record(_ archive: ZipArchive, _ entry: ZipEntry) throws -> ZipRegion {
        guard entry.isStored else {
            throw damaged(archive.file.path, "members stored as they are", "\"\(entry.name)\" compressed")
        }
        return try archive.region(entry)
    }

    private static func checkByteOrder(_ archive: ZipArchive, _ root: String) throws {
        guard let entry = archive[root + "byteorder"] else { return }
        let order = try record(archive, entry).withBytes { String(decoding: $0.prefix(16), as: UTF8.self) }
        guard order == "little" else {
            throw CheckpointError.malformed(
                file: archive.file.path, expected: "little-endian elements", found: "byte order \"\(order)\"",
                advice: "Save it again on a little-endian machine, or as safetensors.")
        }
    }

    private static func damaged(_ file: String, _ expected: String, _ found: String) -> CheckpointError {
        CheckpointError.malformed(
            file: file, expected: expected, found: found, advice: "The file is damaged; fetch it again.")
    }
}
