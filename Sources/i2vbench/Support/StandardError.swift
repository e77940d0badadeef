import Foundation

/// Writes a line to standard error, where progress, logs and messages go.
func printToStandardError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
