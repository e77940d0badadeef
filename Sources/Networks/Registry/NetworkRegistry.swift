/// Every network that can be listed and run by name.
public enum NetworkRegistry {
    public static let all: [NetworkDescriptor] = [
        .clipViTB32,
        .dinoViTB16,
        .viCLIPL14,
        .raftThings,
        .amtS,
        .gritB,
        .consistI2VUNet,
        .lookBackUNet,
        .stableDiffusionUNet,
        .stableDiffusionEncoder,
        .stableDiffusionDecoder,
        .stableDiffusionTextEncoder,
        .tag2TextSwinB,
        .i3dKinetics400,
        .inceptionV3FID,
        .c3dUCF101,
    ]

    /// - Throws: `NetworkError.unknown` naming the nearest ids.
    public static func network(_ id: String) throws -> NetworkDescriptor {
        guard let found = all.first(where: { $0.id == id }) else {
            throw NetworkError.unknown(id: id, known: all.map(\.id))
        }
        return found
    }
}
