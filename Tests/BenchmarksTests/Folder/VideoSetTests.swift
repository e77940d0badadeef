import Benchmarks
import Media
import Testing

struct VideoSetTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.video("one/a.mkv", greys: [1, 2])
        try folder.video("one/b.mkv", greys: [3, 4])
    }

    @Test func filesFoldersAndPatterns() throws {
        let path = folder.path + "/one"
        #expect(try VideoSet(paths: [path]).samples.map(\.id) == ["a", "b"])
        #expect(try VideoSet(paths: [path + "/b.mkv"]).samples.map(\.id) == ["b"])
        #expect(try VideoSet(paths: [path + "/*.mkv"]).samples.map(\.id) == ["a", "b"])
        #expect(try VideoSet(paths: [folder.path]).samples.map(\.id) == ["one/a", "one/b"])
        #expect(try VideoSet(paths: [folder.path]).samples.map(\.category) == ["one", "one"])
    }

    @Test func foldersOfFramesAreVideos() throws {
        try folder.image("frames/clip/1.png")
        try folder.image("frames/clip/2.png")
        let path = folder.path + "/frames"
        #expect(try VideoSet(paths: [path]).samples.map(\.video) == [path + "/clip"])
        #expect(try VideoSet(paths: [path + "/clip"]).samples.map(\.id) == ["clip"])
    }

    @Test func sameNamesAreToldApart() throws {
        try folder.video("two/a.mkv", greys: [5])
        let samples = try VideoSet(paths: [folder.path + "/one", folder.path + "/two"]).samples
        #expect(samples.map(\.id) == [folder.path + "/one/a", "b", folder.path + "/two/a"])
        #expect(throws: SuiteError.self) {
            _ = try VideoSet(paths: [folder.path + "/one/a.mkv", folder.path + "/one/a.mkv"])
        }
    }

    @Test func promptsAndImagesFromElsewhere() throws {
        try folder.write("from beside", to: "one/a.txt")
        try folder.image("first/a.png", grey: 9)
        let prompts = try folder.write("{\"b.mkv\": \"from the table\"}", to: "texts.json")
        let path = folder.path + "/one"
        let samples = try VideoSet(paths: [path], prompts: prompts, images: folder.path + "/first").samples
        #expect(samples.map(\.prompt) == ["from beside", "from the table"])
        #expect(samples.map(\.image) == [folder.path + "/first/a.png", nil])
    }

    @Test func aManifestInTheFolderIsUsed() throws {
        try folder.write("video,prompt,category\nb.mkv,two,grey\n", to: "one/manifest.csv")
        let samples = try VideoSet(paths: [folder.path + "/one"]).samples
        #expect(samples.map(\.id) == ["b"])
        #expect(samples.map(\.category) == ["grey"])
    }

    private func message(
        _ paths: [String], prompts: String? = nil, images: String? = nil
    ) throws -> String {
        do {
            _ = try VideoSet(paths: paths, prompts: prompts, images: images)
            return "no error"
        } catch let error as SuiteError {
            #expect(error.exitCode == 65)
            return "\(error)"
        }
    }

    @Test func errorsSayWhatIsMissing() throws {
        let path = folder.path
        #expect(try message([path + "/gone.mp4"]).contains("gone.mp4: cannot be read: there is no such file"))
        #expect(try message([path + "/*.mp4"]).contains("no file matches"))
        try folder.write("x: y\n", to: "strangers.txt")
        #expect(try message([path + "/one"], prompts: path + "/strangers.txt").contains("“a”, “b”"))
        try folder.image("first/z.png")
        #expect(try message([path + "/one"], images: path + "/first").contains("no first frame"))
        #expect(try message([path + "/one"], images: path + "/none").contains("/none: cannot be read"))
        try folder.image("lone.png")
        try folder.write("image\nlone.png\n", to: "images.csv")
        #expect(try message([path + "/images.csv"]).contains("“lone” names no video"))
        try folder.write("nothing here", to: "empty/notes.txt")
        #expect(try message([path + "/empty"]).contains("expected at least one video"))
    }
}
