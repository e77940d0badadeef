import Foundation
import Media
import Store

/// What a run takes from the world around it.
public struct RunEnvironment: Sendable {
    /// Opens finished videos for one pass over their frames.
    public var decoder: MediaDecoder
    /// Who claims units of work.
    public var owner: ProcessIdentity
    public var machine: MachineDescription
    /// Seconds of a clock that never goes back.
    public var uptime: @Sendable () -> Double
    public var codeVersion: String

    public init(
        decoder: MediaDecoder = MediaDecoder(),
        owner: ProcessIdentity = .current, machine: MachineDescription = .current(),
        uptime: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime },
        codeVersion: String = I2VBenchVersion.text
    ) {
        self.decoder = decoder
        self.owner = owner
        self.machine = machine
        self.uptime = uptime
        self.codeVersion = codeVersion
    }
}

/// The version of this package.
public enum I2VBenchVersion {
    public static let text = "0.1.0"
}
