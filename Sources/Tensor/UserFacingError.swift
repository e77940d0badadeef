/// An error whose text is written for the person at the keyboard and that knows how the process should end.
///
/// The text names the file or id, what was expected, what was found and what to do.
public protocol UserFacingError: Error, CustomStringConvertible {
    /// The exit code of a command that stops because of this error: 1 failure, 65 bad data,
    /// 69 weights unavailable.
    var exitCode: Int32 { get }
}
