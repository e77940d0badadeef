import Runner

extension OutputOptions {
    /// Turns Ctrl-C into a wish to stop, and says so unless quiet, for as long as the value lives.
    func watch(_ interruption: Interruption) -> SignalWatch {
        let quiet = quiet
        return SignalWatch(interruption) {
            guard !quiet else { return }
            printToStandardError("\nfinishing the video in hand; press Ctrl-C again to stop at once")
        }
    }
}
