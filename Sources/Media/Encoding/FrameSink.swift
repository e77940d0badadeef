/// Where a writer's frames go.
protocol FrameSink {
    func append(_ image: RGBImage) throws
    func finish() throws
}
