/// Where a published file comes from.
public enum FileOrigin: Sendable, Hashable {
    /// A repository on the Hugging Face Hub; kept in the cache that Python tools share.
    case hub(HubFile)
    /// A plain address.
    case web(String)

    /// The address, on the public hub where it is one of the hub's.
    public var url: String {
        switch self {
        case .hub(let file): file.url()
        case .web(let url): url
        }
    }
}
