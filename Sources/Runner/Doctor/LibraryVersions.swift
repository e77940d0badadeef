import CLibAV
import COpenSSL
import CZlib
import Statistics
import Store

/// The libraries of the system that this program was linked with.
public enum LibraryVersions {
    /// Name and version, in alphabetical order.
    public static func all() -> [(name: String, version: String)] {
        [
            ("libavcodec", packed(avcodec_version())),
            ("libavformat", packed(avformat_version())), ("libavutil", packed(avutil_version())),
            ("OpenBLAS", LinearAlgebraLibrary.version),
            ("OpenSSL", text(OpenSSL_version(0))),
            ("SQLite", (try? Store.libraryVersion) ?? "not usable"), ("zlib", text(zlibVersion())),
        ]
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? "unknown"
    }

    private static func packed(_ version: UInt32) -> String {
        "\(version >> 16).\(version >> 8 & 255).\(version & 255)"
    }
}
