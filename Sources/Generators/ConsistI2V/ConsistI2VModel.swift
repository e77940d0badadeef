import Networks

/// The networks of one ConsistI2V model.
public typealias ConsistI2VModel = DiffusionModel<ConsistI2VUNet>

extension ConsistI2VUNet: DiffusionUNet {
    public static let modelTitle = "ConsistI2V"

    /// The published model.
    public static let fullConfiguration = DiffusionConfiguration(unet: ConsistI2VConfig())

    public static let demoFolder = "demo"

    public static func widths(_ config: ConsistI2VConfig) -> [Int] { config.blockOutChannels }
}

extension ConsistI2VModel {
    /// The settings that fit the model's size.
    public var preset: ConsistI2VSettings.Preset { isDemoSize ? .demo : .released }
}
