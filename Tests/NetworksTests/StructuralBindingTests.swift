import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

/// Archives whose names are nobody's, bound by shape and order.
@Suite struct StructuralBindingTests {
    /// Tensors of a network in its own names and order.
    private struct Entry {
        let name: String
        let shape: [Int]
        var tensor: Tensor { SyntheticWeights().tensor(name, shape: shape) }
    }

    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("binding-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static var i3d: I3DConfig {
        var config = I3DConfig()
        (config.widthMultiplier, config.poolSize, config.classes) = (0.125, [2, 2, 2], 5)
        return config
    }

    private func entries<Net: Network>(_ type: Net.Type, _ config: Net.Config) throws -> [Entry] {
        try LayerOutline.layers { _ = try Net(config, weights: $0) }.flatMap { layer in
            [Entry(name: layer.name, shape: layer.shape)]
                + layer.vectors.values.sorted().map { Entry(name: $0, shape: [layer.shape[0]]) }
        }
    }

    /// Writes the entries at other places and opens the archive.
    private func archive(_ tensors: [(place: String, tensor: Tensor?)]) throws -> CheckpointWeights {
        let path = folder.appendingPathComponent("script.pt").path
        try TorchScriptFixture.write(tensors, to: path)
        return CheckpointWeights(try Checkpoint.open(path))
    }

    /// `Mixed_3b.b1a.conv3d.weight` to `net.m17.c.weight`: the submodule's number instead of its name.
    private func renamed(_ entries: [Entry], convolution: String = "c", norm: String = "n")
        -> [(place: String, tensor: Tensor?)]
    {
        var units: [String] = []
        return entries.flatMap { entry -> [(place: String, tensor: Tensor?)] in
            var parts = entry.name.split(separator: ".").map(String.init)
            let (last, layer) = (parts.removeLast(), parts.removeLast())
            let unit = parts.isEmpty ? layer : parts.joined(separator: ".")
            if !units.contains(unit) { units.append(unit) }
            let place = "net.m\(units.firstIndex(of: unit)!)."
            let isNorm = layer == "bn"
            let counter: [(place: String, tensor: Tensor?)] =
                isNorm && last == "running_var" ? [(place + norm + ".num_batches_tracked", nil)] : []
            return [(place + (isNorm ? norm : convolution) + "." + last, entry.tensor)] + counter
        }
    }

    private func logits(_ source: any WeightSource) throws -> [Float] {
        let clip = SyntheticWeights.unit("input:i3d_small/x", shape: [1, 16, 64, 64, 3])
        return try I3D.load(Self.i3d, from: source)(clip).logits.values
    }

