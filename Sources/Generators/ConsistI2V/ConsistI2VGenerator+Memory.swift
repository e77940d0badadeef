import Networks
import Tensor

extension ConsistI2VGenerator {
    /// Copies in one forward at most, however much memory is free: beyond it nothing is gained.
    private static let automaticLimit = 16
    /// Room for a copy in feature maps of the first width: up to 32 were measured on the small model, twice that and a
    /// little is kept for models whose lower levels are wider.
    private static let mapsPerCopy = 70
    /// Feature maps up to this size leave threads of one operation waiting for each other.
    private static let smallMap = 1 << 20

    /// How `videos` videos go through the U-Net: as many copies at once as `batch` says or memory allows, and small ones
    /// on a thread each.
    func forwardSharing(videos: Int) -> ForwardSharing {
        let lanes = mapBytes <= Self.smallMap ? max(min(Compute.current.threads, videos), 1) : 1
        switch batch {
        case .copies(let count): return ForwardSharing(copies: count, lanes: lanes)
        case .automatic:
            // Half of what is free: the weights may not be loaded yet, and others need memory too.
            let fitting = ProcessMemory.available / 2 / (Self.mapsPerCopy * mapBytes * lanes)
            return ForwardSharing(copies: min(max(fitting, 1), Self.automaticLimit), lanes: lanes)
        }
    }

    /// Bytes of one copy's feature map at full size and first width.
    private var mapBytes: Int {
        let reduction = model.configuration.autoencoder.reduction
        return settings.frames * (settings.height / reduction) * (settings.width / reduction)
            * model.configuration.unet.blockOutChannels[0] * MemoryLayout<Float>.size
    }
}
