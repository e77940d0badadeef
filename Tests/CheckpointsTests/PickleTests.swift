import Checkpoints
import Foundation
import Testing

@Suite("Pickle machine")
struct PickleTests {
    private func open(_ bytes: [UInt8]) throws -> Checkpoint {
        let folder = try ScratchFolder()
        return try Checkpoint.open(folder.write(bytes, as: "a.pkl"))
    }

    private func values(_ bytes: [UInt8]) throws -> [String: PlainValue] {
        let found = try open(bytes).values.map { ($0.path.joined(separator: "/"), $0.value) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    @Test func protocolZeroIsText() throws {
        let text =
            "(dp0\nS'a\\x41\\''\np1\nI-7\nsVb\\u00e9\nL123456789012345678901234567890L\nsS\"c\"\n(lp2\nF1.5\naI01\naNas."
        #expect(
            try values(Array(text.utf8)) == [
                "aA'": .integer(-7), "bé": .largeInteger("123456789012345678901234567890"), "c/0": .real(1.5),
                "c/1": .boolean(true), "c/2": .none,
            ])
    }

    @Test func longIntegersAreExact() throws {
        let body = "}(X" + "\u{1}\u{0}\u{0}\u{0}aI0\nX" + "\u{1}\u{0}\u{0}\u{0}b"
        #expect(
            try values(pickle(body, [0x8A, 2, 0x00, 0xFF, UInt8(ascii: "u")])) == [
                "a": .integer(0), "b": .integer(-256),
            ])
        let wide = [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0x80] as [UInt8]
        #expect(
            try values(pickle(body, wide + [UInt8(ascii: "u")]))["b"]
                == .largeInteger("-2361183241434822606848"))
    }

    /// Refused, naming what; none of these may run anything, loop, or fill memory.
    @Test(arguments: [
        ("cos\nsystem\n(S'true'\ntR", "os.system"),
        ("c__builtin__\neval\n(S'1'\ntR", "__builtin__.eval"),
        ("cbuiltins\ngetattr\n", "builtins.getattr"),
        ("cfunctools\npartial\n", "functools.partial"),
        ("cconfig\nModel\n(tR", "config.Model"),
        ("ctorch.nn.modules.linear\nLinear\n)\u{81}}b", "torch.nn.modules.linear.Linear"),
        ("c__torch__\nTiny\n)\u{81}}b", "__torch__.Tiny"),
        ("ccollections\nOrderedDict\n)R}S'__setstate__'\nI1\nsb", "__setstate__"),
        ("]}b", "opcode BUILD"), ("I1\n}b", "opcode BUILD"),
        ("(I1\nios\nsystem\n", "opcode INST"), ("(cx\ny\no", "opcode OBJ"),
        ("S'a'\nQ", "opcode BINPERSID"), ("Pkey\n", "opcode PERSID"),
        ("\u{97}", "opcode NEXT_BUFFER"), ("\u{82}\u{1}", "opcode EXT1"),
    ])
    func whatCouldRunIsRefused(_ body: String, named: String) throws {
        let bytes = [0x80, 2] + body.unicodeScalars.map { UInt8($0.value) } + [0x2E]
        do {
            _ = try open(bytes)
            Issue.record("loaded \(body)")
        } catch let error as CheckpointError {
            guard case .refused(_, let what, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect((what + reason).contains(named), "\(error)")
        }
    }

    @Test(arguments: [
        "t", "0", "a", "I1\nI2\na", "}I1\nu", "(I1\nu", "R", ")R", "\u{85}", "h\u{0}", "g5\n", "p0\n",
        "Iabc\n", "F\n",
        "X\u{FF}\u{FF}\u{FF}\u{FF}a", "\u{8D}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}a",
        "X\u{2}\u{0}\u{0}\u{0}\u{C3}\u{28}", "\u{95}\u{FF}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
        "\u{8A}\u{FF}",
        "\u{8B}\u{FF}\u{FF}\u{FF}\u{FF}", "S'a\n", "S'\\q'\n", "V\\u12\n", "\u{93}", "cnumpy\ndtype\n(tR",
        "\u{FE}",
        "cos", "(e", "]I1\nI2\ns",
    ])
    func brokenPicklesAreErrors(_ body: String) throws {
        let bytes = [0x80, 4] + body.unicodeScalars.map { UInt8($0.value) } + [0x2E]
        #expect(throws: CheckpointError.self) { try open(bytes) }
    }

    @Test func classesThatOnlyHoldValuesStayClosed() throws {
        let namespace = pickle(
            "}X\u{4}\u{0}\u{0}\u{0}argsctypes\nSimpleNamespace\n)R}X\u{1}\u{0}\u{0}\u{0}aI1\nsbs")
        #expect(try values(namespace) == ["args": .opaque("types.SimpleNamespace")])
        let unknown = pickle("}X\u{4}\u{0}\u{0}\u{0}argscconfig\nModel\n)", [0x81] + Array("}bs".utf8))
        #expect(try values(unknown) == ["args": .opaque("config.Model")])
    }

    @Test func nestingOfAMillionDoesNotOverflowTheStack() throws {
        let bytes = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "]"), count: 500_000)
        let error = #expect(throws: CheckpointError.self) {
            try open(bytes + [UInt8](repeating: UInt8(ascii: "a"), count: 499_999) + [0x2E])
        }
        #expect(error?.description.contains("256 levels") == true)
    }

    @Test func listsOfListsThroughTheMemoDoNotUnfold() throws {
        var body = "]q\u{0}(I1\nI1\ne"
        for level in 1..<60 {
            let (last, next) = (Unicode.Scalar(UInt8(level - 1)), Unicode.Scalar(UInt8(level)))
            body += "0]q\(next)(" + String(repeating: "h\(last)", count: 10) + "e"
        }
        #expect(throws: CheckpointError.self) { try open(pickle(body)) }
    }

    @Test func copiesThroughTheMemoAreBounded() throws {
        var body = Array("(lq".utf8) + [0] + Array("(".utf8)
        for _ in 0..<5000 { body += Array("(I1\nI2\nt".utf8) }
        body += Array("eccollections\nOrderedDict\nq".utf8) + [1]
        for _ in 0..<5000 { body += Array("h".utf8) + [1] + Array("h".utf8) + [0, 0x85] + Array("R0".utf8) }
        let error = #expect(throws: CheckpointError.self) { try open([0x80, 2] + body + [0x2E]) }
        #expect(error?.description.contains("values") == true)
    }
}