    @Test func i3dIsBoundInForwardOrder() throws {
        let source = try archive(renamed(entries(I3D.self, Self.i3d)))
        #expect(try logits(source) == logits(SyntheticWeights()))
        let bound = try #require(try I3D.renamed(source, config: Self.i3d) as? RenamedWeights)
        #expect(bound.identity.name == "script.pt (58 layers bound by structure, names unverified)")
        #expect(bound.places["Mixed_3b.b0.conv3d.weight"] == .tensor("net.m3.c.weight"))
        #expect(bound.places["Mixed_3b.b0.bn.running_var"] == .tensor("net.m3.n.running_var"))
        let descriptor = try NetworkRegistry.network(I3D.name)
        #expect(
            try descriptor.places(configJSON: JSONEncoder().encode(Self.i3d), weights: source) == bound.places
        )
        #expect(try descriptor.places(weights: SyntheticWeights()) == nil)
    }

    @Test func aClassifierInFrontIsFound() throws {
        let all = renamed(try entries(I3D.self, Self.i3d))
        #expect(try logits(archive(all.suffix(2) + all.dropLast(2))) == logits(SyntheticWeights()))
    }

    @Test func factorsThatAreLeftOutAreOnes() throws {
        let all = renamed(try entries(I3D.self, Self.i3d)).filter { !$0.place.hasSuffix("n.weight") }
        let bound = try #require(try I3D.renamed(archive(all), config: Self.i3d) as? RenamedWeights)
        #expect(bound.places["Conv3d_1a_7x7.bn.weight"] == .ones([8]))
        #expect(try logits(archive(all)) != logits(SyntheticWeights()))
    }

    @Test func anotherShapeIsRefusedByName() throws {
        var all = renamed(try entries(I3D.self, Self.i3d))
        let index = try #require(all.firstIndex { $0.place == "net.m4.c.weight" })
        all[index].tensor = Tensor([12, 32, 1, 1, 2], filledWith: 0)
        #expect { try logits(archive(all)) } throws: {
            let text = "\($0)"
            return text.contains("Mixed_3b.b1a.conv3d.weight") && text.contains("net.m4.c.weight")
                && text.contains("[12, 24, 1, 1, 1]") && text.contains("[12, 32, 1, 1, 2]")
        }
    }

    @Test func missingAndUnknownTensorsAreRefusedByName() throws {
        let all = renamed(try entries(I3D.self, Self.i3d))
        #expect { try logits(archive(all.filter { $0.place != "net.m9.n.running_mean" })) } throws: {
            "\($0)".contains("Mixed_3c.b0.bn.running_mean") && "\($0)".contains("net.m9.c.weight")
        }
        #expect { try logits(archive(all.dropLast(2))) } throws: { "\($0)".contains("logits.conv3d.weight") }
        let extra: [(place: String, tensor: Tensor?)] = [
            ("net.tail.weight", Tensor([4, 4], filledWith: 0)), ("net.noise", Tensor([9], filledWith: 0)),
        ]
        #expect { try logits(archive(all + extra)) } throws: { "\($0)".contains("net.tail.weight") }
        #expect { try logits(archive(all + extra.suffix(1))) } throws: { "\($0)".contains("net.noise") }
        let constants: [(place: String, tensor: Tensor?)] = [("scale", Tensor([3], filledWith: 1))]
        #expect(try logits(archive(constants + all)) == logits(SyntheticWeights()))
    }

    @Test func inceptionWithVectorsBesideTheWeightIsBound() throws {
        var config = InceptionV3Config()
        (config.widthMultiplier, config.classes, config.imageSize) = (0.0625, 7, 80)
        let names = ["running_mean": "mean", "running_var": "var", "bias": "beta"]
        let all = try entries(InceptionV3.self, config).filter { !$0.name.hasSuffix("bn.weight") }.map {
            entry -> (place: String, tensor: Tensor?) in
            let parts = entry.name.split(separator: ".").map(String.init)
            let place = parts[0] == "fc" ? ["output"] : ["layers"] + parts.dropLast(2)
            let last = parts[0] == "fc" ? parts[1] : names[parts.last!] ?? parts.last!
            return ((place + [last]).joined(separator: "."), entry.tensor)
        }
        let images = SyntheticWeights.unit("input:inception_small", shape: [1, 80, 80, 3])
        let source = try archive(all)
        let bound = try #require(try InceptionV3.renamed(source, config: config) as? RenamedWeights)
        #expect(
            bound.places["Mixed_7a.branch3x3_2.bn.running_var"] == .tensor("layers.Mixed_7a.branch3x3_2.var"))
        let factors = try entries(InceptionV3.self, config).filter { $0.name.hasSuffix("bn.weight") }
        #expect(factors.allSatisfy { bound.places[$0.name] == .ones($0.shape) })
        #expect(try InceptionV3.load(config, from: source).features(images).count == 128)
    }

    private static var c3d: C3DConfig {
        var config = C3DConfig()
        (config.stageWidths, config.hiddenWidth, config.classes) = ([8, 8, 16, 16, 32], 24, 6)
        config.imageSize = 32
        return config
    }

    private func scores(_ source: any WeightSource) throws -> [Float] {
        let clip = SyntheticWeights.unit("input:c3d_small/pre", shape: [1, 16, 32, 32, 3])
        return try C3D.load(Self.c3d, from: source)(clip).fc8.values
    }

    @Test func c3dIsBoundWithTheMeanItCarries() throws {
        let mean = SyntheticWeights.unit("input:mean", shape: [3, 16, 32, 32])
        let all = renamed(try entries(C3D.self, Self.c3d))
        let source = try archive([("preparation.volume", mean.reshaped([1, 3, 16, 32, 32]))] + all)
        #expect(try scores(source) == scores(SyntheticWeights()))
        #expect(
            try C3DMean(from: source, config: Self.c3d).volume.values == mean.transposed([1, 2, 3, 0]).values)
        #expect { try C3DMean(from: archive(all), config: Self.c3d) } throws: { "\($0)".contains("mean") }
    }

    @Test func chainersNamesAreRead() throws {
        let entries = try entries(C3D.self, Self.c3d)
        let members = entries.map { entry in
            let name = entry.name.replacing(".weight", with: "/W").replacing(".bias", with: "/b")
            return (name: name + ".npy", bytes: npy(entry.tensor))
        }
        func open(_ members: [(name: String, bytes: [UInt8])]) throws -> CheckpointWeights {
            let path = folder.appendingPathComponent("c3d.npz").path
            try Data(ZipFixture.archive(members)).write(to: URL(fileURLWithPath: path))
            return CheckpointWeights(try Checkpoint.open(path))
        }
        #expect(try scores(open(members)) == scores(SyntheticWeights()))
        #expect { try scores(open(members.filter { $0.name != "fc7/b.npy" })) } throws: {
            "\($0)".contains("fc7.bias")
        }
        #expect { try scores(open(members + [("fc9/W.npy", npy(Tensor([2], filledWith: 0)))])) } throws: {
            "\($0)".contains("fc9/W")
        }
        let mean = SyntheticWeights.unit("input:mean", shape: [3, 16, 128, 171])
        let volume = try C3DMean(from: open([("mean.npy", npy(mean))])).volume
        #expect(volume.shape == [16, 112, 112, 3])
        // First pixel of the window that starts at row and column 8, blue.
        #expect(volume.values[0] == mean.values[8 * 171 + 8])
    }

    /// A Float32 array as numpy saves it.
    private func npy(_ tensor: Tensor) -> [UInt8] {
        let shape = tensor.shape.map(String.init).joined(separator: ", ") + (tensor.rank == 1 ? "," : "")
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }"
        header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + ZipFixture.little(UInt16(header.utf8.count))
            + Array(header.utf8) + tensor.withElements { Array(UnsafeRawBufferPointer($0)) }
    }
}
