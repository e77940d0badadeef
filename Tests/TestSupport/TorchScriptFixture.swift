import Foundation
import Tensor

/// Archives as `torch.jit.save` writes them: modules of modules, attributes in order, tensors of Float32.
public enum TorchScriptFixture {
    /// An attribute of a scripted module.
    public indirect enum Attribute {
        case tensor(Tensor)
        /// An integer tensor of no axes, such as a counter.
        case counter
        case module([(name: String, attribute: Attribute)])
    }

    /// Writes the archive of a module with tensors at dotted places, submodules in the order of their first tensor.
    public static func write(_ tensors: [(place: String, tensor: Tensor?)], to path: String) throws {
        var root: [(name: String, attribute: Attribute)] = []
        for (place, tensor) in tensors {
            let attribute = tensor.map { Attribute.tensor($0) } ?? .counter
            insert(attribute, at: place.split(separator: ".").map(String.init)[...], into: &root)
        }
        var writer = Writer()
        writer.append(root)
        let pickle = [0x80, 2] + writer.pickle + [0x2E]
        let members: [(name: String, bytes: [UInt8])] =
            [("archive/data.pkl", pickle), ("archive/constants.pkl", [0x80, 2, 0x29, 0x2E])]
            + writer.storages.enumerated().map { ("archive/data/\($0.offset)", $0.element) }
            + [("archive/version", Array("3\n".utf8))]
        try Data(ZipFixture.archive(members)).write(to: URL(fileURLWithPath: path))
    }

    private static func insert(
        _ attribute: Attribute, at path: ArraySlice<String>,
        into module: inout [(name: String, attribute: Attribute)]
    ) {
        guard let first = path.first, path.count > 1 else {
            module.append((path.first ?? "", attribute))
            return
        }
        let index = module.firstIndex { $0.name == first } ?? module.count
        if index == module.count { module.append((first, .module([]))) }
        guard case .module(var inner) = module[index].attribute else {
            preconditionFailure("\(first) is a tensor and a module")
        }
        insert(attribute, at: path.dropFirst(), into: &inner)
        module[index].attribute = .module(inner)
    }

    /// The opcodes of protocol 2 that a scripted module's pickle consists of.
    private struct Writer {
        var pickle: [UInt8] = []
        var storages: [[UInt8]] = []

        mutating func append(_ module: [(name: String, attribute: Attribute)]) {
            text("c__torch__\nModule\n)")
            pickle.append(0x81)
            text("}(")
            for (name, attribute) in module {
                string(name)
                switch attribute {
                case .module(let inner): append(inner)
                case .tensor(let tensor):
                    let bytes = tensor.withElements { Array(UnsafeRawBufferPointer($0)) }
                    self.tensor("FloatStorage", bytes, count: tensor.count, shape: tensor.shape)
                case .counter: tensor("LongStorage", [UInt8](repeating: 0, count: 8), count: 1, shape: [])
                }
            }
            text("ub")
        }

        private mutating func tensor(_ storage: String, _ bytes: [UInt8], count: Int, shape: [Int]) {
            text("ctorch._utils\n_rebuild_tensor_v2\n((")
            string("storage")
            text("ctorch\n\(storage)\n")
            string(String(storages.count))
            string("cpu")
            integer(count)
            text("tQ")
            integer(0)
            var (strides, step): ([Int], Int) = ([], 1)
            for extent in shape.reversed() {
                strides.insert(step, at: 0)
                step *= extent
            }
            for numbers in [shape, strides] {
                text("(")
                for number in numbers { integer(number) }
                text("t")
            }
            pickle.append(0x89)
            text("ccollections\nOrderedDict\n)RtR")
            storages.append(bytes)
        }

        private mutating func text(_ text: String) { pickle += Array(text.utf8) }

        private mutating func string(_ string: String) {
            pickle += [0x58] + ZipFixture.little(UInt32(string.utf8.count)) + Array(string.utf8)
        }

        private mutating func integer(_ value: Int) {
            pickle += [0x4A] + ZipFixture.little(Int32(value))
        }
    }
}
