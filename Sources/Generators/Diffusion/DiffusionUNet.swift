import Networks

/// The denoiser of a latent diffusion model, with what sets the model apart from its relatives.
public protocol DiffusionUNet: Network where Config: Hashable {
    /// What error texts call the model: `ConsistI2V`.
    static var modelTitle: String { get }
    /// The full-size model.
    static var fullConfiguration: DiffusionConfiguration<Config> { get }
    /// Folder, below the module's resources, of a component of the demo-size model.
    static func demoFolder(of component: DiffusionComponent) -> String
    /// Folder of the demo-size model's noise schedule.
    static var demoFolder: String { get }
    /// Channels of each resolution, by which the memory that the network takes can be told.
    static func widths(_ config: Config) -> [Int]
}

extension DiffusionUNet {
    public static func demoFolder(of component: DiffusionComponent) -> String {
        "\(demoFolder)/\(component.rawValue)"
    }
}
