import Foundation

/// The machine that numbers were computed on, for the provenance of timings.
public struct MachineDescription: Sendable, Hashable, Codable {
    public var processor: String
    public var cores: Int
    /// Bytes of main memory.
    public var memory: UInt64
    public var system: String

    public init(processor: String, cores: Int, memory: UInt64, system: String) {
        self.processor = processor
        self.cores = cores
        self.memory = memory
        self.system = system
    }

    /// This machine.
    public static func current() -> MachineDescription {
        MachineDescription(
            processor: field("model name", separator: ":", in: "/proc/cpuinfo") ?? "unknown processor",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memory: ProcessInfo.processInfo.physicalMemory,
            system: field("PRETTY_NAME", separator: "=", in: "/etc/os-release")
                ?? ProcessInfo.processInfo.operatingSystemVersionString)
    }

    private static func field(_ name: String, separator: Character, in path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            guard let mark = line.firstIndex(of: separator) else { continue }
            return line[line.index(after: mark)...].trimmingCharacters(
                in: CharacterSet(charactersIn: " \t\""))
        }
        return nil
    }
}

extension MachineDescription: CustomStringConvertible {
    public var description: String {
        let gibibytes = String(format: "%.1f", Double(memory) / 1_073_741_824)
        return "\(processor), \(cores) cores, \(gibibytes) GiB, \(system)"
    }
}
