/// A global that a pickle names. It is never looked up: only its name decides what the machine does with it.
struct PickleSymbol {
    enum Meaning: Equatable {
        case orderedDictionary, defaultDictionary, list, tuple, set, dictionary
        case complexNumber, byteArray, slice, encodedText
        case rebuildTensor, rebuildTypedTensor, rebuildParameter, rebuildSubclass
        case storage(ElementType?)
        case elementType(ElementType)
        case size
        /// Constructors whose result is only described: devices, layouts.
        case described
        case arrayReconstruct, arrayScalar, arrayFromBuffer, arrayElementType, arrayClass
        case nestedFile
        case scriptClass, scriptList, scriptTypeTag
        /// A class that only holds values; it may be called, and stays closed.
        case inertClass
        /// Any other class: instances stay closed, calling it is refused.
        case unknown
    }

    let module: String
    let name: String
    let meaning: Meaning

    var qualifiedName: String { "\(module).\(name)" }

    /// Modules whose members run code, reach the system, or resolve names: their very mention is refused.
    static let forbiddenModules: Set<String> = [
        "os", "posix", "nt", "posixpath", "ntpath", "sys", "subprocess", "builtins", "__builtin__",
        "importlib",
        "imp", "runpy", "shutil", "socket", "ctypes", "_ctypes", "pickle", "_pickle", "cPickle", "marshal",
        "io", "_io", "operator", "_operator", "functools", "code", "codeop", "pty", "pdb", "bdb",
        "webbrowser",
        "multiprocessing", "threading", "_thread", "asyncio", "signal", "inspect", "types", "http", "urllib",
        "ftplib", "smtplib", "telnetlib", "timeit", "cProfile", "profile", "trace", "tempfile", "glob", "pip",
        "setuptools", "distutils", "pkgutil", "zipimport", "zipfile", "tarfile", "platform", "commands",
        "requests", "_codecs", "codecs", "gc", "atexit", "weakref", "site", "linecache", "unittest",
        "doctest",
    ]

    /// - Returns: nil when naming the global is reason enough to refuse the file.
    init?(module: String, name: String) {
        guard let meaning = Self.meaning(module, name) else { return nil }
        (self.module, self.name, self.meaning) = (module, name, meaning)
    }

    private static func meaning(_ module: String, _ name: String) -> Meaning? {
        if let known = known["\(module) \(name)"] { return known }
        // A dotted name walks attributes, which can lead anywhere.
        guard !name.contains("."), !module.isEmpty, !name.isEmpty else { return nil }
        if module == "__torch__" || module.hasPrefix("__torch__.") { return .scriptClass }
        if module == "torch" || module == "torch.cuda" || module == "torch.storage" {
            if name.hasSuffix("Storage") {
                return ElementType(torchStorage: name).map { .storage($0) }
            }
            if module == "torch", let type = ElementType(torchName: name) { return .elementType(type) }
        }
        let root = String(module.prefix { $0 != "." })
        return forbiddenModules.contains(root) ? nil : .unknown
    }

    private static let known: [String: Meaning] = {
        var table: [String: Meaning] = [
            "collections OrderedDict": .orderedDictionary, "collections defaultdict": .defaultDictionary,
            "collections Counter": .orderedDictionary,
            "_codecs encode": .encodedText,
            "torch._utils _rebuild_tensor": .rebuildTensor, "torch._utils _rebuild_tensor_v2": .rebuildTensor,
            "torch._utils _rebuild_tensor_v3": .rebuildTypedTensor,
            "torch._utils _rebuild_parameter": .rebuildParameter,
            "torch._utils _rebuild_parameter_with_state": .rebuildParameter,
            "torch._tensor _rebuild_from_type_v2": .rebuildSubclass,
            "torch.storage UntypedStorage": .storage(nil), "torch UntypedStorage": .storage(nil),
            "torch Size": .size, "torch device": .described, "torch.serialization _get_layout": .described,
            "torch.storage _load_from_bytes": .nestedFile,
            "numpy ndarray": .arrayClass, "numpy dtype": .arrayElementType,
            "torch.jit._pickle restore_type_tag": .scriptTypeTag,
            "types SimpleNamespace": .inertClass, "argparse Namespace": .inertClass,
            "pathlib Path": .inertClass, "pathlib PosixPath": .inertClass,
            "pathlib PurePosixPath": .inertClass,
            "pathlib WindowsPath": .inertClass, "pathlib PureWindowsPath": .inertClass,
            "datetime datetime": .inertClass, "datetime date": .inertClass, "datetime timedelta": .inertClass,
            "copyreg _reconstructor": .inertClass, "copy_reg _reconstructor": .inertClass,
        ]
        for module in ["builtins", "__builtin__"] {
            let members: [String: Meaning] = [
                "set": .set, "frozenset": .set, "list": .list, "tuple": .tuple, "dict": .dictionary,
                "complex": .complexNumber, "bytearray": .byteArray, "slice": .slice,
                "object": .inertClass, "int": .inertClass, "float": .inertClass, "str": .inertClass,
                "bool": .inertClass, "bytes": .byteArray,
            ]
            for (name, meaning) in members { table["\(module) \(name)"] = meaning }
        }
        for module in ["numpy.core", "numpy._core"] {
            table["\(module).multiarray _reconstruct"] = .arrayReconstruct
            table["\(module).multiarray scalar"] = .arrayScalar
            table["\(module).numeric _frombuffer"] = .arrayFromBuffer
        }
        for name in ["build_intlist", "build_doublelist", "build_boollist", "build_tensorlist"] {
            table["torch.jit._pickle \(name)"] = .scriptList
        }
        return table
    }()
}
